import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { requestTimeout, withinDeadline } from '../../src/salesforce/deadline.ts';
import { TimeoutError } from '../../src/salesforce/errors.ts';
import { catchError } from '../helpers/crypto.ts';

/** A wait that ends when the test says so, and tells how long it would have been. */
function fakeTimer() {
  const timer = Promise.withResolvers<void>();
  const sleepCall: { milliseconds?: number; signal?: AbortSignal } = {};
  const sleep = (milliseconds: number, signal?: AbortSignal) => {
    Object.assign(sleepCall, { milliseconds, signal });
    return timer.promise;
  };
  return { sleepCall, sleep, fire: () => timer.resolve() };
}

const pending = new Promise<never>(() => undefined);
const details = () => ({ seconds: 60, attempts: 2 });

describe('a deadline', () => {
  it('leaves alone what comes in time, and then waits no longer', async () => {
    const { sleepCall, sleep } = fakeTimer();
    const options = { deadline: 60_000, now: () => 10_000, sleep, details };
    assert.equal(await withinDeadline(Promise.resolve('done'), options), 'done');
    assert.equal(sleepCall.signal?.aborted, true);
  });

  it('leaves a second to requests, which end by themselves and say more', async () => {
    const { sleepCall, sleep } = fakeTimer();
    const options = { deadline: 60_000, now: () => 10_000, sleep, details };
    await withinDeadline(Promise.resolve(), options);
    assert.equal(sleepCall.milliseconds, 51_000);
  });

  it('that is past still leaves that second', async () => {
    const { sleepCall, sleep } = fakeTimer();
    const options = { deadline: 0, now: () => 10_000, sleep, details };
    await withinDeadline(Promise.resolve(), options);
    assert.equal(sleepCall.milliseconds, 1000);
  });

  it('passes a failure on', async () => {
    const { sleep } = fakeTimer();
    const failure = new Error('x');
    const options = { deadline: 60_000, now: () => 0, sleep, details };
    assert.equal(await catchError(() => withinDeadline(Promise.reject(failure), options)), failure);
  });

  it('does not mind that its wait is broken off', async () => {
    const sleep = (_: number, signal?: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    const options = { deadline: 60_000, now: () => 0, sleep, details };
    assert.equal(await withinDeadline(Promise.resolve('done'), options), 'done');
    // By then Node would have called it an unhandled rejection.
    await setImmediate();
  });

  it('ends what never settles, and says how far it came', async () => {
    const { sleep, fire } = fakeTimer();
    fire();
    const options = { deadline: 60_000, now: () => 0, sleep, details };
    const error = await catchError(() => withinDeadline(pending, options));
    assert.ok(error instanceof TimeoutError);
    assert.deepEqual([error.code, error.details], ['timeout', { seconds: 60, attempts: 2 }]);
  });
});

describe('a request', () => {
  it('has 30 seconds, or what is left where that is less, but never nothing', () => {
    const remainingMs = [90_000, 30_000, 29_999, 1, 0, -5];
    assert.deepEqual(
      remainingMs.map((milliseconds) => requestTimeout(1_000_000 + milliseconds, 1_000_000)),
      [30_000, 30_000, 29_999, 1, 1, 1],
    );
  });
});
