import { constants, type KeyObject, verify } from 'node:crypto';
import type { Details } from '../errors.ts';
import type { CertificateInfo } from '../inputs/certificate.ts';
import { SigningError, type SigningErrorCode } from './errors.ts';
import type { ServiceKey, ServiceSignature } from './service.ts';

type SigningCertificate = Pick<CertificateInfo, 'publicKey' | 'notAfter'>;

/**
 * Returns the certificate whose key made the signature. If several match, returns the one that
 * expires last.
 * @throws SigningError if none matches, with details about the signature
 */
export function requireMatchingCertificate<C extends SigningCertificate>(
  input: Buffer,
  signature: ServiceSignature,
  certificates: readonly C[],
  key: ServiceKey,
): C {
  const [match] = certificates
    .filter(({ publicKey }) => isRsaSignature(input, signature.bytes, publicKey))
    .sort((a, b) => b.notAfter.getTime() - a.notAfter.getTime());
  if (match) return match;
  const details: Details = {
    service: key.service,
    bits: signature.bytes.length * 8,
    certificates: certificates.length,
    ...(signature.version ? { version: signature.version } : {}),
  };
  throw new SigningError({
    code: mismatchCode(input, signature.bytes, certificates, key),
    details,
  });
}

function mismatchCode(
  input: Buffer,
  bytes: Buffer,
  certificates: readonly SigningCertificate[],
  key: ServiceKey,
): SigningErrorCode {
  const keys = certificates.map(({ publicKey }) => publicKey);
  if (keys.some((publicKey) => isPssSignature(input, bytes, publicKey))) return 'signature-pss';
  // The longest ECDSA signature is that of P-521. The shortest RSA keys that key services create have
  // 2048 bits.
  if (bytes.length < 256) return 'signature-not-rsa';
  const sizes = keys.map(({ asymmetricKeyDetails }) => asymmetricKeyDetails?.modulusLength);
  if (!sizes.includes(bytes.length * 8)) return 'signature-size';
  if (key.movesBy === 'rotation') return 'signature-rotated';
  return key.movesBy === 'alias' ? 'signature-alias' : 'signature-mismatch';
}

/** Verifies RSASSA-PKCS1-v1_5 with SHA-256, which is the algorithm `RS256` (RFC 7518, section 3.3). */
function isRsaSignature(input: Buffer, bytes: Buffer, publicKey: KeyObject): boolean {
  const padding = constants.RSA_PKCS1_PADDING;
  const { asymmetricKeyType, asymmetricKeyDetails: { modulusLength = 0 } = {} } = publicKey;
  return (
    asymmetricKeyType === 'rsa' &&
    modulusLength >= 2048 &&
    verify('sha256', input, { key: publicKey, padding }, bytes)
  );
}

function isPssSignature(input: Buffer, bytes: Buffer, publicKey: KeyObject): boolean {
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return (
    publicKey.asymmetricKeyType === 'rsa' &&
    verify('sha256', input, { key: publicKey, padding }, bytes)
  );
}
