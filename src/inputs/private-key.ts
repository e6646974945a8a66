import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { type Details, errorCode } from '../errors.ts';
import type { Secret } from '../redaction/secrets.ts';
import type { InputName } from './defaults.ts';
import { InputError, type InputErrorCode } from './errors.ts';
import {
  base64Body,
  fromBase64,
  normalizePem,
  type PemBlock,
  pemBlocks,
  RFC1421_HEADERS,
  toPem,
} from './pem.ts';

export interface SigningKey {
  /** An RSA key of at least 2048 bits. */
  readonly key: KeyObject;
  /** The result of `publicKeyFingerprint`. */
  readonly fingerprint: string;
  /** True if the passphrase was needed to decrypt the key. */
  readonly encrypted: boolean;
}

/** RFC 7518, section 3.3, requires at least this size for RS256, and jose enforces it. */
const MIN_BITS = 2048;

/**
 * Parses an RSA private key, the only kind that Salesforce accepts, from PEM or from its base64 body.
 * @param passphrase ignored if the key is not encrypted
 * @throws InputError whose code identifies the pasted content or the problem with the key
 */
export async function readPrivateKey(
  value: Secret,
  passphrase: Secret | undefined,
): Promise<SigningKey> {
  const text = normalizePem(value.reveal());
  const blocks = pemBlocks(text);
  const block = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
  if (!block) return parseBareBase64(value.reveal().trim(), text, blocks);
  const key = keyFromBlock(block, passphrase);
  return { ...requireUsableRsaKey(key), encrypted: isEncrypted(block) };
}

/**
 * Returns the SHA-256 of a public key as SubjectPublicKeyInfo (RFC 5280, section 4.1), in hex. `openssl
 * x509 -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256` prints the same value.
 */
export function publicKeyFingerprint(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function rejectKey(
  code: InputErrorCode,
  details: Details = {},
  input: InputName = 'private-key',
): never {
  throw new InputError({ code, input, details });
}

const rejectPassphrase = (code: InputErrorCode) => rejectKey(code, {}, 'private-key-passphrase');

function isEncrypted({ label, content }: PemBlock): boolean {
  return label === 'ENCRYPTED PRIVATE KEY' || RFC1421_HEADERS.test(content);
}

function keyFromBlock(block: PemBlock, passphrase: Secret | undefined): KeyObject {
  const { label, content } = block;
  if (label === 'OPENSSH PRIVATE KEY') rejectKey('key-is-openssh');
  if (label === 'EC PRIVATE KEY') rejectKey('key-is-ec', { algorithm: 'EC' });
  if (label === 'DSA PRIVATE KEY') rejectKey('key-is-other-algorithm', { algorithm: 'DSA' });

  const body = base64Body(content);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) rejectKey('key-damaged');
  if (isEncrypted(block)) return decrypt(block, body, passphrase);
  // Do not trust the label: some tools put a PKCS#8 body between `RSA PRIVATE KEY` boundaries.
  return keyFromDer(Buffer.from(body, 'base64')) ?? rejectKey('key-damaged');
}

function decrypt(block: PemBlock, body: string, passphrase: Secret | undefined): KeyObject {
  if (!passphrase) return rejectPassphrase('key-needs-passphrase');
  const cipherInfo = RFC1421_HEADERS.exec(block.content)?.[1];
  const headers = cipherInfo
    ? ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${cipherInfo.replace(/[^\w,-]+/g, '').toUpperCase()}`]
    : [];
  try {
    return createPrivateKey({
      key: toPem(block.label, body, headers),
      passphrase: passphrase.reveal(),
    });
  } catch (error) {
    // OpenSSL 3 does not load legacy ciphers, such as DES and RC2.
    if (errorCode(error) === 'ERR_OSSL_EVP_UNSUPPORTED') rejectKey('key-old-cipher');
    return hasExpectedLength(Buffer.from(body, 'base64'), cipherInfo)
      ? rejectPassphrase('key-wrong-passphrase')
      : rejectKey('key-damaged');
  }
}

/** Returns true if the ciphertext has a valid length, so that only the passphrase can be wrong. */
function hasExpectedLength(bytes: Buffer, legacyCipher: string | undefined): boolean {
  if (legacyCipher) return bytes.length % (legacyCipher.startsWith('DES') ? 8 : 16) === 0;
  // A DER sequence of more than 255 bytes has its length in bytes 2 and 3.
  return bytes.length > 4 && bytes[1] === 0x82 && bytes.length === 4 + bytes.readUInt16BE(2);
}

function keyFromDer(der: Buffer): KeyObject | undefined {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({ key: der, format: 'der', type });
    } catch {
      // Try the next encoding.
    }
  }
  return undefined;
}

/** Parses a value without private key boundaries, in case only the base64 body was pasted. */
async function parseBareBase64(
  raw: string,
  text: string,
  blocks: readonly PemBlock[],
): Promise<SigningKey> {
  const der = blocks.length === 0 ? fromBase64(text) : undefined;
  const key = der && keyFromDer(der);
  if (key) return { ...requireUsableRsaKey(key), encrypted: false };
  // Imported dynamically, because most runs have a valid key.
  const { damagedPart, detectKeyFormat } = await import('./detect-key-format.ts');
  return rejectKey(detectKeyFormat({ raw, text, blocks, der }), damagedPart(text));
}

function requireUsableRsaKey(key: KeyObject): { key: KeyObject; fingerprint: string } {
  const algorithm = key.asymmetricKeyType ?? 'unknown';
  if (algorithm === 'ec') rejectKey('key-is-ec', { algorithm: 'EC' });
  if (algorithm === 'rsa-pss') rejectKey('key-is-rsa-pss', { algorithm: 'RSA-PSS' });
  if (algorithm !== 'rsa') rejectKey('key-is-other-algorithm', { algorithm });
  const bits = Number(key.asymmetricKeyDetails?.modulusLength);
  if (!(bits >= MIN_BITS)) rejectKey('key-is-too-short', { bits });

  // A key with a changed character may still parse, but its signatures would be invalid.
  const publicKey = createPublicKey(key);
  if (!canSign(key, publicKey)) rejectKey('key-damaged');
  return { key, fingerprint: publicKeyFingerprint(publicKey) };
}

function canSign(key: KeyObject, publicKey: KeyObject): boolean {
  try {
    const probe = Buffer.from('probe');
    return verify('sha256', probe, publicKey, sign('sha256', probe, key));
  } catch {
    return false;
  }
}
