import type { Details } from '../errors.ts';
import type { Dependencies } from '../runtime.ts';
import { TimeoutError } from './errors.ts';

interface DeadlineOptions extends Pick<Dependencies, 'now' | 'sleep'> {
  /** The deadline, in milliseconds since the epoch. */
  readonly deadline: number;
  /** Returns the details of the TimeoutError. Called after the deadline. */
  readonly details: () => Details;
}

/**
 * Half of the default of `timeout-seconds`, so that a second attempt is possible if the first one
 * hangs.
 */
const MAX_REQUEST_MS = 30_000;

/**
 * Returns the timeout of a request in milliseconds: 30 s or the remaining time, whichever is less, but
 * at least 1.
 * @param deadline milliseconds since the epoch, like `now`
 */
export function requestTimeout(deadline: number, now: number): number {
  return Math.min(Math.max(1, deadline - now), MAX_REQUEST_MS);
}

/**
 * Wait a little longer than the deadline, because each request has its own timeout, whose error is more
 * specific.
 */
const GRACE_PERIOD_MS = 1000;

/**
 * Returns the value of `promise`, but waits no longer than one second after the deadline.
 * @throws the error of `promise`, or TimeoutError one second after the deadline
 */
export async function withinDeadline<T>(promise: Promise<T>, options: DeadlineOptions): Promise<T> {
  const { deadline, now, sleep, details } = options;
  const timerController = new AbortController();
  const timeout = sleep(Math.max(0, deadline - now()) + GRACE_PERIOD_MS, timerController.signal);
  try {
    return await Promise.race([
      promise,
      timeout.then(() => {
        throw new TimeoutError({ code: 'timeout', details: details() });
      }),
    ]);
  } finally {
    timerController.abort();
    timeout.catch(() => undefined);
  }
}
