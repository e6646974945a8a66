import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TransportError } from '../../src/http/errors.ts';
import { InputError } from '../../src/inputs/errors.ts';
import {
  HttpStatusError,
  type ResponseInfo,
  VerificationError,
} from '../../src/salesforce/errors.ts';
import { type FailedAttempt, retryDelay, withRetries } from '../../src/salesforce/retry.ts';
import { catchError } from '../helpers/errors.ts';

const responseInfo = (changes: Partial<ResponseInfo> = {}): ResponseInfo => ({
  status: 503,
  bodyKind: 'html',
  ...changes,
});
const transientError = (changes: Partial<ResponseInfo> = {}) =>
  new HttpStatusError({ request: 'token', response: responseInfo(changes), transient: true });
const permanentError = new HttpStatusError({
  request: 'token',
  response: responseInfo({ status: 400 }),
});
const reset = new TransportError({
  code: 'ECONNRESET',
  request: 'token',
  host: 'acme.my.salesforce.com',
  transient: true,
});

interface RetryScenario {
  readonly maxAttempts?: number;
  readonly budgetMs?: number;
  /** Duration of each attempt. */
  readonly durationMs?: number;
  readonly random?: number;
  /** The error of each attempt, or undefined for a success. The last one is repeated. */
  readonly failures: readonly (unknown | undefined)[];
}

/**
 * Runs withRetries with a fake clock. Returns its result or error, and the recorded attempts,
 * pauses and retries.
 */
async function runWithRetries({
  maxAttempts = 3,
  budgetMs = 60_000,
  durationMs = 0,
  random = 0,
  failures,
}: RetryScenario) {
  let clock = 1_000_000;
  const start = clock;
  const timeouts: number[] = [];
  const sleeps: number[] = [];
  const retries: FailedAttempt[] = [];
  const options = {
    maxAttempts,
    deadline: start + budgetMs,
    now: () => clock,
    sleep: async (milliseconds: number) => {
      sleeps.push(milliseconds);
      clock += milliseconds;
    },
    random: () => random,
    onRetry: (failedAttempt: FailedAttempt) => {
      retries.push(failedAttempt);
    },
  };
  const pending = withRetries(options, async (timeoutMs) => {
    const error = failures[Math.min(timeouts.length, failures.length - 1)];
    timeouts.push(timeoutMs);
    clock += durationMs;
    if (error !== undefined) throw error;
    return 'done';
  });
  const result = await pending.catch((error: unknown) => error);
  return { result, attempts: timeouts.length, timeouts, sleeps, retries, elapsedMs: clock - start };
}

