import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ActionError } from '../../src/errors.ts';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import { HttpStatusError } from '../../src/salesforce/errors.ts';
import { requestToken } from '../../src/salesforce/token.ts';
import { catchError } from '../helpers/errors.ts';
import { secret } from '../helpers/redaction.ts';
import {
  JWT,
  ORG,
  requestTokenWith,
  TOKEN,
  tokenFrom,
  USER,
  VALID_RESPONSE,
} from '../helpers/token-response.ts';
import { anyText, anyUrl } from '../helpers/untrusted-text.ts';

describe('the token request', () => {
  it('is a form with two fields, without a client ID, scope or client secret', async () => {
    const { requests } = await requestTokenWith(VALID_RESPONSE, {
      loginUrl: 'https://acme.my.site.com/partners',
    });
    assert.equal(requests.length, 1);
    const { body = '', ...rest } = requests[0] ?? assert.fail();
    assert.deepEqual(
      [...new URLSearchParams(body)],
      [
        ['grant_type', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
        ['assertion', 'eyJ.assertion+/='],
      ],
    );
    assert.doesNotMatch(body, /\+|\/|[^&]*=[^&]*=/);
    assert.deepEqual(rest, {
      name: 'token',
      method: 'POST',
      url: 'https://acme.my.site.com/partners/services/oauth2/token',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      timeoutMs: 1234,
    });
  });
});

describe('a token', () => {
  it('is returned with all other fields of the response', async () => {
    const { accessToken, ...rest } = await tokenFrom(VALID_RESPONSE);
    assert.equal(accessToken.reveal(), TOKEN);
    assert.deepEqual(rest, {
      format: 'opaque',
      instanceUrl: 'https://acme.my.salesforce.com',
      orgId: ORG,
      userId: USER,
      tokenType: 'Bearer',
      scope: 'api web',
    });
  });

  const maskCases = [
    ['is masked, and so is the part after its "!"', TOKEN, [TOKEN, 'AQEAQJ.kd_83jx']],
    [
      'is masked, and so is the part after the first of two "!"',
      '00D0000000!Aa345678!9',
      ['00D0000000!Aa345678!9', 'Aa345678!9'],
    ],
    ['is masked only as a whole if it has no "!"', JWT, [JWT]],
    [
      'is masked only as a whole if it ends with its "!"',
      '00D000000000062aA!',
      ['00D000000000062aA!'],
    ],
    [
      'is masked, and so are 8 characters after its "!"',
      '00D000000!Aa345678',
      ['00D000000!Aa345678', 'Aa345678'],
    ],
    [
      'is masked only as a whole if 7 characters follow its "!"',
      '00D000000000062!Aa34567',
      ['00D000000000062!Aa34567'],
    ],
    [
      'is masked only as a whole if ordinary words follow its "!"',
      '00D00000000062a!force-app/main/default',
      ['00D00000000062a!force-app/main/default'],
    ],
  ] as const;
  for (const [description, value, masks] of maskCases) {
    it(`${description}, and its base64 is masked too`, async () => {
      const response = await requestTokenWith({ ...VALID_RESPONSE, access_token: value });
      assert.deepEqual(response.masks.slice(0, -3), masks);
      const decoded = response.masks
        .slice(-3)
        .map((mask) => Buffer.from(mask, 'base64').toString());
      const groups = (text: string) => text.slice(0, text.length - (text.length % 3));
      assert.deepEqual(
        decoded,
        [0, 1, 2].map((start) => groups(value.slice(start))),
      );
      assert.ok(response.masks.slice(-3).every((mask) => !mask.includes('=')));
    });
  }
  it('is masked even if the rest of the response is rejected', async () => {
    const { masks, error } = await requestTokenWith({
      ...VALID_RESPONSE,
      instance_url: 'https://evil.example',
    });
    assert.ok(error);
    assert.equal(masks[0], TOKEN);
  });

  const formats = [
    [JWT, 'jwt'],
    [TOKEN, 'opaque'],
    ['eyJhbGciOiJSUzI1NiJ9.a', 'opaque'],
    ['eyJhbGciOiJSUzI1NiJ9.a.b.c', 'opaque'],
    ['xyJhbGciOiJSUzI1NiJ9.a.b', 'opaque'],
    ['x eyJhbGciOiJSUzI1NiJ9.a.b'.replace(' ', '.'), 'opaque'],
  ] as const;
  for (const [value, format] of formats) {
    it(`has the format ${format}: ${value}`, async () => {
      assert.equal((await tokenFrom({ ...VALID_RESPONSE, access_token: value })).format, format);
    });
  }
});

it('a token is accepted in a response with any status from 200 to 299', async () => {
  for (const status of [200, 201, 299])
    assert.ok((await requestTokenWith(VALID_RESPONSE, { status })).token);
});

it('the IDs of an org on loopback are read from an identity URL that begins with http', async () => {
  const id = `http://127.0.0.1:8080/id/${ORG}/${USER}`;
  const { orgId, userId } = await tokenFrom({ ...VALID_RESPONSE, id });
  assert.deepEqual([orgId, userId], [ORG, USER]);
});

it('IDs of 15 characters are converted to 18 characters', async () => {
  const id = `https://login.salesforce.com/id/${ORG.slice(0, 15)}/${USER.slice(0, 15)}`;
  const { orgId, userId } = await tokenFrom({ ...VALID_RESPONSE, id });
  assert.deepEqual([orgId, userId], [ORG, USER]);
});

describe('a missing or malformed identity URL', () => {
  const invalidIds: readonly unknown[] = [
    undefined,
    null,
    5,
    {},
    { toString: 1 },
    [VALID_RESPONSE.id],
    'x',
    `https://login.salesforce.com/id/${ORG}`,
    `https://login.salesforce.com/id/${ORG}/${USER}/x`,
    `https://login.salesforce.com/id/${ORG}/${USER}\n`,
    `https://login.salesforce.com/id/${USER}/${ORG}`,
    `https://login.salesforce.com/id/${ORG.slice(0, 16)}/${USER.slice(0, 16)}`,
    `https://login.salesforce.com/?/id/${ORG}/${USER}`,
    `https://login.salesforce.com\n/id/${ORG}/${USER}`,
    `see https://login.salesforce.com/id/${ORG}/${USER}`,
    `javascript:/id/${ORG}/${USER}`,
  ];
  for (const id of invalidIds) {
    it(`leaves the IDs empty: ${JSON.stringify(id) ?? 'no identity URL'}`, async () => {
      const { orgId, userId } = await tokenFrom({ ...VALID_RESPONSE, id });
      assert.deepEqual([orgId, userId], ['', '']);
    });
  }
});

it('an ID that contains part of the token is omitted', async () => {
  const id = `https://login.salesforce.com/id/${ORG}/005AQEAQJkd83jxabc`;
  const { orgId, userId } = await tokenFrom({ ...VALID_RESPONSE, id });
  assert.deepEqual([orgId, userId], [ORG, '']);
});

describe('an optional field of a token response', () => {
  const table = [
    ['scope', 'id api web', 'id api web'],
    ['scope', undefined, ''],
    ['scope', 5, ''],
    ['scope', 'a\n::add-mask::b', ''],
    ['scope', 'x'.repeat(81), ''],
    ['scope', 'x'.repeat(80), 'x'.repeat(80)],
    ['scope', Array(100).fill('api').join(' '), Array(100).fill('api').join(' ')],
    ['scope', Array(101).fill('api').join(' '), ''],
    ['scope', 'api  web', ''],
    ['scope', 'api Read_Orders2', 'api Read_Orders2'],
    ['scope', `api ${TOKEN.slice(16)}`, ''],
    ['scope', 'api AQEAQJ kd_83jx', ''],
    ['scope', 'api aqeaqj kd_83jx', ''],
    ['scope', 'api read_orders2', 'api read_orders2'],
    ['token_type', 'bearer', 'bearer'],
    ['token_type', undefined, ''],
    ['token_type', null, ''],
  ] as const;
  for (const [name, responseValue, expected] of table) {
    it(`is ${expected ? 'kept' : 'omitted'}: ${name} ${JSON.stringify(responseValue)?.slice(0, 40) ?? 'is missing'}`, async () => {
      const token = await tokenFrom({ ...VALID_RESPONSE, [name]: responseValue });
      assert.equal(name === 'scope' ? token.scope : token.tokenType, expected);
    });
  }
});

describe('an error response', () => {
  const oauth = (error: string, description = 'x') => ({ error, error_description: description });
  const table: readonly (readonly [number, unknown, boolean, string])[] = [
    [400, oauth('invalid_grant'), false, 'invalid_grant'],
    [400, oauth('unknown_error', 'retry your request'), true, 'unknown_error'],
    [400, oauth('server_error'), true, 'server_error'],
    [400, oauth('temporarily_unavailable'), true, 'temporarily_unavailable'],
    [400, oauth('service_unavailable'), true, 'service_unavailable'],
    [400, oauth('system_down'), true, 'system_down'],
    [400, oauth('slow_down'), true, 'slow_down'],
    [400, oauth('UNKNOWN_ERROR'), true, 'UNKNOWN_ERROR'],
    [400, oauth('xserver_error'), false, 'xserver_error'],
    [200, oauth('invalid_grant'), false, 'invalid_grant'],
    [200, { ...VALID_RESPONSE, error: 'server_error' }, true, 'server_error'],
    [400, '<html>', false, '400'],
    [401, '', false, '401'],
    [403, '<html>', false, '403'],
    [408, '', true, '408'],
    [429, '', true, '429'],
    [500, oauth('anything'), true, 'anything'],
    [503, '<html>', true, '503'],
    [599, '', true, '599'],
    [199, '', false, '199'],
    [300, VALID_RESPONSE, false, '300'],
    [307, '', false, '307'],
    [400, oauth('invalid_grant', 'login rate exceeded'), false, 'invalid_grant'],
    [429, oauth('rate_limit_exceeded', 'Login Rate Exceeded'), false, 'rate_limit_exceeded'],
    [503, oauth('server_error', 'login rate exceeded'), false, 'server_error'],
    [503, 'Login Rate Exceeded', false, '503'],
    [503, '<html><title>Error</title>login rate exceeded</html>', false, '503'],
    [503, '{"error":"server_error","x":"login\\u0020rate\\u0020exceeded"}', false, 'server_error'],
    [503, '{"error":"server_error","x":"\\u006cogin rate exceeded"}', false, 'server_error'],
    [503, oauth('server_error', 'login  rate\nexceeded'), false, 'server_error'],
    [503, oauth('LoginRateExceeded'), false, 'LoginRateExceeded'],
    [503, '<html>login&nbsp;rate <b>exceeded</b></html>', false, '503'],
    [503, 'Login-Rate%20Exceeded', false, '503'],
    [429, { error: 'login rate exceeded' }, false, 'login rate exceeded'],
    [503, [{ errorCode: 'LOGIN_RATE_EXCEEDED', message: 'x' }], false, 'LOGIN_RATE_EXCEEDED'],
  ];
  for (const [status, body, transient, code] of table) {
    const bodyText = typeof body === 'string' ? body || 'an empty body' : JSON.stringify(body);
    it(`is ${transient ? 'transient' : 'permanent'}: ${status} with ${bodyText.slice(0, 80)}`, async () => {
      const { error, masks } = await requestTokenWith(body, { status });
      assert.ok(error instanceof HttpStatusError);
      assert.deepEqual([error.code, error.transient, error.request], [code, transient, 'token']);
      const expectedMasks = JSON.stringify(body).includes(TOKEN) ? [TOKEN] : [];
      assert.deepEqual(masks, expectedMasks);
    });
  }
});

it('an arbitrary response results in either a valid token or an ActionError', async () => {
  const value = fc.oneof(
    fc.json().map((text): unknown => JSON.parse(text)),
    anyText,
    anyUrl,
  );
  const names = fc.constantFrom(
    ...Object.keys(VALID_RESPONSE),
    'error',
    'error_description',
    '__proto__',
  );
  const alteredResponses = fc
    .dictionary(names, value)
    .map((changes) => JSON.stringify({ ...VALID_RESPONSE, ...changes }));
  const body = fc.oneof(alteredResponses, anyText, fc.json());
  const status = fc.oneof(fc.constant(200), fc.integer({ min: 100, max: 599 }));
  const predicate = async (text: string, httpStatus: number) => {
    const { token, error } = await requestTokenWith(text, { status: httpStatus });
    if (error) assert.ok(error instanceof ActionError, String(error));
    else {
      assert.match(token?.accessToken.reveal() ?? '', /^[!-~]+$/);
      assert.match(token?.instanceUrl ?? '', /^https:\/\/[^\s?#@]+[^/]$/);
      assert.match(`${token?.orgId}${token?.userId}`, /^[A-Za-z0-9]*$/);
      assert.match(`${token?.scope}${token?.tokenType}`, /^[ -~]*$/);
    }
  };
  await fc.assert(fc.asyncProperty(body, status, predicate), { numRuns: 300 });
});

it('a network error of the token request is rethrown unchanged', async () => {
  const networkError = new Error('no way');
  const tokenRequest = {
    loginUrl: 'https://login.salesforce.com',
    assertion: secret('x'),
    timeoutMs: 1,
  };
  const dependencies = {
    http: () => Promise.reject(networkError),
    secrets: createSecretRegistry(() => undefined),
    now: () => 0,
  };
  assert.equal(await catchError(() => requestToken(tokenRequest, dependencies)), networkError);
});
