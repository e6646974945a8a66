import type { KeyObject } from 'node:crypto';
import { CompactSign } from 'jose';

/** Salesforce wants an expiry "within 3 minutes"; the same 180 s also leave room for a slow clock. */
export const LIFETIME_SECONDS = 180;

export interface Claims {
  /** Consumer key. */
  readonly issuer: string;
  /** Salesforce username. */
  readonly subject: string;
  /** One URL, never a list: Salesforce refuses an array (`audience is invalid`). */
  readonly audience: string;
}

/**
 * Signs the assertion of the JWT bearer flow (RFC 7523, section 3; RS256 of RFC 7518).
 * @param now milliseconds since the epoch, by the clock that Salesforce is believed to have
 * @returns the compact form, to be masked at once by the caller
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
export function signAssertion(claims: Claims, key: KeyObject, now: number): Promise<string> {
  const { issuer: iss, subject: sub, audience: aud } = claims;
  const payload = { iss, sub, aud, exp: Math.floor(now / 1000) + LIFETIME_SECONDS };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'RS256' })
    .sign(key);
}
