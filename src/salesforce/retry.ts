import { TransportError } from '../http/errors.ts';
import type { Dependencies } from '../runtime.ts';
import { requestTimeout } from './deadline.ts';
import { isRequestError, type RequestError } from './errors.ts';

export interface RetryOptions extends Pick<Dependencies, 'now' | 'sleep' | 'random'> {
  /** Number of the first attempt if there were attempts before. The default is 1. */
  readonly firstAttempt?: number;
  readonly maxAttempts: number;
  /** Time after which no attempt is started, in milliseconds since the epoch. */
  readonly deadline: number;
  /** Called before each delay, and awaited. */
  readonly onRetry: (failedAttempt: FailedAttempt) => void | Promise<void>;
}

export interface FailedAttempt {
  readonly error: RequestError;
  /** Number of the attempt, starting at 1. */
  readonly attempt: number;
  readonly delayMs: number;
}

const INITIAL_DELAY_MS = 2000;
const MAX_DELAY_MS = 20_000;

/**
 * Retries transient errors until `maxAttempts` or the deadline is reached.
 * @param makeAttempt receives its timeout in milliseconds and its number
 * @throws the error of the last attempt
 */
export async function withRetries<T>(
  options: RetryOptions,
  makeAttempt: (timeoutMs: number, number: number) => Promise<T>,
): Promise<T> {
  for (let number = options.firstAttempt ?? 1; ; number++) {
    try {
      return await makeAttempt(requestTimeout(options.deadline, options.now()), number);
    } catch (error) {
      if (!isRequestError(error) || !error.transient || number >= options.maxAttempts) throw error;
      const delayMs = retryDelay(number, error, options.random);
      if (options.now() + delayMs >= options.deadline) throw error;
      await options.onRetry({ error, attempt: number, delayMs });
      await options.sleep(delayMs);
    }
    // V8 reports the unreachable exit of the loop as a branch.
    /* node:coverage ignore next 2 */
  }
}

/**
 * Returns the delay before the next attempt in milliseconds: exponential backoff (2, 6, 18, then 20 s)
 * with up to 50 % jitter, so that jobs that failed together do not retry together. `Retry-After` (RFC
 * 9110, section 10.2.3) is a lower bound.
 * @param attempt the number of the attempt that failed, starting at 1
 */
export function retryDelay(attempt: number, error: RequestError, random: () => number): number {
  const half = Math.min(MAX_DELAY_MS, INITIAL_DELAY_MS * 3 ** (attempt - 1)) / 2;
  const retryAfterMs = error instanceof TransportError ? undefined : error.response.retryAfter;
  return Math.round(Math.max(retryAfterMs ?? 0, half) + random() * half);
}
