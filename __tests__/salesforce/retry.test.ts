import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InputError } from '../../src/inputs/errors.ts';
import {
  type Answer,
  GuardError,
  SalesforceError,
  TransportError,
} from '../../src/salesforce/errors.ts';
import { type Retry, waitBefore, withRetries } from '../../src/salesforce/retry.ts';
import { thrownBy } from '../helpers/support.ts';

const answer = (more: Partial<Answer> = {}): Answer => ({ status: 503, form: 'html', ...more });
const passing = (more: Partial<Answer> = {}) =>
  new SalesforceError({ request: 'token', answer: answer(more), transient: true });
const lasting = new SalesforceError({ request: 'token', answer: answer({ status: 400 }) });
const reset = new TransportError({
  code: 'ECONNRESET',
  request: 'token',
  host: 'acme.my.salesforce.com',
  transient: true,
});

interface Plan {
  readonly maxAttempts?: number;
  readonly budgetMs?: number;
  /** How long each attempt takes. */
  readonly takesMs?: number;
  readonly random?: number;
  /** One per attempt; the last one again and again; undefined is a success. */
  readonly failures: readonly (unknown | undefined)[];
}

/** Runs with a clock of its own and tells everything that happened. */
async function play({
  maxAttempts = 3,
  budgetMs = 60_000,
  takesMs = 0,
  random = 0,
  failures,
}: Plan) {
  let clock = 1_000_000;
  const start = clock;
  const shares: number[] = [];
  const waits: number[] = [];
  const told: Retry[] = [];
  const patience = {
    maxAttempts,
    deadline: start + budgetMs,
    now: () => clock,
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
      clock += milliseconds;
    },
    random: () => random,
    onRetry: (retry: Retry) => {
      told.push(retry);
    },
  };
  const work = withRetries(patience, async (timeoutMs) => {
    const failure = failures[Math.min(shares.length, failures.length - 1)];
    shares.push(timeoutMs);
    clock += takesMs;
    if (failure !== undefined) throw failure;
    return 'done';
  });
  const result = await work.catch((error: unknown) => error);
  return { result, attempts: shares.length, shares, waits, told, took: clock - start };
}

