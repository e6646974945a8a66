import { MIN_FRAGMENT_LENGTH } from './fragments.ts';
import { MAX_LINE_LENGTH, oneLine } from './one-line.ts';

/**
 * Returns untrusted text (from Salesforce or a proxy) as one line that is safe to display: it contains
 * neither `::`, which starts a workflow command, nor a long sequence of characters that could be a
 * token, an assertion or a key that was echoed.
 * @param maxLength in characters
 */
export function sanitize(text: string, maxLength: number = MAX_LINE_LENGTH): string {
  const safe = oneLine(text, Number.POSITIVE_INFINITY)
    .replace(/[\w.+/=~!%-]{48,}/g, '[…]')
    .replace(/:(?=:)/g, ': ');
  return oneLine(safe, maxLength);
}

const HTML_TAG = '<[^<>]*>';
/**
 * Matches character references and escapes of HTML, URLs, JSON and JavaScript, even if they are
 * escaped twice.
 */
const CHARACTER_REFERENCE = [
  String.raw`(?:%(?:25)*|&(?:amp;)*#0*(?:37|x25);|\\x)(?<hex>[\da-f]{2})`,
  String.raw`&(?:amp;)*#x0*(?<hex>[\da-f]{1,6});?`,
  String.raw`&(?:amp;)*#0*(?<decimal>\d{1,7});?`,
  String.raw`&\w{1,31};`,
  String.raw`\\u(?<hex>[\da-f]{4})`,
  String.raw`\\u\{0*(?<hex>[\da-f]{1,6})\}`,
  String.raw`\\(?<octal>[0-7]{3})`,
  String.raw`\\[nrtbfv0]`,
].join('|');
const ALPHANUMERIC = String.raw`[\p{L}\p{N}]`;

/**
 * Tags and entities can separate the characters of a secret, or contain them: `<secret>` looks like a
 * tag. Therefore, every combination of interpretations is searched.
 */
const PATTERNS = [
  [HTML_TAG, CHARACTER_REFERENCE, ALPHANUMERIC],
  [HTML_TAG, ALPHANUMERIC],
  [CHARACTER_REFERENCE, ALPHANUMERIC],
  [ALPHANUMERIC],
].map((alternatives) => new RegExp(alternatives.join('|'), 'giu'));

const MAX_CODE_POINT = 0x10ffff;

interface CharPosition {
  /** The character in lowercase, so that the comparison ignores case. */
  readonly char: string;
  /** Offset of the character in the text, and the offset after it. */
  readonly start: number;
  readonly end: number;
}

function normalizedChars(text: string, pattern = new RegExp(ALPHANUMERIC, 'gu')): CharPosition[] {
  return Array.from(text.matchAll(pattern)).flatMap(({ 0: match, groups, index }) => {
    const { hex, decimal, octal } = groups ?? {};
    const code = Number(decimal ?? (hex && `0x${hex}`) ?? (octal && `0o${octal}`));
    const decoded = code <= MAX_CODE_POINT ? String.fromCodePoint(code) : match;
    // NFKC maps full-width and similar characters to ASCII.
    const char = decoded.normalize('NFKC').toLowerCase();
    return /^[a-z0-9]$/.test(char) ? [{ char, start: index, end: index + match.length }] : [];
  });
}

type TextRange = Pick<CharPosition, 'start' | 'end'>;

/** Returns all substrings of 12 characters. The index of each is its start. */
function substrings(chars: readonly CharPosition[]): string[] {
  const joined = chars.map(({ char }) => char).join('');
  const count = Math.max(0, joined.length - MIN_FRAGMENT_LENGTH + 1);
  return Array.from({ length: count }, (_, start) =>
    joined.slice(start, start + MIN_FRAGMENT_LENGTH),
  );
}

/**
 * Replaces every sequence of 12 or more letters and digits that also occurs in a secret by `[…]`, even
 * if it is split, quoted or escaped.
 */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  const secretSubstrings = new Set(
    secrets.flatMap((secret) => substrings(normalizedChars(secret))),
  );
  const ranges = PATTERNS.flatMap((pattern) => {
    const chars = normalizedChars(text, pattern);
    return substrings(chars).flatMap((substring, index) => {
      if (!secretSubstrings.has(substring)) return [];
      const matched = chars.slice(index, index + MIN_FRAGMENT_LENGTH);
      return [{ start: matched[0]?.start, end: matched.at(-1)?.end } as TextRange];
    });
  });
  let result = '';
  let position = 0;
  for (const { start, end } of ranges.sort((a, b) => a.start - b.start)) {
    if (start >= position) result += `${text.slice(position, start)}[…]`;
    position = Math.max(position, end);
  }
  return result + text.slice(position);
}
