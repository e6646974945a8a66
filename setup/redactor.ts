import { MIN_FRAGMENT_LENGTH } from '../src/redaction/fragments.ts';
import { stripAnsi } from '../src/redaction/one-line.ts';

/** Replaces registered secrets, and text that has the form of a secret, by `***`. */
export interface Redactor {
  /**
   * Registers a secret: whole, as in a JSON string, in base64, and its parts between whitespace.
   */
  add(value: string): void;
  /** Returns the text without secrets and without control characters. */
  redact(text: string): string;
}

/** Private keys, and tokens of Salesforce, GitHub and OAuth, including those that were never registered. */
const PATTERNS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]+/g,
  /\b(?:gh[oprsu]_|github_pat_)\w{10,}/g,
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g,
  /\bforce:\/\/[^\s"'@]+@/g,
];

const stripControlCharacters = (text: string): string =>
  stripAnsi(text)
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/[^\P{C}\n]/gu, '');

export function createRedactor(): Redactor {
  const secretValues = new Set<string>();
  return {
    add(value) {
      const inBase64 = Buffer.from(value).toString('base64');
      for (const form of [
        value,
        JSON.stringify(value).slice(1, -1),
        inBase64,
        ...value.split(/\s+/),
      ]) {
        if (form.length >= MIN_FRAGMENT_LENGTH && !form.startsWith('-----')) secretValues.add(form);
      }
    },
    redact(text) {
      const longestFirst = [...secretValues].sort((left, right) => right.length - left.length);
      const withoutValues = longestFirst.reduce(
        (result, value) => result.replaceAll(value, '***'),
        // Remove invisible characters before the search, because they could split a secret.
        stripControlCharacters(text),
      );
      return PATTERNS.reduce((result, pattern) => result.replace(pattern, '***'), withoutValues);
    },
  };
}
