/**
 * Tolerant parsing of PEM (RFC 7468). In a value from a secret, line breaks may be missing, doubled or
 * written as `\n`, and the value may be quoted, indented, encoded as base64, or surrounded by other text.
 */

export interface PemBlock {
  /** The label, such as `PRIVATE KEY` or `CERTIFICATE`. */
  readonly label: string;
  /** The text between the boundaries, unchanged. */
  readonly content: string;
}

/**
 * Maximum number of base64 layers. Two tools may each have added one; a value with more layers is not a
 * key.
 */
const MAX_BASE64_LAYERS = 2;

/** Matches encapsulation boundaries (RFC 7468, section 2). */
const BOUNDARY = /-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----/g;

/**
 * Reverts changes that secret stores, shells, editors and programming languages commonly make, and
 * decodes base64 of PEM.
 * @returns the original text, with `\n` line breaks
 */
export function normalizePem(value: string): string {
  return decodedLayers(value).at(-1) as string;
}

/** Returns the normalized text, followed by the text after removing each layer of base64. */
function decodedLayers(value: string): string[] {
  let text = normalizeText(value);
  const layers = [text];
  while (layers.length <= MAX_BASE64_LAYERS && !text.includes('-----BEGIN')) {
    const bytes = fromBase64(text);
    if (!bytes) break;
    text = normalizeText(decodeText(bytes));
    if (!text.includes('-----BEGIN') && !fromBase64(text)) break;
    layers.push(text);
  }
  return layers;
}

