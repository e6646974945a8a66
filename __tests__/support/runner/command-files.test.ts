import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseKeyValues } from '../../../support/runner/command-files.ts';

describe('parseKeyValues', () => {
  for (const [name, end] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ] as const) {
    it(`reads names and values if lines end in ${name}`, () => {
      const lines = ['a=1=2', 'b<<END', 'first', '', 'c=no name', 'END', '', 'd='];
      assert.deepEqual(parseKeyValues(lines.join(end) + end), {
        a: '1=2',
        b: 'first\n\nc=no name',
        d: '',
      });
    });
  }

  it('returns nothing for an empty file', () => {
    assert.deepEqual(parseKeyValues(''), {});
  });

  it('rejects a missing delimiter', () => {
    assert.throws(() => parseKeyValues('a<<END\nvalue\n'), /The delimiter of a is missing/);
  });
});
