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
const MAX_WRAPPINGS = 2;

/**
 * Undoes what secrets stores, shells and editors do to a text; unwraps base64 of a PEM.
 * @returns the text that was meant, with `\n` line breaks
 */
export function unmangle(value: string): string {
  let text = tidy(value);
  for (let i = 0; i < MAX_WRAPPINGS && !text.includes('-----BEGIN'); i++) {
    const bytes = fromBase64(text);
    if (!bytes) break;
    const inner = tidy(decodeText(bytes));
    if (!inner.includes('-----BEGIN') && !fromBase64(inner)) break;
    text = inner;
  }
  return text;
}

function tidy(value: string): string {
  return value
    .replace(/[\uFEFF\u200B]/g, '')
    .replace(/(?:\\r)?\\n|\\r|\r\n?/g, '\n')
    .replace(/\u00A0/g, ' ')
    .trim()
    .replace(/^(['"`])([\s\S]*)\1$/, '$2')
    .trim();
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
  const armour = /-----BEGIN ([A-Z0-9 ]+?)-----([\s\S]*?)-----END \1-----/g;
  return Array.from(text.matchAll(armour), ([, label = '', content = '']) => ({ label, content }));
}

/** A block written as RFC 7468 wants it: 64 characters a line. */
export function toPem(label: string, base64: string, headers: readonly string[] = []): string {
  const body = base64.match(/.{1,64}/g) ?? [];
  const head = headers.length > 0 ? [...headers, ''] : [];
  return [`-----BEGIN ${label}-----`, ...head, ...body, `-----END ${label}-----`, ''].join('\n');
}

/**
 * Everything that the log could show of a pasted key, one line each, so that the runner can mask
 * it: the lines as they were pasted, as a tool would print them, and the body without line breaks.
 * Never an armour line and nothing under 16 characters, which would turn ordinary words into `***`.
 */
export function keyMasks(value: string): string[] {
  const text = unmangle(value);
  const keys = pemBlocks(text).filter(({ label }) => label.endsWith('PRIVATE KEY'));
  // Without a whole key in it, the value may still be one that was cut, or its bare body.
  const bodies = (keys.length > 0 ? keys.map(({ content }) => content) : [text]).map((body) =>
    body.replace(LEGACY_HEADERS, '').replace(ARMOUR_LINE, '\n'),
  );
  // Around a key stand names, hosts and dates, which the log needs.
  const pasted = value.includes('-----BEGIN') ? bodies : [value, ...bodies];
  const lines = pasted.flatMap((part) => part.split(/\s+|\\r|\\n/));
  const joined = bodies.map((body) => body.replace(/\s+/g, ''));
  const wrapped = joined.flatMap((body) => body.match(/.{1,64}/g) ?? []);
  // What is no key may be another secret, such as an auth URL; but hardly a page's address.
  const secret = keys.length > 0 ? /^[\w+/=-]{16,}$/ : /^(?!https?:).{16,}$/s;
  return [...new Set([...lines, ...joined, ...wrapped])].filter(
    (line) => secret.test(line) && !line.includes('-----'),
  );
}

const ARMOUR_LINE = /-----(?:BEGIN|END) [A-Z0-9 ]+-----/g;

/**
 * The two header lines of an encrypted PKCS#1 key (RFC 1421, section 4.6), also where the line
 * breaks are gone: then only the length that the cipher gives tells where its IV ends.
 */
export const LEGACY_HEADERS =
  /Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*((?:AES|ARIA|CAMELLIA)-\d+-CBC,\s*[0-9A-F]{32}|DES(?:-EDE3)?-CBC,\s*[0-9A-F]{16})/i;
