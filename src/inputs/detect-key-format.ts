import { createPublicKey, X509Certificate } from 'node:crypto';
import type { Details } from '../errors.ts';
import type { InputErrorCode } from './errors.ts';
import type { PemBlock } from './pem.ts';

const KEY_BOUNDARY = /(BEGIN|END) ([A-Z]{1,9} ){0,3}PRIVATE KEY/;

type TextTest = (text: string) => boolean;
const matches =
  (pattern: RegExp): TextTest =>
  (text) =>
    pattern.test(text);

/** Text that users paste by mistake instead of a private key. The first match is used. */
const TEXT_FORMATS: readonly (readonly [InputErrorCode, TextTest])[] = [
  ['key-damaged', matches(KEY_BOUNDARY)],
  ['key-is-certificate', matches(/BEGIN (X509 |TRUSTED )?CERTIFICATE-/)],
  ['key-is-certificate-request', matches(/BEGIN (NEW )?CERTIFICATE REQUEST/)],
  [
    'key-is-public-key',
    matches(/BEGIN [A-Z0-9 ]{0,30}PUBLIC KEY|^ssh-(rsa|ed25519|dss) |^ecdsa-sha2-/),
  ],
  ['key-is-putty', matches(/^PuTTY-User-Key-File/)],
  ['key-is-auth-url', matches(/^force:\/\//)],
  ['key-is-address', matches(/^(awskms|hashivault|openbao|gcpkms|azurekms):\/\//)],
  ['key-is-consumer-secret', matches(/^([0-9A-F]{64}|\d{15,20}|3MVG9[\w.]{40,})$/i)],
  ['key-is-jwt', matches(/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/)],
  ['key-is-fingerprint', matches(/^(SHA256:|MD5:)\S+$|^[\da-f]{2}(:[\da-f]{2}){15,}$/i)],
  // Files encrypted by OpenSSL begin with Salted__; Node programs often write iv:hex.
  ['key-is-encrypted-file', matches(/^(Salted__|U2FsdGVkX1|[0-9a-f]{24,32}:[0-9a-f]{64,}$)/i)],
  // Base64 of encrypted data may also begin with a slash, but a path is shorter.
  ['key-is-path', matches(/^@?(file:|~|\.{0,2}[\\/]|[A-Za-z]:[\\/])[^\n]{0,255}$/)],
  ['key-is-path', matches(/^[^\n]{1,200}\.(key|pem|crt|cer|der|p8|pk8|p12|pfx|jks|txt)$/i)],
];

/** Binary formats that users paste as base64 by mistake. The first match is used. */
const BINARY_FORMATS: readonly (readonly [InputErrorCode, (bytes: Buffer) => boolean])[] = [
  // JKS begins with FEEDFEED, JCEKS with CECECECE.
  ['key-is-java-keystore', (bytes) => [0xfeedfeed, 0xcececece].includes(bytes.readUInt32BE(0))],
  // PFX (RFC 7292) is a SEQUENCE that begins with the INTEGER 3.
  ['key-is-pkcs12', (bytes) => /^30(8[0-4])?.{0,8}?020103/.test(bytes.toString('hex', 0, 12))],
  ['key-is-certificate', isCertificate],
  ['key-is-public-key', isPublicKey],
];

interface PastedKey {
  readonly raw: string;
  /** The result of `normalizePem`. */
  readonly text: string;
  readonly blocks: readonly PemBlock[];
  /** The decoded bytes if the text is base64. */
  readonly der: Buffer | undefined;
}

/** Returns the error code for a value that is not a private key. */
export function detectKeyFormat({ raw, text, blocks, der }: PastedKey): InputErrorCode {
  // Test binary formats first, because base64 of a Java keystore begins with a slash, like a path.
  const binaryFormat = der && BINARY_FORMATS.find(([, test]) => test(der))?.[0];
  if (binaryFormat) return binaryFormat;
  // Also test the raw value, because the `\n` in C:\new\server.key is not a line break.
  const textFormat = TEXT_FORMATS.find(([, test]) => test(text) || test(raw))?.[0];
  if (textFormat) return textFormat;
  // These are the magic bytes of a keystore that was read as Latin-1.
  if (/^(þíþí|ÎÎÎÎ)/.test(text)) return 'key-is-java-keystore';
  // A DER-encoded key begins with a SEQUENCE.
  if (der && der[0] !== 0x30) return 'key-is-encrypted-file';
  return blocks.length > 0 || der ? 'key-damaged' : 'key-unrecognized';
}

/**
 * Returns the part of a key whose boundary line does not conform to RFC 7468, or no details for a
 * text without boundary lines.
 */
export function damagedPart(text: string): Details {
  if (!KEY_BOUNDARY.test(text)) return {};
  const isIncomplete = (word: string) =>
    !new RegExp(`-----${word} [A-Z ]{0,30}PRIVATE KEY-----`).test(text);
  const parts = [
    ...(isIncomplete('BEGIN') ? ['its beginning (the BEGIN line)'] : []),
    ...(isIncomplete('END') ? ['its end (the END line)'] : []),
  ];
  // If both lines are complete, their labels differ.
  return { damagedPart: parts.join(' or ') || 'its BEGIN or END line' };
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
