import { AnswerError, SalesforceError, StepError, TransportError } from '../errors.ts';

export interface Patience {
  readonly maxAttempts: number;
  /** Milliseconds since the epoch after which nothing more is tried. */
  readonly deadline: number;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly onRetry: (error: StepError, waitMs: number, attempt: number) => void;
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
      if (!(error instanceof StepError) || !error.transient || number >= patience.maxAttempts) {
        throw error;
      }
      const wait = waitBefore(number, error, patience.random);
      if (patience.now() + wait >= patience.deadline) throw error;
      patience.onRetry(error, wait, number);
      await patience.sleep(wait);
    }
    // V8 counts the way from here past the loop, which nobody can go.
    /* node:coverage ignore next 2 */
  }
}

/**
 * Exponential back-off with full jitter, in milliseconds: jobs that failed together must not come
 * back together. `Retry-After` (RFC 9110, section 10.2.3) is the least that is waited.
 */
export function waitBefore(attempt: number, error: StepError, random: () => number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  const asked = 'answer' in error ? (error as SalesforceError | AnswerError).answer.retryAfter : 0;
  return Math.round((asked ?? 0) + random() * ceiling);
}

/** A few words for the log line of a further attempt. */
export function reason(error: StepError): string {
  if (error instanceof TransportError) return `${error.code} (${error.host})`;
  if (error instanceof SalesforceError) {
    const { status, error: code } = error.answer;
    return code === undefined ? `HTTP ${status}` : `HTTP ${status} ${code}`;
  }
  if (error instanceof AnswerError) return `HTTP ${error.answer.status}, ${error.code}`;
  return error.code;
}
