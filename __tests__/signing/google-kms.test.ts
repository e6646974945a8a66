import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { GOOGLE_PROVIDER, type KeyServicesState } from '../../simulator/key-services/state.ts';
import { parseKeyAddress } from '../../src/signing/address.ts';
import { KeyServiceError, SigningError } from '../../src/signing/errors.ts';
import { openGoogleKey } from '../../src/signing/google-kms.ts';
import { catchError } from '../helpers/errors.ts';
import { makeFolder } from '../helpers/folders.ts';
import {
  certificate,
  deadline,
  INPUT,
  keyServices,
  serviceContext,
} from '../helpers/key-services.ts';

const services = await keyServices();
const { publicKey } = certificate(services.certificatePem);
const { credentials, ids } = services.state;
const OVERRIDE = 'CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS';

function open(
  changes: Readonly<Record<string, string | undefined>> = {},
  address = services.address('google'),
) {
  const context = serviceContext(services, 'google', changes);
  const parsed = parseKeyAddress(address);
  assert.ok(parsed.service === 'google-kms');
  return { context, key: openGoogleKey(parsed, context) };
}

describe('signing with Google Cloud KMS', () => {
  it("exchanges the job's OIDC token, impersonates the service account, signs, and masks all tokens", async () => {
    const { context, key } = open({ [OVERRIDE]: undefined });
    const { bytes } = await key.sign(INPUT, deadline());
    assert.ok(verify('sha256', INPUT, publicKey, bytes));
    assert.deepEqual(
      context.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`),
      [
        'GET /oidc/token',
        'POST /v1/token',
        'POST /v1/projects/-/serviceAccounts/signer@acme.iam.gserviceaccount.com:generateAccessToken',
        `POST /v1/${ids.googleKey}/cryptoKeyVersions/1:asymmetricSign`,
      ],
    );
    assert.equal(new URL(context.requests[3]?.url ?? '').origin, 'https://cloudkms.googleapis.com');
    const idToken = credentials.idTokens.get(`https:${GOOGLE_PROVIDER}`) ?? '';
    assert.deepEqual(
      new Set(context.masks),
      new Set([
        credentials.oidcBearer,
        idToken,
        credentials.googleFederatedToken,
        credentials.googleAccessToken,
      ]),
    );
  });

  it('signs with the federated token if no service account is impersonated', async () => {
    const path = services.environment('google')['GOOGLE_APPLICATION_CREDENTIALS'] ?? '';
    const { service_account_impersonation_url: _, ...direct } = JSON.parse(
      readFileSync(path, 'utf8'),
    );
    const file = join(makeFolder('google'), 'credentials.json');
    writeFileSync(file, JSON.stringify(direct));
    const { context, key } = open({ GOOGLE_APPLICATION_CREDENTIALS: file });
    await key.sign(INPUT, deadline());
    assert.equal(context.requests.length, 3);
    const { scope } = Object.fromEntries(new URLSearchParams(context.requests[1]?.body));
    assert.equal(scope, 'https://www.googleapis.com/auth/cloudkms');
    const authorization = context.requests[2]?.headers['Authorization'];
    assert.equal(authorization, `Bearer ${credentials.googleFederatedToken}`);
  });

  it('reuses the access token when the sign-in is retried', async () => {
    const { context, key } = open();
    await key.sign(INPUT, deadline());
    await key.sign(INPUT, deadline());
    assert.equal(context.requests.length, 5);
  });

  it('sends a single request to the configured endpoint with CLOUDSDK_AUTH_ACCESS_TOKEN', async () => {
    const { context, key } = open({
      CLOUDSDK_AUTH_ACCESS_TOKEN: credentials.googleAccessToken,
      [OVERRIDE]: 'https://cloudkms.europe-west3.rep.googleapis.com/',
    });
    await key.sign(INPUT, deadline());
    assert.equal(
      context.requests[0]?.url,
      `https://cloudkms.europe-west3.rep.googleapis.com/v1/${ids.googleKey}/cryptoKeyVersions/1:asymmetricSign`,
    );
    assert.equal(context.requests.length, 1);
    assert.deepEqual(context.masks, [credentials.googleAccessToken]);
  });

  it('sends requests to a Private Service Connect endpoint', async () => {
    const url = 'https://cloudkms-acme.p.googleapis.com';
    const { context, key } = open({
      CLOUDSDK_AUTH_ACCESS_TOKEN: credentials.googleAccessToken,
      [OVERRIDE]: url,
    });
    await key.sign(INPUT, deadline());
    assert.equal(new URL(context.requests[0]?.url ?? '').origin, url);
  });

  it('sends no access token to a host that does not belong to Google Cloud KMS', async () => {
    for (const url of [
      'https://kms.example.com',
      'https://googleapis.com.evil.example',
      'https://evil.storage.googleapis.com',
      'https://cloudkms.storage.googleapis.com',
    ]) {
      const error = await catchError(() => open({ [OVERRIDE]: url }));
      assert.ok(error instanceof SigningError);
      assert.equal(error.code, 'endpoint-format');
      assert.deepEqual(error.details, { variable: OVERRIDE });
    }
  });

  it('reports the variable and the action that sets it if there are no credentials', async () => {
    const error = await catchError(() => open({ GOOGLE_APPLICATION_CREDENTIALS: undefined }));
    assert.ok(error instanceof SigningError);
    assert.equal(error.code, 'credentials-missing');
    assert.deepEqual(error.details, {
      service: 'Google Cloud KMS',
      missing: 'GOOGLE_APPLICATION_CREDENTIALS',
      action: 'google-github-actions/auth',
    });
  });
});

