import { ActionError } from '../errors.ts';
import { TransportError } from '../http/errors.ts';
import type { Dependencies } from '../runtime.ts';
import { type Claims, type Signer, signAssertion } from './assertion.ts';
import { clockSkew, isSkewed } from './clock.ts';
import { requestTimeout } from './deadline.ts';
import {
  HttpStatusError,
  InvalidResponseError,
  isRequestError,
  type RequestError,
  ResponseError,
} from './errors.ts';
import { type FailedAttempt, withRetries } from './retry.ts';
import { requestToken, type Token } from './token.ts';

export interface TokenExchangeOptions {
  readonly claims: Claims;
  /** Audience to try once if Salesforce rejects the audience in `claims`. */
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
  /** A request is about to be sent. Extra requests have the number of the attempt that they repeat. */
  | { readonly kind: 'request'; readonly attempt: number }
  /**
   * A response with a `Date` header was received.
   * @property skewSeconds server clock minus local clock
   */
  | { readonly kind: 'response'; readonly skewSeconds: number }
  | ({ readonly kind: 'retry' } & FailedAttempt)
  /** The assertion is about to be signed again, with the server's time. */
  | { readonly kind: 'clock-skew'; readonly skewSeconds: number }
  /** The fallback audience is about to be tried or, with an `outcome`, has been tried. */
  | {
      readonly kind: 'fallback-audience';
      readonly audience: string;
      /** Why Salesforce rejected the first audience. */
      readonly refusal: RequestError;
      readonly outcome: 'accepted' | FallbackFailure;
      readonly error?: ActionError;
    };

/**
 * `refused` if the fallback audience is also rejected, `got-further` if Salesforce rejects the sign-in
 * for another reason, `no-answer` if there was no decision, and `not-sent` if the key service failed
 * to sign the first request.
 */
type FallbackFailure = 'refused' | 'got-further' | 'no-answer' | 'not-sent';

/**
 * Requests a token, signing a new assertion for each attempt. If the assertion has expired because
 * the clocks differ, sends one extra request, signed with the server's time. If the org does not
 * accept the audience, the remaining attempts use the fallback audience.
 * @throws RequestError, SigningError; if the fallback audience is also rejected or not answered,
 * the error of the first audience
 */
export async function exchange(
  options: TokenExchangeOptions,
  dependencies: ExchangeContext,
): Promise<Token> {
  const { claims } = options;
  const request: RequestOptions = { claims, progress: { attempt: 1, offsetMs: 0 } };
  return requestWithClock(options, dependencies, request).catch((error: unknown) =>
    retryWithFallbackAudience(error, options, dependencies, request),
  );
}

/** Sends a request, and an extra one with the server's time, unless there was one before. */
function requestWithClock(
  options: TokenExchangeOptions,
  dependencies: ExchangeContext,
  request: RequestOptions,
): Promise<Token> {
  const { progress } = request;
  return requestWithRetries(options, dependencies, request).catch(async (error: unknown) => {
    const skewSeconds = skewIfExpired(error, dependencies.now());
    if (skewSeconds === undefined || progress.offsetMs !== 0) throw error;
    await dependencies.onEvent({ kind: 'clock-skew', skewSeconds });
    progress.offsetMs = skewSeconds * 1000;
    return requestWithRetries(options, dependencies, { ...request, maxAttempts: progress.attempt });
  });
}

/**
 * Tries the fallback audience if Salesforce rejected the first one. The rejected request does not
 * count as an attempt.
 * @throws `originalError` if it does not concern the audience, or if the fallback audience is also
 * rejected or not answered; otherwise the error of the fallback audience
 */
async function retryWithFallbackAudience(
  originalError: unknown,
  options: TokenExchangeOptions,
  { onEvent, ...dependencies }: ExchangeContext,
  rejectedRequest: RequestOptions,
): Promise<Token> {
  const { claims, fallbackAudience: audience } = options;
  if (audience === undefined || !isRequestError(originalError) || !isAudienceError(originalError))
    throw originalError;
  const event = { kind: 'fallback-audience', audience, refusal: originalError } as const;
  await onEvent({ ...event, outcome: 'no-answer' });
  const request = { ...rejectedRequest, claims: { ...claims, audience } };
  let isSent = false;
  const observedDependencies: ExchangeContext = {
    ...dependencies,
    onEvent(nextEvent) {
      isSent ||= nextEvent.kind === 'request';
      return onEvent(nextEvent);
    },
  };
  const token = await requestWithClock(options, observedDependencies, request).catch(
    async (error: unknown) => {
      if (!(error instanceof ActionError)) throw originalError;
      const outcome = isSent ? fallbackFailure(error) : 'not-sent';
      await onEvent({ ...event, outcome, error });
      throw outcome === 'got-further' ? error : originalError;
    },
  );
  await onEvent({ ...event, outcome: 'accepted' });
  return token;
}

/**
 * Classifies the error of the fallback audience after a request. A transient error, an error of the
 * key service, or a response that Salesforce does not use, says nothing about the audience.
 */
function fallbackFailure(error: ActionError): FallbackFailure {
  if (!isRequestError(error) || error.request === 'key-service') return 'no-answer';
  if (error.transient || error instanceof TransportError) return 'no-answer';
  if (isAudienceError(error)) return 'refused';
  const { error: code, rateExceeded } = error.response;
  const decided = error instanceof InvalidResponseError || code !== undefined || rateExceeded;
  return decided ? 'got-further' : 'no-answer';
}

interface RequestOptions {
  readonly claims: Claims;
  /**
   * Number of the latest attempt, from which the next request continues, and the milliseconds to add
   * to the local clock when signing.
   */
  readonly progress: { attempt: number; offsetMs: number };
  /** Overrides the maximum number of attempts set by the workflow. */
  readonly maxAttempts?: number;
}

function requestWithRetries(
  { sign, loginUrl, deadline, ...options }: TokenExchangeOptions,
  { http, secrets, now, onEvent, ...retryDependencies }: ExchangeContext,
  request: RequestOptions,
): Promise<Token> {
  const { claims, progress, maxAttempts = options.maxAttempts } = request;
  const firstAttempt = progress.attempt;
  const onRetry = (failedAttempt: FailedAttempt) => onEvent({ kind: 'retry', ...failedAttempt });
  const recordServerTime = async (serverTime: number | undefined) => {
    if (serverTime !== undefined) {
      await onEvent({ kind: 'response', skewSeconds: clockSkew(serverTime, now()) });
    }
  };
  const retryOptions = {
    ...retryDependencies,
    now,
    firstAttempt,
    maxAttempts,
    deadline,
    onRetry,
  };
  return withRetries(retryOptions, async (signingTimeoutMs, attempt) => {
    progress.attempt = attempt;
    const signing = { now: now() + progress.offsetMs, timeoutMs: signingTimeoutMs };
    const assertion = secrets.register(await signAssertion(claims, sign, signing));
    await onEvent({ kind: 'request', attempt });
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
 * Returns true if Salesforce rejected the audience. Since Spring '26, some orgs and apps accept only
 * their own My Domain and respond to any other audience with one of these errors.
 */
function isAudienceError(error: RequestError): boolean {
  if (!(error instanceof HttpStatusError) || error.response.rateExceeded) return false;
  const { error: code = '', description = '' } = error.response;
  return (
    /^(oauth_ec_)?app_not_found$/i.test(code) ||
    /audience is invalid|external client app is not installed/i.test(description)
  );
}

/** Salesforce also returns `expired authorization code` for an expired assertion. */
const EXPIRED_ASSERTION = /expired authorization|assertion.*expired|expired.*assertion/i;

/**
 * Maximum skew that is corrected. It covers a clock that drifted for months or stopped while the
 * machine was suspended. A larger skew is a misconfiguration. The limit also restricts the lifetime
 * of an assertion that a malicious server can obtain.
 */
export const MAX_SKEW_SECONDS = 15 * 60;

/** Returns the skew in seconds if it explains why the assertion has expired, otherwise undefined. */
function skewIfExpired(error: unknown, now: number): number | undefined {
  if (!(error instanceof HttpStatusError) || error.response.serverTime === undefined)
    return undefined;
  if (!EXPIRED_ASSERTION.test(error.response.description ?? '') || error.response.rateExceeded)
    return undefined;
  const skew = clockSkew(error.response.serverTime, now);
  return isSkewed(skew) && Math.abs(skew) <= MAX_SKEW_SECONDS ? skew : undefined;
}
