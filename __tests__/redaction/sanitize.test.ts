import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_LINE_LENGTH, oneLine } from '../../src/redaction/sanitize.ts';

describe('a text on one line', () => {
  const table: readonly (readonly [description: string, text: string, shown: string])[] = [
    ['a workflow command of the new form is not its business', '::error::x', '::error::x'],
    ['accents and signs stay', 'Zugang – gesperrt für „ci“ 🔒', 'Zugang – gesperrt für „ci“ 🔒'],
    ['blanks around go', '  a \t b  ', 'a b'],
    ['line breaks become blanks', 'a\r\nb\u2028c\u2029d\u0085e', 'a b c d e'],
    ['a command of the old form is broken up', 'a ##[add-mask]b', 'a # #[add-mask]b'],
    ['colours go whole', '\u001B[31;1mred\u001B[0m', 'red'],
    ['a terminal title goes whole', 'a\u001B]0;title\u0007b\u001B]8;;x\u001B\\c', 'abc'],
    ['a terminal title that never ends goes too', 'a\u001B]0;title', 'a'],
    ['other escapes go', 'a\u001Bcb\u001B', 'ab'],
    ['a reversed text is not reversed', 'a\u202Eb', 'a b'],
    ['what has no width goes', 'a\u200Bb\uFEFF', 'a b'],
    ['half a character goes', 'a\uD83Db', 'a b'],
    ['private characters go', 'a\uE000b', 'a b'],
    ['nothing stays nothing', '', ''],
  ];
  for (const [description, text, expected] of table) {
    it(`has nothing that moves, colours or commands: ${description}`, () =>
      assert.equal(oneLine(text), expected));
  }

  it('has 300 characters at most, and a sign that it was cut', () => {
    const longText = 'x y '.repeat(75);
    assert.equal(longText.length, MAX_LINE_LENGTH);
    assert.equal(oneLine(longText.replace(/ $/, 'z')), longText.replace(/ $/, 'z'));
    assert.equal(oneLine(`${longText}z`), `${longText}…`);
  });

  it('is cut where the caller wants it, and not in the middle of a character', () => {
    assert.equal(oneLine('a b c d', 3), 'a b…');
    assert.equal(oneLine('a🔒b', 2), 'a…');
    assert.equal(oneLine('a🔒b', 3), 'a🔒…');
  });
});
