import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { describe, it } from 'node:test';
import type { KeyServicesState } from '../../simulator/key-services/state.ts';
import { parseKeyAddress } from '../../src/signing/address.ts';
import { openAzureKey } from '../../src/signing/azure-key-vault.ts';
import { KeyServiceError, SigningError } from '../../src/signing/errors.ts';
import { catchError } from '../helpers/errors.ts';
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

function open(
  address = services.address('azure'),
  changes: Readonly<Record<string, string | undefined>> = {},
) {
  const context = serviceContext(services, 'azure', changes);
  const parsed = parseKeyAddress(address);
  assert.ok(parsed.service === 'azure-key-vault');
  return { context, key: openAzureKey(parsed, context) };
}

describe('signing with Azure Key Vault', () => {
  it("exchanges the job's OIDC token for an access token, signs, and masks both tokens", async () => {
    const address = `azurekms://acme.vault.azure.net/salesforce/${ids.azureVersion}`;
    const { context, key } = open(address);
    const { bytes } = await key.sign(INPUT, deadline());
    assert.ok(verify('sha256', INPUT, publicKey, bytes));
    assert.deepEqual(
      context.requests.map(({ method, url }) => `${method} ${url}`),
      [
        `GET ${services.url}/oidc/token?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange`,
        `POST https://login.microsoftonline.com/${ids.azureTenant}/oauth2/v2.0/token`,
        `POST https://acme.vault.azure.net/keys/salesforce/${ids.azureVersion}/sign?api-version=7.4`,
      ],
    );
    const form = new URLSearchParams(context.requests[1]?.body);
    assert.equal(form.get('scope'), 'https://vault.azure.net/.default');
    assert.equal(form.get('grant_type'), 'client_credentials');
    const idToken = credentials.idTokens.get('api://AzureADTokenExchange');
    assert.deepEqual(context.masks, [
      credentials.oidcBearer,
      idToken,
      credentials.azureAccessToken,
    ]);
    assert.equal(key.movesBy, undefined);
  });

  it('uses the latest version of a key in a managed HSM if the address contains no version', async () => {
    const { context, key } = open('azurekms://acme.managedhsm.azure.net/salesforce');
    assert.equal(key.movesBy, 'rotation');
    await key.sign(INPUT, deadline());
    const form = new URLSearchParams(context.requests[1]?.body);
    assert.equal(form.get('scope'), 'https://managedhsm.azure.net/.default');
    assert.equal(
      context.requests[2]?.url,
      'https://acme.managedhsm.azure.net/keys/salesforce/sign?api-version=7.4',
    );
  });

  for (const [host, login, audience] of [
    [
      'acme.vault.usgovcloudapi.net',
      'https://login.microsoftonline.us',
      'api://AzureADTokenExchangeUSGov',
    ],
    [
      'acme.vault.azure.cn',
      'https://login.partner.microsoftonline.cn',
      'api://AzureADTokenExchangeChina',
    ],
  ] as const) {
    it(`sends the job's OIDC token to the login host of ${host}`, async () => {
      const { context, key } = open(`azurekms://${host}/salesforce`);
      await key.sign(INPUT, deadline()).catch(() => undefined);
      const [first, second] = context.requests;
      assert.equal(new URL(first?.url ?? '').searchParams.get('audience'), audience);
      assert.equal(new URL(second?.url ?? '').origin, login);
    });
  }
});

describe('a missing or invalid variable for Azure Key Vault', () => {
  for (const [changes, code, missing] of [
    [{ AZURE_CLIENT_ID: '' }, 'azure-variables-missing', 'AZURE_CLIENT_ID'],
    [{ AZURE_TENANT_ID: 'a/b' }, 'azure-variables-missing', 'AZURE_TENANT_ID'],
    [{ ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined }, 'id-token-missing', undefined],
  ] as const) {
    it(`is reported as ${code} before the first request: ${JSON.stringify(changes, (_, value) => value ?? '(unset)')}`, async () => {
      const error = await catchError(() => open(undefined, changes));
      assert.ok(error instanceof SigningError);
      assert.equal(error.code, code);
      assert.equal(error.details['missing'], missing);
    });
  }
});

describe('an error of Azure', () => {
  const cases: readonly {
    readonly name: string;
    readonly apply?: (state: KeyServicesState) => void;
    readonly address?: string;
    readonly code: string;
    readonly text: RegExp;
    readonly service?: string;
  }[] = [
    {
      name: 'no federated credential',
      apply: (state) => {
        state.federationRefused = true;
      },
      code: 'AADSTS700213',
      text: /No matching federated identity record/,
      service: 'Microsoft Entra ID',
    },
    {
      name: 'no role',
      apply: (state) => {
        state.permitted = false;
      },
      code: 'ForbiddenByRbac',
      text: /Microsoft\.KeyVault\/vaults\/keys\/sign\/action/,
    },
    {
      name: 'a firewall',
      apply: (state) => {
        state.firewall = true;
      },
      code: 'ForbiddenByFirewall',
      text: /^Client address is not authorized/,
    },
    {
      name: 'a disabled key',
      apply: (state) => {
        state.key.status = 'disabled';
      },
      code: 'KeyDisabled',
      text: /disabled key/,
    },
    {
      name: 'an expired token',
      apply: (state) => {
        state.loginExpired = true;
      },
      code: 'Unauthorized',
      text: /AKV10000/,
    },
    {
      name: 'an unknown key',
      address: 'azurekms://acme.vault.azure.net/other',
      code: 'KeyNotFound',
      text: /was not found in this key vault/,
    },
    {
      name: 'a key for encryption',
      apply: (state) => {
        state.key.maySign = false;
      },
      code: 'BadParameter',
      text: /incompatible/,
    },
  ];
  for (const { name, apply, address, code, text, service = 'Azure Key Vault' } of cases) {
    it(`is reported with its original message: ${name}`, async (test) => {
      const { state } = services;
      const before = { ...state, key: { ...state.key } };
      test.after(() => void Object.assign(state, before));
      apply?.(state);
      const { key } = open(address);
      const error = await catchError(() => key.sign(INPUT, deadline()));
      assert.ok(error instanceof KeyServiceError);
      assert.equal(error.code, code);
      assert.match(error.response.description ?? '', text);
      assert.equal(error.details['service'], service);
      assert.equal(error.transient, false);
    });
  }

  it('has the code of the failed login if the message contains no AADSTS number', async () => {
    const { context } = open();
    const answers = [
      { status: 200, body: '{"value":"eyJhbGciOiJSUzI1NiJ9.an-id-token-of-the-job"}' },
      { status: 400, body: '{"error":"invalid_request"}' },
    ];
    const http = async () => ({ headers: {}, ...(answers.shift() ?? { status: 500, body: '' }) });
    const parsed = parseKeyAddress(services.address('azure'));
    assert.ok(parsed.service === 'azure-key-vault');
    const error = await catchError(() =>
      openAzureKey(parsed, { ...context, http }).sign(INPUT, deadline()),
    );
    assert.ok(error instanceof KeyServiceError);
    assert.equal(error.code, 'invalid_request');
  });
});
