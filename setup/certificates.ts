import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

/**
 * Reads every certificate in a text, which is either PEM or the base64 of a single certificate without
 * its BEGIN and END lines.
 */
export function certificatesIn(text: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  return (blocks ?? [Buffer.from(text, 'base64')]).flatMap((block) => {
    try {
      return [new X509Certificate(block)];
    } catch {
      return [];
    }
  });
}

/**
 * Returns the certificate that belongs to this key. If there are several, returns the one that expires
 * last.
 */
export function certificateOfKey(text: string, key: KeyObject): X509Certificate | undefined {
  const publicKey = key.type === 'public' ? key : createPublicKey(key);
  return certificatesIn(text)
    .filter((certificate) => certificate.publicKey.equals(publicKey))
    .sort((left, right) => Date.parse(right.validTo) - Date.parse(left.validTo))[0];
}

/** Ends the subject of each certificate that a key service has signed for this command. */
export const SERVICE_MARK = ' (key service)';

export const isFromKeyService = ({ subject }: X509Certificate): boolean =>
  subject.endsWith(SERVICE_MARK);

/**
 * Returns the certificates in a text, as PEM, without those that have the same key as one of
 * `certificates`.
 */
export const withoutKeysOf = (text: string, ...certificates: readonly string[]): string => {
  const keys = certificates.flatMap(certificatesIn).map(({ publicKey }) => publicKey);
  const others = certificatesIn(text).filter(
    ({ publicKey }) => !keys.some((key) => key.equals(publicKey)),
  );
  return others.map((certificate) => certificate.toString()).join('');
};

/** Returns true if the texts have a certificate in common. */
export function shareCertificate(left: string, right: string): boolean {
  const fingerprints = new Set(certificatesIn(left).map(({ fingerprint256 }) => fingerprint256));
  return certificatesIn(right).some(({ fingerprint256 }) => fingerprints.has(fingerprint256));
}

/** GitHub limits a variable to 48 KB, and a certificate for a key of 8192 bits takes about 3 KB. */
const MAX_CERTIFICATES = 8;

/**
 * Returns a value for SF_CERTIFICATE: the certificates of the texts in this order, each one once,
 * and at most eight.
 */
export function joinCertificates(...texts: readonly (string | undefined)[]): string {
  const all = texts.flatMap((text) => certificatesIn(text ?? '')).map((item) => item.toString());
  return [...new Set(all)].slice(0, MAX_CERTIFICATES).join('');
}

/** Returns undefined unless the text is a private key that can be read without a passphrase. */
export function privateKeyIn(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
}
