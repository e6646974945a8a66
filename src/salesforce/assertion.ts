import type { KeyObject } from 'node:crypto';
import { CompactSign } from 'jose';

/** Salesforce requires an expiry "within 3 minutes". The maximum also tolerates a slow clock. */
export const LIFETIME_SECONDS = 180;

export interface Claims {
  /** Consumer key. */
  readonly issuer: string;
  /** Salesforce username. */
  readonly subject: string;
  /** One URL, never a list: Salesforce rejects an array with `audience is invalid`. */
  readonly audience: string;
}

/**
 * Signs the assertion of the JWT bearer flow (RFC 7523, section 3) with RS256 (RFC 7518, section 3.3).
 * @param now Salesforce's clock, in milliseconds since the epoch
 * @returns a JWS in compact serialization; the caller must mask it
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
export function signAssertion(claims: Claims, key: KeyObject, now: number): Promise<string> {
  const { issuer: iss, subject: sub, audience: aud } = claims;
  const payload = { iss, sub, aud, exp: Math.floor(now / 1000) + LIFETIME_SECONDS };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'RS256' })
    .sign(key);
}
