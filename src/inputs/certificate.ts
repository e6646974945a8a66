import { X509Certificate } from 'node:crypto';
import { InputError } from './errors.ts';
import { fromBase64, normalizePem, pemBlocks } from './pem.ts';
import { publicKeyFingerprint, type SigningKey } from './private-key.ts';

export interface CertificateInfo {
  readonly notAfter: Date;
  /** Whole days until `notAfter`; negative when it is past. */
  readonly daysLeft: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Holds the certificate that was uploaded to the app against the key that will sign.
 * @param now milliseconds since the epoch
 * @throws InputError when it is no certificate, or another key's
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
    // OpenSSL's own words, about the certificate or a key of no known kind, would not help.
  }
  throw new InputError({ code: 'certificate-unreadable', input: 'certificate' });
}
