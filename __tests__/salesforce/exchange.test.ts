import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { ActionError } from '../../src/errors.ts';
import type { HttpResponse } from '../../src/http/client.ts';
import { TransportError } from '../../src/http/errors.ts';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import { HttpStatusError, InvalidResponseError } from '../../src/salesforce/errors.ts';
import { type ExchangeContext, exchange } from '../../src/salesforce/exchange.ts';
import { KeyServiceError, SigningError } from '../../src/signing/errors.ts';
import { createKeySigner } from '../../src/signing/signer.ts';
import { rsaPair } from '../helpers/crypto.ts';
import { httpResponse, START } from '../helpers/fake-runtime.ts';

const pair = rsaPair();
const CLAIMS = {
  issuer: '3MVG9.key',
  subject: 'ci@acme.com',
  audience: 'https://login.salesforce.com',
};

const SUCCESS = httpResponse(200, {
  access_token: '00D000000000062!AQEAQJ.kd_83jx',
  instance_url: 'https://acme.my.salesforce.com',
});
const SERVICE_UNAVAILABLE = httpResponse(503, '<html><title>Down</title></html>');
const EXPIRED = { error: 'invalid_grant', error_description: 'expired authorization code' };
const withServerTime = (response: HttpResponse, skewSeconds: number): HttpResponse => ({
  ...response,
  headers: { date: new Date(START + skewSeconds * 1000).toUTCString() },
});
const expiredResponse = (skewSeconds: number) =>
  withServerTime(httpResponse(400, EXPIRED), skewSeconds);
const KEY_SERVICE_ERROR = new KeyServiceError({
  code: 'AccessDeniedException',
  request: 'key-service',
  response: { status: 400, bodyKind: 'oauth', error: 'AccessDeniedException' },
});
const RESET = new TransportError({
  code: 'ECONNRESET',
  request: 'token',
  host: 'acme.my.salesforce.com',
  transient: true,
});

interface TokenAttempt {
  readonly exp: number;
  readonly assertion: string;
  readonly timeoutMs: number;
}

/**
 * Runs the exchange with a fake clock. The last response is repeated. An error of the key service is
 * thrown when its request is signed.
 */
async function runExchange(
  responses: readonly (HttpResponse | Error)[],
  maxAttempts = 3,
  fallbackAudience?: string,
) {
  let clock = START;
  const attempts: TokenAttempt[] = [];
  const events: string[] = [];
  const skews: number[] = [];
  const audiences: string[] = [];
  const masked: string[] = [];
  const nextResponse = () =>
    responses[Math.min(attempts.length, responses.length - 1)] ?? assert.fail();
  const signWithKey = createKeySigner(pair.privateKey);
  const dependencies: ExchangeContext = {
    http: async ({ body = '', timeoutMs }: { body?: string; timeoutMs: number }) => {
      const assertion = new URLSearchParams(body).get('assertion') ?? '';
      const [header, payload = '', signature = ''] = assertion.split('.');
      const claims: { iss: string; sub: string; aud: string; exp: number } = JSON.parse(
        Buffer.from(payload, 'base64url').toString(),
      );
      const signed = Buffer.from(`${header}.${payload}`);
      assert.ok(verify('sha256', signed, pair.publicKey, Buffer.from(signature, 'base64url')));
      assert.deepEqual([claims.iss, claims.sub], [CLAIMS.issuer, CLAIMS.subject]);
      audiences.push(claims.aud);
      const result = nextResponse();
      attempts.push({ exp: claims.exp, assertion, timeoutMs });
      events.push('request');
      if (result instanceof Error) throw result;
      return result;
    },
    secrets: createSecretRegistry((value) => {
      const kind = value.startsWith('eyJ') ? 'assertion' : 'token';
      events.push(`mask ${kind}`);
      if (kind === 'assertion') masked.push(value);
    }),
    now: () => clock,
    sleep: async (milliseconds: number) => {
      clock += milliseconds;
    },
    random: () => 1,
    onEvent(event) {
      if (event.kind === 'retry') {
        events.push(`retry ${event.attempt} after ${event.error.code} in ${event.delayMs}`);
      }
      if (event.kind === 'clock-skew') events.push(`skew ${event.skewSeconds}`);
      if (event.kind === 'fallback-audience') {
        const { audience, outcome, error } = event;
        assert.equal(audience, fallbackAudience);
        events.push(`fallback ${outcome}${error ? ` ${error.code}` : ''}`);
      }
      if (event.kind === 'response') skews.push(event.skewSeconds);
      if (event.kind === 'request') numbers.push(event.attempt);
    },
  };
  const numbers: number[] = [];
  const options = {
    claims: CLAIMS,
    fallbackAudience,
    sign: async (payload: string, timeoutMs: number) => {
      const response = nextResponse();
      if (response instanceof KeyServiceError || response instanceof SigningError) throw response;
      return signWithKey(payload, timeoutMs);
    },
    loginUrl: 'https://acme.my.salesforce.com',
    maxAttempts,
    deadline: START + 60_000,
  };
  const result = await exchange(options, dependencies).catch((error: unknown) => error);
  assert.deepEqual(masked, [...new Set(attempts.map(({ assertion }) => assertion))]);
  assert.equal(numbers.length, attempts.length);
  return { result, attempts, events, audiences, numbers, skew: skews.at(-1) };
}

