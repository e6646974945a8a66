import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseKeyValues } from '../../../support/runner/command-files.ts';

describe('parseKeyValues', () => {
  const LINES = ['a=1=2', 'b<<END', 'first', '', 'c=no name', 'END', '', 'd=', 'e=<<x', ''];
  const VALUES = { a: '1=2', b: 'first\n\nc=no name', d: '', e: '<<x' };

  it('reads names and values', () => {
    assert.deepEqual(parseKeyValues(LINES.join('\n'), 'linux'), VALUES);
    assert.deepEqual(parseKeyValues(`\uFEFF${LINES.join('\n')}`, 'linux'), VALUES);
    assert.deepEqual(parseKeyValues('a=1', 'linux'), { a: '1' });
  });

  it('treats CRLF as the end of a line only on Windows', () => {
    const text = LINES.join('\r\n');
    assert.deepEqual(parseKeyValues(text, 'win32'), VALUES);
    assert.deepEqual(parseKeyValues('a=1\r\n', 'linux'), { a: '1\r' });
    assert.throws(() => parseKeyValues('a<<END\r\n1\r\nEND\n', 'linux'), /delimiter not found: a/);
  });

  it('returns nothing for an empty file', () => {
    assert.deepEqual(parseKeyValues(''), {});
  });

  const invalid = [
    ['a<<END\nvalue\n', /Matching delimiter not found: a/],
    ['a<<END\nvalue\nEND', /EOF marker missing new line: a/],
    ['a<<\n', /Invalid format/],
    ['<<END\nEND\n', /Invalid format/],
    ['=value\n', /Invalid format/],
    ['no separator\n', /Invalid format/],
  ] as const;
  for (const [text, pattern] of invalid) {
    it(`rejects ${JSON.stringify(text)}`, () => assert.throws(() => parseKeyValues(text), pattern));
  }
});
