import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checksum, looksLikeOrgId, toId18 } from '../../src/inputs/salesforce-id.ts';

/** The same records in both forms; the last two are all lower and all upper case. */
const KNOWN_IDS = [
  ['00D000000000062', '00D000000000062EAA'],
  ['005B0000002NoRp', '005B0000002NoRpIAK'],
  ['001A0000006Vm9r', '001A0000006Vm9rIAC'],
  ['000000000000000', '000000000000000AAA'],
  ['ZZZZZZZZZZZZZZZ', 'ZZZZZZZZZZZZZZZ555'],
] as const;

/** As the help article words it: each group of five read backwards as a binary number. */
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

describe('an id of Salesforce', () => {
  for (const [id15, id18] of KNOWN_IDS) {
    it(`${id15} becomes ${id18}`, () => {
      assert.equal(toId18(id15), id18);
      assert.equal(toId18(id18), id18);
    });
  }

  it('has the check sum that an independent reading of the rule gives', () => {
    fc.assert(fc.property(anyId15, (id) => assert.equal(checksum(id), independentChecksum(id))));
  });

  it('of 18 characters is refused as soon as the case of one letter is changed', () => {
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

describe('an org id is recognised', () => {
  const table = [
    ['00D000000000062', true],
    ['00D000000000062EAA', true],
    ['00D000000000062XXX', true],
    ['00d000000000062', false],
    ['005000000000062', false],
    ['00D00000000006', false],
    ['00D0000000000622', false],
    ['00D000000000062EA', false],
    ['00D000000000062EAAA', false],
    ['00D00000000006!', false],
    [' 00D000000000062', false],
    ['00D000000000062\n', false],
    ['', false],
  ] as const;
  for (const [id, expected] of table) {
    it(`${JSON.stringify(id)}: ${expected ? 'yes' : 'no'}`, () => {
      assert.equal(looksLikeOrgId(id), expected);
    });
  }
});
