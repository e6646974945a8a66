import { inspect } from 'node:util';
import { containsFragment } from './fragments.ts';
import { oneLine } from './one-line.ts';

/**
 * A string that must not be printed. Accidentally converting it to text (template strings, JSON,
 * console.log, the cause of an error) yields `***`. Only `reveal` returns the value.
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

/**
 * Maximum number of characters to search, because only the beginning of untrusted text is displayed.
 */
const MAX_SCANNED_CHARS = 20_000;

/** The secrets of a run. Masks them in the job's log and remembers them for redaction. */
export interface SecretRegistry {
  /**
   * Wraps and masks a secret.
   * @param masks strings that the runner masks and that `contains` searches for, instead of `value`;
   * empty strings are ignored
   */
  register(value: string, masks?: readonly string[]): Secret;
  /** Masks values that are not kept as a `Secret`, such as other encodings of one. */
  mask(values: readonly string[]): void;
  /**
   * Returns untrusted text in a form that is safe to display: sanitized, and without any sequence of 12
   * or more letters and digits that also occurs in one of these secrets.
   * @param maxLength in characters
   */
  redact(text: string, maxLength?: number): Promise<string>;
  /**
   * Returns true if `value` contains 12 consecutive letters and digits of a registered secret.
   * Ignores values that are only masked, because an org's host name may contain its ID.
   */
  contains(value: string): boolean;
}

/** An opaque token begins with the org ID, which is an output and therefore not a secret. */
const ORG_ID = /^00D\w{12}(\w{3})?!/;

/** Minimum length in characters. A shorter mask would replace parts of words with `***`. */
const MIN_MASK_LENGTH = 4;

/**
 * Returns the strings to mask for a value. The runner also masks each line of a value, trimmed. If one
 * of the lines is too short to be masked, only the other lines are returned. The runner treats U+0085
 * as a space.
 */
export function maskableLines(value: string): string[] {
  const lines = value.split(/[\r\n]/).filter((line) => line !== '');
  const longLines = lines.filter(
    (line) => line.replaceAll('\u0085', ' ').trim().length >= MIN_MASK_LENGTH,
  );
  return lines.length > 0 && longLines.length === lines.length ? [value] : longLines;
}

/**
 * @param setSecret masks a value in the log, like `core.setSecret`; never called with an empty
 * string
 */
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
      for (const mask of masks) registered.add(mask);
      return new Secret(value);
    },
    mask: maskValues,
    async redact(text, maxLength) {
      // Imported dynamically, because a successful run has no text to redact.
      const { sanitize, redactSecrets } = await import('./redact.ts');
      // Remove escape sequences first, because they could split a secret.
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
