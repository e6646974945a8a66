import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GuardError } from '../../src/salesforce/errors.ts';
import { requireMatch, requireOrg, withIdentity } from '../../src/salesforce/guards.ts';
import { keepSecrets } from '../../src/secret.ts';
import { assertHarmless } from '../helpers/foreign-text.ts';
import { secret, thrownBy } from '../helpers/support.ts';

const ORG = '00D000000000062EAA';
const OTHER_ORG = '00D000000000063EAA';
const USER = '005B0000002NoRpIAK';
const secrets = keepSecrets(() => undefined);
const TOKEN = {
  accessToken: secret('00D!secret'),
  format: 'opaque',
  instanceUrl: 'https://acme.my.salesforce.com',
  orgId: ORG,
  userId: USER,
  tokenType: 'Bearer',
  scope: '',
} as const;

describe('whose token it is, compared with whose was asked for', () => {
  const me = { username: 'ci@acme.com', userId: USER, orgId: ORG };
  const fits = [
    ['the same', me],
    ['a username in other letters', { ...me, username: 'CI@Acme.com' }],
    ['nothing told', { username: undefined, userId: undefined, orgId: undefined }],
  ] as const;
  for (const [what, identity] of fits) {
    it(`${what} fits`, () =>
      assert.doesNotReject(
        requireMatch(identity, { username: 'ci@ACME.com', token: TOKEN, secrets }),
      ));
  }
  it('anything fits where the token told no ids', () => {
    const silent = { ...TOKEN, orgId: '', userId: '' };
    return assert.doesNotReject(
      requireMatch(me, { username: 'ci@acme.com', token: silent, secrets }),
    );
  });

  const other = USER.replace('NoRp', 'NoRq');
  const differs = [
    [
      'another username',
      { ...me, username: 'Eve@acme.com' },
      'wrong-user',
      'ci@acme.com',
      'eve@acme.com',
    ],
    ['another user', { ...me, userId: other }, 'wrong-user', USER, other],
    ['another org', { ...me, orgId: OTHER_ORG }, 'wrong-org', ORG, OTHER_ORG],
  ] as const;
  for (const [what, identity, code, expected, actual] of differs) {
    it(`${what} does not, and both are named`, async () => {
      const error = await thrownBy(() =>
        requireMatch(identity, { username: 'ci@acme.com', token: TOKEN, secrets }),
      );
      assert.ok(error instanceof GuardError);
      assert.deepEqual([error.code, error.details], [code, { expected, actual }]);
      assert.equal(error.transient, false);
    });
  }

  it('and is named only as far as it is harmless', async () => {
    const username = `eve\n::error::${'x'.repeat(400)}`;
    const error = await thrownBy(() =>
      requireMatch({ ...me, username }, { username: 'ci@acme.com', token: TOKEN, secrets }),
    );
    assert.ok(error instanceof GuardError);
    assertHarmless(String(error.details['actual']));
  });
});

describe('expected-org-id', () => {
  it('lets its own org through', () => assert.doesNotThrow(() => requireOrg(ORG, { orgId: ORG })));
  it('stops another org, and names both', async () => {
    const error = await thrownBy(() => requireOrg(ORG, { orgId: OTHER_ORG }));
    assert.ok(error instanceof GuardError);
    const details = { expected: ORG, actual: OTHER_ORG };
    assert.deepEqual([error.code, error.details], ['wrong-org', details]);
  });
  it('stops an org that is not told', async () => {
    const error = await thrownBy(() => requireOrg(ORG, { orgId: '' }));
    assert.ok(error instanceof GuardError);
    assert.deepEqual([error.code, error.transient], ['unknown-org', false]);
  });
});

describe('the ids of a token', () => {
  const me = { username: 'ci@acme.com', userId: USER, orgId: ORG };
  it('are those that came with it', () => {
    assert.deepEqual(withIdentity(TOKEN, { ...me, orgId: OTHER_ORG }), TOKEN);
  });
  it('are those of the identity where it came with none', () => {
    assert.deepEqual(withIdentity({ ...TOKEN, orgId: '', userId: '' }, me), TOKEN);
  });
  it('stay unknown where nobody tells them', () => {
    const silent = { ...TOKEN, orgId: '', userId: '' };
    const nobody = { username: 'ci@acme.com', userId: undefined, orgId: undefined };
    assert.deepEqual(withIdentity(silent, nobody), silent);
  });
});
