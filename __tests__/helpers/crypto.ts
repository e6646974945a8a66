/** What the tests of src/*.ts share. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import type { ActionError } from '../../src/errors.ts';
import { InputError } from '../../src/inputs/errors.ts';
import { Secret } from '../../src/redaction/secrets.ts';
import type { RunInfo } from '../../src/run.ts';
import { makeCertificate } from '../../support/x509.ts';

export const DAY_MS = 86_400_000;

export interface RsaKeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const rsaPair = (modulusLength = 2048): RsaKeyPair =>
  generateKeyPairSync('rsa', { modulusLength });

export const pkcs8 = (key: KeyObject): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();

export const pkcs1 = (key: KeyObject): string =>
  key.export({ type: 'pkcs1', format: 'pem' }).toString();

export const certificateOf = (pair: RsaKeyPair, notAfter?: Date): string =>
  makeCertificate({ subject: 'GitHub Actions', ...pair, ...(notAfter ? { notAfter } : {}) });

/** What stands between the armour lines, without line breaks. */
export const base64Body = (pem: string): string =>
  pem.replace(/-----[^-]+-----/g, '').replace(/\s+/g, '');

export const wrap = (text: string, width: number): string[] =>
  text.match(new RegExp(`.{1,${width}}`, 'gs')) ?? [];

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A secret of which nobody needs to hear. */
export const secret = (value: string): Secret => new Secret(value);

export const emptyRunInfo = (): RunInfo => ({ attempts: 0, startedAt: 0, githubHosted: false });

/** What a synchronous or asynchronous function throws; nothing thrown is a failure. */
export async function catchError(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
}

/** The InputError that is thrown; anything else is a failure. */
export function catchInputError(action: () => unknown): InputError {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  return assert.fail('nothing was refused');
}

/** The InputError that a promise is rejected with; anything else is a failure. */
export async function catchInputErrorAsync(promise: Promise<unknown>): Promise<InputError> {
  const error = await catchError(() => promise);
  if (error instanceof InputError) return error;
  throw error;
}

/** Everything that a careless logger could print of an error, its own stack frames aside. */
export function loggableText(error: ActionError): string {
  const { stack = '', ...fields } = error;
  const { message, name, cause } = error;
  return [
    message,
    name,
    String(cause),
    stack.split('\n    at ')[0],
    JSON.stringify(error),
    inspect({ ...fields }, { depth: 9, maxStringLength: null }),
  ].join('\n');
}

/** The first run of the given length that both texts have. */
export function sharedSubstring(text: string, value: string, length: number): string | undefined {
  for (let i = 0; i + length <= value.length; i++) {
    const substring = value.slice(i, i + length);
    if (text.includes(substring)) return substring;
  }
  return undefined;
}

/** As the runner does it: every place where a mask occurs, overlapping ones together. */
export function maskText(text: string, masks: readonly string[]): string {
  const hidden = new Array<boolean>(text.length).fill(false);
  for (const mask of masks) {
    for (let index = text.indexOf(mask); index >= 0; index = text.indexOf(mask, index + 1)) {
      hidden.fill(true, index, index + mask.length);
    }
  }
  return [...text].map((char, index) => (hidden[index] ? '\0' : char)).join('');
}
