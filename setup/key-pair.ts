import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { makeCertificate } from '../support/x509.ts';
import { certificateOfKey, privateKeyIn } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { commandLine } from './options.ts';

/** The key of a workflow: a private key in a secret, or the address of a key in a key service. */
export type StoredKey =
  /**
   * PKCS#8, kept in memory. It is passed to other programs only through standard input and environment
   * variables.
   */
  | { readonly name: 'SF_PRIVATE_KEY'; readonly value: string }
  | { readonly name: 'SF_SIGNING_KEY'; readonly value: string };

/** Returns the name of the secret or variable in which this run stores the key. */
export const keyNameOf = (options: SetupContext['options']): StoredKey['name'] =>
  options['signing-key'] === undefined ? 'SF_PRIVATE_KEY' : 'SF_SIGNING_KEY';

export interface KeyPair {
  readonly key: StoredKey;
  readonly certificatePem: string;
  readonly validTo: Date;
}

/**
 * A key that existed before the run, possibly only its public part, with its certificate if it has one.
 */
export interface GivenKey {
  readonly key: KeyObject;
  readonly certificatePem: string | undefined;
  readonly source: string;
}

const HOUR_MS = 3_600_000;
export const MIN_BITS = 2048;

export interface KeyPairOptions {
  readonly days: number;
  readonly subject: string;
  readonly now: number;
}

/** Creates a self-signed certificate for the key, and returns both. */
export function makeKeyPair(
  privateKey: KeyObject,
  { days, subject, now }: KeyPairOptions,
): KeyPair {
  const { notBefore, notAfter } = validityOf({ days: String(days) }, now);
  const publicKey = createPublicKey(privateKey);
  const certificatePem = makeCertificate({ subject, publicKey, privateKey, notBefore, notAfter });
  return { key: storedKeyOf(privateKey), certificatePem, validTo: notAfter };
}

const storedKeyOf = (privateKey: KeyObject): StoredKey => ({
  name: 'SF_PRIVATE_KEY',
  value: toPem(privateKey),
});

/** Returns the validity period of a new certificate. */
export const validityOf = (
  { days }: Pick<SetupContext['options'], 'days'>,
  now: number,
): { readonly notBefore: Date; readonly notAfter: Date } => ({
  // Backdate the certificate by an hour, because a server whose clock is slow would reject a
  // certificate from the future.
  notBefore: new Date(now - HOUR_MS),
  notAfter: new Date(now + Number(days) * 24 * HOUR_MS),
});

/** Returns the given key and certificate. Creates those that are not given. */
export async function completeKeyPair(
  { options, runtime, redactor }: SetupContext,
  given: GivenKey | undefined,
): Promise<KeyPair> {
  const privateKey = given?.key ?? (await runtime.makeKeys(Number(options.bits))).privateKey;
  const key = storedKeyOf(privateKey);
  redactor.add(key.value);
  const certificate = certificateOfKey(given?.certificatePem ?? '', privateKey);
  if (certificate !== undefined) {
    const certificatePem = certificate.toString();
    return { key, certificatePem, validTo: new Date(certificate.validTo) };
  }
  const days = Number(options.days);
  return makeKeyPair(privateKey, { days, subject: options.name.trim(), now: runtime.now() });
}

export const toPem = (key: KeyObject): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Reads `--use-key` and `--use-certificate`, and checks that they match. */
export function readOwnKey(context: SetupContext): GivenKey | undefined {
  const { options, runtime, redactor } = context;
  const { 'use-key': keyFile } = options;
  if (keyFile === undefined) return undefined;
  const nextCommand = commandLine(options, { 'use-key': 'FILE' });
  const text = readText(runtime.folder, keyFile, 'use-key', options);
  const key = requirePrivateKey(text, keyFile, nextCommand);
  redactor.add(toPem(key));
  return { key, certificatePem: readOwnCertificate(context, key, keyFile), source: keyFile };
}

/** Reads `--use-certificate`, which must contain a certificate of this key. */
export function readOwnCertificate(
  { options, runtime }: SetupContext,
  key: KeyObject,
  source: string,
): string | undefined {
  const { 'use-certificate': certificateFile } = options;
  if (certificateFile === undefined) return undefined;
  const certificates = readText(runtime.folder, certificateFile, 'use-certificate', options);
  const certificate = certificateOfKey(certificates, key);
  if (certificate === undefined) {
    throw new SetupError(
      `${certificateFile} has no certificate of the key in ${source}.`,
      commandLine(options, { 'use-certificate': 'FILE' }),
    );
  }
  if (Date.parse(certificate.validTo) < runtime.now()) {
    throw new SetupError(
      `The certificate in ${certificateFile} ended on ${certificate.validTo}.`,
      commandLine(options, { 'use-certificate': 'FILE' }),
    );
  }
  return certificate.toString();
}

/**
 * Parses a private key.
 * @throws SetupError unless the text is an RSA key that Salesforce accepts
 */
export function requirePrivateKey(text: string, file: string, nextCommand: string): KeyObject {
  const key = privateKeyIn(text);
  if (key === undefined) {
    throw new SetupError(
      `${file} is not a private key that can be read without a passphrase. "openssl pkey -in FILE -out NEW_FILE" removes a passphrase.`,
      nextCommand,
    );
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType === 'rsa' && bits >= MIN_BITS) return key;
  throw new SetupError(`${file} is not an RSA key of ${MIN_BITS} bits or more.`, nextCommand);
}

function readText(
  folder: string,
  file: string,
  option: 'use-key' | 'use-certificate',
  options: SetupContext['options'],
): string {
  try {
    return readFileSync(resolve(folder, file), 'utf8');
  } catch {
    throw new SetupError(`Cannot read ${file}.`, commandLine(options, { [option]: 'FILE' }));
  }
}
