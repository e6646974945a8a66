import { requestTimeout } from './deadline.ts';
import { isRequestError, type RequestError, TransportError } from './errors.ts';

export interface RetryOptions {
  readonly maxAttempts: number;
  /** Milliseconds since the epoch after which nothing more is tried. */
  readonly deadline: number;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly onRetry: (failedAttempt: FailedAttempt) => void | Promise<void>;
}

/** Told before each wait. */
export interface FailedAttempt {
  readonly error: RequestError;
  /** Which attempt failed, from 1. */
  readonly attempt: number;
  readonly delayMs: number;
}

const INITIAL_DELAY_MS = 2000;
const MAX_DELAY_MS = 20_000;

/**
 * Tries again what may pass by itself, as long as attempts and time last.
 * @param makeAttempt is told how many milliseconds it has
 * @throws the last failure
 */
export async function withRetries<T>(
  options: RetryOptions,
  makeAttempt: (timeoutMs: number) => Promise<T>,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await makeAttempt(requestTimeout(options.deadline, options.now()));
    } catch (error) {
      if (!isRequestError(error) || !error.transient || number >= options.maxAttempts) throw error;
      const delayMs = retryDelay(number, error, options.random);
      if (options.now() + delayMs >= options.deadline) throw error;
      await options.onRetry({ error, attempt: number, delayMs });
      await options.sleep(delayMs);
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
export function retryDelay(attempt: number, error: RequestError, random: () => number): number {
  const half = Math.min(MAX_DELAY_MS, INITIAL_DELAY_MS * 3 ** (attempt - 1)) / 2;
  const retryAfterMs = error instanceof TransportError ? undefined : error.response.retryAfter;
  return Math.round(Math.max(retryAfterMs ?? 0, half) + random() * half);
}