describe('withRetries', () => {
  it('makes no second attempt if the first one succeeds', async () => {
    const { result, attempts, retries } = await runWithRetries({ failures: [undefined] });
    assert.deepEqual([result, attempts, retries], ['done', 1, []]);
  });

  it('retries transient failures and reports each one with its number and delay', async () => {
    const page = transientError();
    const { result, retries, sleeps } = await runWithRetries({
      failures: [page, reset, undefined],
      random: 0.5,
    });
    assert.equal(result, 'done');
    assert.deepEqual(sleeps, [1500, 4500]);
    assert.deepEqual(retries, [
      { error: page, delayMs: 1500, attempt: 1 },
      { error: reset, delayMs: 4500, attempt: 2 },
    ]);
  });

  for (const maxAttempts of [1, 2, 10]) {
    it(`throws the last failure after ${maxAttempts} attempts`, async () => {
      const outcome = await runWithRetries({
        maxAttempts,
        budgetMs: 600_000,
        failures: [transientError(), reset],
      });
      assert.equal(outcome.attempts, maxAttempts);
      assert.equal(outcome.retries.length, maxAttempts - 1);
      assert.equal(outcome.result instanceof TransportError, maxAttempts > 1);
    });
  }

  const notRetried = [
    ['a permanent error', permanentError],
    [
      'a permanent error with an OAuth error code',
      new HttpStatusError({
        request: 'token',
        response: responseInfo({ status: 400, error: 'x' }),
      }),
    ],
    ['an invalid input', new InputError({ code: 'missing', input: 'username' })],
    ['a failed verification', new VerificationError({ code: 'wrong-org' })],
    ['a bug', new TypeError('x is undefined')],
    ['a thrown string', 'text'],
  ] as const;
  for (const [description, error] of notRetried) {
    it(`does not retry ${description}`, async () => {
      const { result, attempts, sleeps } = await runWithRetries({
        maxAttempts: 10,
        failures: [error],
      });
      assert.deepEqual([result, attempts, sleeps], [error, 1, []]);
    });
  }

  const retryAfter = [
    ['waits for Retry-After if it is within the budget', 50_000, 3, [50_000]],
    ['does not wait for a Retry-After that uses up the budget', 60_000, 1, []],
    ['does not wait for a Retry-After beyond the budget', 86_400_000, 1, []],
  ] as const;
  for (const [description, milliseconds, attempts, sleeps] of retryAfter) {
    it(description, async () => {
      const failures = [
        transientError({ retryAfter: milliseconds }),
        transientError({ retryAfter: 0 }),
        undefined,
      ];
      const outcome = await runWithRetries({ failures });
      assert.equal(outcome.attempts, attempts);
      assert.deepEqual(outcome.sleeps.slice(0, 1), sleeps);
    });
  }

  it('limits each attempt to 30 seconds, regardless of `maxAttempts`', async () => {
    for (const maxAttempts of [1, 4, 10]) {
      const { timeouts } = await runWithRetries({ failures: [undefined], maxAttempts });
      assert.deepEqual(timeouts, [30_000]);
    }
  });

  it('limits an attempt to the remaining time if that is less', async () => {
    const failures = [transientError()];
    const { timeouts } = await runWithRetries({
      failures,
      budgetMs: 9000,
      durationMs: 2000,
      maxAttempts: 3,
    });
    assert.deepEqual(timeouts, [9000, 6000, 1000]);
  });

  it('leaves time for a second attempt within the default timeout if the org does not respond', async () => {
    const { timeouts } = await runWithRetries({
      failures: [reset],
      durationMs: 30_000,
      random: 0.999,
    });
    assert.deepEqual(
      timeouts.map((ms) => Math.round(ms / 1000)),
      [30, 28],
    );
  });

  it('allows at least one millisecond for an attempt, even after the deadline', async () => {
    const { timeouts } = await runWithRetries({ failures: [undefined], budgetMs: -5000 });
    assert.deepEqual(timeouts, [1]);
  });

  it('never waits past the deadline', async () => {
    const scenario = fc.record({
      maxAttempts: fc.integer({ min: 1, max: 10 }),
      budgetMs: fc.integer({ min: 1, max: 600_000 }),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      failures: fc.array(
        fc
          .option(fc.nat({ max: 700_000 }), { nil: 0 })
          .map((ms) => transientError({ retryAfter: ms })),
        { minLength: 1, maxLength: 10 },
      ),
    });
    const predicate = async (
      scenario: RetryScenario & { budgetMs: number; maxAttempts: number },
    ) => {
      const { elapsedMs, attempts } = await runWithRetries(scenario);
      assert.ok(elapsedMs < scenario.budgetMs && attempts <= scenario.maxAttempts);
    };
    await fc.assert(fc.asyncProperty(scenario, predicate));
  });
});

describe('the retry delay', () => {
  const maxDelays = [2000, 6000, 18_000, 20_000, 20_000] as const;
  for (const [index, ms] of maxDelays.entries()) {
    it(`is ${ms / 2} to ${ms} ms before attempt ${index + 2}`, () => {
      const wait = (random: number) => retryDelay(index + 1, reset, () => random);
      assert.deepEqual([wait(0), wait(0.5), wait(1)], [ms / 2, (ms * 3) / 4, ms]);
    });
  }

  const retryAfters = [
    ['without Retry-After', undefined, 1500],
    ['with Retry-After: 0', 0, 1500],
    ['with Retry-After: 7, which is the minimum', 7000, 7500],
  ] as const;
  for (const [description, retryAfter, expected] of retryAfters) {
    it(`is ${expected} ms ${description}`, () => {
      const error = transientError(retryAfter === undefined ? {} : { retryAfter });
      assert.equal(
        retryDelay(1, error, () => 0.5),
        expected,
      );
    });
  }
});

it('withRetries rethrows an error of the sleep function', async () => {
  const options = {
    maxAttempts: 2,
    deadline: 60_000,
    now: () => 0,
    sleep: () => Promise.reject(new Error('no sleep')),
    random: () => 0,
    onRetry: () => undefined,
  };
  const error = await catchError(() => withRetries(options, () => Promise.reject(reset)));
  assert.match(String(error), /no sleep/);
});
