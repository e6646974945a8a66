import { AnswerError, type RequestError, SalesforceError, TransportError } from './errors.ts';

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

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/**
 * Tries again what may pass by itself, as long as attempts and time last.
 * @param attempt is told how many milliseconds it has: a fair share of the time left, so that one
 *   silent server cannot use up what the next attempt needs
 * @throws the last failure
 */
export async function withRetries<T>(
  patience: Patience,
  attempt: (timeoutMs: number) => Promise<T>,
): Promise<T> {
  for (let number = 1; ; number++) {
    const share = (patience.deadline - patience.now()) / (patience.maxAttempts - number + 1);
    try {
      return await attempt(Math.max(1, Math.floor(share)));
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
 * Exponential back-off with full jitter, in milliseconds: jobs that failed together must not come
 * back together. `Retry-After` (RFC 9110, section 10.2.3) is the least that is waited.
 */
export function waitBefore(attempt: number, error: RequestError, random: () => number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  const asked = error instanceof TransportError ? undefined : error.answer.retryAfter;
  return Math.round((asked ?? 0) + random() * ceiling);
}

/** A few words for a line of the log: why a request failed. */
export function reasonOf(error: RequestError): string {
  if (error instanceof TransportError) return `${error.code} (${error.host})`;
  const { status, error: code } = error.answer;
  if (error instanceof AnswerError) return `HTTP ${status}, ${error.code}`;
  return code === undefined ? `HTTP ${status}` : `HTTP ${status} ${code}`;
}

export function isRequestError(error: unknown): error is RequestError {
  return [SalesforceError, AnswerError, TransportError].some((kind) => error instanceof kind);
}
