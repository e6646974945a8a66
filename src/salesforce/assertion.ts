/**
 * Salesforce requires the assertion to expire "within 3 minutes". Using the maximum also tolerates a
 * slow clock.
 */
export const LIFETIME_SECONDS = 180;

export interface Claims {
  /** The consumer key of the app. */
  readonly issuer: string;
  /** The Salesforce username. */
  readonly subject: string;
  /** A single URL, because Salesforce rejects an array with `audience is invalid`. */
  readonly audience: string;
}

/**
 * Signs a payload as a JWS in compact serialization (RFC 7515, section 7.1) with RS256 (RFC 7518,
 * section 3.3). The key is either in memory or in a key service, which must respond within `timeoutMs`.
 */
export type Signer = (payload: string, timeoutMs: number) => Promise<string>;

interface SigningOptions {
  /** Time by Salesforce's clock, in milliseconds since the epoch. */
  readonly now: number;
  readonly timeoutMs: number;
}

/**
 * Signs the assertion of the JWT bearer flow (RFC 7523, section 3).
 * @returns a JWS in compact serialization; the caller must mask it
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
export function signAssertion(
  claims: Claims,
  sign: Signer,
  { now, timeoutMs }: SigningOptions,
): Promise<string> {
  const { issuer: iss, subject: sub, audience: aud } = claims;
  const payload = { iss, sub, aud, exp: Math.floor(now / 1000) + LIFETIME_SECONDS };
  return sign(JSON.stringify(payload), timeoutMs);
}
