import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import { createSecretRegistry, type Secret } from '../../src/redaction/secrets.ts';
import { RunnerError } from '../../src/runner/errors.ts';
import { publish, saveState } from '../../src/runner/outputs.ts';
import { STATE } from '../../src/runner/state.ts';
import { digestOf } from '../../src/runner/token-digest.ts';
import { catchError } from '../helpers/errors.ts';
import { commandFiles } from '../helpers/fake-runtime.ts';
import { secret } from '../helpers/redaction.ts';

const VALUE = '00D000000000062!AQEAQJ.kd_83jx';
const INSTANCE = 'https://acme.my.salesforce.com';
const TOKEN = {
  accessToken: secret(VALUE),
  format: 'opaque',
  instanceUrl: INSTANCE,
  orgId: '00D000000000062EAA',
  userId: '005B0000002NoRpIAK',
  tokenType: 'Bearer',
  scope: 'api web',
} as const;
const OPTIONS = {
  username: 'ci@acme.com',
  exportEnv: false,
  revokeToken: false,
  loginUrl: 'https://login.salesforce.com',
};

function publishToken(
  options: Partial<typeof OPTIONS & { certificateExpires: string }> = {},
  token: Partial<{ format: 'jwt'; orgId: ''; accessToken: Secret }> = {},
) {
  const masks: string[] = [];
  const { env, values } = commandFiles();
  const dependencies = { env, secrets: createSecretRegistry((value) => masks.push(value)) };
  publish({ ...TOKEN, ...token }, { ...OPTIONS, ...options }, dependencies);
  return { masks, output: values('output'), env: values('env'), state: values('state') };
}

function savedState(options: Partial<typeof OPTIONS>) {
  const { env, values } = commandFiles();
  const removeState = saveState(TOKEN, { ...OPTIONS, ...options }, env);
  return { state: values('state'), removeState, values };
}

const OUTPUTS = {
  'access-token': VALUE,
  'instance-url': INSTANCE,
  'org-id': '00D000000000062EAA',
  'user-id': '005B0000002NoRpIAK',
  username: 'ci@acme.com',
  'token-type': 'Bearer',
  scope: 'api web',
  'token-format': 'opaque',
  'certificate-expires': '',
};

describe('publish', () => {
  it('sets only the outputs by default', () => {
    assert.deepEqual(publishToken(), { masks: [], output: OUTPUTS, env: {}, state: {} });
  });

  it('sets the expiry date of the certificate if a certificate is given', () => {
    const { output } = publishToken({ certificateExpires: '2027-01-31' });
    assert.deepEqual(output, { ...OUTPUTS, 'certificate-expires': '2027-01-31' });
  });

  it('sets three environment variables with export-env', () => {
    const { masks, env } = publishToken({ exportEnv: true });
    assert.deepEqual(masks, ['AQEAQJ.kd_83', 'EAQJ.kd_83jx']);
    assert.deepEqual(env, {
      SF_ACCESS_TOKEN: VALUE,
      SF_ORG_INSTANCE_URL: INSTANCE,
      SF_TARGET_ORG: VALUE,
    });
  });

  it('masks the fragments into which a CLI table splits the token, with export-env', () => {
    const characters =
      'AQcAQH0dMHZfz972Szmpkb58urFRkgeBGsxL_QJWwYMfAbUeeG7c1E6LYUfiDUkWe6H34r1AAT4C8b.P9n06VPV1fx2vEVyk';
    for (let length = 12; length <= 96; length++) {
      const session = characters.slice(0, length);
      const accessToken = secret(`00D!${session}`);
      const { masks } = publishToken({ exportEnv: true }, { accessToken });
      for (let index = 0; index <= length; index++) {
        const wrapped = `${session.slice(0, index)}\n${session.slice(index)}`;
        const maskedOutput = masks.reduce((text, mask) => text.replaceAll(mask, '\n'), wrapped);
        assert.doesNotMatch(maskedOutput, /.{12}/, `${length} characters, wrapped after ${index}`);
      }
    }
  });

  it('masks at most 41 fragments of a token, and none that could be ordinary words', () => {
    const fragments = Array.from({ length: 1000 }, (_, index) =>
      `Fragment${index}`.padEnd(12, '_'),
    );
    const session = ['force-app/ma', 'in/default/c', ...fragments].join('');
    const { masks } = publishToken({ exportEnv: true }, { accessToken: secret(`00D!${session}`) });
    assert.deepEqual(masks, [...fragments.slice(0, 38), fragments.at(-1)]);
  });

  it('masks no fragments of a JWT, because sf does not use it as a username', () => {
    assert.deepEqual(publishToken({ exportEnv: true }, { format: 'jwt' }).masks, []);
  });

  it('masks no fragments of a token that is too short, with export-env', () => {
    const { masks } = publishToken({ exportEnv: true }, { accessToken: secret('00D!short') });
    assert.deepEqual(masks, []);
  });

  it('does not set SF_TARGET_ORG to a JWT, which the CLI would print', () => {
    assert.deepEqual(publishToken({ exportEnv: true }, { format: 'jwt' }).env, {
      SF_ACCESS_TOKEN: VALUE,
      SF_ORG_INSTANCE_URL: INSTANCE,
    });
  });

  it('sets neither outputs nor environment variables if one of the two files cannot be written', async () => {
    for (const unwritable of ['GITHUB_OUTPUT', 'GITHUB_ENV']) {
      const { env, values } = commandFiles();
      const dependencies = {
        env: { ...env, [unwritable]: tmpdir() },
        secrets: createSecretRegistry(() => undefined),
      };
      const options = { ...OPTIONS, exportEnv: true };
      const error = await catchError(() => publish(TOKEN, options, dependencies));
      assert.ok(error instanceof RunnerError);
      assert.deepEqual(
        [error.code, error.details],
        ['file-not-written', { name: unwritable, reason: 'EISDIR' }],
      );
      assert.deepEqual([values('output'), values('env')], [{}, {}]);
    }
  });
});

describe('saveState', () => {
  it('saves nothing by default', () => {
    assert.deepEqual(savedState({}).state, {});
  });

  it('saves the digest of the token, but not the token, with export-env', () => {
    assert.deepEqual(savedState({ exportEnv: true }).state, {
      [STATE.tokenDigest]: digestOf(VALUE),
    });
    assert.doesNotMatch(digestOf(VALUE), /AQEAQJ/);
  });

  it('saves the token, its instance and the login URL with revoke-token', () => {
    assert.deepEqual(savedState({ revokeToken: true }).state, {
      [STATE.instanceUrl]: INSTANCE,
      [STATE.loginUrl]: OPTIONS.loginUrl,
      [STATE.accessToken]: VALUE,
    });
  });

  it('saves all values with both options, and returns a function that removes them', () => {
    const { state, removeState, values } = savedState({ revokeToken: true, exportEnv: true });
    assert.deepEqual(Object.keys(state).sort(), Object.values(STATE).sort());
    removeState();
    assert.deepEqual(values('state'), {});
  });

  it('reports a file that cannot be written', async () => {
    const options = { ...OPTIONS, revokeToken: true };
    const error = await catchError(() => saveState(TOKEN, options, { GITHUB_STATE: tmpdir() }));
    assert.ok(error instanceof RunnerError);
    assert.deepEqual(error.details, { name: 'GITHUB_STATE', reason: 'EISDIR' });
  });
});