function normalizeText(value: string): string {
  return (
    value
      // Remove invisible characters, such as a byte order mark.
      .replace(/\p{Cf}/gu, '')
      // Nested JSON doubles backslashes.
      .replace(/\\+/g, '\\')
      .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/(?:\\r)?\\n|\\r|\r\n?/g, '\n')
      .replace(/\\t|\p{Zs}/gu, ' ')
      .trim()
      .replace(/^(['"`])([\s\S]*)\1$/, '$2')
      .trim()
  );
}

function decodeText(bytes: Buffer): string {
  // PowerShell's `>` and [Text.Encoding]::Unicode write UTF-16.
  return bytes.toString(bytes[1] === 0 || bytes[0] === 0xff ? 'utf16le' : 'utf8');
}

/**
 * Decodes base64 or base64url, with or without line breaks. Returns undefined for any other input.
 */
export function fromBase64(text: string): Buffer | undefined {
  const compact = text.replace(/\s+/g, '');
  // No key or certificate is that short. A word such as "secret" must not be mistaken for base64.
  if (compact.length < 64 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return undefined;
  // Reject an incomplete boundary line, because its hyphens would be valid base64url.
  if (compact.includes('-----')) return undefined;
  return Buffer.from(compact, 'base64');
}

/** Returns the blocks between `-----BEGIN X-----` and `-----END X-----`, in order. */
export function pemBlocks(text: string): PemBlock[] {
  return pemSections(text).flatMap(({ content, begin, end }) =>
    begin !== undefined && begin === end ? [{ label: begin, content }] : [],
  );
}

interface PemSection {
  readonly content: string;
  /** Label of the boundary before the section if it is a `BEGIN` boundary. */
  readonly begin?: string | undefined;
  /** Label of the boundary after the section if it is an `END` boundary. */
  readonly end?: string | undefined;
}

/** Splits the text at its boundaries in a single pass. */
function pemSections(text: string): PemSection[] {
  const parts = text.split(BOUNDARY);
  const sections: PemSection[] = [];
  for (let i = 0; i < parts.length; i += 3) {
    sections.push({
      content: parts[i] as string,
      begin: parts[i - 2] === 'BEGIN' ? parts[i - 1] : undefined,
      end: parts[i + 1] === 'END' ? parts[i + 2] : undefined,
    });
  }
  return sections;
}

/**
 * Returns the base64 of a block. Removes characters that are copied from code or lists: quotes, commas,
 * bullets, and `+` between strings.
 */
export function base64Body(content: string): string {
  return content.replace(RFC1421_HEADERS, '').replace(/["'`]\s*\+\s*["'`]|[^A-Za-z0-9+/=]/g, '');
}

/** Formats a block with 64 characters per line (RFC 7468, section 2). */
export function toPem(label: string, base64: string, headers: readonly string[] = []): string {
  const body = base64.match(/.{1,64}/g) ?? [];
  const headerLines = headers.length > 0 ? [...headers, ''] : [];
  return [`-----BEGIN ${label}-----`, ...headerLines, ...body, `-----END ${label}-----`, ''].join(
    '\n',
  );
}

/**
 * Returns all forms in which the log could contain part of a pasted key: the lines as pasted, the lines
 * as a tool would print them, and the body without line breaks. Excludes boundaries and strings of less
 * than 16 characters, whose masks would hide ordinary words.
 */
export function keyMasks(value: string): string[] {
  const texts = decodedLayers(value);
  const masks = [
    ...texts.flatMap((text) => pemSections(text).flatMap(masksForSection)),
    // If the output of `openssl pkey -text` was pasted, it contains the key as a hex dump.
    ...texts.flatMap((text) => text.match(/(?:[\da-f]{2}:){5,}[\da-f]{2}/gi) ?? []),
    ...linesWithEscapes(value),
    // Without a key, the value may be another secret, such as an SFDX auth URL, so it is masked unless
    // it is an ordinary URL.
    ...(texts.some((text) => /-----(BEGIN|END) /.test(text))
      ? []
      : value.split(/\s+|\\[nr]|-{5,}/).filter((word) => !/^https?:/.test(word))),
  ];
  return [...new Set(masks)].filter((mask) => mask.length >= 16 && !mask.includes('-----'));
}

/** Returns the pasted lines that contain escapes or invisible characters. */
function linesWithEscapes(value: string): string[] {
  const escapePattern = /\\[u/]|\p{Cf}/u;
  if (!escapePattern.test(value)) return [];
  return Array.from(value.matchAll(/[\w+/=\\\p{Cf}-]{16,}/gu), ([match]) => match)
    .filter((fragment) => escapePattern.test(fragment))
    .flatMap((fragment) => fragment.split(/\\[nrt]/))
    .map((line) => line.trim());
}

function masksForSection({ content, begin, end }: PemSection): string[] {
  const isKey = (begin ?? end ?? '').endsWith('PRIVATE KEY');
  const isBare = fromBase64(content) !== undefined;
  const lines: string[] = [];
  let lastEnd = Number.NEGATIVE_INFINITY;
  const text = content.replace(RFC1421_HEADERS, '').replace(/-{5,}/g, ' ');
  for (const { 0: line, index } of text.matchAll(/[\w+/-]{16,}={0,2}/g)) {
    // Does not mask names, hosts and dates around a key. In a body without boundaries, only the last
    // line is short, and it directly follows the others.
    if (!isKey && !isBare && !BODY_LINE.test(line) && index - lastEnd > 8) continue;
    lines.push(line);
    lastEnd = index + line.length;
  }
  const body = isKey ? base64Body(content) : isBare ? content.replace(/\s+/g, '') : lines.join('');
  // If base64url was pasted, also mask standard base64, because tools print that.
  const standardBase64 = body.replaceAll('-', '+').replaceAll('_', '/');
  return [
    ...lines,
    // Also mask whole lines, because they may contain spaces between groups: `MIIE vgIB …`.
    ...(isKey || isBare ? text.split('\n').map((line) => line.trim()) : []),
    ...[body, standardBase64].flatMap((base64) => [base64, ...(base64.match(/.{1,64}/g) ?? [])]),
  ];
}

const BODY_LINE = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{40,}$/;

/**
 * Returns true if `value` contains the boundary of a private key, or base64 that begins like one.
 */
export function containsKey(value: string): boolean {
  return decodedLayers(value).some((text) => PRIVATE_KEY_PATTERN.test(text));
}

/**
 * Matches a boundary, the beginning of PKCS#1 or PKCS#8 in base64, or the base64 identifier of PKCS#5
 * encryption.
 */
const PRIVATE_KEY_PATTERN =
  /(BEGIN|END) ([A-Z]{1,9} ){0,3}PRIVATE KEY|MII[\w+/]{2}[AQgw]IBA|BgkqhkiG9w0BBQ/;

/**
 * Matches the two header lines of an encrypted PKCS#1 key (RFC 1421, section 4.6). Requires an IV of
 * the length that the cipher uses, so that it also matches if the line breaks are missing.
 */
export const RFC1421_HEADERS =
  /Proc-Type:\W*4,\W*ENCRYPTED\W*DEK-Info:\W*((?:AES|ARIA|CAMELLIA)-\d+-CBC,\W*[0-9A-F]{32}|DES(?:-EDE3)?-CBC,\W*[0-9A-F]{16})/i;
