import type { KeyObject } from 'node:crypto';
import { CompactSign } from 'jose';
import type { Signer } from '../salesforce/assertion.ts';

/** Returns a signer for an RSA key in memory. */
export function createKeySigner(key: KeyObject): Signer {
  return (payload) =>
    new CompactSign(new TextEncoder().encode(payload))
      .setProtectedHeader({ alg: 'RS256' })
      .sign(key);
}
