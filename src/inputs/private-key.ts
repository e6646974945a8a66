import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto';
import type { Details } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { InputError, type InputProblem } from './errors.ts';
import { fromBase64, LEGACY_HEADERS, type PemBlock, pemBlocks, toPem, unmangle } from './pem.ts';

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
export function readPrivateKey(value: Secret, passphrase: Secret | undefined): SigningKey {
  const text = unmangle(value.reveal());
  const blocks = pemBlocks(text);
  const block = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
  if (!block) return fromBareBody(value.reveal().trim(), text, blocks);
  const key = fromBlock(block, passphrase);
  return { ...usable(key), encrypted: isEncrypted(block) };
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

function refuse(code: InputProblem, details: Details = {}): never {
  throw new InputError({ code, input: 'private-key', details });
}

function isEncrypted({ label, content }: PemBlock): boolean {
  return label === 'ENCRYPTED PRIVATE KEY' || LEGACY_HEADERS.test(content);
}

function fromBlock(block: PemBlock, passphrase: Secret | undefined): KeyObject {
  const { label, content } = block;
  if (label === 'OPENSSH PRIVATE KEY') refuse('key-is-openssh');
  if (label === 'EC PRIVATE KEY') refuse('key-is-ec', { algorithm: 'EC' });
  if (label === 'DSA PRIVATE KEY') refuse('key-is-other-algorithm', { algorithm: 'DSA' });

  const body = content.replace(LEGACY_HEADERS, '').replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) refuse('key-damaged');
  if (isEncrypted(block)) return decrypt(block, body, passphrase);
  // The label is not trusted: PKCS#8 bodies between `RSA PRIVATE KEY` lines are seen in the wild.
  return fromDer(Buffer.from(body, 'base64')) ?? refuse('key-damaged');
}

