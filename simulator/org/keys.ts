import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { makeCertificate } from '../../support/x509.ts';

export interface AppKey {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
}

/**
 * Generates a key and a self-signed certificate, like `openssl req -x509 -newkey rsa:2048 -nodes`.
 */
export function makeAppKey(bits = 2048): AppKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return {
    privateKey,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: makeCertificate({ subject: 'GitHub Actions', publicKey, privateKey }),
  };
}
