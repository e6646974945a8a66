import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AnswerError, GuardError, SalesforceError } from '../../src/errors.ts';
import type { Http, HttpRequest } from '../../src/salesforce/http.ts';
import { holdAgainst, holdToOrg, whoAmI } from '../../src/salesforce/userinfo.ts';
import { assertHarmless } from '../helpers/foreign-text.ts';
import { secret, thrownBy } from '../helpers/support.ts';

const ORG = '00D000000000062EAA';
const OTHER_ORG = '00D000000000063EAA';
const USER = '005B0000002NoRpIAK';
const TOKEN = {
  accessToken: secret('00D!secret'),
  format: 'opaque',
  instanceUrl: 'https://acme.my.salesforce.com',
  orgId: ORG,
  userId: USER,
  tokenType: 'Bearer',
  scope: '',
} as const;
const ME = { preferred_username: 'ci@acme.com', user_id: USER, organization_id: ORG };

function answering(body: unknown, status = 200): { http: Http; sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const http: Http = async (request) => {
    sent.push(request);
    return { status, headers: {}, body: text };
  };
  return { http, sent };
}

const ask = (body: unknown, status?: number) =>
  whoAmI(answering(body, status).http, TOKEN, 1234, () => 0);

describe('who am I', () => {
  it('is asked once, at the instance, with the token in the header only', async () => {
    const { http, sent } = answering(ME);
    await whoAmI(http, TOKEN, 1234, () => 0);
    assert.deepEqual(sent, [
      {
        name: 'userinfo',
        method: 'GET',
        url: 'https://acme.my.salesforce.com/services/oauth2/userinfo',
        headers: { Authorization: 'Bearer 00D!secret', Accept: 'application/json' },
        timeoutMs: 1234,
      },
    ]);
  });

  const named = { preferred_username: 'ci@acme.com' };
  const onlyName = { username: 'ci@acme.com', userId: undefined, orgId: undefined };
  const read = [
    ['everything', ME, { username: 'ci@acme.com', userId: USER, orgId: ORG }],
    ['a name alone', named, onlyName],
    ['numbers for ids', { ...named, user_id: 2, organization_id: [] }, onlyName],
    ['empty ids', { ...named, user_id: '', organization_id: '' }, onlyName],
    [
      'ids that are none',
      { ...named, user_id: `${USER}\n::add-mask::e`, organization_id: `x${ORG}` },
      onlyName,
    ],
    ['ids of other things', { ...named, user_id: ORG, organization_id: USER }, onlyName],
  ] as const;
  for (const [what, body, identity] of read) {
    it(`takes what it is told: ${what}`, async () => assert.deepEqual(await ask(body), identity));
  }

  const refused = [
    ['Bad_OAuth_Token', 403, SalesforceError, '403'],
    [
      [{ errorCode: 'INVALID_SESSION_ID', message: 'x' }],
      401,
      SalesforceError,
      'INVALID_SESSION_ID',
    ],
    ['', 204, SalesforceError, '204'],
    ['<html>', 503, SalesforceError, '503'],
    ['<html>', 200, AnswerError, 'not-json'],
    [{}, 200, AnswerError, 'no-identity'],
    [{ preferred_username: 1, user_id: ORG }, 200, AnswerError, 'no-identity'],
    [{ organization_id: ORG }, 200, AnswerError, 'no-identity'],
    [[ME], 200, AnswerError, 'not-an-object'],
  ] as const;
  for (const [body, status, kind, code] of refused) {
    it(`fails for good with ${status} ${JSON.stringify(body).slice(0, 30)}`, async () => {
      const error = await thrownBy(() => ask(body, status));
      assert.ok(error instanceof kind);
      assert.deepEqual([error.request, error.code, error.transient], ['userinfo', code, false]);
    });
  }
});

describe('what came back is held against what was asked for', () => {
  const me = { username: 'ci@acme.com', userId: USER, orgId: ORG };
  const fits = [
    ['the same', me],
    ['a username in other letters', { ...me, username: 'CI@Acme.com' }],
    ['nothing told', { username: undefined, userId: undefined, orgId: undefined }],
  ] as const;
  for (const [what, identity] of fits) {
    it(`${what} fits`, () =>
      assert.doesNotThrow(() => holdAgainst(identity, 'ci@ACME.com', TOKEN)));
  }
  it('anything fits where the token told no ids', () => {
    const silent = { ...TOKEN, orgId: '', userId: '' };
    assert.doesNotThrow(() => holdAgainst(me, 'ci@acme.com', silent));
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
      const error = await thrownBy(() => holdAgainst(identity, 'ci@acme.com', TOKEN));
      assert.ok(error instanceof GuardError);
      assert.deepEqual([error.code, error.details], [code, { expected, actual }]);
      assert.equal(error.transient, false);
    });
  }

  it('and is named only as far as it is harmless', async () => {
    const username = `eve\n::error::${'x'.repeat(400)}`;
    const error = await thrownBy(() => holdAgainst({ ...me, username }, 'ci@acme.com', TOKEN));
    assert.ok(error instanceof GuardError);
    assertHarmless(String(error.details['actual']));
  });
});

describe('expected-org-id', () => {
  it('lets its own org through', () => assert.doesNotThrow(() => holdToOrg(ORG, ORG)));
  it('stops another org, and names both', async () => {
    const error = await thrownBy(() => holdToOrg(ORG, OTHER_ORG));
    assert.ok(error instanceof GuardError);
    const details = { expected: ORG, actual: OTHER_ORG };
    assert.deepEqual([error.code, error.details], ['wrong-org', details]);
  });
  it('stops an org that is not told', async () => {
    const error = await thrownBy(() => holdToOrg(ORG, ''));
    assert.ok(error instanceof AnswerError);
    assert.deepEqual([error.code, error.transient], ['no-identity', false]);
  });
});
