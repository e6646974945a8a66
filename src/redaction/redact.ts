import { MIN_FRAGMENT_LENGTH } from './fragments.ts';
import { MAX_LINE_LENGTH, oneLine } from './sanitize.ts';

/**
 * A text from outside (Salesforce, a proxy, whoever answered), safe to show: no `::`, with which
 * commands begin, and no long run that could be a token, an assertion or a key sent back to us.
 */
export function sanitize(text: string, maxLength: number = MAX_LINE_LENGTH): string {
  const safe = oneLine(text, Number.POSITIVE_INFINITY)
    .replace(/[\w.+/=~!%-]{48,}/g, '[…]')
    .replace(/:(?=:)/g, ': ');
  return oneLine(safe, maxLength);
}

const HTML_TAG = '<[^<>]*>';
/** Letters by their number, as HTML, URLs, JSON and JavaScript write them, once or twice escaped; other entities and escapes. */
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
 * In a secret that somebody cut into pieces, tags and entities are what stands between the letters.
 * Or they hold them: what looks like a tag may be a secret in angle brackets.
 */
const PATTERNS = [
  [HTML_TAG, CHARACTER_REFERENCE, ALPHANUMERIC],
  [HTML_TAG, ALPHANUMERIC],
  [CHARACTER_REFERENCE, ALPHANUMERIC],
  [ALPHANUMERIC],
].map((alternatives) => new RegExp(alternatives.join('|'), 'giu'));

const MAX_CODE_POINT = 0x10ffff;

interface CharPosition {
  /** In lower case: what was cut up may have been changed that way too. */
  readonly char: string;
  /** Where it stands in the text, and where what follows it begins. */
  readonly start: number;
  readonly end: number;
}

function normalizedChars(text: string, pattern = new RegExp(ALPHANUMERIC, 'gu')): CharPosition[] {
  return Array.from(text.matchAll(pattern)).flatMap(({ 0: match, groups, index }) => {
    const { hex, decimal, octal } = groups ?? {};
    const code = Number(decimal ?? (hex && `0x${hex}`) ?? (octal && `0o${octal}`));
    const decoded = code <= MAX_CODE_POINT ? String.fromCodePoint(code) : match;
    // Wide letters and the like are read as the plain ones that they stand for.
    const char = decoded.normalize('NFKC').toLowerCase();
    return /^[a-z0-9]$/.test(char) ? [{ char, start: index, end: index + match.length }] : [];
  });
}

/** Where in a text something stands. */
type TextRange = Pick<CharPosition, 'start' | 'end'>;

/** Every run of 12 letters, by the place at which it begins. */
function windows(chars: readonly CharPosition[]): string[] {
  const joined = chars.map(({ char }) => char).join('');
  const count = Math.max(0, joined.length - MIN_FRAGMENT_LENGTH + 1);
  return Array.from({ length: count }, (_, start) =>
    joined.slice(start, start + MIN_FRAGMENT_LENGTH),
  );
}

/**
 * Takes out of a text from outside every stretch of 12 letters and digits or more that one of the
 * secrets has too, however it is cut into pieces, quoted or escaped.
 */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  const secretWindows = new Set(secrets.flatMap((secret) => windows(normalizedChars(secret))));
  const ranges = PATTERNS.flatMap((pattern) => {
    const chars = normalizedChars(text, pattern);
    return windows(chars).flatMap((window, index) => {
      if (!secretWindows.has(window)) return [];
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
