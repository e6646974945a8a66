import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { requestTimeout, withinDeadline } from '../../src/salesforce/deadline.ts';
import { GuardError } from '../../src/salesforce/errors.ts';
import { thrownBy } from '../helpers/support.ts';

/** A wait that ends when the test says so, and tells how long it would have been. */
function alarm() {
  const rung = Promise.withResolvers<void>();
  const asked: { milliseconds?: number; abort?: AbortSignal } = {};
  const sleep = (milliseconds: number, abort: AbortSignal) => {
    Object.assign(asked, { milliseconds, abort });
    return rung.promise;
  };
  return { asked, sleep, ring: () => rung.resolve() };
}

const never = new Promise<never>(() => undefined);
const details = () => ({ seconds: 60, attempts: 2 });

describe('a deadline', () => {
  it('leaves alone what comes in time, and then waits no longer', async () => {
    const { asked, sleep } = alarm();
    const limits = { deadline: 60_000, now: () => 10_000, sleep, details };
    assert.equal(await withinDeadline(Promise.resolve('done'), limits), 'done');
    assert.equal(asked.abort?.aborted, true);
  });

  it('leaves a second to requests, which end by themselves and say more', async () => {
    const { asked, sleep } = alarm();
    const limits = { deadline: 60_000, now: () => 10_000, sleep, details };
    await withinDeadline(Promise.resolve(), limits);
    assert.equal(asked.milliseconds, 51_000);
  });

  it('that is past still leaves that second', async () => {
    const { asked, sleep } = alarm();
    const limits = { deadline: 0, now: () => 10_000, sleep, details };
    await withinDeadline(Promise.resolve(), limits);
    assert.equal(asked.milliseconds, 1000);
  });

  it('passes a failure on', async () => {
    const { sleep } = alarm();
    const failure = new Error('x');
    const limits = { deadline: 60_000, now: () => 0, sleep, details };
    assert.equal(await thrownBy(() => withinDeadline(Promise.reject(failure), limits)), failure);
  });

  it('does not mind that its wait is broken off', async () => {
    const sleep = (_: number, abort: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        abort.addEventListener('abort', () => reject(abort.reason));
      });
    const limits = { deadline: 60_000, now: () => 0, sleep, details };
    assert.equal(await withinDeadline(Promise.resolve('done'), limits), 'done');
    // By then Node would have called it an unhandled rejection.
    await setImmediate();
  });

  it('ends what never settles, and says how far it came', async () => {
    const { sleep, ring } = alarm();
    ring();
    const limits = { deadline: 60_000, now: () => 0, sleep, details };
    const error = await thrownBy(() => withinDeadline(never, limits));
    assert.ok(error instanceof GuardError);
    assert.deepEqual([error.code, error.details], ['out-of-time', { seconds: 60, attempts: 2 }]);
  });
});

describe('a request', () => {
  it('has 30 seconds, or what is left where that is less, but never nothing', () => {
    const left = [90_000, 30_000, 29_999, 1, 0, -5];
    assert.deepEqual(
      left.map((milliseconds) => requestTimeout(1_000_000 + milliseconds, 1_000_000)),
      [30_000, 30_000, 29_999, 1, 1, 1],
    );
  });
});
