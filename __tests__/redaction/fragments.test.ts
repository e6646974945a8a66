import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { containsFragment, MIN_FRAGMENT_LENGTH } from '../../src/redaction/fragments.ts';

const SECRET = 'AQEAQJ.kd_83jxZZ90PPmm21';
const containsSecret = (value: string) => containsFragment(value, ['another', SECRET]);

describe('a piece of a secret', () => {
  it('has as many letters and digits as the contract says', () =>
    assert.equal(MIN_FRAGMENT_LENGTH, 12));

  for (const value of [
    SECRET,
    'AQEAQJkd83jx',
    'x_aqeaqjKD83jx_x',
    'AQE AQJ kd 83jx',
    'm JXZZ90PPMM21',
  ])
    it(`is found in ${value}`, () => assert.ok(containsSecret(value)));

  for (const value of ['', 'another', 'AQEAQJkd83j', 'AQEAQJkd83j PPmm21', 'api refresh_token'])
    it(`is not found in ${value || 'nothing'}`, () => assert.ok(!containsSecret(value)));

  it('is none where there is no secret', () => assert.ok(!containsFragment(SECRET, [])));
});
