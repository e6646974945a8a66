import { requestTimeout } from './deadline.ts';
import { isRequestError, type RequestError, TransportError } from './errors.ts';

export interface Patience {
  readonly maxAttempts: number;
  /** Milliseconds since the epoch after which nothing more is tried. */
  readonly deadline: number;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly onRetry: (retry: Retry) => void | Promise<void>;
}

/** Told before each wait. */
export interface Retry {
  readonly error: RequestError;
  /** Which attempt failed, from 1. */
  readonly attempt: number;
  readonly waitMs: number;
}

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 20_000;

/**
 * Tries again what may pass by itself, as long as attempts and time last.
 * @param attempt is told how many milliseconds it has
 * @throws the last failure
 */
export async function withRetries<T>(
  patience: Patience,
  attempt: (timeoutMs: number) => Promise<T>,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await attempt(requestTimeout(patience.deadline, patience.now()));
    } catch (error) {
      if (!isRequestError(error) || !error.transient || number >= patience.maxAttempts) throw error;
      const waitMs = waitBefore(number, error, patience.random);
      if (patience.now() + waitMs >= patience.deadline) throw error;
      await patience.onRetry({ error, attempt: number, waitMs });
      await patience.sleep(waitMs);
    }
    // V8 counts the way from here past the loop, which nobody can go.
    /* node:coverage ignore next 2 */
  }
}

/**
 * Milliseconds to wait: 2 s, 6 s, 18 s, then 20 s, each time between half of that and all of it, so
 * that a short outage passes and jobs that failed together do not come back together. `Retry-After`
 * (RFC 9110, section 10.2.3) is the least that is waited.
 */
export function waitBefore(attempt: number, error: RequestError, random: () => number): number {
  const half = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 3 ** (attempt - 1)) / 2;
  const asked = error instanceof TransportError ? undefined : error.answer.retryAfter;
  return Math.round(Math.max(asked ?? 0, half) + random() * half);
}
