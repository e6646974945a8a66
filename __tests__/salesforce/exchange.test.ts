import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { AnswerError, SalesforceError, TransportError } from '../../src/salesforce/errors.ts';
import { exchange, type Means } from '../../src/salesforce/exchange.ts';
import type { HttpResponse } from '../../src/salesforce/http.ts';
import { keepSecrets } from '../../src/secret.ts';
import { rsaPair } from '../helpers/support.ts';

const pair = rsaPair();
const START = Date.parse('2026-01-02T03:04:05Z');
const CLAIMS = {
  issuer: '3MVG9.key',
  subject: 'ci@acme.com',
  audience: 'https://login.salesforce.com',
};

const answer = (status: number, body: unknown, headers = {}): HttpResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const WELL = answer(200, {
  access_token: '00D000000000062!AQEAQJ.kd_83jx',
  instance_url: 'https://acme.my.salesforce.com',
});
const DOWN = answer(503, '<html><title>Down</title></html>');
const EXPIRED = { error: 'invalid_grant', error_description: 'expired authorization code' };
const dated = (response: HttpResponse, skewSeconds: number): HttpResponse => ({
  ...response,
  headers: { date: new Date(START + skewSeconds * 1000).toUTCString() },
});
const expired = (skewSeconds: number) => dated(answer(400, EXPIRED), skewSeconds);
const RESET = new TransportError({
  code: 'ECONNRESET',
  request: 'token',
  host: 'acme.my.salesforce.com',
  transient: true,
});

interface Attempt {
  readonly exp: number;
  readonly assertion: string;
  readonly timeoutMs: number;
}

/** Plays answers one after the other, the last one again and again, on a clock of its own. */
async function play(
  answers: readonly (HttpResponse | Error)[],
  maxAttempts = 3,
  secondAudience?: string,
) {
  let clock = START;
  const attempts: Attempt[] = [];
  const events: string[] = [];
  const skews: number[] = [];
  const audiences: string[] = [];
  const masked: string[] = [];
  const means: Means = {
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
      const result = answers[Math.min(attempts.length, answers.length - 1)] ?? assert.fail();
      attempts.push({ exp: claims.exp, assertion, timeoutMs });
      events.push('request');
      if (result instanceof Error) throw result;
      return result;
    },
    secrets: keepSecrets((value) => {
      const mine = value.startsWith('eyJ') ? 'assertion' : 'token';
      events.push(`mask ${mine}`);
      if (mine === 'assertion') masked.push(value);
    }),
    now: () => clock,
    sleep: async (milliseconds: number) => {
      clock += milliseconds;
    },
    random: () => 1,
    tell(event) {
      if (event.kind === 'retry') {
        events.push(`retry ${event.attempt} after ${event.error.code} in ${event.waitMs}`);
      }
      if (event.kind === 'clock') events.push(`skew ${event.skewSeconds}`);
      if (event.kind === 'second-audience') {
        events.push(`second audience ${event.error?.code ?? 'accepted'}`);
      }
      if (event.kind === 'answer') skews.push(event.skewSeconds);
      if (event.kind === 'request') extra.push(event.extra);
    },
  };
  const extra: boolean[] = [];
  const order = {
    claims: CLAIMS,
    secondAudience,
    key: pair.privateKey,
    loginUrl: 'https://acme.my.salesforce.com',
    maxAttempts,
    deadline: START + 60_000,
  };
  const result = await exchange(order, means).catch((error: unknown) => error);
  assert.deepEqual(masked, [...new Set(attempts.map(({ assertion }) => assertion))]);
  assert.equal(extra.length, attempts.length);
  return { result, attempts, events, audiences, extra, skew: skews.at(-1) };
}

/** `exp` of each attempt, in seconds after the start. */
const expiries = (attempts: readonly Attempt[]) => attempts.map(({ exp }) => exp - START / 1000);

