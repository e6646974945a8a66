import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AnswerError, SalesforceError } from '../../src/salesforce/errors.ts';
import type { Http, HttpRequest } from '../../src/salesforce/http.ts';
import { whoAmI } from '../../src/salesforce/userinfo.ts';
import { keepSecrets } from '../../src/secret.ts';
import { secret, thrownBy } from '../helpers/support.ts';

const ORG = '00D000000000062EAA';
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
  whoAmI(TOKEN, { http: answering(body, status).http, timeoutMs: 1234, now: () => 0, secrets });

describe('who am I', () => {
  it('is asked once, at the instance, with the token in the header only', async () => {
    const { http, sent } = answering(ME);
    await whoAmI(TOKEN, { http, timeoutMs: 1234, now: () => 0, secrets });
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

  it('is not believed where the answer is made of what was sent', async () => {
    const own = keepSecrets(() => undefined);
    own.keep('00D000000000062!AQEAQJ.kd_83jxZZ90');
    const means = { timeoutMs: 1234, now: () => 0, secrets: own };
    await whoAmI(TOKEN, { ...means, http: answering(ME).http });
    const made = { ...ME, user_id: '005AQEAQJkd83jxabc' };
    const error = await thrownBy(() => whoAmI(TOKEN, { ...means, http: answering(made).http }));
    assert.ok(error instanceof AnswerError);
    assert.equal(error.code, 'no-identity');
  });

  const named = { preferred_username: 'ci@acme.com' };
  const onlyName = { username: 'ci@acme.com', userId: undefined, orgId: undefined };
  const read = [
    ['everything', ME, { username: 'ci@acme.com', userId: USER, orgId: ORG }],
    ['a name alone', named, onlyName],
    ['no ids', { ...named, user_id: null }, onlyName],
    ['empty ids', { ...named, user_id: '', organization_id: '' }, onlyName],
    ['an id alone', { user_id: USER }, { username: undefined, userId: USER, orgId: undefined }],
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
    ...[
      { user_id: 2 },
      { user_id: `${USER}\n::add-mask::e` },
      { user_id: `x${USER}` },
      { user_id: ORG },
      { organization_id: [ORG] },
      { organization_id: `x${ORG}` },
      { organization_id: `${ORG}\n::add-mask::e` },
      { organization_id: ORG.slice(0, 15) },
      { organization_id: USER },
      { preferred_username: {} },
    ].map((odd) => [{ ...ME, ...odd }, 200, AnswerError, 'no-identity'] as const),
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
