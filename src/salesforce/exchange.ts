import { AnswerError, SalesforceError, type StepError } from '../errors.ts';
import type { Run } from '../findings.ts';
import type { Request } from '../inputs/inputs.ts';
import type { LoginTarget } from '../inputs/login-url.ts';
import type { SigningKey } from '../inputs/private-key.ts';
import { Secret } from '../secret.ts';
import { signAssertion } from './assertion.ts';
import type { Http } from './http.ts';
import { withRetries } from './retry.ts';
import { requestToken, type Token } from './token.ts';

export interface World {
  readonly http: Http;
  readonly mask: (value: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  readonly onRetry: (error: StepError, waitMs: number, attempt: number) => void;
  /** @param skewSeconds server clock minus ours */
  readonly onSkew: (skewSeconds: number) => Promise<void>;
}

/** Salesforce allows some seconds by itself; more than this explains an expired assertion. */
const SKEW_THAT_MATTERS_SECONDS = 30;

/** Further off is no clock; and nobody on the way shall get an assertion for another year. */
const SKEW_TO_BELIEVE_SECONDS = 24 * 60 * 60;

/**
 * Signs and asks for the token, with a fresh assertion for each attempt. When Salesforce calls the
 * assertion expired and its clock is far from ours, once more with its time.
 * @throws SalesforceError, AnswerError, TransportError
 */
export async function exchange(
  request: Pick<Request, 'consumerKey' | 'username' | 'maxAttempts'>,
  key: SigningKey,
  target: Pick<LoginTarget, 'url' | 'audience'>,
  deadline: number,
  run: Run,
  world: World,
): Promise<Token> {
  const claims = {
    issuer: request.consumerKey,
    subject: request.username,
    audience: target.audience,
  };
  const exchangeAt = (offsetMs: number, maxAttempts: number) =>
    withRetries({ ...world, maxAttempts, deadline }, async (timeoutMs) => {
      const jwt = await signAssertion(claims, key.key, world.now() + offsetMs);
      const assertion = new Secret(jwt, world.mask);
      run.attempts++;
      try {
        const asked = {
          loginUrl: target.url,
          assertion,
          timeoutMs,
          mask: world.mask,
          now: world.now,
        };
        const { token, answer } = await requestToken(world.http, asked);
        noteSkew(run, answer.serverTime, world.now());
        return token;
      } catch (error) {
        if (error instanceof SalesforceError || error instanceof AnswerError) {
          noteSkew(run, error.answer.serverTime, world.now());
        }
        throw error;
      }
    });

  try {
    return await exchangeAt(0, request.maxAttempts);
  } catch (error) {
    const skew = skewBehindExpiry(error, world.now());
    if (skew === undefined) throw error;
    await world.onSkew(skew);
    return exchangeAt(skew * 1000, 1);
  }
}

/** How many seconds the server is ahead, if that is why it called the assertion expired. */
function skewBehindExpiry(error: unknown, now: number): number | undefined {
  if (!(error instanceof SalesforceError) || error.answer.serverTime === undefined)
    return undefined;
  if (!EXPIRED.test(error.answer.description ?? '')) return undefined;
  const skew = Math.round((error.answer.serverTime - now) / 1000);
  const off = Math.abs(skew);
  return off > SKEW_THAT_MATTERS_SECONDS && off <= SKEW_TO_BELIEVE_SECONDS ? skew : undefined;
}

/** Salesforce words it `expired authorization code`, also where no code was ever used. */
const EXPIRED = /expired authorization|assertion.*expired|expired.*assertion/i;

function noteSkew(run: Run, serverTime: number | undefined, now: number): void {
  if (serverTime !== undefined) run.skewSeconds = Math.round((serverTime - now) / 1000);
}
