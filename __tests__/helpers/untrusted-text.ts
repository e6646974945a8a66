/** Generators of untrusted strings, and a check that a string is safe to print. */
import assert from 'node:assert/strict';
import fc from 'fast-check';

/**
 * Generates any character, half of the time ASCII. fast-check's own `unit: 'binary'` takes a second
 * to initialize.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof(
    fc.integer({ max: 0x7f, min: 0 }),
    fc.integer({ max: 0x10_ffff, min: 0 }).filter((code) => code < 0xd800 || code > 0xdfff),
  )
  .map((code) => String.fromCodePoint(code));

/**
 * Generates a URL that is valid most of the time. `fc.webUrl` also takes a second to initialize.
 */
export const anyUrl: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'ftp://', '//', ''),
    fc.constantFrom('', 'user@', 'user:password@'),
    fc.constantFrom(
      'acme.my.salesforce.com',
      'evil.example',
      '127.0.0.1',
      '[::1]',
      'xn--e1afmkfd',
      'a',
    ),
    fc.constantFrom('', ':443', ':8080', ':99999'),
    fc.string({ unit: anyCharacter, maxLength: 20 }).map((path) => `/${path}`),
  )
  .map((parts) => parts.join(''));

const fragments = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.base64String({ maxLength: 120 }),
  fc.constantFrom(
    '::',
    ':',
    '\n',
    '\r',
    '%0A',
    '##[',
    '#',
    '[',
    '\u001B[31m',
    '\u001B]0;',
    '\u0007',
    '\u001B',
    '::add-mask::e',
    '::stop-commands::x',
    '##[add-mask]e',
    '\u202E',
    '\uD83D',
    '🔒',
    ' ',
    '<title>',
    '</html>',
    'eyJhbGciOiJSUzI1NiJ9.',
  ),
);

export const anyText: fc.Arbitrary<string> = fc
  .array(fragments, { maxLength: 40 })
  .map((parts) => parts.join(''));

export function assertSanitized(text: string): void {
  assert.doesNotMatch(text, /[\p{C}\p{Zl}\p{Zp}]/u, 'control or format characters');
  assert.doesNotMatch(text, /::|##\[/, 'the beginning of a workflow command');
  assert.doesNotMatch(text, /[\w.+/=~!%-]{48}/, 'something that could be a token');
  assert.ok(text.length <= 301, `${text.length} characters`);
}
