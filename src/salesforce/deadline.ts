import type { Details } from '../errors.ts';
import { GuardError } from './errors.ts';

interface Limits {
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly now: () => number;
  readonly sleep: (milliseconds: number, abort: AbortSignal) => Promise<void>;
  /** What to say of it, asked when it is too late. */
  readonly details: () => Details;
}

/** A slow org is waited for; a silent one still leaves half of the default budget to a second try. */
const LONGEST_REQUEST_MS = 30_000;

/**
 * How long a request may take: 30 s, or what is left of the budget where that is less.
 * @param deadline milliseconds since the epoch, as `now`
 * @returns milliseconds, at least 1
 */
export function requestTimeout(deadline: number, now: number): number {
  return Math.min(Math.max(1, deadline - now), LONGEST_REQUEST_MS);
}

/** Every request ends by the deadline on its own, and says more; this ends what never settles at all. */
const GRACE_MS = 1000;

/**
 * Gives what the work gives, if that comes in time.
 * @throws GuardError `out-of-time` one second after the deadline
 */
export async function withinDeadline<T>(work: Promise<T>, limits: Limits): Promise<T> {
  const { deadline, now, sleep, details } = limits;
  const settled = new AbortController();
  const tooLate = sleep(Math.max(0, deadline - now()) + GRACE_MS, settled.signal);
  try {
    return await Promise.race([
      work,
      tooLate.then(() => {
        throw new GuardError({ code: 'out-of-time', details: details() });
      }),
    ]);
  } finally {
    settled.abort();
    tooLate.catch(() => undefined);
  }
}
