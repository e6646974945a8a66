import { inspect } from 'node:util';
import { containsFragment } from './fragments.ts';
import { oneLine } from './sanitize.ts';

/**
 * A string that must not be printed. Every way of turning it into text by accident (template
 * strings, JSON, console.log, an error's cause) gives asterisks. Only `reveal` gives the value.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}

/** In characters. Only a beginning is ever shown; the rest need not be searched. */
const MAX_SCANNED_CHARS = 20_000;

/** The secrets of a run: each is masked in the job's log and remembered as soon as it is known. */
export interface SecretRegistry {
  /**
   * @param value masked as a whole unless `masks` is given
   * @param masks what the runner masks instead; empty strings are left out
   */
  register(value: string, masks?: readonly string[]): Secret;
  /** Masks whatever must not be readable in the log: another form of a secret, or a value that nobody keeps. */
  mask(values: readonly string[]): void;
  /**
   * A text from outside, fit to be shown: harmless, and without any stretch of 12 letters and digits
   * of these secrets.
   * @param maxLength in characters
   */
  redact(text: string, maxLength?: number): Promise<string>;
  /**
   * Whether a value of letters, digits and blanks repeats a piece of what is kept. What is only
   * masked does not count: the host of many an org has its id in it.
   */
  contains(value: string): boolean;
}

/** With this an opaque token begins. It is an output of its own, and no secret. */
const ORG_ID = /^00D\w{12}!/;

const MIN_MASK_LENGTH = 4;

/**
 * The runner masks a value, and each line of it. A short one would turn every place of the log that
 * has these characters into `***`; then only the other lines are masked.
 */
export function maskableLines(value: string): string[] {
  const lines = value.split(/[\r\n]/).filter((line) => line !== '');
  const longLines = lines.filter((line) => line.length >= MIN_MASK_LENGTH);
  return lines.length > 0 && longLines.length === lines.length ? [value] : longLines;
}

/** @param setSecret registers a value with the runner, as `core.setSecret` does; never given an empty string */
export function createSecretRegistry(setSecret: (value: string) => void): SecretRegistry {
  const allForms = new Set<string>();
  const registered = new Set<string>();
  const masked = new Set<string>();
  const maskValues = (values: readonly string[]) => {
    for (const value of values) {
      if (masked.has(value)) continue;
      allForms.add(value);
      masked.add(value);
      for (const line of maskableLines(value)) setSecret(line);
    }
  };
  return {
    register(value, masks = [value]) {
      maskValues(masks);
      allForms.add(value);
      registered.add(value);
      return new Secret(value);
    },
    mask: maskValues,
    async redact(text, maxLength) {
      // Loaded when there is such a text: a run that goes well does not pay for it.
      const { sanitize, redactSecrets } = await import('./redact.ts');
      // Escape sequences go first: what they cut into pieces is whole again without them.
      const line = oneLine(text.slice(0, MAX_SCANNED_CHARS), Number.POSITIVE_INFINITY);
      return sanitize(redactSecrets(line, [...allForms]), maxLength);
    },
    contains: (value) =>
      containsFragment(
        value,
        [...registered].map((secret) => secret.replace(ORG_ID, '')),
      ),
  };
}
