import type { KeyObject } from 'node:crypto';
import { CompactSign } from 'jose';

/**
 * Signs a payload as a compact JWS (RFC 7515, section 7.1) with RS256: a key in memory, or a key
 * service in key-service.ts.
 * @param timeoutMs a service gives up after that
 */
export type Signer = (payload: string, timeoutMs: number) => Promise<string>;

/** The protected header of both. Salesforce needs no `typ`. */
export const PROTECTED_HEADER = { alg: 'RS256' } as const;

/** @param key RSA */
export function memorySigner(key: KeyObject): Signer {
  return (payload) =>
    new CompactSign(new TextEncoder().encode(payload))
      .setProtectedHeader(PROTECTED_HEADER)
      .sign(key);
}
