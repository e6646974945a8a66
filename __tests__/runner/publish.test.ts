import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { hash, publish } from '../../src/runner/publish.ts';
import { STATE } from '../../src/runner/state.ts';
import { fakeCore } from '../helpers/fake-core.ts';
import { secret } from '../helpers/support.ts';

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
  maskInstanceUrl: true,
  revokeToken: false,
};

function published(
  wishes: Partial<typeof PLAIN> = {},
  token: Partial<{ format: 'jwt'; orgId: '' }> = {},
) {
  const core = fakeCore();
  publish(core, { ...TOKEN, ...token }, { ...PLAIN, ...wishes });
  return core.calls;
}

const only = (calls: ReturnType<typeof published>, what: string) =>
  calls.filter(([name]) => name === what).map(([, ...parts]) => parts);

const MASKS = [
  ['mask', INSTANCE],
  ['mask', 'acme.my.salesforce.com'],
] as const;
const OUTPUTS = [
  ['output', 'access-token', VALUE],
  ['output', 'instance-url', INSTANCE],
  ['output', 'org-id', '00D000000000062EAA'],
  ['output', 'user-id', '005B0000002NoRpIAK'],
  ['output', 'username', 'ci@acme.com'],
  ['output', 'token-type', 'Bearer'],
  ['output', 'scope', 'api web'],
  ['output', 'token-format', 'opaque'],
] as const;
const DONE = ['info', 'Signed in to org 00D000000000062EAA as ci@acme.com.'] as const;

describe('publishing', () => {
  it('masks first, then sets all outputs, then says one line; nothing else unless asked', () => {
    assert.deepEqual(published(), [...MASKS, ...OUTPUTS, DONE]);
  });

  it('leaves the instance URL readable where that is asked for', () => {
    assert.deepEqual(published({ maskInstanceUrl: false }), [...OUTPUTS, DONE]);
  });

  it('with export-env sets three variables, and keeps a hash to tidy up by', () => {
    const calls = published({ exportEnv: true });
    assert.deepEqual(calls.slice(0, -1), [
      ...MASKS,
      ['mask', 'AQEAQJ.kd_83'],
      ['mask', 'EAQJ.kd_83jx'],
      ['env', 'SF_ACCESS_TOKEN', VALUE],
      ['env', 'SF_ORG_INSTANCE_URL', INSTANCE],
      ['env', 'SF_TARGET_ORG', VALUE],
      ['state', STATE.tokenHash, hash(VALUE)],
      ...OUTPUTS,
    ]);
  });

  it('with export-env masks what a table of the CLI breaks in two', () => {
    const signs = Array.from({ length: 90 }, (_, at) => String.fromCharCode(34 + at)).join('');
    for (let length = 12; length <= 90; length++) {
      const session = signs.slice(0, length);
      const core = fakeCore();
      const accessToken = secret(`00D!${session}`);
      publish(core, { ...TOKEN, accessToken }, { ...PLAIN, exportEnv: true });
      const masks = only(core.calls, 'mask').flat();
      for (let at = 0; at <= length; at++) {
        const broken = `${session.slice(0, at)}\n${session.slice(at)}`;
        const left = masks.reduce((text, mask) => text.replaceAll(mask, '\n'), broken);
        assert.doesNotMatch(left, /.{12}/, `${length} signs, broken after ${at}`);
      }
    }
  });

  it('with export-env masks no stretch of a token too short to have one', () => {
    const core = fakeCore();
    publish(core, { ...TOKEN, accessToken: secret('00D!short') }, { ...PLAIN, exportEnv: true });
    assert.deepEqual(
      only(core.calls, 'mask'),
      MASKS.map(([, mask]) => [mask]),
    );
  });

  it('never gives a JWT to SF_TARGET_ORG, which the CLI would print', () => {
    const variables = only(published({ exportEnv: true }, { format: 'jwt' }), 'env');
    assert.deepEqual(variables, [
      ['SF_ACCESS_TOKEN', VALUE],
      ['SF_ORG_INSTANCE_URL', INSTANCE],
    ]);
  });

  it('puts the token into the state only where it is to be revoked', () => {
    assert.deepEqual(only(published({ revokeToken: true }), 'state'), [
      [STATE.instanceUrl, INSTANCE],
      [STATE.accessToken, VALUE],
    ]);
    const others = only(published({ exportEnv: true }), 'state').flat();
    assert.ok(!others.some((part) => part.includes('AQEAQJ')));
  });

  it('does both where both are asked for', () => {
    const calls = published({ revokeToken: true, exportEnv: true });
    assert.deepEqual(
      only(calls, 'state')
        .map(([name]) => name)
        .sort(),
      Object.values(STATE).sort(),
    );
  });

  it('says so where the org is not known', () => {
    assert.deepEqual(only(published({}, { orgId: '' }), 'info'), [
      ['Signed in to org (id not told) as ci@acme.com.'],
    ]);
  });

  it('never says the token', () => {
    const said = only(published({ exportEnv: true, revokeToken: true }), 'info').join();
    assert.doesNotMatch(said, /AQEAQJ/);
  });
});

it('the hash is SHA-256 in hex', () => {
  assert.equal(hash('abc'), createHash('sha256').update('abc').digest('hex'));
  assert.match(hash(''), /^e3b0c44298fc1c14/);
});
