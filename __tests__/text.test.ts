import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { harmless } from '../src/text.ts';
import { anyText, assertHarmless } from './helpers/foreign-text.ts';

const LONG = 'x y '.repeat(200);

describe('a text from outside', () => {
  const table: readonly (readonly [what: string, text: string, shown: string])[] = [
    ['plain words stay', 'expired authorization code', 'expired authorization code'],
    ['single colons stay', 'invalid_grant: a:b', 'invalid_grant: a:b'],
    ['accents and signs stay', 'Zugang – gesperrt für „ci“ 🔒', 'Zugang – gesperrt für „ci“ 🔒'],
    ['blanks around go', '  a \t b  ', 'a b'],
    ['line breaks become blanks', 'a\r\nb\u2028c\u2029d\u0085e', 'a b c d e'],
    ['a workflow command is broken up', '::error::x', ': :error: :x'],
    ['three colons are broken up too', ':::set-output:::', ': : :set-output: : :'],
    ['a command of the old form is broken up', 'a ##[add-mask]b', 'a # #[add-mask]b'],
    ['a command behind escaped line breaks', 'a%0A::debug::b', 'a%0A: :debug: :b'],
    ['colours go whole', '\u001B[31;1mred\u001B[0m', 'red'],
    ['a terminal title goes whole', 'a\u001B]0;title\u0007b\u001B]8;;x\u001B\\c', 'abc'],
    ['other escapes go', 'a\u001Bcb\u001B', 'ab'],
    ['a joined colour cannot hide a command', ':\u001B[m:error::', ': :error: :'],
    ['a reversed text is not reversed', 'a\u202Eb', 'a b'],
    ['what has no width goes', 'a\u200Bb\uFEFF', 'a b'],
    ['half a character goes', 'a\uD83Db', 'a b'],
    ['private characters go', 'a\uE000b', 'a b'],
    ['47 signs that could be a token stay', 'a'.repeat(47), 'a'.repeat(47)],
    ['48 signs that could be a token go', `a ${'Ab!.%-_+/=~9'.repeat(4)} b`, 'a […] b'],
    ['300 characters stay', LONG.slice(0, 299).concat('z'), LONG.slice(0, 299).concat('z')],
    ['301 characters are cut', LONG.slice(0, 300).concat('z'), `${LONG.slice(0, 300)}…`],
    ['nothing stays nothing', '', ''],
  ];
  for (const [what, text, shown] of table) {
    it(`is made safe: ${what}`, () => assert.equal(harmless(text), shown));
  }

  it('is cut where the caller wants it', () => assert.equal(harmless('a b c d', 3), 'a b…'));

  it('is not cut in the middle of a character', () => {
    assert.equal(harmless('a🔒b', 2), 'a…');
    assert.equal(harmless('a🔒b', 3), 'a🔒…');
  });

  it('is safe, whatever it was', () => {
    fc.assert(fc.property(anyText, (text) => assertHarmless(harmless(text))));
  });

  it('does not change when it is made safe again', () => {
    const short = anyText.filter((text) => text.length < 100);
    fc.assert(fc.property(short, (text) => assert.equal(harmless(harmless(text)), harmless(text))));
  });
});
