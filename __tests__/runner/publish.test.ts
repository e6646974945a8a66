import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import { RunnerError } from '../../src/runner/errors.ts';
import { publish } from '../../src/runner/publish.ts';
import { STATE } from '../../src/runner/state.ts';
import { digestOf } from '../../src/runner/token-digest.ts';
import { keepSecrets, type Secret } from '../../src/secret.ts';
import { commandFiles } from '../helpers/fake-world.ts';
import { secret, thrownBy } from '../helpers/support.ts';

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
const PLAIN = {
  username: 'ci@acme.com',
  exportEnv: false,
  revokeToken: false,
};

function published(
  wishes: Partial<typeof PLAIN> = {},
  token: Partial<{ format: 'jwt'; orgId: ''; accessToken: Secret }> = {},
) {
  const masks: string[] = [];
  const { env, values } = commandFiles();
  const means = { env, secrets: keepSecrets((value) => masks.push(value)) };
  publish({ ...TOKEN, ...token }, { ...PLAIN, ...wishes }, means);
  return { masks, output: values('output'), env: values('env'), state: values('state') };
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
};

describe('publishing', () => {
  it('sets all outputs; nothing else unless asked', () => {
    assert.deepEqual(published(), { masks: [], output: OUTPUTS, env: {}, state: {} });
  });

  it('with export-env sets three variables, and keeps a hash to tidy up by', () => {
    const { masks, env, state } = published({ exportEnv: true });
    assert.deepEqual(masks, ['AQEAQJ.kd_83', 'EAQJ.kd_83jx']);
    assert.deepEqual(env, {
      SF_ACCESS_TOKEN: VALUE,
      SF_ORG_INSTANCE_URL: INSTANCE,
      SF_TARGET_ORG: VALUE,
    });
    assert.deepEqual(state, { [STATE.tokenDigest]: digestOf(VALUE) });
  });

  it('with export-env masks what a table of the CLI breaks in two', () => {
    const signs = Array.from({ length: 90 }, (_, at) => String.fromCharCode(34 + at)).join('');
    for (let length = 12; length <= 90; length++) {
      const session = signs.slice(0, length);
      const accessToken = secret(`00D!${session}`);
      const { masks } = published({ exportEnv: true }, { accessToken });
      for (let at = 0; at <= length; at++) {
        const broken = `${session.slice(0, at)}\n${session.slice(at)}`;
        const left = masks.reduce((text, mask) => text.replaceAll(mask, '\n'), broken);
        assert.doesNotMatch(left, /.{12}/, `${length} signs, broken after ${at}`);
      }
    }
  });

  it('with export-env masks no stretch of a token too short to have one', () => {
    const { masks } = published({ exportEnv: true }, { accessToken: secret('00D!short') });
    assert.deepEqual(masks, []);
  });

  it('never gives a JWT to SF_TARGET_ORG, which the CLI would print', () => {
    assert.deepEqual(published({ exportEnv: true }, { format: 'jwt' }).env, {
      SF_ACCESS_TOKEN: VALUE,
      SF_ORG_INSTANCE_URL: INSTANCE,
    });
  });

  it('puts the token into the state only where it is to be revoked', () => {
    assert.deepEqual(published({ revokeToken: true }).state, {
      [STATE.instanceUrl]: INSTANCE,
      [STATE.accessToken]: VALUE,
    });
    assert.doesNotMatch(JSON.stringify(published({ exportEnv: true }).state), /AQEAQJ/);
  });

  it('does both where both are asked for', () => {
    const { state } = published({ revokeToken: true, exportEnv: true });
    assert.deepEqual(Object.keys(state).sort(), Object.values(STATE).sort());
  });

  it('saves the state first, so that what cannot be handed on whole is still revoked', async () => {
    const wishes = { ...PLAIN, revokeToken: true, exportEnv: true };
    const order = ['GITHUB_STATE', 'GITHUB_OUTPUT', 'GITHUB_ENV'] as const;
    for (const [at, broken] of order.entries()) {
      const { env, values } = commandFiles();
      const folder = tmpdir();
      const means = { env: { ...env, [broken]: folder }, secrets: keepSecrets(() => undefined) };
      const error = await thrownBy(() => publish(TOKEN, wishes, means));
      assert.ok(error instanceof RunnerError);
      assert.deepEqual(
        [error.code, error.details],
        ['file-not-written', { name: broken, reason: 'EISDIR' }],
      );
      const written = [values('state'), values('output'), values('env')];
      assert.deepEqual(
        written.map((it) => Object.keys(it).length > 0),
        [at > 0, false, false],
      );
    }
  });
});
