import { constants, createHash, privateEncrypt, randomBytes, sign } from 'node:crypto';
import type { KeyVersion, SimulatedKey } from './state.ts';

/** Signs as the services do: an EC key with ECDSA, whatever padding was asked for. */
export function signMessage(
  { padding }: SimulatedKey,
  { privateKey }: KeyVersion,
  message: Buffer,
): Buffer {
  return padding === 'pss'
    ? sign('sha256', message, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING })
    : sign('sha256', message, privateKey);
}

/** DER of a DigestInfo with SHA-256, up to the digest (RFC 8017, section 9.2). */
const SHA256_PREFIX = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** The same for services that get the SHA-256 of a message and not the message. */
export function signDigest(
  { padding }: SimulatedKey,
  { privateKey }: KeyVersion,
  digest: Buffer,
): Buffer {
  // Node cannot sign an existing digest with ECDSA. A signature of other data has the same form,
  // which is enough here.
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

/** EMSA-PSS with SHA-256 and a salt of its length (RFC 8017, section 9.1.1). */
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
