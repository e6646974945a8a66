import type { Details } from '../errors.ts';
import { VerificationError } from './errors.ts';

interface DeadlineOptions {
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** What to say of it, asked when it is too late. */
  readonly details: () => Details;
}

/** A slow org is waited for; a silent one still leaves half of the default budget to a second try. */
const MAX_REQUEST_MS = 30_000;

/**
 * How long a request may take: 30 s, or what is left of the budget where that is less.
 * @param deadline milliseconds since the epoch, as `now`
 * @returns milliseconds, at least 1
 */
export function requestTimeout(deadline: number, now: number): number {
  return Math.min(Math.max(1, deadline - now), MAX_REQUEST_MS);
}

/** Every request ends by the deadline on its own, and says more; this ends what never settles at all. */
const GRACE_PERIOD_MS = 1000;

/**
 * Gives what the work gives, if that comes in time.
 * @throws VerificationError `out-of-time` one second after the deadline
 */
export async function withinDeadline<T>(promise: Promise<T>, options: DeadlineOptions): Promise<T> {
  const { deadline, now, sleep, details } = options;
  const timerController = new AbortController();
  const timeout = sleep(Math.max(0, deadline - now()) + GRACE_PERIOD_MS, timerController.signal);
  try {
    return await Promise.race([
      promise,
      timeout.then(() => {
        throw new VerificationError({ code: 'out-of-time', details: details() });
      }),
    ]);
  } finally {
    timerController.abort();
    timeout.catch(() => undefined);
  }
}
