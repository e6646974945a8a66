import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpClient, HttpRequest } from '../../src/http/client.ts';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import { HttpStatusError, InvalidResponseError } from '../../src/salesforce/errors.ts';
import { fetchUserInfo } from '../../src/salesforce/userinfo.ts';
import { catchError } from '../helpers/errors.ts';
import { secret } from '../helpers/redaction.ts';

const ORG = '00D000000000062EAA';
const USER = '005B0000002NoRpIAK';
const secrets = createSecretRegistry(() => undefined);
const TOKEN = {
  accessToken: secret('00D!secret'),
  format: 'opaque',
  instanceUrl: 'https://acme.my.salesforce.com',
  orgId: ORG,
  userId: USER,
  tokenType: 'Bearer',
  scope: '',
} as const;
const USER_INFO = { preferred_username: 'ci@acme.com', user_id: USER, organization_id: ORG };

function fakeHttp(body: unknown, status = 200): { http: HttpClient; requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const http: HttpClient = async (request) => {
    requests.push(request);
    return { status, headers: {}, body: text };
  };
  return { http, requests };
}

const fetchIdentity = (body: unknown, status?: number) =>
  fetchUserInfo(TOKEN, {
    http: fakeHttp(body, status).http,
    timeoutMs: 1234,
    now: () => 0,
    secrets,
  });

describe('the userinfo request', () => {
  it('is sent once to the instance, with the token only in the header', async () => {
    const { http, requests } = fakeHttp(USER_INFO);
    await fetchUserInfo(TOKEN, { http, timeoutMs: 1234, now: () => 0, secrets });
    assert.deepEqual(requests, [
      {
        name: 'userinfo',
        method: 'GET',
        url: 'https://acme.my.salesforce.com/services/oauth2/userinfo',
        headers: { Authorization: 'Bearer 00D!secret', Accept: 'application/json' },
        timeoutMs: 1234,
      },
    ]);
  });
});

describe('the response to the userinfo request', () => {
  it('is rejected if it contains part of the token', async () => {
    const registry = createSecretRegistry(() => undefined);
    registry.register('00D000000000062!AQEAQJ.kd_83jxZZ90');
    const dependencies = { timeoutMs: 1234, now: () => 0, secrets: registry };
    await fetchUserInfo(TOKEN, { ...dependencies, http: fakeHttp(USER_INFO).http });
    const reflected = { ...USER_INFO, user_id: '005AQEAQJkd83jxabc' };
    const error = await catchError(() =>
      fetchUserInfo(TOKEN, { ...dependencies, http: fakeHttp(reflected).http }),
    );
    assert.ok(error instanceof InvalidResponseError);
    assert.equal(error.code, 'no-identity');
  });

  const onlyUsername = { preferred_username: 'ci@acme.com' };
  const usernameIdentity = { username: 'ci@acme.com', userId: undefined, orgId: undefined };
  const accepted = [
    ['all fields', USER_INFO, { username: 'ci@acme.com', userId: USER, orgId: ORG }],
    [
      'IDs of 15 characters',
      { ...USER_INFO, user_id: USER.slice(0, 15), organization_id: ORG.slice(0, 15) },
      { username: 'ci@acme.com', userId: USER, orgId: ORG },
    ],
    ['only a username', onlyUsername, usernameIdentity],
    ['a null ID', { ...onlyUsername, user_id: null }, usernameIdentity],
    ['empty IDs', { ...onlyUsername, user_id: '', organization_id: '' }, usernameIdentity],
    ['only a user ID', { user_id: USER }, { username: undefined, userId: USER, orgId: undefined }],
  ] as const;
  for (const [description, body, identity] of accepted) {
    it(`is accepted with ${description}`, async () =>
      assert.deepEqual(await fetchIdentity(body), identity));
  }

  const rejected = [
    ['Bad_OAuth_Token', 403, HttpStatusError, '403'],
    [
      [{ errorCode: 'INVALID_SESSION_ID', message: 'x' }],
      401,
      HttpStatusError,
      'INVALID_SESSION_ID',
    ],
    ['', 204, HttpStatusError, '204'],
    ['<html>', 503, HttpStatusError, '503'],
    ['<html>', 200, InvalidResponseError, 'not-json'],
    [{}, 200, InvalidResponseError, 'no-identity'],
    ...[
      { user_id: 2 },
      { user_id: `${USER}\n::add-mask::e` },
      { user_id: `x${USER}` },
      { user_id: ORG },
      { organization_id: [ORG] },
      { organization_id: `x${ORG}` },
      { organization_id: `${ORG}\n::add-mask::e` },
      { organization_id: ORG.slice(0, 16) },
      { organization_id: USER },
      { preferred_username: {} },
    ].map(
      (invalid) =>
        [{ ...USER_INFO, ...invalid }, 200, InvalidResponseError, 'no-identity'] as const,
    ),
    [{ preferred_username: 1, user_id: ORG }, 200, InvalidResponseError, 'no-identity'],
    [{ organization_id: ORG }, 200, InvalidResponseError, 'no-identity'],
    [[USER_INFO], 200, InvalidResponseError, 'not-an-object'],
  ] as const;
  for (const [body, status, kind, code] of rejected) {
    it(`causes a permanent error if it is HTTP ${status} with ${JSON.stringify(body).slice(0, 30)}`, async () => {
      const error = await catchError(() => fetchIdentity(body, status));
      assert.ok(error instanceof kind);
      assert.deepEqual([error.request, error.code, error.transient], ['userinfo', code, false]);
    });
  }
});
