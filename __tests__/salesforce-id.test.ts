import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checksum, readId, toId18 } from '../src/salesforce-id.ts';

/**
 * IDs in their forms of 15 and 18 characters. The last two have no uppercase letters and only
 * uppercase letters, respectively.
 */
const KNOWN_IDS = [
  ['00D000000000062', '00D000000000062EAA'],
  ['005B0000002NoRp', '005B0000002NoRpIAK'],
  ['001A0000006Vm9r', '001A0000006Vm9rIAC'],
  ['000000000000000', '000000000000000AAA'],
  ['ZZZZZZZZZZZZZZZ', 'ZZZZZZZZZZZZZZZ555'],
] as const;

/**
 * Computes the checksum as Salesforce's help article describes it: each group of five characters,
 * read backward, is a binary number in which an uppercase letter is 1 and any other character is 0.
 */
function independentChecksum(id15: string): string {
  return [id15.slice(0, 5), id15.slice(5, 10), id15.slice(10, 15)]
    .map((group) => {
      const bits = [...group].reverse().map((char) => (char >= 'A' && char <= 'Z' ? '1' : '0'));
      return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[Number.parseInt(bits.join(''), 2)];
    })
    .join('');
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const anyId15 = fc.string({
  unit: fc.constantFrom(...letters),
  minLength: 15,
  maxLength: 15,
});

describe('a Salesforce ID', () => {
  for (const [id15, id18] of KNOWN_IDS) {
    it(`is converted from ${id15} to ${id18}`, () => {
      assert.equal(toId18(id15), id18);
      assert.equal(toId18(id18), id18);
    });
  }

  it('has the checksum that an independent implementation computes', () => {
    fc.assert(fc.property(anyId15, (id) => assert.equal(checksum(id), independentChecksum(id))));
  });

  it('is rejected if it has 18 characters and the case of one letter is wrong', () => {
    const position = fc.nat({ max: 14 });
    fc.assert(
      fc.property(anyId15, position, (id, index) => {
        const char = id.charAt(index);
        const swapped = char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase();
        fc.pre(swapped !== char);
        const changed = id.slice(0, index) + swapped + id.slice(index + 1);
        assert.equal(toId18(changed + checksum(id)), undefined);
      }),
    );
  });
});

describe('an ID that is read from a response', () => {
  const table = [
    ['00D', '00D000000000062', '00D000000000062EAA'],
    ['00D', '00D000000000062EAA', '00D000000000062EAA'],
    ['005', '005B0000002NoRp', '005B0000002NoRpIAK'],
    ['00D', '00D000000000062XXX', '00D000000000062XXX'],
    ['00D', '00d000000000062', ''],
    ['00D', '005000000000062', ''],
    ['005', '00D000000000062', ''],
    ['00D', '00D00000000006', ''],
    ['00D', '00D0000000000622', ''],
    ['00D', '00D000000000062EA', ''],
    ['00D', '00D000000000062EAAA', ''],
    ['00D', '00D00000000006!', ''],
    ['00D', '00D_00000000062', ''],
    ['00D', ' 00D000000000062', ''],
    ['00D', '00D000000000062\n', ''],
    ['00D', '', ''],
    ['00D', undefined, ''],
    ['00D', ['00D000000000062EAA'], ''],
  ] as const;
  for (const [prefix, id, expected] of table) {
    it(`is ${expected || 'empty'} if the value is ${JSON.stringify(id) ?? 'missing'} and the prefix must be ${prefix}`, () => {
      assert.equal(readId(prefix, id), expected);
    });
  }
});
