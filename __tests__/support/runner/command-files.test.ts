import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseKeyValues } from '../../../support/runner/command-files.ts';

describe('a command file', () => {
  for (const [name, end] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ] as const) {
    it(`gives its names and values where lines end in ${name}`, () => {
      const lines = ['a=1=2', 'b<<END', 'first', '', 'c=no name', 'END', '', 'd='];
      assert.deepEqual(parseKeyValues(lines.join(end) + end), {
        a: '1=2',
        b: 'first\n\nc=no name',
        d: '',
      });
    });
  }

  it('is empty where nothing was written', () => {
    assert.deepEqual(parseKeyValues(''), {});
  });

  it('must end what it began', () => {
    assert.throws(() => parseKeyValues('a<<END\nvalue\n'), /no end for a/);
  });
});
