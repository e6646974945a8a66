import { constants, createHash, privateEncrypt, randomBytes, sign } from 'node:crypto';
import type { KeyVersion, SimulatedKey } from './state.ts';

/**
 * Signs a message as the services do. An EC key always uses ECDSA, even if RSA padding was requested.
 */
export function signMessage(
  { padding }: SimulatedKey,
  { privateKey }: KeyVersion,
  message: Buffer,
): Buffer {
  return padding === 'pss'
    ? sign('sha256', message, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING })
    : sign('sha256', message, privateKey);
}

/** DER prefix of a DigestInfo for SHA-256 (RFC 8017, section 9.2); the digest follows it. */
const SHA256_PREFIX = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/**
 * Does the same as `signMessage`, for services that receive the SHA-256 digest instead of the message.
 */
export function signDigest(
  { padding }: SimulatedKey,
  { privateKey }: KeyVersion,
  digest: Buffer,
): Buffer {
  // Node cannot sign an existing digest with ECDSA, so this signs different data. The signature has the
  // right format, which is enough for the tests.
  if (privateKey.asymmetricKeyType !== 'rsa') return sign('sha256', digest, privateKey);
  const bytes = Number(privateKey.asymmetricKeyDetails?.modulusLength) / 8;
  return padding === 'pss'
    ? privateEncrypt(
        { key: privateKey, padding: constants.RSA_NO_PADDING },
        encodePss(digest, bytes),
      )
    : privateEncrypt(
        { key: privateKey, padding: constants.RSA_PKCS1_PADDING },
        Buffer.concat([SHA256_PREFIX, digest]),
      );
}

const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/**
 * Encodes a digest with EMSA-PSS, using SHA-256 and a salt of the same length (RFC 8017, section
 * 9.1.1).
 */
function encodePss(digest: Buffer, length: number): Buffer {
  const salt = randomBytes(32);
  const hash = sha256(Buffer.alloc(8), digest, salt);
  const data = Buffer.concat([Buffer.alloc(length - 66), Buffer.from([1]), salt]);
  const mask = Buffer.concat(
    Array.from({ length: Math.ceil(data.length / 32) }, (_, index) =>
      sha256(hash, Buffer.from([0, 0, 0, index])),
    ),
  );
  const masked = data.map((byte, index) => byte ^ (mask[index] ?? 0));
  masked[0] = (masked[0] ?? 0) & 0x7f;
  return Buffer.concat([masked, hash, Buffer.from([0xbc])]);
}
