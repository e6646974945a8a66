import { MIN_FRAGMENT_LENGTH } from '../src/redaction/fragments.ts';
import { stripAnsi } from '../src/redaction/sanitize.ts';

/** What must not leave the command, and what looks as if it must not. */
export interface Redactor {
  add(value: string): void;
  /** The text without any of it, whole, in lines or in base64; and without what a terminal obeys. */
  redact(text: string): string;
}

/** Tokens of Salesforce, of GitHub and of OAuth, whoever they belong to; private keys. */
const PATTERNS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]+/g,
  /\b(?:gh[oprsu]_|github_pat_)\w{10,}/g,
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g,
  /\bforce:\/\/[^\s"'@]+@/g,
];

/** Without what a terminal obeys. Before the search: what has no width could cut a secret in two. */
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
        stripControlCharacters(text),
      );
      return PATTERNS.reduce((result, pattern) => result.replace(pattern, '***'), withoutValues);
    },
  };
}
