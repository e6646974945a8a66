/** Lawful shapes of a private key, and what secrets stores, shells and editors make of them. */
import type { KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { pkcs1, pkcs8, wrap } from './crypto.ts';

export const PASSPHRASE = ' pass phrase with blanks & ümlaut ';

export interface KeyShape {
  readonly name: string;
  readonly text: string;
  readonly encrypted: boolean;
}

const CIPHERS = ['aes-128-cbc', 'aes-256-cbc', 'des-ede3-cbc'] as const;

/** As Node writes them; `openssl` writes the same. */
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

/** What `openssl pkcs12`, or a hand that copies a whole file, leaves around the key. */
export const surroundingText = (certificate: string): ((pem: string) => string)[] => [
  (pem) => pem,
  (pem) => BAG_ATTRIBUTES + pem,
  (pem) => `${certificate}${BAG_ATTRIBUTES}${pem}`,
  (pem) => `${BAG_ATTRIBUTES}${pem}subject=CN = GitHub Actions\n\n${certificate}${certificate}`,
  (pem) => `# the key of the pipeline\nSF_KEY:\n${pem}# the end\n`,
];

/** Joins lines as they were not meant to be joined. */
const joiners = ['\n', '\r\n', '\r', '\\n', '\\r\\n', ' ', '', '\n\n', '\n \n', '\t', '\n\u00A0'];
const blanks = ['', ' ', '    ', '\t'];

const lineDamage = fc
  .tuple(fc.constantFrom(...blanks), fc.constantFrom(...blanks), fc.constantFrom(...joiners))
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

/** A key as it stands in source code, in a list, in JSON or in a mail. */
export const pasteVariants: Readonly<Record<string, TextTransform>> = {
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify({ key: text, of: 'the pipeline' })),
  'JSON, three times over': (text) => JSON.stringify(JSON.stringify(JSON.stringify(text))),
  'JSON as PHP writes it': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'JSON as .NET writes it': (text) => JSON.stringify(text).replaceAll('+', '\\u002B'),
  'a list in JSON': (text) => JSON.stringify(text.trim().split('\n')),
  'a list in JSON, a line each': (text) => JSON.stringify(text.trim().split('\n'), null, 2),
  'a list in YAML': linewise((line) => `  - ${line}`),
  'a list in YAML, quoted': linewise((line) => `- '${line}'`),
  'strings that are joined': linewise((line) => `"${line}\\n"`, ' +\n    '),
  'strings that are joined by dots': linewise((line) => `'${line}' .`),
  'strings one after the other': linewise((line) => `"${line}\\n"`),
  'commas at the ends of the lines': linewise((line) => `${line},`),
  'semicolons at the ends of the lines': linewise((line) => `${line};`),
  'backslashes at the ends of the lines': linewise((line) => `${line}\\`),
  'backslashes before the line breaks': linewise((line) => line, '\\n\\\n'),
  'an answered mail': linewise((line) => `> ${line}`),
  'a comment': linewise((line) => ` * ${line}`),
  'tabs written out': linewise((line) => `\\t${line}`),
  'zero-width characters within the lines': (text) => text.replace(/([^-\n]{9})/g, '$1\u200B'),
  'soft hyphens within the lines': (text) => text.replace(/([^-\n]{20})/g, '$1\u00AD'),
  'blanks of other kinds': (text) => text.replaceAll(' ', '\u2003'),
};

/** Any of it combined: surroundings, line ends, quotes, and up to two layers of base64. */
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
