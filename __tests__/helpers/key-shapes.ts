/**
 * Valid forms of a private key, and the ways in which secret stores, shells and editors damage
 * them.
 */
import type { KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { pkcs1, pkcs8, wrap } from './crypto.ts';

export const PASSPHRASE = ' pass phrase with spaces & ümlaut ';

export interface KeyShape {
  readonly name: string;
  readonly text: string;
  readonly encrypted: boolean;
}

const CIPHERS = ['aes-128-cbc', 'aes-256-cbc', 'des-ede3-cbc'] as const;

/** Returns the key in the forms that Node and openssl write, without and with common ciphers. */
export function nodeShapes(key: KeyObject): KeyShape[] {
  const encrypted = (['pkcs8', 'pkcs1'] as const).flatMap((type) =>
    CIPHERS.map((cipher) => ({
      name: `encrypted ${type}, ${cipher}`,
      text: key.export({ type, format: 'pem', cipher, passphrase: PASSPHRASE }).toString(),
      encrypted: true,
    })),
  );
  return [
    { name: 'pkcs8', text: pkcs8(key), encrypted: false },
    { name: 'pkcs1', text: pkcs1(key), encrypted: false },
    ...encrypted,
  ];
}

const BAG_ATTRIBUTES = `Bag Attributes
    friendlyName: github
    localKeyID: 54 69 6D 65 20 31 37 30 30 30 30 30
Key Attributes: <No Attributes>
`;

/**
 * Returns functions that add the text that surrounds a key in the output of `openssl pkcs12` or in
 * a file that was copied completely.
 */
export const surroundingText = (certificate: string): ((pem: string) => string)[] => [
  (pem) => pem,
  (pem) => BAG_ATTRIBUTES + pem,
  (pem) => `${certificate}${BAG_ATTRIBUTES}${pem}`,
  (pem) => `${BAG_ATTRIBUTES}${pem}subject=CN = GitHub Actions\n\n${certificate}${certificate}`,
  (pem) => `# the key of the pipeline\nSF_KEY:\n${pem}# the end\n`,
];

/** Strings between the lines, most of them incorrect. */
const joiners = ['\n', '\r\n', '\r', '\\n', '\\r\\n', ' ', '', '\n\n', '\n \n', '\t', '\n\u00A0'];
const indentations = ['', ' ', '    ', '\t'];

const lineDamage = fc
  .tuple(
    fc.constantFrom(...indentations),
    fc.constantFrom(...indentations),
    fc.constantFrom(...joiners),
  )
  .map(
    ([indent, trail, joiner]) =>
      (text: string) =>
        text
          .trim()
          .split('\n')
          .map((line) => indent + line + trail)
          .join(joiner),
  );

type TextTransform = (text: string) => string;

const edges: readonly TextTransform[] = [
  (text) => text,
  (text) => `"${text}"`,
  (text) => `'${text}'`,
  (text) => `\`${text}\``,
  (text) => `\uFEFF${text}`,
  (text) => `\n\n ${text}\r\n\n`,
  (text) => `"${text}\\n"`,
  (text) => `\uFEFF"${text}\n"\n`,
];

export const encodings: readonly TextTransform[] = [
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => Buffer.from(text, 'utf16le').toString('base64'),
  (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').toString('base64'),
];

const wrapping = fc.tuple(fc.constantFrom(64, 76, 1000), lineDamage).map(
  ([width, damage]): TextTransform =>
    (text) =>
      damage(wrap(text, width).join('\n')),
);

const encoding = fc.tuple(fc.constantFrom(...encodings), wrapping, fc.constantFrom(...edges)).map(
  ([encode, wrapped, edge]): TextTransform =>
    (text) =>
      edge(wrapped(encode(text))),
);

const linewise =
  (change: (line: string) => string, joiner = '\n'): TextTransform =>
  (text) =>
    text.trim().split('\n').map(change).join(joiner);

/** Functions that write a key in a format from which users copy it, keyed by the format. */
export const pasteVariants: Readonly<Record<string, TextTransform>> = {
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify({ key: text, owner: 'the pipeline' })),
  'JSON, encoded three times': (text) => JSON.stringify(JSON.stringify(JSON.stringify(text))),
  'JSON as PHP writes it': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'JSON as .NET writes it': (text) => JSON.stringify(text).replaceAll('+', '\\u002B'),
  'a list in JSON': (text) => JSON.stringify(text.trim().split('\n')),
  'an indented list in JSON': (text) => JSON.stringify(text.trim().split('\n'), null, 2),
  'a list in YAML': linewise((line) => `  - ${line}`),
  'a quoted list in YAML': linewise((line) => `- '${line}'`),
  'strings joined by plus signs': linewise((line) => `"${line}\\n"`, ' +\n    '),
  'strings joined by dots': linewise((line) => `'${line}' .`),
  'adjacent strings': linewise((line) => `"${line}\\n"`),
  'lines that end in commas': linewise((line) => `${line},`),
  'lines that end in semicolons': linewise((line) => `${line};`),
  'lines that end in backslashes': linewise((line) => `${line}\\`),
  'lines with escaped line breaks and backslashes': linewise((line) => line, '\\n\\\n'),
  'an email reply': linewise((line) => `> ${line}`),
  'a code comment': linewise((line) => ` * ${line}`),
  'lines with escaped tabs': linewise((line) => `\\t${line}`),
  'lines with zero-width characters': (text) => text.replace(/([^-\n]{9})/g, '$1\u200B'),
  'lines with soft hyphens': (text) => text.replace(/([^-\n]{20})/g, '$1\u00AD'),
  'text with Unicode spaces': (text) => text.replaceAll(' ', '\u2003'),
};

/**
 * Generates functions that add surrounding text, line breaks, quotes and up to two layers of
 * base64.
 */
export const mangling = (certificate: string): fc.Arbitrary<TextTransform> =>
  fc
    .tuple(
      fc.constantFrom(...surroundingText(certificate)),
      lineDamage,
      fc.constantFrom(...edges),
      fc.array(encoding, { maxLength: 2 }),
    )
    .map(
      ([surround, damage, edge, layers]) =>
        (text) =>
          layers.reduce((inner, layer) => layer(inner), edge(damage(surround(text)))),
    );
