import { X509Certificate } from 'node:crypto';
import { InputError } from './errors.ts';
import { fromBase64, normalizePem, pemBlocks } from './pem.ts';
import { publicKeyFingerprint, type SigningKey } from './private-key.ts';

export interface CertificateInfo {
  readonly notAfter: Date;
  /** Whole days until `notAfter`; negative if it has passed. */
  readonly daysLeft: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Checks that the certificate, which was uploaded to the app, belongs to the signing key.
 * @param value the input: PEM, or base64 of the certificate
 * @param now milliseconds since the epoch
 * @throws InputError if the value is not a certificate, or belongs to another key
 */
export function checkCertificate(
  value: string,
  key: Pick<SigningKey, 'fingerprint'>,
  now: number,
): CertificateInfo {
  const { fingerprint, notAfter } = readCertificate(value);
  if (fingerprint !== key.fingerprint) {
    throw new InputError({
      code: 'certificate-mismatch',
      input: 'certificate',
      details: { keyFingerprint: key.fingerprint, certificateFingerprint: fingerprint },
    });
  }
  return { notAfter, daysLeft: Math.floor((notAfter.getTime() - now) / DAY_MS) };
}

function readCertificate(value: string): { fingerprint: string; notAfter: Date } {
  const text = normalizePem(value);
  const block = pemBlocks(text).find(({ label }) => label.endsWith('CERTIFICATE'));
  const der = fromBase64(block ? block.content : text);
  try {
    if (der) {
      const { publicKey, validTo } = new X509Certificate(der);
      const notAfter = new Date(validTo);
      if (!Number.isNaN(notAfter.getTime()))
        return { fingerprint: publicKeyFingerprint(publicKey), notAfter };
    }
  } catch {
    // OpenSSL's message would not help the user.
  }
  throw new InputError({ code: 'certificate-unreadable', input: 'certificate' });
}
