import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { Details } from '../errors.ts';
import type { Secret } from '../redaction/secrets.ts';
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
  /** RSA, 2048 bits or more. */
  readonly key: KeyObject;
  readonly fingerprint: string;
  /** Whether the passphrase was needed. */
  readonly encrypted: boolean;
}

/** Salesforce takes RSA keys only; 2048 bits is what jose and RFC 7518, section 3.3, ask for. */
const MIN_BITS = 2048;

/**
 * Reads an RSA private key from any shape that a secret may have.
 * @throws InputError that says what was pasted instead
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
 * SHA-256 of a public key in its SubjectPublicKeyInfo form (RFC 5280, section 4.1), hex: what
 * `openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256` prints.
 */
export function publicKeyFingerprint(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function rejectKey(code: InputErrorCode, details: Details = {}): never {
  throw new InputError({ code, input: 'private-key', details });
}

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
  // The label is not trusted: PKCS#8 bodies between `RSA PRIVATE KEY` lines are seen in the wild.
  return keyFromDer(Buffer.from(body, 'base64')) ?? rejectKey('key-damaged');
}

function decrypt(block: PemBlock, body: string, passphrase: Secret | undefined): KeyObject {
  if (!passphrase) rejectKey('key-needs-passphrase');
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
    // The cipher is known to OpenSSL by name only: DES, RC2 and the like, retired in version 3.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_OSSL_EVP_UNSUPPORTED') rejectKey('key-old-cipher');
    return rejectKey(
      hasExpectedLength(Buffer.from(body, 'base64'), cipherInfo)
        ? 'key-wrong-passphrase'
        : 'key-damaged',
    );
  }
}

/** Whether a ciphertext has the length that it should have: then only the passphrase can be wrong. */
function hasExpectedLength(bytes: Buffer, legacyCipher: string | undefined): boolean {
  if (legacyCipher) return bytes.length % (legacyCipher.startsWith('DES') ? 8 : 16) === 0;
  // A DER sequence of more than 255 bytes says its own length in bytes 2 and 3.
  return bytes.length > 4 && bytes[1] === 0x82 && bytes.length === 4 + bytes.readUInt16BE(2);
}

function keyFromDer(der: Buffer): KeyObject | undefined {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({ key: der, format: 'der', type });
    } catch {
      // The next form, or none.
    }
  }
  return undefined;
}

/** No armour lines of a private key: perhaps only its body was pasted; otherwise, what is it? */
async function parseBareBase64(
  raw: string,
  text: string,
  blocks: readonly PemBlock[],
): Promise<SigningKey> {
  const der = blocks.length === 0 ? fromBase64(text) : undefined;
  const key = der && keyFromDer(der);
  if (key) return { ...requireUsableRsaKey(key), encrypted: false };
  // Nearly every run has a key, and does not pay for this.
  const { detectKeyFormat } = await import('./detect-key-format.ts');
  return rejectKey(detectKeyFormat({ raw, text, blocks, der }));
}

function requireUsableRsaKey(key: KeyObject): { key: KeyObject; fingerprint: string } {
  const algorithm = key.asymmetricKeyType ?? 'unknown';
  if (algorithm === 'ec') rejectKey('key-is-ec', { algorithm: 'EC' });
  if (algorithm === 'rsa-pss') rejectKey('key-is-rsa-pss');
  if (algorithm !== 'rsa') rejectKey('key-is-other-algorithm', { algorithm });
  const bits = Number(key.asymmetricKeyDetails?.modulusLength);
  if (!(bits >= MIN_BITS)) rejectKey('key-is-too-short', { bits });

  // A changed character in the middle still parses; only using the key shows that it is broken.
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
