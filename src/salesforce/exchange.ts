import type { KeyObject } from 'node:crypto';
import type { Secrets } from '../secret.ts';
import { type Claims, signAssertion } from './assertion.ts';
import { skewBetween, skewMatters } from './clock.ts';
import { type RequestError, SalesforceError, TransportError } from './errors.ts';
import type { Http } from './http.ts';
import { isRequestError, type Retry, withRetries } from './retry.ts';
import { requestToken, type Token } from './token.ts';

/** What is asked for, and how long to try. */
export interface Order {
  readonly claims: Claims;
  /** Asked with once more where Salesforce refuses the audience of the claims. */
  readonly secondAudience?: string | undefined;
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
  | { readonly is: 'request'; readonly audience: string }
  /** @property skewSeconds server clock minus ours, where the answer had a `Date` */
  | { readonly is: 'answer'; readonly skewSeconds: number }
  | ({ readonly is: 'retry' } & Retry)
  /** The assertion is about to be signed once more, by the server's clock. */
  | { readonly is: 'clock'; readonly skewSeconds: number }
  /** Salesforce took the second audience, or refused that as well. */
  | { readonly is: 'second-audience'; readonly audience: string; readonly error?: RequestError };

/**
 * What a clock is off that nobody has set for months, or that of a machine which was suspended. One
 * that is off by hours is set wrong, and the report says so; and whoever answers, gets no assertion
 * that is valid for longer than this and its lifetime.
 */
const SKEW_TO_BELIEVE_SECONDS = 15 * 60;

/**
 * Signs and asks for the token, with a fresh assertion for each attempt. Two refusals are answered
 * by one request more: an assertion that is called expired although only the clocks differ is signed
 * by the server's clock, and an audience that the org does not take is exchanged for its own.
 * @throws SalesforceError, AnswerError, TransportError: the first refusal, if the second audience is refused too
 */
export async function exchange(order: Order, means: Means): Promise<Token> {
  const { claims, secondAudience, maxAttempts } = order;
  let offsetMs = 0;
  try {
    return await attempts(order, means, { claims, offsetMs, maxAttempts });
  } catch (first) {
    const skewSeconds = skewBehindExpiry(first, means.now());
    if (skewSeconds === undefined) return otherAudience(first);
    await means.tell({ is: 'clock', skewSeconds });
    offsetMs = skewSeconds * 1000;
    return attempts(order, means, { claims, offsetMs, maxAttempts: 1 }).catch(otherAudience);
  }

  async function otherAudience(refusal: unknown): Promise<Token> {
    if (secondAudience === undefined || !refusesAudience(refusal)) throw refusal;
    const tell = (error?: RequestError) =>
      means.tell({ is: 'second-audience', audience: secondAudience, ...(error ? { error } : {}) });
    const audience = { ...claims, audience: secondAudience };
    try {
      const token = await attempts(order, means, { claims: audience, offsetMs, maxAttempts: 1 });
      await tell();
      return token;
    } catch (error) {
      if (isRequestError(error)) await tell(error);
      throw refusal;
    }
  }
}

interface Attempt {
  readonly claims: Claims;
  /** How far the clock that signs is ahead of ours. */
  readonly offsetMs: number;
  readonly maxAttempts: number;
}

function attempts(
  { key, loginUrl, deadline }: Order,
  { http, secrets, now, tell, ...rest }: Means,
  { claims, offsetMs, maxAttempts }: Attempt,
): Promise<Token> {
  const onRetry = (retry: Retry) => tell({ is: 'retry', ...retry });
  const hear = async (serverTime: number | undefined) => {
    if (serverTime !== undefined) {
      await tell({ is: 'answer', skewSeconds: skewBetween(serverTime, now()) });
    }
  };
  return withRetries({ ...rest, now, maxAttempts, deadline, onRetry }, async (timeoutMs) => {
    const assertion = secrets.keep(await signAssertion(claims, key, now() + offsetMs));
    await tell({ is: 'request', audience: claims.audience });
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

/**
 * Since Spring '26 some orgs and apps take nothing but their own My Domain as audience. These are
 * the two ways in which they say so.
 */
function refusesAudience(error: unknown): error is SalesforceError {
  if (!(error instanceof SalesforceError)) return false;
  const { error: code = '', description = '' } = error.answer;
  return /^app_not_found$/i.test(code) || /audience is invalid/i.test(description);
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