function decrypt(block: PemBlock, body: string, passphrase: Secret | undefined): KeyObject {
  if (!passphrase) refuse('key-needs-passphrase');
  const info = LEGACY_HEADERS.exec(block.content)?.[1];
  const headers = info
    ? ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${info.replace(/\s+/g, '').toUpperCase()}`]
    : [];
  try {
    return createPrivateKey({
      key: toPem(block.label, body, headers),
      passphrase: passphrase.reveal(),
    });
  } catch (error) {
    // The cipher is known to OpenSSL by name only: DES, RC2 and the like, retired in version 3.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_OSSL_EVP_UNSUPPORTED') refuse('key-old-cipher');
    return refuse(
      isWhole(Buffer.from(body, 'base64'), info) ? 'key-wrong-passphrase' : 'key-damaged',
    );
  }
}

/** Whether a ciphertext has the length that it should have: then only the passphrase can be wrong. */
function isWhole(bytes: Buffer, legacyCipher: string | undefined): boolean {
  if (legacyCipher) return bytes.length % (legacyCipher.startsWith('DES') ? 8 : 16) === 0;
  // A DER sequence of more than 255 bytes says its own length in bytes 2 and 3.
  return bytes.length > 4 && bytes[1] === 0x82 && bytes.length === 4 + bytes.readUInt16BE(2);
}

function fromDer(der: Buffer): KeyObject | undefined {
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
function fromBareBody(raw: string, text: string, blocks: readonly PemBlock[]): SigningKey {
  const der = blocks.length === 0 ? fromBase64(text) : undefined;
  const key = der && fromDer(der);
  if (key) return { ...usable(key), encrypted: false };
  return refuse(whatElse(raw, text, blocks, der));
}

function usable(key: KeyObject): { key: KeyObject; fingerprint: string } {
  const algorithm = key.asymmetricKeyType ?? 'unknown';
  if (algorithm === 'ec') refuse('key-is-ec', { algorithm: 'EC' });
  if (algorithm === 'rsa-pss') refuse('key-is-rsa-pss');
  if (algorithm !== 'rsa') refuse('key-is-other-algorithm', { algorithm });
  const bits = Number(key.asymmetricKeyDetails?.modulusLength);
  if (!(bits >= MIN_BITS)) refuse('key-is-too-short', { bits });

  // A changed character in the middle still parses; only using the key shows that it is broken.
  const publicKey = createPublicKey(key);
  if (!signsCorrectly(key, publicKey)) refuse('key-damaged');
  return { key, fingerprint: publicKeyFingerprint(publicKey) };
}

function signsCorrectly(key: KeyObject, publicKey: KeyObject): boolean {
  try {
    const probe = Buffer.from('probe');
    return verify('sha256', probe, publicKey, sign('sha256', probe, key));
  } catch {
    return false;
  }
}

type Test = (text: string) => boolean;
const matches =
  (pattern: RegExp): Test =>
  (text) =>
    pattern.test(text);

/** What people paste instead, by what only that looks like. The first that fits is it. */
const LOOK_ALIKES: readonly (readonly [InputProblem, Test])[] = [
  ['key-damaged', matches(/(BEGIN|END) ([A-Z]{1,9} ){0,3}PRIVATE KEY/)],
  ['key-is-certificate', matches(/BEGIN (X509 |TRUSTED )?CERTIFICATE-/)],
  ['key-is-certificate-request', matches(/BEGIN (NEW )?CERTIFICATE REQUEST/)],
  ['key-is-public-key', matches(/BEGIN [A-Z0-9 ]*PUBLIC KEY|^ssh-(rsa|ed25519|dss) |^ecdsa-sha2-/)],
  ['key-is-putty', matches(/^PuTTY-User-Key-File/)],
  ['key-is-auth-url', matches(/^force:\/\//)],
  ['key-is-consumer-secret', matches(/^([0-9A-F]{64}|\d{15,20}|3MVG9[\w.]{40,})$/i)],
  ['key-is-path', matches(/^@?(file:|~|\.{0,2}[\\/]|[A-Za-z]:[\\/])[^\n]*$/)],
  ['key-is-path', matches(/^[^\n]{1,200}\.(key|pem|crt|cer|der|p8|pk8|p12|pfx|jks|txt)$/i)],
];

/** The same for base64 of something binary. */
const BINARY_LOOK_ALIKES: readonly (readonly [InputProblem, (bytes: Buffer) => boolean])[] = [
  // JKS begins with FEEDFEED, JCEKS with CECECECE.
  ['key-is-java-keystore', (bytes) => [0xfeedfeed, 0xcececece].includes(bytes.readUInt32BE(0))],
  // PFX (RFC 7292) is a SEQUENCE that begins with the INTEGER 3.
  ['key-is-pkcs12', (bytes) => /^30(8[0-4])?.{0,8}?020103/.test(bytes.toString('hex', 0, 12))],
  ['key-is-certificate', isCertificate],
  ['key-is-public-key', isPublicKey],
];

function whatElse(
  raw: string,
  text: string,
  blocks: readonly PemBlock[],
  der: Buffer | undefined,
): InputProblem {
  // Before the rest: base64 of a Java keystore begins with a slash, as a path does.
  const binary = der && BINARY_LOOK_ALIKES.find(([, test]) => test(der))?.[0];
  if (binary) return binary;
  // The raw value too: in C:\new\server.key, `\n` is not a line break.
  const armoured = LOOK_ALIKES.find(([, test]) => test(text) || test(raw))?.[0];
  if (armoured) return armoured;
  // A keystore that was pasted as text: its magic bytes, read as Latin-1.
  if (/^(þíþí|ÎÎÎÎ)/.test(text)) return 'key-is-java-keystore';
  return blocks.length > 0 || der ? 'key-damaged' : 'key-unrecognised';
}

function isCertificate(bytes: Buffer): boolean {
  try {
    return new X509Certificate(bytes) !== undefined;
  } catch {
    return false;
  }
}

function isPublicKey(bytes: Buffer): boolean {
  try {
    return createPublicKey({ key: bytes, format: 'der', type: 'spki' }).type === 'public';
  } catch {
    return false;
  }
}
