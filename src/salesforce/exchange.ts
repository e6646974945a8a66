import type { KeyObject } from 'node:crypto';
import type { Secrets } from '../secret.ts';
import { type Claims, signAssertion } from './assertion.ts';
import { skewBetween, skewMatters } from './clock.ts';
import { SalesforceError, TransportError } from './errors.ts';
import type { Http } from './http.ts';
import { isRequestError, type Retry, withRetries } from './retry.ts';
import { requestToken, type Token } from './token.ts';

/** What is asked for, and how long to try. */
export interface Order {
  readonly claims: Claims;
  /** The RSA key that signs. */
  readonly key: KeyObject;
  /** As `readLoginUrl` gives it: no trailing slash. */
  readonly loginUrl: string;
  readonly maxAttempts: number;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

export interface Means {
  readonly http: Http;
  readonly secrets: Secrets;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  /** Hears what happens meanwhile; waited for. */
  readonly tell: (event: ExchangeEvent) => void | Promise<void>;
}

export type ExchangeEvent =
  | { readonly is: 'request' }
  /** @property skewSeconds server clock minus ours, where the answer had a `Date` */
  | { readonly is: 'answer'; readonly skewSeconds: number }
  | ({ readonly is: 'retry' } & Retry)
  /** The assertion is about to be signed once more, by the server's clock. */
  | { readonly is: 'clock'; readonly skewSeconds: number };

/** Further off is no clock; and nobody on the way shall get an assertion for another year. */
const SKEW_TO_BELIEVE_SECONDS = 24 * 60 * 60;

/**
 * Signs and asks for the token, with a fresh assertion for each attempt. When Salesforce calls the
 * assertion expired and its clock is far from ours, once more with its time.
 * @throws SalesforceError, AnswerError, TransportError
 */
export async function exchange(order: Order, means: Means): Promise<Token> {
  try {
    return await attempts(order, means, { offsetMs: 0, maxAttempts: order.maxAttempts });
  } catch (error) {
    const skewSeconds = skewBehindExpiry(error, means.now());
    if (skewSeconds === undefined) throw error;
    await means.tell({ is: 'clock', skewSeconds });
    return attempts(order, means, { offsetMs: skewSeconds * 1000, maxAttempts: 1 });
  }
}

/** @param offsetMs how far the clock that signs is ahead of ours */
function attempts(
  { claims, key, loginUrl, deadline }: Order,
  { http, secrets, now, tell, ...rest }: Means,
  { offsetMs, maxAttempts }: { readonly offsetMs: number; readonly maxAttempts: number },
): Promise<Token> {
  const onRetry = (retry: Retry) => tell({ is: 'retry', ...retry });
  const hear = async (serverTime: number | undefined) => {
    if (serverTime !== undefined) {
      await tell({ is: 'answer', skewSeconds: skewBetween(serverTime, now()) });
    }
  };
  return withRetries({ ...rest, now, maxAttempts, deadline, onRetry }, async (timeoutMs) => {
    const assertion = secrets.keep(await signAssertion(claims, key, now() + offsetMs));
    await tell({ is: 'request' });
    try {
      const given = await requestToken({ loginUrl, assertion, timeoutMs }, { http, secrets, now });
      await hear(given.answer.serverTime);
      return given.token;
    } catch (error) {
      if (isRequestError(error) && !(error instanceof TransportError)) {
        await hear(error.answer.serverTime);
      }
      throw error;
    }
  });
}

/** How many seconds the server is ahead, if that is why it called the assertion expired. */
function skewBehindExpiry(error: unknown, now: number): number | undefined {
  if (!(error instanceof SalesforceError) || error.answer.serverTime === undefined)
    return undefined;
  if (!EXPIRED.test(error.answer.description ?? '')) return undefined;
  const skew = skewBetween(error.answer.serverTime, now);
  return skewMatters(skew) && Math.abs(skew) <= SKEW_TO_BELIEVE_SECONDS ? skew : undefined;
}

/** Salesforce words it `expired authorization code`, also where no code was ever used. */
const EXPIRED = /expired authorization|assertion.*expired|expired.*assertion/i;
