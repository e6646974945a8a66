import { makeCertificate } from '../support/x509.ts';
import type { Keys } from './runtime.ts';

export interface KeyPair {
  /** PKCS#8, kept in memory: it is passed on only by standard input and environment. */
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
  // Backdate by an hour: a server whose clock is slow rejects a certificate from the future.
  const notBefore = new Date(now - HOUR_MS);
  const notAfter = new Date(now + days * 24 * HOUR_MS);
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: makeCertificate({ subject, publicKey, privateKey, notBefore, notAfter }),
    validTo: notAfter,
  };
}
