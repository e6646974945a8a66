/** What the tests of src/*.ts share. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { makeCertificate } from '../../simulator/org/x509.ts';
import type { StepError } from '../../src/errors.ts';
import type { Findings } from '../../src/findings.ts';
import { InputError } from '../../src/inputs/errors.ts';
import { Secret } from '../../src/secret.ts';

export const DAY_MS = 86_400_000;

export interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const rsaPair = (modulusLength = 2048): Pair =>
  generateKeyPairSync('rsa', { modulusLength });

export const pkcs8 = (key: KeyObject): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();

export const pkcs1 = (key: KeyObject): string =>
  key.export({ type: 'pkcs1', format: 'pem' }).toString();

export const certificateOf = (pair: Pair, notAfter?: Date): string =>
  makeCertificate({ subject: 'GitHub Actions', ...pair, ...(notAfter ? { notAfter } : {}) });

/** What stands between the armour lines, without line breaks. */
export const bodyOf = (pem: string): string =>
  pem.replace(/-----[^-]+-----/g, '').replace(/\s+/g, '');

export const wrap = (text: string, width: number): string[] =>
  text.match(new RegExp(`.{1,${width}}`, 'gs')) ?? [];

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A secret of which nobody needs to hear. */
export const secret = (value: string): Secret => new Secret(value);

export const aRun = (): Findings => ({ attempts: 0, startedAt: 0, githubHosted: false });

/** What a synchronous or asynchronous function throws; nothing thrown is a failure. */
export async function thrownBy(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
}

/** The InputError that is thrown; anything else is a failure. */
export function inputErrorOf(action: () => unknown): InputError {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  return assert.fail('nothing was refused');
}

/** The InputError that a promise is rejected with; anything else is a failure. */
export async function refusalOf(reading: Promise<unknown>): Promise<InputError> {
  const error = await thrownBy(() => reading);
  if (error instanceof InputError) return error;
  throw error;
}

/** Everything that a careless logger could print of an error, its own stack frames aside. */
export function printed(error: StepError): string {
  const { stack = '', ...rest } = error;
  const { message, name, cause } = error;
  return [
    message,
    name,
    String(cause),
    stack.split('\n    at ')[0],
    JSON.stringify(error),
    inspect({ ...rest }, { depth: 9, maxStringLength: null }),
  ].join('\n');
}

/** The first run of the given length that both texts have. */
export function sharedRun(text: string, value: string, length: number): string | undefined {
  for (let i = 0; i + length <= value.length; i++) {
    const run = value.slice(i, i + length);
    if (text.includes(run)) return run;
  }
  return undefined;
}

/** As the runner does it: every place where a mask occurs, overlapping ones together. */
export function shownInLog(text: string, masks: readonly string[]): string {
  const hidden = new Array<boolean>(text.length).fill(false);
  for (const mask of masks) {
    for (let at = text.indexOf(mask); at >= 0; at = text.indexOf(mask, at + 1)) {
      hidden.fill(true, at, at + mask.length);
    }
  }
  return [...text].map((sign, at) => (hidden[at] ? '\0' : sign)).join('');
}