/** Returns the `exp` claim of each attempt, in seconds after the start of the run. */
const expiries = (attempts: readonly TokenAttempt[]) =>
  attempts.map(({ exp }) => exp - START / 1000);

describe('the token exchange', () => {
  it('masks each assertion before sending it, and the token after receiving it', async () => {
    const { result, events, skew } = await runExchange([SUCCESS]);
    assert.ok(result instanceof Object && 'accessToken' in result);
    assert.deepEqual(events.slice(0, 2), ['mask assertion', 'request']);
    assert.deepEqual(new Set(events.slice(2)), new Set(['mask token']));
    assert.equal(skew, undefined);
  });

  it('signs a new assertion for each attempt', async () => {
    const { attempts, events, numbers } = await runExchange([SERVICE_UNAVAILABLE, RESET, SUCCESS]);
    assert.deepEqual(expiries(attempts), [180, 182, 188]);
    assert.deepEqual(numbers, [1, 2, 3]);
    assert.notEqual(attempts[2]?.assertion, attempts[0]?.assertion);
    assert.deepEqual(events.slice(0, 6), [
      'mask assertion',
      'request',
      'retry 1 after 503 in 2000',
      'mask assertion',
      'request',
      'retry 2 after ECONNRESET in 6000',
    ]);
  });

  it('limits each attempt to 30 seconds', async () => {
    const { attempts } = await runExchange([SERVICE_UNAVAILABLE]);
    assert.deepEqual(
      attempts.map(({ timeoutMs }) => timeoutMs),
      [30_000, 30_000, 30_000],
    );
  });

  const outcomes = [
    ['all attempts failed', [SERVICE_UNAVAILABLE], 3, HttpStatusError],
    ['all responses are web pages', [httpResponse(200, '<html>')], 3, InvalidResponseError],
    ['there is no response', [RESET], 3, TransportError],
    [
      'the request is rejected',
      [httpResponse(400, { error: 'invalid_grant' }), SUCCESS],
      1,
      HttpStatusError,
    ],
    ['the response has no token', [httpResponse(200, {}), SUCCESS], 1, InvalidResponseError],
    ['there is a bug', [new TypeError('x'), SUCCESS], 1, TypeError],
  ] as const;
  for (const [description, responses, count, kind] of outcomes) {
    it(`throws the last error if ${description}`, async () => {
      const { result, attempts } = await runExchange(responses);
      assert.ok(result instanceof kind);
      assert.equal(attempts.length, count);
    });
  }
});

