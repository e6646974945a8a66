import type { KeyObject } from 'node:crypto';
import type { HttpClient } from '../http/client.ts';
import type { SecretRegistry } from '../redaction/secrets.ts';
import { type Claims, signAssertion } from './assertion.ts';
import { clockSkew, isSkewed } from './clock.ts';
import { HttpStatusError, isRequestError, type RequestError, ResponseError } from './errors.ts';
import { type FailedAttempt, withRetries } from './retry.ts';
import { requestToken, type Token } from './token.ts';

/** What is asked for, and how long to try. */
export interface TokenExchangeOptions {
  readonly claims: Claims;
  /** Tried once if Salesforce rejects the audience in `claims`. */
  readonly fallbackAudience?: string | undefined;
  /** The RSA key that signs. */
  readonly key: KeyObject;
  /** As `readLoginUrl` gives it: no trailing slash. */
  readonly loginUrl: string;
  readonly maxAttempts: number;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

export interface ExchangeDependencies {
  readonly http: HttpClient;
  readonly secrets: SecretRegistry;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  /** Called on each event; awaited. */
  readonly onEvent: (event: ExchangeEvent) => void | Promise<void>;
}

export type ExchangeEvent =
  /** @property extra one more than the attempts that the workflow allows */
  | { readonly kind: 'request'; readonly beyondLimit: boolean }
  /** @property skewSeconds server clock minus ours, where the answer had a `Date` */
  | { readonly kind: 'answer'; readonly skewSeconds: number }
  | ({ readonly kind: 'retry' } & FailedAttempt)
  /** The assertion is about to be signed once more, by the server's clock. */
  | { readonly kind: 'clock'; readonly skewSeconds: number }
  /** The second audience was accepted; or that request failed too, with this error. */
  | { readonly kind: 'second-audience'; readonly audience: string; readonly error?: RequestError };

/**
 * The drift of a clock unset for months, or of a suspended machine. A larger skew is a
 * misconfiguration, and is reported. This also caps what a hostile server can obtain: an assertion
 * that is valid for this long plus its lifetime.
 */
const MAX_SKEW_SECONDS = 15 * 60;

/**
 * Signs and asks for the token, with a fresh assertion for each attempt. Two refusals each get one
 * more request: an assertion that is called expired because the clocks differ is signed by the
 * server's clock, and an audience that the org does not accept is replaced by its own My Domain.
 * @throws HttpStatusError, InvalidResponseError, TransportError: the refusal of the first audience, if the second one fails too
 */
export async function exchange(
  options: TokenExchangeOptions,
  dependencies: ExchangeDependencies,
): Promise<Token> {
  const firstAttempt: AttemptOptions = { claims: options.claims, offsetMs: 0, beyondLimit: false };
  try {
    return await requestWithRetries(options, dependencies, firstAttempt);
  } catch (error) {
    const skewSeconds = skewIfExpired(error, dependencies.now());
    if (skewSeconds === undefined)
      return retryWithFallbackAudience(error, options, dependencies, firstAttempt);
    await dependencies.onEvent({ kind: 'clock', skewSeconds });
    const resigned = { ...firstAttempt, offsetMs: skewSeconds * 1000, beyondLimit: true };
    return requestWithRetries(options, dependencies, resigned).catch((retryError: unknown) =>
      retryWithFallbackAudience(retryError, options, dependencies, resigned),
    );
  }
}

/** @throws the refusal, where another audience is no answer to it or does not help */
async function retryWithFallbackAudience(
  originalError: unknown,
  options: TokenExchangeOptions,
  dependencies: ExchangeDependencies,
  failedAttempt: AttemptOptions,
): Promise<Token> {
  const { claims, fallbackAudience: audience } = options;
  if (audience === undefined || !isAudienceError(originalError)) throw originalError;
  const attempt = { ...failedAttempt, claims: { ...claims, audience }, beyondLimit: true };
  const token = await requestWithRetries(options, dependencies, attempt).catch(
    async (error: unknown) => {
      if (isRequestError(error))
        await dependencies.onEvent({ kind: 'second-audience', audience, error });
      throw originalError;
    },
  );
  await dependencies.onEvent({ kind: 'second-audience', audience });
  return token;
}

interface AttemptOptions {
  readonly claims: Claims;
  /** How far the clock that signs is ahead of ours. */
  readonly offsetMs: number;
  /** One request beyond the attempts that the workflow allows. */
  readonly beyondLimit: boolean;
}

function requestWithRetries(
  { key, loginUrl, deadline, maxAttempts }: TokenExchangeOptions,
  { http, secrets, now, onEvent, ...retryDependencies }: ExchangeDependencies,
  { claims, offsetMs, beyondLimit }: AttemptOptions,
): Promise<Token> {
  const onRetry = (failedAttempt: FailedAttempt) => onEvent({ kind: 'retry', ...failedAttempt });
  const recordServerTime = async (serverTime: number | undefined) => {
    if (serverTime !== undefined) {
      await onEvent({ kind: 'answer', skewSeconds: clockSkew(serverTime, now()) });
    }
  };
  const retryOptions = {
    ...retryDependencies,
    now,
    maxAttempts: beyondLimit ? 1 : maxAttempts,
    deadline,
    onRetry,
  };
  return withRetries(retryOptions, async (timeoutMs) => {
    const assertion = secrets.register(await signAssertion(claims, key, now() + offsetMs));
    await onEvent({ kind: 'request', beyondLimit });
    try {
      const result = await requestToken({ loginUrl, assertion, timeoutMs }, { http, secrets, now });
      await recordServerTime(result.response.serverTime);
      return result.token;
    } catch (error) {
      if (error instanceof ResponseError) await recordServerTime(error.response.serverTime);
      throw error;
    }
  });
}

/**
 * Since Spring '26 some orgs and apps take nothing but their own My Domain as audience. These are
 * the two ways in which they say so.
 */
function isAudienceError(error: unknown): boolean {
  if (!(error instanceof HttpStatusError) || error.response.rateExceeded) return false;
  const { error: code = '', description = '' } = error.response;
  return /^app_not_found$/i.test(code) || /audience is invalid/i.test(description);
}

/** How many seconds the server is ahead, if that is why it called the assertion expired. */
function skewIfExpired(error: unknown, now: number): number | undefined {
  if (!(error instanceof HttpStatusError) || error.response.serverTime === undefined)
    return undefined;
  if (!EXPIRED_ASSERTION.test(error.response.description ?? '') || error.response.rateExceeded)
    return undefined;
  const skew = clockSkew(error.response.serverTime, now);
  return isSkewed(skew) && Math.abs(skew) <= MAX_SKEW_SECONDS ? skew : undefined;
}

/** Salesforce words it `expired authorization code`, also where no code was ever used. */
const EXPIRED_ASSERTION = /expired authorization|assertion.*expired|expired.*assertion/i;
