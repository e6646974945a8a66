import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { requestTimeout, withinDeadline } from '../../src/salesforce/deadline.ts';
import { TimeoutError } from '../../src/salesforce/errors.ts';
import { catchError } from '../helpers/errors.ts';

/** Returns a sleep function that records its arguments and resolves when `fire` is called. */
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

describe('withinDeadline', () => {
  it('returns a result that is ready in time, and aborts its timer', async () => {
    const { sleepCall, sleep } = fakeTimer();
    const options = { deadline: 60_000, now: () => 10_000, sleep, details };
    assert.equal(await withinDeadline(Promise.resolve('done'), options), 'done');
    assert.equal(sleepCall.signal?.aborted, true);
  });

  it('waits one second past the deadline, because a request timeout gives a more specific error', async () => {
    const { sleepCall, sleep } = fakeTimer();
    const options = { deadline: 60_000, now: () => 10_000, sleep, details };
    await withinDeadline(Promise.resolve(), options);
    assert.equal(sleepCall.milliseconds, 51_000);
  });

  it('waits one second even if the deadline has already passed', async () => {
    const { sleepCall, sleep } = fakeTimer();
    const options = { deadline: 0, now: () => 10_000, sleep, details };
    await withinDeadline(Promise.resolve(), options);
    assert.equal(sleepCall.milliseconds, 1000);
  });

  it('rethrows the error of the promise', async () => {
    const { sleep } = fakeTimer();
    const failure = new Error('x');
    const options = { deadline: 60_000, now: () => 0, sleep, details };
    assert.equal(await catchError(() => withinDeadline(Promise.reject(failure), options)), failure);
  });

  it('ignores the rejection of its own aborted timer', async () => {
    const sleep = (_: number, signal?: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    const options = { deadline: 60_000, now: () => 0, sleep, details };
    assert.equal(await withinDeadline(Promise.resolve('done'), options), 'done');
    // If the rejection were unhandled, Node would report it before this resolves.
    await setImmediate();
  });

  it('throws a TimeoutError with the given details if the promise never settles', async () => {
    const { sleep, fire } = fakeTimer();
    fire();
    const options = { deadline: 60_000, now: () => 0, sleep, details };
    const error = await catchError(() => withinDeadline(pending, options));
    assert.ok(error instanceof TimeoutError);
    assert.deepEqual([error.code, error.details], ['timeout', { seconds: 60, attempts: 2 }]);
  });
});

describe('the timeout of a request', () => {
  it('is 30 seconds or the remaining time, whichever is less, but at least 1 ms', () => {
    const remainingMs = [90_000, 30_000, 29_999, 1, 0, -5];
    assert.deepEqual(
      remainingMs.map((milliseconds) => requestTimeout(1_000_000 + milliseconds, 1_000_000)),
      [30_000, 30_000, 29_999, 1, 1, 1],
    );
  });
});