describe('the clock skew', () => {
  const skewCases = [
    ['from a success', [withServerTime(SUCCESS, 90)], 90],
    ['from an error response', [withServerTime(httpResponse(400, { error: 'x' }), -90)], -90],
    ['from an invalid response', [withServerTime(httpResponse(200, {}), 7)], 7],
    [
      'from the latest response',
      [withServerTime(SERVICE_UNAVAILABLE, 50), withServerTime(SUCCESS, 2)],
      2,
    ],
  ] as const;
  for (const [description, responses, seconds] of skewCases) {
    it(`is recorded ${description}`, async () => {
      const { skew, attempts } = await runExchange(responses);
      const waitedSeconds = attempts.length === 2 ? 2 : 0;
      assert.equal(skew, Math.round(seconds - waitedSeconds));
    });
  }
  it('is unknown if there is no Date header', async () => {
    assert.equal((await runExchange([httpResponse(400, EXPIRED)])).skew, undefined);
  });

  for (const skew of [31, 600, -31, 900, -900]) {
    it(`is reported and corrected by signing again with the server’s time: ${skew} s`, async () => {
      const { result, attempts, events, numbers } = await runExchange(
        [expiredResponse(skew), SUCCESS],
        1,
      );
      assert.ok(result instanceof Object && 'accessToken' in result);
      assert.deepEqual(numbers, [1, 1]);
      assert.deepEqual(expiries(attempts), [180, 180 + skew]);
      assert.deepEqual(events.slice(2, 4), [`skew ${skew}`, 'mask assertion']);
    });
  }

  for (const errorDescription of ['the JWT assertion has expired', 'expired JWT Assertion']) {
    it(`is corrected if the error description is: ${errorDescription}`, async () => {
      const rejection = httpResponse(400, {
        error: 'invalid_grant',
        error_description: errorDescription,
      });
      const { attempts } = await runExchange([withServerTime(rejection, 60), SUCCESS], 1);
      assert.deepEqual(expiries(attempts), [180, 240]);
    });
  }

  it('is corrected only once', async () => {
    const { result, attempts, events } = await runExchange([expiredResponse(600)]);
    assert.ok(result instanceof HttpStatusError);
    assert.equal(attempts.length, 2);
    assert.equal(events.filter((event) => event.startsWith('skew')).length, 1);
  });

  it('is corrected by a request that is not retried', async () => {
    const { attempts, result } = await runExchange([
      expiredResponse(600),
      SERVICE_UNAVAILABLE,
      SUCCESS,
    ]);
    assert.deepEqual(expiries(attempts), [180, 780]);
    assert.ok(result instanceof HttpStatusError);
  });

  it('is taken from the response that rejected the assertion, not from an earlier one', async () => {
    const { attempts } = await runExchange([
      withServerTime(SERVICE_UNAVAILABLE, 600),
      httpResponse(400, EXPIRED),
      SUCCESS,
    ]);
    assert.equal(attempts.length, 2);
  });

  it('is corrected if it is detected during a retry', async () => {
    const { attempts } = await runExchange([SERVICE_UNAVAILABLE, expiredResponse(600), SUCCESS]);
    assert.deepEqual(expiries(attempts).slice(0, 2), [180, 182]);
    assert.equal(attempts.length, 3);
    assert.ok((expiries(attempts)[2] ?? 0) >= 779);
  });

  const unrelatedErrors = [
    ['it is 30 s', expiredResponse(30)],
    ['it is -30 s', expiredResponse(-30)],
    ['it is more than 15 minutes', expiredResponse(901)],
    ['it is more than 15 minutes in the other direction', expiredResponse(-901)],
    [
      'the password has expired',
      withServerTime(
        httpResponse(400, {
          error: 'invalid_grant',
          error_description: 'user password has expired',
        }),
        600,
      ),
    ],
    ['the response has no Date header', httpResponse(400, EXPIRED)],
    [
      'the error has no description',
      withServerTime(httpResponse(400, { error: 'invalid_grant' }), 600),
    ],
    [
      'the response is a web page',
      withServerTime(httpResponse(400, '<html><title>expired</title>'), 600),
    ],
    ['the response is a success without a token', withServerTime(httpResponse(200, {}), 600)],
    ['there is no response', RESET],
  ] as const;
  for (const [description, response] of unrelatedErrors) {
    it(`is not corrected if ${description}`, async () => {
      const { attempts, events, result } = await runExchange([response], 1);
      assert.equal(attempts.length, 1);
      assert.ok(!events.some((event) => event.startsWith('skew')));
      assert.ok(result instanceof Error);
    });
  }
});

