import { makeCertificate } from '../support/x509.ts';
import type { Keys } from './runtime.ts';

export interface KeyPair {
  /** PKCS#8. It stays in memory: it is handed on by standard input and environment alone. */
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  readonly validTo: Date;
}

export interface KeyPairOptions {
  readonly days: number;
  readonly subject: string;
  readonly now: number;
}

const HOUR_MS = 3_600_000;

export function makeKeyPair(keys: Keys, { days, subject, now }: KeyPairOptions): KeyPair {
  const { privateKey, publicKey } = keys;
  // A clock that is a little slow must not find a certificate from the future.
  const notBefore = new Date(now - HOUR_MS);
  const validTo = new Date(now + days * 24 * HOUR_MS);
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: makeCertificate({
      subject,
      publicKey,
      privateKey,
      notBefore,
      notAfter: validTo,
    }),
    validTo,
  };
}
