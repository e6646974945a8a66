import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_LINE_LENGTH, oneLine } from '../../src/redaction/one-line.ts';

describe('text that is reduced to one line', () => {
  const table: readonly (readonly [description: string, text: string, expected: string])[] = [
    [
      'keeps a workflow command of the :: form, which sanitize breaks up',
      '::error::x',
      '::error::x',
    ],
    [
      'keeps accents and punctuation',
      'Zugang – gesperrt für „ci“ 🔒',
      'Zugang – gesperrt für „ci“ 🔒',
    ],
    ['is stripped of surplus whitespace', '  a \t b  ', 'a b'],
    ['has spaces instead of line breaks', 'a\r\nb\u2028c\u2029d\u0085e', 'a b c d e'],
    ['cannot contain a workflow command of the ##[ form', 'a ##[add-mask]b', 'a # #[add-mask]b'],
    ['is stripped of color sequences', '\u001B[31;1mred\u001B[0m', 'red'],
    ['is stripped of a terminal title', 'a\u001B]0;title\u0007b\u001B]8;;x\u001B\\c', 'abc'],
    ['is stripped of a terminal title that never ends', 'a\u001B]0;title', 'a'],
    ['is stripped of other escape sequences', 'a\u001Bcb\u001B', 'ab'],
    ['has a space instead of a character that reverses the text', 'a\u202Eb', 'a b'],
    ['has a space instead of a zero-width character', 'a\u200Bb\uFEFF', 'a b'],
    ['has a space instead of half a surrogate pair', 'a\uD83Db', 'a b'],
    ['has a space instead of a private-use character', 'a\uE000b', 'a b'],
    ['stays empty if it is empty', '', ''],
  ];
  for (const [description, text, expected] of table) {
    it(description, () => assert.equal(oneLine(text), expected));
  }

  it('is truncated after 300 characters, and then ends with an ellipsis', () => {
    const longText = 'x y '.repeat(75);
    assert.equal(longText.length, MAX_LINE_LENGTH);
    assert.equal(oneLine(longText.replace(/ $/, 'z')), longText.replace(/ $/, 'z'));
    assert.equal(oneLine(`${longText}z`), `${longText}…`);
  });

  it('is truncated at the length that the caller passes, but not within a character', () => {
    assert.equal(oneLine('a b c d', 3), 'a b…');
    assert.equal(oneLine('a🔒b', 2), 'a…');
    assert.equal(oneLine('a🔒b', 3), 'a🔒…');
  });
});