describe('the fallback audience', () => {
  const MY_DOMAIN = 'https://acme.my.salesforce.com';
  const rejected = (error: string, description = 'x') =>
    httpResponse(400, { error, error_description: description });
  const NOT_FOUND = rejected('app_not_found');
  const INVALID = rejected('invalid_grant', 'audience is invalid');

  for (const rejection of [
    NOT_FOUND,
    INVALID,
    rejected('OAUTH_EC_APP_NOT_FOUND'),
    rejected('invalid_grant', 'External client app is not installed in this org'),
  ]) {
    it(`is tried once and reported after ${rejection.body}`, async () => {
      const { result, audiences, events, numbers } = await runExchange(
        [rejection, SUCCESS],
        1,
        MY_DOMAIN,
      );
      assert.ok(result instanceof Object && 'accessToken' in result);
      assert.deepEqual(numbers, [1, 1]);
      assert.deepEqual(audiences, [CLAIMS.audience, MY_DOMAIN]);
      assert.equal(events.at(-1), 'fallback accepted');
    });
  }

  it('leads to the error of the first audience if Salesforce also rejects the second one', async () => {
    const { result, audiences, events } = await runExchange([INVALID, NOT_FOUND], 3, MY_DOMAIN);
    assert.ok(result instanceof HttpStatusError);
    assert.equal(result.response.description, 'audience is invalid');
    assert.deepEqual(audiences, [CLAIMS.audience, MY_DOMAIN]);
    assert.equal(events.at(-1), 'fallback refused app_not_found');
  });

  const FURTHER = [
    [
      'a rejection for another reason',
      rejected('invalid_grant', 'invalid assertion'),
      'invalid_grant',
    ],
    ['the limit for sign-ins', httpResponse(403, '<html>login rate exceeded</html>'), '403'],
    ['a success without a token', httpResponse(200, {}), 'no-access-token'],
  ] as const;
  for (const [description, response, code] of FURTHER) {
    it(`leads to the error of the second request if Salesforce answers with ${description}`, async () => {
      const { result, events, attempts } = await runExchange([NOT_FOUND, response], 3, MY_DOMAIN);
      assert.ok(result instanceof ActionError);
      assert.equal(result.code, code);
      assert.equal(attempts.length, 2);
      assert.equal(events.at(-1), `fallback got-further ${code}`);
    });
  }

  const UNANSWERED = [
    ['the server is down', SERVICE_UNAVAILABLE, '503', 4],
    ['there is no response', RESET, 'ECONNRESET', 4],
    ['Salesforce asks to try again', rejected('server_error', 'try again'), 'server_error', 4],
    [
      'the connection cannot be trusted',
      new TransportError({ ...RESET, code: 'CERT_HAS_EXPIRED', transient: false }),
      'CERT_HAS_EXPIRED',
      2,
    ],
    ['a web page is the response', httpResponse(403, '<html>Blocked</html>'), '403', 2],
  ] as const;
  for (const [description, response, code, count] of UNANSWERED) {
    it(`leads to the error of the first audience if ${description}`, async () => {
      const { result, events, attempts } = await runExchange([NOT_FOUND, response], 3, MY_DOMAIN);
      assert.ok(result instanceof HttpStatusError);
      assert.equal(result.code, 'app_not_found');
      assert.equal(attempts.length, count);
      assert.equal(events.at(-1), `fallback no-answer ${code}`);
    });
  }

  it('is retried with the remaining attempts', async () => {
    const { result, audiences, numbers } = await runExchange(
      [SERVICE_UNAVAILABLE, NOT_FOUND, SERVICE_UNAVAILABLE, SUCCESS],
      3,
      MY_DOMAIN,
    );
    assert.ok(result instanceof Object && 'accessToken' in result);
    assert.deepEqual(numbers, [1, 2, 2, 3]);
    assert.deepEqual(audiences, [CLAIMS.audience, CLAIMS.audience, MY_DOMAIN, MY_DOMAIN]);
  });

  it('is reported as not answered before its request is sent', async () => {
    const { events } = await runExchange([NOT_FOUND, SUCCESS], 1, MY_DOMAIN);
    assert.deepEqual(events.slice(2, 5), ['fallback no-answer', 'mask assertion', 'request']);
  });

  it('leads to the error of the first audience if an unexpected error occurs', async () => {
    const { result, events } = await runExchange([NOT_FOUND, new TypeError('x')], 3, MY_DOMAIN);
    assert.ok(result instanceof HttpStatusError);
    assert.deepEqual(
      events.filter((event) => event.startsWith('fallback')),
      ['fallback no-answer'],
    );
  });

  it('is reported as not sent if the key service fails to sign its request', async () => {
    const { result, events } = await runExchange([NOT_FOUND, KEY_SERVICE_ERROR], 3, MY_DOMAIN);
    assert.ok(result instanceof HttpStatusError);
    assert.equal(result.code, 'app_not_found');
    assert.equal(events.at(-1), `fallback not-sent ${KEY_SERVICE_ERROR.code}`);
  });

  it('is reported as not sent if the key service fails on each attempt to sign its request', async () => {
    const unavailable = new KeyServiceError({ ...KEY_SERVICE_ERROR, transient: true });
    const { attempts, events } = await runExchange([NOT_FOUND, unavailable], 3, MY_DOMAIN);
    assert.equal(attempts.length, 1);
    assert.equal(events.filter((event) => event.startsWith('retry')).length, 2);
    assert.equal(events.at(-1), `fallback not-sent ${unavailable.code}`);
  });

  for (const [description, signingError] of [
    ['the key service refuses to sign it', KEY_SERVICE_ERROR],
    ['its signature cannot be used', new SigningError({ code: 'signature-rotated' })],
  ] as const)
    it(`is reported as not answered if only a retry of its request fails because ${description}`, async () => {
      const { result, events } = await runExchange(
        [NOT_FOUND, SERVICE_UNAVAILABLE, signingError],
        3,
        MY_DOMAIN,
      );
      assert.ok(result instanceof HttpStatusError);
      assert.equal(result.code, 'app_not_found');
      assert.equal(events.at(-1), `fallback no-answer ${signingError.code}`);
    });

  it('is used in an assertion with the server’s time if the local clock is wrong', async () => {
    const { attempts, audiences } = await runExchange(
      [expiredResponse(600), NOT_FOUND, SUCCESS],
      1,
      MY_DOMAIN,
    );
    assert.deepEqual(expiries(attempts), [180, 780, 780]);
    assert.deepEqual(audiences, [CLAIMS.audience, CLAIMS.audience, MY_DOMAIN]);
  });

  it('is used again with the server’s time if only its assertion is called expired', async () => {
    const { result, attempts, audiences, events } = await runExchange(
      [NOT_FOUND, expiredResponse(600), SUCCESS],
      1,
      MY_DOMAIN,
    );
    assert.ok('accessToken' in Object(result));
    assert.deepEqual(expiries(attempts), [180, 180, 780]);
    assert.deepEqual(audiences, [CLAIMS.audience, MY_DOMAIN, MY_DOMAIN]);
    assert.deepEqual(
      events.filter((event) => /^(skew|fallback)/.test(event)),
      ['fallback no-answer', 'skew 600', 'fallback accepted'],
    );
  });

  it('is not used a third time if the clock was corrected for the first audience', async () => {
    const { attempts, events } = await runExchange(
      [expiredResponse(600), NOT_FOUND, expiredResponse(600)],
      1,
      MY_DOMAIN,
    );
    assert.deepEqual(expiries(attempts), [180, 780, 780]);
    assert.equal(events.filter((event) => event.startsWith('skew')).length, 1);
  });

  const noFallbackCases = [
    ['the login host has none', NOT_FOUND, undefined],
    ['the assertion is invalid', rejected('invalid_grant', 'invalid assertion'), MY_DOMAIN],
    ['the error code only begins with app_not_found', rejected('app_not_found_in_org'), MY_DOMAIN],
    ['the error code only ends with app_not_found', rejected('connected_app_not_found'), MY_DOMAIN],
    ['a web page contains the phrase', httpResponse(400, '<html>audience is invalid'), MY_DOMAIN],
    ['the login rate is exceeded', rejected('app_not_found', 'login rate exceeded'), MY_DOMAIN],
    ['there is no response', RESET, MY_DOMAIN],
    ['the server is down', SERVICE_UNAVAILABLE, MY_DOMAIN],
  ] as const;
  for (const [description, response, fallbackAudience] of noFallbackCases) {
    it(`is not tried if ${description}`, async () => {
      const { audiences, result } = await runExchange([response], 1, fallbackAudience);
      assert.deepEqual(audiences, [CLAIMS.audience]);
      const kind = response instanceof Error ? TransportError : HttpStatusError;
      assert.ok(result instanceof kind);
    });
  }
});
