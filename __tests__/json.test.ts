import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRecord } from '../src/json.ts';

describe('isRecord', () => {
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
    it(`returns ${expected} for the value ${JSON.stringify(value)}`, () => {
      assert.equal(isRecord(value), expected);
    });
  }
});
