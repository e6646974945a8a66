import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { StepError } from '../../src/errors.ts';
import { SalesforceError } from '../../src/salesforce/errors.ts';
import { requestToken } from '../../src/salesforce/token.ts';
import { keepSecrets } from '../../src/secret.ts';
import { anyText, anyUrl } from '../helpers/foreign-text.ts';
import { secret, thrownBy } from '../helpers/support.ts';
import { ask, GOOD, JWT, ORG, TOKEN, tokenOf, USER } from '../helpers/token-kit.ts';

describe('the request', () => {
  it('is one form with two fields: no client id, no scope, no secret', async () => {
    const { sent } = await ask(GOOD, { loginUrl: 'https://acme.my.site.com/partners' });
    assert.equal(sent.length, 1);
    const { body = '', ...rest } = sent[0] ?? assert.fail();
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
  it('is read with everything that came with it', async () => {
    const { accessToken, ...rest } = await tokenOf(GOOD);
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

  const masked = [
    ['whole and after its !', TOKEN, [TOKEN, 'AQEAQJ.kd_83jx']],
    ['after the first of two', '00D000!12345678!9', ['00D000!12345678!9', '12345678!9']],
    ['whole where it has none', JWT, [JWT]],
    ['whole where nothing follows', '00D000000000062!', ['00D000000000062!']],
    [
      'after its ! where just enough follows',
      '00D000000!12345678',
      ['00D000000!12345678', '12345678'],
    ],
    ['whole where too little follows', '00D000000000062!1234567', ['00D000000000062!1234567']],
  ] as const;
  for (const [what, value, masks] of masked) {
    it(`is masked ${what}`, async () => {
      assert.deepEqual((await ask({ ...GOOD, access_token: value })).masks, masks);
    });
  }
  it('is masked even where the rest of the answer is refused', async () => {
    const { masks, error } = await ask({ ...GOOD, instance_url: 'https://evil.example' });
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
    it(`is ${format}: ${value}`, async () => {
      assert.equal((await tokenOf({ ...GOOD, access_token: value })).format, format);
    });
  }
});

it('every status from 200 to 299 is a success', async () => {
  for (const status of [200, 201, 299]) assert.ok((await ask(GOOD, { status })).token);
});

it('the ids of an org on this machine are read from its http URL', async () => {
  const id = `http://127.0.0.1:8080/id/${ORG}/${USER}`;
  const { orgId, userId } = await tokenOf({ ...GOOD, id });
  assert.deepEqual([orgId, userId], [ORG, USER]);
});

describe('an id that is missing or odd does not stop a sign-in', () => {
  const odd: readonly unknown[] = [
    undefined,
    null,
    5,
    {},
    { toString: 1 },
    [GOOD.id],
    'x',
    `https://login.salesforce.com/id/${ORG}`,
    `https://login.salesforce.com/id/${ORG}/${USER}/x`,
    `https://login.salesforce.com/id/${ORG}/${USER}\n`,
    `https://login.salesforce.com/id/${USER}/${ORG}`,
    `https://login.salesforce.com/id/${ORG.slice(0, 15)}/${USER.slice(0, 15)}`,
    `https://login.salesforce.com/?/id/${ORG}/${USER}`,
    `https://login.salesforce.com\n/id/${ORG}/${USER}`,
    `see https://login.salesforce.com/id/${ORG}/${USER}`,
    `javascript:/id/${ORG}/${USER}`,
  ];
  for (const id of odd) {
    it(JSON.stringify(id) ?? 'no id', async () => {
      const { orgId, userId } = await tokenOf({ ...GOOD, id });
      assert.deepEqual([orgId, userId], ['', '']);
    });
  }
});

it('an id that is made of the token is left out', async () => {
  const id = `https://login.salesforce.com/id/${ORG}/005AQEAQJkd83jxabc`;
  const { orgId, userId } = await tokenOf({ ...GOOD, id });
  assert.deepEqual([orgId, userId], [ORG, '']);
});

describe('scope and token type', () => {
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
  for (const [name, given, read] of table) {
    it(`${name} ${JSON.stringify(given)?.slice(0, 40)} is ${read.slice(0, 20) || 'left out'}`, async () => {
      const token = await tokenOf({ ...GOOD, [name]: given });
      assert.equal(name === 'scope' ? token.scope : token.tokenType, read);
    });
  }
});

describe('a refusal', () => {
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
    [200, { ...GOOD, error: 'server_error' }, true, 'server_error'],
    [400, '<html>', false, '400'],
    [401, '', false, '401'],
    [403, '<html>', false, '403'],
    [408, '', true, '408'],
    [429, '', true, '429'],
    [500, oauth('anything'), true, 'anything'],
    [503, '<html>', true, '503'],
    [599, '', true, '599'],
    [199, '', false, '199'],
    [300, GOOD, false, '300'],
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
    const words = typeof body === 'string' ? body || 'nothing' : JSON.stringify(body);
    it(`${status} with ${words.slice(0, 80)} is ${transient ? '' : 'not '}tried again`, async () => {
      const { error, masks } = await ask(body, { status });
      assert.ok(error instanceof SalesforceError);
      assert.deepEqual([error.code, error.transient, error.request], [code, transient, 'token']);
      const sent = JSON.stringify(body).includes(TOKEN) ? [TOKEN] : [];
      assert.deepEqual(masks, sent);
    });
  }
});

it('whatever comes back gives a sound token or one of our errors', async () => {
  const value = fc.oneof(
    fc.json().map((text): unknown => JSON.parse(text)),
    anyText,
    anyUrl,
  );
  const names = fc.constantFrom(...Object.keys(GOOD), 'error', 'error_description', '__proto__');
  const changed = fc.dictionary(names, value).map((more) => JSON.stringify({ ...GOOD, ...more }));
  const body = fc.oneof(changed, anyText, fc.json());
  const status = fc.oneof(fc.constant(200), fc.integer({ min: 100, max: 599 }));
  const holds = async (text: string, given: number) => {
    const { token, error } = await ask(text, { status: given });
    if (error) assert.ok(error instanceof StepError, String(error));
    else {
      assert.match(token?.accessToken.reveal() ?? '', /^[!-~]+$/);
      assert.match(token?.instanceUrl ?? '', /^https:\/\/[^\s?#@]+[^/]$/);
      assert.match(`${token?.orgId}${token?.userId}`, /^[A-Za-z0-9]*$/);
      assert.match(`${token?.scope}${token?.tokenType}`, /^[ -~]*$/);
    }
  };
  await fc.assert(fc.asyncProperty(body, status, holds), { numRuns: 300 });
});

it('a failure of the transport is passed on as it is', async () => {
  const failure = new Error('no way');
  const asked = {
    loginUrl: 'https://login.salesforce.com',
    assertion: secret('x'),
    timeoutMs: 1,
  };
  const means = {
    http: () => Promise.reject(failure),
    secrets: keepSecrets(() => undefined),
    now: () => 0,
  };
  assert.equal(await thrownBy(() => requestToken(asked, means)), failure);
});
