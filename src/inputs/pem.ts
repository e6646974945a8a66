/**
 * PEM (RFC 7468) as it comes out of a secret: with the line breaks lost, doubled or written as `\n`,
 * quoted, indented, wrapped in base64, with other text around it.
 */

export interface PemBlock {
  /** `PRIVATE KEY`, `CERTIFICATE`, … */
  readonly label: string;
  /** What stands between the two armour lines, as it was found. */
  readonly content: string;
}

/** A secret that is base64 of base64 has been through two tools; more than that is not a key. */
const MAX_BASE64_LAYERS = 2;

const BOUNDARY = /-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----/g;

/**
 * Undoes what secrets stores, shells, editors and programming languages do to a text; unwraps
 * base64 of a PEM.
 * @returns the text that was meant, with `\n` line breaks
 */
export function normalizePem(value: string): string {
  return decodedLayers(value).at(-1) as string;
}

/** The text without its wrappings, after each of them was taken off. */
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
      // Byte order mark, zero width and the like: nobody sees them.
      .replace(/\p{Cf}/gu, '')
      // JSON within JSON has its escapes escaped.
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

/** The bytes, when the whole text is base64 (or base64url), wrapped or not; otherwise undefined. */
export function fromBase64(text: string): Buffer | undefined {
  const compact = text.replace(/\s+/g, '');
  // The shortest useful thing in base64 is far longer; a word such as "secret" is not base64.
  if (compact.length < 64 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return undefined;
  // What is left of an armour line would pass for base64url.
  if (compact.includes('-----')) return undefined;
  return Buffer.from(compact, 'base64');
}

/** Every block between `-----BEGIN X-----` and `-----END X-----`, in order. */
export function pemBlocks(text: string): PemBlock[] {
  return pemSections(text).flatMap(({ content, begin, end }) =>
    begin !== undefined && begin === end ? [{ label: begin, content }] : [],
  );
}

interface PemSection {
  readonly content: string;
  /** Label of the armour line before it, where that begins a block. */
  readonly begin?: string | undefined;
  /** Label of the armour line after it, where that ends a block. */
  readonly end?: string | undefined;
}

/** The text cut at its armour lines. One pass, however many there are. */
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
 * The base64 of a block: what is no base64 between two armour lines (quotes, commas, list marks,
 * the `+` that joins strings) came from where it was copied.
 */
export function base64Body(content: string): string {
  return content.replace(RFC1421_HEADERS, '').replace(/["'`]\s*\+\s*["'`]|[^A-Za-z0-9+/=]/g, '');
}

/** A block written as RFC 7468 wants it: 64 characters a line. */
export function toPem(label: string, base64: string, headers: readonly string[] = []): string {
  const body = base64.match(/.{1,64}/g) ?? [];
  const headerLines = headers.length > 0 ? [...headers, ''] : [];
  return [`-----BEGIN ${label}-----`, ...headerLines, ...body, `-----END ${label}-----`, ''].join(
    '\n',
  );
}

/**
 * Everything that the log could show of a pasted key, one line each, so that the runner can mask
 * it: the lines as they were pasted, as a tool would print them, and the body without line breaks.
 * Never an armour line and nothing under 16 characters, which would turn ordinary words into `***`.
 */
export function keyMasks(value: string): string[] {
  const texts = decodedLayers(value);
  const masks = [
    ...texts.flatMap((text) => pemSections(text).flatMap(masksForSection)),
    // Its numbers, where it was pasted with what `openssl pkey -text` prints before it.
    ...texts.flatMap((text) => text.match(/(?:[\da-f]{2}:){5,}[\da-f]{2}/gi) ?? []),
    ...linesWithEscapes(value),
    // What is no key may be another secret, such as an auth URL; but hardly a page's address.
    ...(texts.some((text) => /-----(BEGIN|END) /.test(text))
      ? []
      : value.split(/\s+|\\[nr]|-{5,}/).filter((word) => !/^https?:/.test(word))),
  ];
  return [...new Set(masks)].filter((mask) => mask.length >= 16 && !mask.includes('-----'));
}

/** Lines with something in them that `tidy` takes out. */
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
    // Around a key stand names, hosts and dates, which the log needs. Of a body without armour,
    // only the last line is short: it stands right behind the others.
    if (!isKey && !isBare && !BODY_LINE.test(line) && index - lastEnd > 8) continue;
    lines.push(line);
    lastEnd = index + line.length;
  }
  const body = isKey ? base64Body(content) : isBare ? content.replace(/\s+/g, '') : lines.join('');
  // The alphabet of URLs may have been pasted. Tools print the other.
  const standardBase64 = body.replaceAll('-', '+').replaceAll('_', '/');
  return [
    ...lines,
    // In groups: `MIIE vgIB …`.
    ...(isKey || isBare ? text.split('\n').map((line) => line.trim()) : []),
    ...[body, standardBase64].flatMap((base64) => [base64, ...(base64.match(/.{1,64}/g) ?? [])]),
  ];
}

const BODY_LINE = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{40,}$/;

/** Whether a text is, or holds, a private key: by an armour line, or by how its base64 begins. */
export function containsKey(value: string): boolean {
  return decodedLayers(value).some((text) => PRIVATE_KEY_PATTERN.test(text));
}

/** The armour; how PKCS#1 and PKCS#8 begin, in base64; the name of what encrypts PKCS#8. */
const PRIVATE_KEY_PATTERN =
  /(BEGIN|END) ([A-Z]{1,9} ){0,3}PRIVATE KEY|MII[\w+/]{2}[AQgw]IBA|BgkqhkiG9w0BBQ/;

/**
 * The two header lines of an encrypted PKCS#1 key (RFC 1421, section 4.6), also where the line
 * breaks are gone: then only the length that the cipher gives tells where its IV ends.
 */
export const RFC1421_HEADERS =
  /Proc-Type:\W*4,\W*ENCRYPTED\W*DEK-Info:\W*((?:AES|ARIA|CAMELLIA)-\d+-CBC,\W*[0-9A-F]{32}|DES(?:-EDE3)?-CBC,\W*[0-9A-F]{16})/i;
