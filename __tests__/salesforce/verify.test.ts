import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import { VerificationError } from '../../src/salesforce/errors.ts';
import {
  mergeIdentity,
  signInProvesOrg,
  verifyIdentity,
  verifyOrg,
} from '../../src/salesforce/verify.ts';
import { catchError } from '../helpers/errors.ts';
import { secret } from '../helpers/redaction.ts';
import { assertSanitized } from '../helpers/untrusted-text.ts';

const ORG = '00D000000000062EAA';
const OTHER_ORG = '00D000000000063EAA';
const USER = '005B0000002NoRpIAK';
const OPTIONS = { expectedOrgId: undefined, secrets: createSecretRegistry(() => undefined) };
const TOKEN = {
  accessToken: secret('00D!secret'),
  format: 'opaque',
  instanceUrl: 'https://acme.my.salesforce.com',
  orgId: ORG,
  userId: USER,
  tokenType: 'Bearer',
  scope: '',
} as const;

describe('the identity of a token', () => {
  const identity = { username: 'ci@acme.com', userId: USER, orgId: ORG };
  const matchingIdentities = [
    ['the same user and org', identity],
    ['a username in another case', { ...identity, username: 'CI@Acme.com' }],
    ['an empty identity', { username: undefined, userId: undefined, orgId: undefined }],
  ] as const;
  for (const [description, identity] of matchingIdentities) {
    it(`is accepted: ${description}`, () =>
      assert.doesNotReject(
        verifyIdentity(identity, { username: 'ci@ACME.com', token: TOKEN, ...OPTIONS }),
      ));
  }
  it('is accepted if the token response contained no IDs', () => {
    const tokenWithoutIds = { ...TOKEN, orgId: '', userId: '' };
    return assert.doesNotReject(
      verifyIdentity(identity, { username: 'ci@acme.com', token: tokenWithoutIds, ...OPTIONS }),
    );
  });

  const otherUser = USER.replace('NoRp', 'NoRq');
  const mismatches = [
    [
      'another username',
      { ...identity, username: 'Eve@acme.com' },
      'wrong-user',
      'ci@acme.com',
      'eve@acme.com',
    ],
    ['another user', { ...identity, userId: otherUser }, 'identity-mismatch', USER, otherUser],
    ['another org', { ...identity, orgId: OTHER_ORG }, 'identity-mismatch', ORG, OTHER_ORG],
    [
      'another user of another org',
      { ...identity, orgId: OTHER_ORG, userId: otherUser },
      'identity-mismatch',
      ORG,
      OTHER_ORG,
    ],
  ] as const;
  for (const [description, identity, code, expected, actual] of mismatches) {
    it(`is rejected with both values in the error: ${description}`, async () => {
      const error = await catchError(() =>
        verifyIdentity(identity, { username: 'ci@acme.com', token: TOKEN, ...OPTIONS }),
      );
      assert.ok(error instanceof VerificationError);
      assert.deepEqual([error.code, error.details], [code, { expected, actual }]);
      assert.equal(error.transient, false);
    });
  }

  it('is rejected with the org that the workflow expects if it is another one', async () => {
    const error = await catchError(() =>
      verifyIdentity(
        { ...identity, orgId: OTHER_ORG },
        { username: 'ci@acme.com', token: TOKEN, ...OPTIONS, expectedOrgId: ORG },
      ),
    );
    assert.ok(error instanceof VerificationError);
    const details = { expected: ORG, actual: OTHER_ORG };
    assert.deepEqual([error.code, error.details], ['wrong-org', details]);
  });

  it('is rejected with the readable ID of the org that issued the token', async () => {
    const secrets = createSecretRegistry(() => undefined);
    secrets.register(`${ORG}!AQEAQJ.kd_83jxZZ90PPmm21`);
    const error = await catchError(() =>
      verifyIdentity(identity, {
        username: 'ci@acme.com',
        token: { ...TOKEN, orgId: OTHER_ORG },
        ...OPTIONS,
        secrets,
      }),
    );
    assert.ok(error instanceof VerificationError);
    assert.deepEqual(error.details, { expected: OTHER_ORG, actual: ORG });
  });

  it('is rejected with a sanitized username', async () => {
    const username = `eve\n::error::${'x'.repeat(400)}`;
    const error = await catchError(() =>
      verifyIdentity(
        { ...identity, username },
        { username: 'ci@acme.com', token: TOKEN, ...OPTIONS },
      ),
    );
    assert.ok(error instanceof VerificationError);
    assertSanitized(String(error.details['actual']));
  });
});

describe('the check of expected-org-id', () => {
  it('accepts the expected org', () => assert.doesNotThrow(() => verifyOrg(ORG, { orgId: ORG })));
  it('rejects another org with both IDs in the error', async () => {
    const error = await catchError(() => verifyOrg(ORG, { orgId: OTHER_ORG }));
    assert.ok(error instanceof VerificationError);
    const details = { expected: ORG, actual: OTHER_ORG };
    assert.deepEqual([error.code, error.details], ['wrong-org', details]);
  });
  it('rejects a token whose org is unknown', async () => {
    const error = await catchError(() => verifyOrg(ORG, { orgId: '' }));
    assert.ok(error instanceof VerificationError);
    assert.deepEqual([error.code, error.transient], ['unknown-org', false]);
  });
});

describe('the proof of the org', () => {
  const myDomain = 'https://acme.my.salesforce.com';
  const site = 'https://acme.my.site.com';

  it('is the response to a sign-in at a host of Salesforce', () => {
    for (const loginUrl of [myDomain, 'https://login.salesforce.com'])
      assert.equal(signInProvesOrg(loginUrl, { instanceUrl: site }), true);
  });
  it('is the instance after a sign-in at a site', () =>
    assert.equal(signInProvesOrg(site, { instanceUrl: myDomain }), false));
  it('is missing if neither the login host nor the instance is a host of Salesforce', async () => {
    for (const instanceUrl of [site, 'https://crm.acme.com']) {
      const error = await catchError(() => signInProvesOrg(site, { instanceUrl }));
      assert.ok(error instanceof VerificationError);
      assert.equal(error.code, 'unproven-org');
    }
  });
});

describe('the IDs of a token', () => {
  const identity = { username: 'ci@acme.com', userId: USER, orgId: ORG };
  it('are kept if the token response contained them', () => {
    assert.deepEqual(mergeIdentity(TOKEN, { ...identity, orgId: OTHER_ORG }), TOKEN);
  });
  it('are taken from the identity if the token response contained none', () => {
    assert.deepEqual(mergeIdentity({ ...TOKEN, orgId: '', userId: '' }, identity), TOKEN);
  });
  it('are empty if the identity contains none either', () => {
    const tokenWithoutIds = { ...TOKEN, orgId: '', userId: '' };
    const identityWithoutIds = { username: 'ci@acme.com', userId: undefined, orgId: undefined };
    assert.deepEqual(mergeIdentity(tokenWithoutIds, identityWithoutIds), tokenWithoutIds);
  });
});
