import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { makeCertificate } from '../../support/x509.ts';

export const DAY_MS = 86_400_000;

export interface RsaKeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const rsaPair = (modulusLength = 2048): RsaKeyPair =>
  generateKeyPairSync('rsa', { modulusLength });

export const pkcs8 = (key: KeyObject): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();

export const pkcs1 = (key: KeyObject): string =>
  key.export({ type: 'pkcs1', format: 'pem' }).toString();

export const certificateOf = (pair: RsaKeyPair, notAfter?: Date): string =>
  makeCertificate({ subject: 'GitHub Actions', ...pair, ...(notAfter ? { notAfter } : {}) });

/** Returns the base64 between the boundary lines, without line breaks. */
export const base64Body = (pem: string): string =>
  pem.replace(/-----[^-]+-----/g, '').replace(/\s+/g, '');

export const wrap = (text: string, width: number): string[] =>
  text.match(new RegExp(`.{1,${width}}`, 'gs')) ?? [];

export const base64 = (text: string): string => Buffer.from(text).toString('base64');
