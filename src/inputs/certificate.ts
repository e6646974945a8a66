import { type KeyObject, X509Certificate } from 'node:crypto';
import { InputError } from './errors.ts';
import { fromBase64, normalizePem, pemBlocks } from './pem.ts';
import { publicKeyFingerprint, type SigningKey } from './private-key.ts';

export interface CertificateInfo {
  readonly publicKey: KeyObject;
  readonly fingerprint: string;
  readonly notAfter: Date;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Finds the certificate that belongs to the signing key. If there are several, returns the one that
 * expires last.
 * @param value the input: PEM or its base64; several certificates during a rotation
 * @throws InputError if a certificate cannot be read, or none belongs to the key
 */
export function requireCertificateOf(
  key: Pick<SigningKey, 'fingerprint'>,
  value: string,
): CertificateInfo {
  const certificates = readCertificates(value);
  const [match] = certificates
    .filter(({ fingerprint }) => fingerprint === key.fingerprint)
    .sort((a, b) => b.notAfter.getTime() - a.notAfter.getTime());
  if (match) return match;
  throw new InputError({
    code: 'certificate-mismatch',
    input: 'certificate',
    details: {
      keyFingerprint: key.fingerprint,
      certificateFingerprint: certificates.map(({ fingerprint }) => fingerprint).join(', '),
    },
  });
}

/** Returns the number of whole days until the certificate expires. Negative if it has expired. */
export function daysUntilExpiry({ notAfter }: CertificateInfo, now: number): number {
  return Math.floor((notAfter.getTime() - now) / DAY_MS);
}

/** @throws InputError if a certificate cannot be read */
export function readCertificates(value: string): readonly CertificateInfo[] {
  const text = normalizePem(value);
  const blocks = pemBlocks(text).filter(({ label }) => label.endsWith('CERTIFICATE'));
  const contents = blocks.length > 0 ? blocks.map(({ content }) => content) : [text];
  return contents.map((content) => readCertificate(content));
}

function readCertificate(content: string): CertificateInfo {
  const der = fromBase64(content);
  try {
    if (der) {
      const { publicKey, validTo } = new X509Certificate(der);
      const notAfter = new Date(validTo);
      if (!Number.isNaN(notAfter.getTime()))
        return { publicKey, fingerprint: publicKeyFingerprint(publicKey), notAfter };
    }
  } catch {
    // OpenSSL's message would not help the user.
  }
  throw new InputError({ code: 'certificate-unreadable', input: 'certificate' });
}
