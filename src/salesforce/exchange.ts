import type { Dependencies } from '../runtime.ts';
import { type Claims, type Signer, signAssertion } from './assertion.ts';
import { clockSkew, isSkewed } from './clock.ts';
import { requestTimeout } from './deadline.ts';
import { HttpStatusError, isRequestError, type RequestError, ResponseError } from './errors.ts';
import { type FailedAttempt, withRetries } from './retry.ts';
import { requestToken, type Token } from './token.ts';

export interface TokenExchangeOptions {
  readonly claims: Claims;
  /** The audience to try once if Salesforce rejects the one in `claims`. */
  readonly fallbackAudience?: string | undefined;
  readonly sign: Signer;
  /** The URL that `readLoginUrl` returned, without a trailing slash. */
  readonly loginUrl: string;
  readonly maxAttempts: number;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

export interface ExchangeContext
  extends Pick<Dependencies, 'http' | 'secrets' | 'now' | 'sleep' | 'random'> {
  /** Called on each event, and awaited. */
  readonly onEvent: (event: ExchangeEvent) => void | Promise<void>;
}

export type ExchangeEvent =
  /**
   * A request is about to be sent.
   * @property beyondLimit true if it does not count as an attempt
   */
  | { readonly kind: 'request'; readonly beyondLimit: boolean }
  /** A response with a `Date` header was received. @property skewSeconds server clock minus ours */
  | { readonly kind: 'response'; readonly skewSeconds: number }
  | ({ readonly kind: 'retry' } & FailedAttempt)
  /** The assertion is about to be signed again, with the server's time. */
  | { readonly kind: 'clock-skew'; readonly skewSeconds: number }
  /** The fallback audience was accepted or, if there is an `error`, was rejected too. */
  | {
      readonly kind: 'fallback-audience';
      readonly audience: string;
      readonly error?: RequestError;
    };

/**
 * Requests a token, with a new assertion for each attempt. Sends one extra request if the assertion
 * has expired because the clocks differ (signed with the server's time), and one if the org does
 * not accept the audience (with the fallback audience).
 * @throws HttpStatusError, InvalidResponseError, TransportError; if the fallback audience fails too,
 * the error of the first audience
 */
export async function exchange(
  options: TokenExchangeOptions,
  dependencies: ExchangeContext,
): Promise<Token> {
  const firstAttempt: AttemptOptions = { claims: options.claims, offsetMs: 0, beyondLimit: false };
  try {
    return await requestWithRetries(options, dependencies, firstAttempt);
  } catch (error) {
    const skewSeconds = skewIfExpired(error, dependencies.now());
    if (skewSeconds === undefined)
      return retryWithFallbackAudience(error, options, dependencies, firstAttempt);
    await dependencies.onEvent({ kind: 'clock-skew', skewSeconds });
    const resigned = { ...firstAttempt, offsetMs: skewSeconds * 1000, beyondLimit: true };
    return requestWithRetries(options, dependencies, resigned).catch((retryError: unknown) =>
      retryWithFallbackAudience(retryError, options, dependencies, resigned),
    );
  }
}

/**
 * @throws `originalError`, if it does not concern the audience or the fallback audience fails too
 */
async function retryWithFallbackAudience(
  originalError: unknown,
  options: TokenExchangeOptions,
  dependencies: ExchangeContext,
  failedAttempt: AttemptOptions,
): Promise<Token> {
  const { claims, fallbackAudience: audience } = options;
  if (audience === undefined || !isAudienceError(originalError)) throw originalError;
  const attempt = { ...failedAttempt, claims: { ...claims, audience }, beyondLimit: true };
  const token = await requestWithRetries(options, dependencies, attempt).catch(
    async (error: unknown) => {
      // If the key service failed, nothing was sent with this audience.
      if (isRequestError(error) && error.request !== 'key-service')
        await dependencies.onEvent({ kind: 'fallback-audience', audience, error });
      throw originalError;
    },
  );
  await dependencies.onEvent({ kind: 'fallback-audience', audience });
  return token;
}

interface AttemptOptions {
  readonly claims: Claims;
  /** Milliseconds to add to our clock when signing. */
  readonly offsetMs: number;
  /** True for the one request beyond `max-attempts`, which is not retried. */
  readonly beyondLimit: boolean;
}

function requestWithRetries(
  { sign, loginUrl, deadline, maxAttempts }: TokenExchangeOptions,
  { http, secrets, now, onEvent, ...retryDependencies }: ExchangeContext,
  { claims, offsetMs, beyondLimit }: AttemptOptions,
): Promise<Token> {
  const onRetry = (failedAttempt: FailedAttempt) => onEvent({ kind: 'retry', ...failedAttempt });
  const recordServerTime = async (serverTime: number | undefined) => {
    if (serverTime !== undefined) {
      await onEvent({ kind: 'response', skewSeconds: clockSkew(serverTime, now()) });
    }
  };
  const retryOptions = {
    ...retryDependencies,
    now,
    maxAttempts: beyondLimit ? 1 : maxAttempts,
    deadline,
    onRetry,
  };
  return withRetries(retryOptions, async (signingTimeoutMs) => {
    const signing = { now: now() + offsetMs, timeoutMs: signingTimeoutMs };
    const assertion = secrets.register(await signAssertion(claims, sign, signing));
    await onEvent({ kind: 'request', beyondLimit });
    const timeoutMs = requestTimeout(deadline, now());
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
 * Returns true if Salesforce rejected the audience. Since Spring '26 some orgs and apps accept only
 * their own My Domain, and respond to another audience with one of these two errors.
 */
function isAudienceError(error: unknown): boolean {
  if (!(error instanceof HttpStatusError) || error.response.rateExceeded) return false;
  const { error: code = '', description = '' } = error.response;
  return /^app_not_found$/i.test(code) || /audience is invalid/i.test(description);
}

/** Salesforce returns `expired authorization code` for an assertion, too. */
const EXPIRED_ASSERTION = /expired authorization|assertion.*expired|expired.*assertion/i;

/**
 * Allows for a clock that has drifted for months, or that stopped while the machine was suspended. A
 * larger skew is a misconfiguration, and is reported. The maximum also limits what a malicious server
 * can obtain: an assertion that is valid for this long plus its lifetime.
 */
export const MAX_SKEW_SECONDS = 15 * 60;

/**
 * Returns the skew in seconds if it explains why the assertion has expired; otherwise undefined.
 */
function skewIfExpired(error: unknown, now: number): number | undefined {
  if (!(error instanceof HttpStatusError) || error.response.serverTime === undefined)
    return undefined;
  if (!EXPIRED_ASSERTION.test(error.response.description ?? '') || error.response.rateExceeded)
    return undefined;
  const skew = clockSkew(error.response.serverTime, now);
  return isSkewed(skew) && Math.abs(skew) <= MAX_SKEW_SECONDS ? skew : undefined;
}
