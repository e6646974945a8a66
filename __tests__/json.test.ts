import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRecord } from '../src/json.ts';

describe('a record', () => {
  const table: readonly (readonly [unknown, boolean])[] = [
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    [undefined, false],
    ['a', false],
    [1, false],
  ];
  for (const [value, expected] of table) {
    it(`${expected ? 'is' : 'is not'} ${JSON.stringify(value)}`, () => {
      assert.equal(isRecord(value), expected);
    });
  }
});