describe('trying again', () => {
  it('is not needed when all goes well', async () => {
    const { result, attempts, told } = await play({ failures: [undefined] });
    assert.deepEqual([result, attempts, told], ['done', 1, []]);
  });

  it('helps when the failure has passed, and each try is told with its number and wait', async () => {
    const page = passing();
    const { result, told, waits } = await play({ failures: [page, reset, undefined], random: 0.5 });
    assert.equal(result, 'done');
    assert.deepEqual(waits, [1500, 4500]);
    assert.deepEqual(told, [
      { error: page, waitMs: 1500, attempt: 1 },
      { error: reset, waitMs: 4500, attempt: 2 },
    ]);
  });

  for (const maxAttempts of [1, 2, 10]) {
    it(`ends with the last failure after ${maxAttempts} attempts`, async () => {
      const played = await play({
        maxAttempts,
        budgetMs: 600_000,
        failures: [passing(), reset],
      });
      assert.equal(played.attempts, maxAttempts);
      assert.equal(played.told.length, maxAttempts - 1);
      assert.equal(played.result instanceof TransportError, maxAttempts > 1);
    });
  }

  const never = [
    ['a refusal', lasting],
    [
      'a login rate',
      new SalesforceError({ request: 'token', answer: answer({ status: 400, error: 'x' }) }),
    ],
    ['a wrong input', new InputError({ code: 'missing', input: 'username' })],
    ['a guard', new GuardError({ code: 'wrong-org' })],
    ['a bug of our own', new TypeError('x is undefined')],
    ['something that is no error', 'text'],
  ] as const;
  for (const [what, failure] of never) {
    it(`is never done for ${what}`, async () => {
      const { result, attempts, waits } = await play({ maxAttempts: 10, failures: [failure] });
      assert.deepEqual([result, attempts, waits], [failure, 1, []]);
    });
  }

  const retryAfter = [
    ['is respected within the budget', 50_000, 3, [50_000]],
    ['that uses the budget up is not waited for', 60_000, 1, []],
    ['beyond the budget ends it at once', 86_400_000, 1, []],
  ] as const;
  for (const [what, milliseconds, attempts, waits] of retryAfter) {
    it(`with a Retry-After that ${what}`, async () => {
      const failures = [
        passing({ retryAfter: milliseconds }),
        passing({ retryAfter: 0 }),
        undefined,
      ];
      const played = await play({ failures });
      assert.equal(played.attempts, attempts);
      assert.deepEqual(played.waits.slice(0, 1), waits);
    });
  }

  it('waits for a slow org: an attempt has 30 seconds, however many are allowed', async () => {
    for (const maxAttempts of [1, 4, 10]) {
      const { shares } = await play({ failures: [undefined], maxAttempts });
      assert.deepEqual(shares, [30_000]);
    }
  });

  it('gives an attempt what is left where that is less', async () => {
    const failures = [passing()];
    const { shares } = await play({ failures, budgetMs: 9000, takesMs: 2000, maxAttempts: 3 });
    assert.deepEqual(shares, [9000, 6000, 1000]);
  });

  it('leaves time for a second try of a silent org within the default budget', async () => {
    const { shares } = await play({ failures: [reset], takesMs: 30_000, random: 0.999 });
    assert.deepEqual(
      shares.map((ms) => Math.round(ms / 1000)),
      [30, 28],
    );
  });

  it('gives an attempt at least a millisecond, however late it is', async () => {
    const { shares } = await play({ failures: [undefined], budgetMs: -5000 });
    assert.deepEqual(shares, [1]);
  });

  it('never waits past the deadline', async () => {
    const plan = fc.record({
      maxAttempts: fc.integer({ min: 1, max: 10 }),
      budgetMs: fc.integer({ min: 1, max: 600_000 }),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      failures: fc.array(
        fc.option(fc.nat({ max: 700_000 }), { nil: 0 }).map((ms) => passing({ retryAfter: ms })),
        { minLength: 1, maxLength: 10 },
      ),
    });
    const holds = async (given: Plan & { budgetMs: number; maxAttempts: number }) => {
      const { took, attempts } = await play(given);
      assert.ok(took < given.budgetMs && attempts <= given.maxAttempts);
    };
    await fc.assert(fc.asyncProperty(plan, holds));
  });
});

describe('the wait', () => {
  const longest = [2000, 6000, 18_000, 20_000, 20_000] as const;
  for (const [index, ms] of longest.entries()) {
    it(`before attempt ${index + 2} is between half of ${ms} ms and all of it`, () => {
      const wait = (random: number) => waitBefore(index + 1, reset, () => random);
      assert.deepEqual([wait(0), wait(0.5), wait(1)], [ms / 2, (ms * 3) / 4, ms]);
    });
  }

  const retryAfters = [
    ['no Retry-After', undefined, 1500],
    ['Retry-After: 0', 0, 1500],
    ['a Retry-After, which is the least that is waited', 7000, 7500],
  ] as const;
  for (const [what, retryAfter, wait] of retryAfters) {
    it(`is right with ${what}`, () => {
      const error = passing(retryAfter === undefined ? {} : { retryAfter });
      assert.equal(
        waitBefore(1, error, () => 0.5),
        wait,
      );
    });
  }
});

it('a failure of the clock itself is not hidden', async () => {
  const patience = {
    maxAttempts: 2,
    deadline: 60_000,
    now: () => 0,
    sleep: () => Promise.reject(new Error('no sleep')),
    random: () => 0,
    onRetry: () => undefined,
  };
  const error = await thrownBy(() => withRetries(patience, () => Promise.reject(reset)));
  assert.match(String(error), /no sleep/);
});