describe('an error of Google', () => {
  const cases: readonly {
    readonly name: string;
    readonly apply?: (state: KeyServicesState) => void;
    readonly address?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly code: string;
    readonly text: RegExp;
    readonly service?: string;
  }[] = [
    {
      name: 'no permission',
      apply: (state) => {
        state.permitted = false;
      },
      code: 'PERMISSION_DENIED',
      text: /^Permission 'cloudkms\.cryptoKeyVersions\.useToSign' denied/,
    },
    {
      name: 'a disabled version',
      apply: (state) => {
        state.key.status = 'disabled';
      },
      code: 'FAILED_PRECONDITION',
      text: /not enabled/,
    },
    {
      name: 'a key for encryption',
      apply: (state) => {
        state.key.maySign = false;
      },
      code: 'INVALID_ARGUMENT',
      text: /purpose/,
    },
    {
      name: 'an unknown version',
      address: `gcpkms://${ids.googleKey}/cryptoKeyVersions/7`,
      code: 'NOT_FOUND',
      text: /not found/,
    },
    {
      name: 'an unknown access token',
      env: { CLOUDSDK_AUTH_ACCESS_TOKEN: 'ya29.of-somebody-else' },
      code: 'UNAUTHENTICATED',
      text: /invalid authentication credentials/,
    },
    {
      name: 'a pool that does not accept the job',
      apply: (state) => {
        state.federationRefused = true;
      },
      code: 'unauthorized_client',
      text: /rejected by the attribute condition/,
      service: 'Google’s Security Token Service',
    },
  ];
  for (const { name, apply, address, env, code, text, service = 'Google Cloud KMS' } of cases) {
    it(`is reported with its original message: ${name}`, async (test) => {
      const { state } = services;
      const before = { ...state, key: { ...state.key } };
      test.after(() => void Object.assign(state, before));
      apply?.(state);
      const { key } = open(env, address);
      const error = await catchError(() => key.sign(INPUT, deadline()));
      assert.ok(error instanceof KeyServiceError);
      assert.equal(error.code, code);
      assert.match(error.response.description ?? '', text);
      assert.equal(error.details['service'], service);
      assert.equal(error.transient, false);
    });
  }
});
