import type { KeyObject } from 'node:crypto';
import type { Secrets } from '../secret.ts';
import { type Claims, signAssertion } from './assertion.ts';
import { skewBetween, skewMatters } from './clock.ts';
import { AnsweredError, isRequestError, type RequestError, SalesforceError } from './errors.ts';
import type { Http } from './http.ts';
import { type Retry, withRetries } from './retry.ts';
import { requestToken, type Token } from './token.ts';

/** What is asked for, and how long to try. */
export interface Order {
  readonly claims: Claims;
  /** Tried once if Salesforce rejects the audience in `claims`. */
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
  /** Called on each event; awaited. */
  readonly tell: (event: ExchangeEvent) => void | Promise<void>;
}

export type ExchangeEvent =
  /** @property extra one more than the attempts that the workflow allows */
  | { readonly kind: 'request'; readonly extra: boolean }
  /** @property skewSeconds server clock minus ours, where the answer had a `Date` */
  | { readonly kind: 'answer'; readonly skewSeconds: number }
  | ({ readonly kind: 'retry' } & Retry)
  /** The assertion is about to be signed once more, by the server's clock. */
  | { readonly kind: 'clock'; readonly skewSeconds: number }
  /** The second audience was accepted; or that request failed too, with this error. */
  | { readonly kind: 'second-audience'; readonly audience: string; readonly error?: RequestError };

/**
 * The drift of a clock unset for months, or of a suspended machine. A larger skew is a
 * misconfiguration, and is reported. This also caps what a hostile server can obtain: an assertion
 * that is valid for this long plus its lifetime.
 */
const SKEW_TO_BELIEVE_SECONDS = 15 * 60;

/**
 * Signs and asks for the token, with a fresh assertion for each attempt. Two refusals each get one
 * more request: an assertion that is called expired because the clocks differ is signed by the
 * server's clock, and an audience that the org does not accept is replaced by its own My Domain.
 * @throws SalesforceError, AnswerError, TransportError: the refusal of the first audience, if the second one fails too
 */
export async function exchange(order: Order, means: Means): Promise<Token> {
  const usual: Attempt = { claims: order.claims, offsetMs: 0, extra: false };
  try {
    return await attempts(order, means, usual);
  } catch (refusal) {
    const skewSeconds = skewBehindExpiry(refusal, means.now());
    if (skewSeconds === undefined) return otherAudience(refusal, order, means, usual);
    await means.tell({ kind: 'clock', skewSeconds });
    const inTime = { ...usual, offsetMs: skewSeconds * 1000, extra: true };
    return attempts(order, means, inTime).catch((again: unknown) =>
      otherAudience(again, order, means, inTime),
    );
  }
}

/** @throws the refusal, where another audience is no answer to it or does not help */
async function otherAudience(
  refusal: unknown,
  order: Order,
  means: Means,
  refused: Attempt,
): Promise<Token> {
  const { claims, secondAudience: audience } = order;
  if (audience === undefined || !refusesAudience(refusal)) throw refusal;
  const attempt = { ...refused, claims: { ...claims, audience }, extra: true };
  const token = await attempts(order, means, attempt).catch(async (error: unknown) => {
    if (isRequestError(error)) await means.tell({ kind: 'second-audience', audience, error });
    throw refusal;
  });
  await means.tell({ kind: 'second-audience', audience });
  return token;
}

interface Attempt {
  readonly claims: Claims;
  /** How far the clock that signs is ahead of ours. */
  readonly offsetMs: number;
  /** One request beyond the attempts that the workflow allows. */
  readonly extra: boolean;
}

function attempts(
  { key, loginUrl, deadline, maxAttempts }: Order,
  { http, secrets, now, tell, ...rest }: Means,
  { claims, offsetMs, extra }: Attempt,
): Promise<Token> {
  const onRetry = (retry: Retry) => tell({ kind: 'retry', ...retry });
  const hear = async (serverTime: number | undefined) => {
    if (serverTime !== undefined) {
      await tell({ kind: 'answer', skewSeconds: skewBetween(serverTime, now()) });
    }
  };
  const patience = { ...rest, now, maxAttempts: extra ? 1 : maxAttempts, deadline, onRetry };
  return withRetries(patience, async (timeoutMs) => {
    const assertion = secrets.keep(await signAssertion(claims, key, now() + offsetMs));
    await tell({ kind: 'request', extra });
    try {
      const given = await requestToken({ loginUrl, assertion, timeoutMs }, { http, secrets, now });
      await hear(given.answer.serverTime);
      return given.token;
    } catch (error) {
      if (error instanceof AnsweredError) await hear(error.answer.serverTime);
      throw error;
    }
  });
}

/**
 * Since Spring '26 some orgs and apps take nothing but their own My Domain as audience. These are
 * the two ways in which they say so.
 */
function refusesAudience(error: unknown): boolean {
  if (!(error instanceof SalesforceError) || error.answer.rateExceeded) return false;
  const { error: code = '', description = '' } = error.answer;
  return /^app_not_found$/i.test(code) || /audience is invalid/i.test(description);
}

/** How many seconds the server is ahead, if that is why it called the assertion expired. */
function skewBehindExpiry(error: unknown, now: number): number | undefined {
  if (!(error instanceof SalesforceError) || error.answer.serverTime === undefined)
    return undefined;
  if (!EXPIRED.test(error.answer.description ?? '') || error.answer.rateExceeded) return undefined;
  const skew = skewBetween(error.answer.serverTime, now);
  return skewMatters(skew) && Math.abs(skew) <= SKEW_TO_BELIEVE_SECONDS ? skew : undefined;
}

/** Salesforce words it `expired authorization code`, also where no code was ever used. */
const EXPIRED = /expired authorization|assertion.*expired|expired.*assertion/i;