describe('the exchange', () => {
  it('masks each assertion before it is sent, and the token when it comes', async () => {
    const { result, events, skew } = await play([WELL]);
    assert.ok(result instanceof Object && 'accessToken' in result);
    assert.deepEqual(events, ['mask assertion', 'request', 'mask token', 'mask token']);
    assert.equal(skew, undefined);
  });

  it('signs anew, at the new time, for each attempt', async () => {
    const { attempts, events, extra } = await play([DOWN, RESET, WELL]);
    assert.deepEqual(expiries(attempts), [180, 182, 188]);
    assert.deepEqual(extra, [false, false, false]);
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

  it('gives each attempt 30 s, or what is left', async () => {
    const { attempts } = await play([DOWN]);
    assert.deepEqual(
      attempts.map(({ timeoutMs }) => timeoutMs),
      [30_000, 30_000, 30_000],
    );
  });

  const ends = [
    ['all attempts failed', [DOWN], 3, SalesforceError],
    ['all attempts gave pages', [answer(200, '<html>')], 3, AnswerError],
    ['nobody answers', [RESET], 3, TransportError],
    ['a refusal', [answer(400, { error: 'invalid_grant' }), WELL], 1, SalesforceError],
    ['an answer that is none', [answer(200, {}), WELL], 1, AnswerError],
    ['a bug', [new TypeError('x'), WELL], 1, TypeError],
  ] as const;
  for (const [what, answers, count, kind] of ends) {
    it(`ends with its last failure: ${what}`, async () => {
      const { result, attempts } = await play(answers);
      assert.ok(result instanceof kind);
      assert.equal(attempts.length, count);
    });
  }
});

describe('the difference between the clocks', () => {
  const noted = [
    ['of a success', [dated(WELL, 90)], 90],
    ['of a refusal', [dated(answer(400, { error: 'x' }), -90)], -90],
    ['of an answer that is none', [dated(answer(200, {}), 7)], 7],
    ['of the latest answer', [dated(DOWN, 50), dated(WELL, 2)], 2],
  ] as const;
  for (const [what, answers, seconds] of noted) {
    it(`is noted ${what}`, async () => {
      const { skew, attempts } = await play(answers);
      const waited = attempts.length === 2 ? 2 : 0;
      assert.equal(skew, Math.round(seconds - waited));
    });
  }
  it('is unknown without a date', async () => {
    assert.equal((await play([answer(400, EXPIRED)])).skew, undefined);
  });

  for (const skew of [31, 600, -31, 900, -900]) {
    it(`of ${skew} s is told, and the assertion signed once more with the server’s time`, async () => {
      const { result, attempts, events, extra } = await play([expired(skew), WELL], 1);
      assert.ok(result instanceof Object && 'accessToken' in result);
      assert.deepEqual(extra, [false, true]);
      assert.deepEqual(expiries(attempts), [180, 180 + skew]);
      assert.deepEqual(events.slice(2, 4), [`skew ${skew}`, 'mask assertion']);
    });
  }

  for (const words of ['the JWT assertion has expired', 'expired JWT Assertion']) {
    it(`is made up for where the answer says: ${words}`, async () => {
      const refusal = answer(400, { error: 'invalid_grant', error_description: words });
      const { attempts } = await play([dated(refusal, 60), WELL], 1);
      assert.deepEqual(expiries(attempts), [180, 240]);
    });
  }

  it('is made up for once only', async () => {
    const { result, attempts, events } = await play([expired(600)]);
    assert.ok(result instanceof SalesforceError);
    assert.equal(attempts.length, 2);
    assert.equal(events.filter((event) => event.startsWith('skew')).length, 1);
  });

  it('is made up for by one attempt, whatever comes of it', async () => {
    const { attempts, result } = await play([expired(600), DOWN, WELL]);
    assert.deepEqual(expiries(attempts), [180, 780]);
    assert.ok(result instanceof SalesforceError);
  });

  it('is that of the very answer, not of one before', async () => {
    const { attempts } = await play([dated(DOWN, 600), answer(400, EXPIRED), WELL]);
    assert.equal(attempts.length, 2);
  });

  it('found while trying again counts as well', async () => {
    const { attempts } = await play([DOWN, expired(600), WELL]);
    assert.deepEqual(expiries(attempts).slice(0, 2), [180, 182]);
    assert.equal(attempts.length, 3);
    assert.ok((expiries(attempts)[2] ?? 0) >= 779);
  });

  const left = [
    ['it is no more than 30 s', expired(30)],
    ['it is no more than 30 s, the other way', expired(-30)],
    ['it is more than a quarter of an hour, which no clock is off by itself', expired(901)],
    ['it is as much, the other way', expired(-901)],
    [
      'what expired is the password',
      dated(
        answer(400, { error: 'invalid_grant', error_description: 'user password has expired' }),
        600,
      ),
    ],
    ['the server does not tell its time', answer(400, EXPIRED)],
    ['something else is wrong', dated(answer(400, { error: 'invalid_grant' }), 600)],
    ['the answer is a page', dated(answer(400, '<html><title>expired</title>'), 600)],
    ['the answer claims success', dated(answer(200, {}), 600)],
    ['nobody answers', RESET],
  ] as const;
  for (const [what, response] of left) {
    it(`is left alone when ${what}`, async () => {
      const { attempts, events, result } = await play([response], 1);
      assert.equal(attempts.length, 1);
      assert.ok(!events.some((event) => event.startsWith('skew')));
      assert.ok(result instanceof Error);
    });
  }
});

describe('the second audience', () => {
  const OWN = 'https://acme.my.salesforce.com';
  const refused = (error: string, description = 'x') =>
    answer(400, { error, error_description: description });
  const NOT_FOUND = refused('app_not_found');
  const INVALID = refused('invalid_grant', 'audience is invalid');

  for (const refusal of [NOT_FOUND, INVALID]) {
    it(`is asked with once, and told, after ${refusal.body}`, async () => {
      const { result, audiences, events, extra } = await play([refusal, WELL], 1, OWN);
      assert.ok(result instanceof Object && 'accessToken' in result);
      assert.deepEqual(extra, [false, true]);
      assert.deepEqual(audiences, [CLAIMS.audience, OWN]);
      assert.equal(events.at(-1), 'second audience accepted');
    });
  }

  it('that is refused too leaves the first refusal to report, and is told as a fact', async () => {
    const { result, audiences, events } = await play([INVALID, NOT_FOUND], 3, OWN);
    assert.ok(result instanceof SalesforceError);
    assert.equal(result.answer.description, 'audience is invalid');
    assert.deepEqual(audiences, [CLAIMS.audience, OWN]);
    assert.equal(events.at(-1), 'second audience app_not_found');
  });

  it('is not tried again when that request fails', async () => {
    const { result, attempts } = await play([NOT_FOUND, DOWN], 3, OWN);
    assert.ok(result instanceof SalesforceError);
    assert.equal(result.code, 'app_not_found');
    assert.equal(attempts.length, 2);
  });

  it('does not hide a bug', async () => {
    const { result, events } = await play([NOT_FOUND, new TypeError('x')], 3, OWN);
    assert.ok(result instanceof SalesforceError);
    assert.ok(!events.some((event) => event.startsWith('second audience')));
  });

  it('is signed by the server’s clock where ours is wrong', async () => {
    const { attempts, audiences } = await play([expired(600), NOT_FOUND, WELL], 1, OWN);
    assert.deepEqual(expiries(attempts), [180, 780, 780]);
    assert.deepEqual(audiences, [CLAIMS.audience, CLAIMS.audience, OWN]);
  });

  const never = [
    ['there is none', NOT_FOUND, undefined],
    ['something else is wrong', refused('invalid_grant', 'invalid assertion'), OWN],
    ['the code only begins alike', refused('app_not_found_in_org'), OWN],
    ['the code only ends alike', refused('connected_app_not_found'), OWN],
    ['a page says so', answer(400, '<html>audience is invalid'), OWN],
    ['too many were made', refused('app_not_found', 'login rate exceeded'), OWN],
    ['nobody answers', RESET, OWN],
    ['the server is down', DOWN, OWN],
  ] as const;
  for (const [what, response, second] of never) {
    it(`is not asked with where ${what}`, async () => {
      const { audiences, result } = await play([response], 1, second);
      assert.deepEqual(audiences, [CLAIMS.audience]);
      const kind = response instanceof Error ? TransportError : SalesforceError;
      assert.ok(result instanceof kind);
    });
  }
});
