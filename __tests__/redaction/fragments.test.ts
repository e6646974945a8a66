import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { containsFragment } from '../../src/redaction/fragments.ts';

const SECRET = 'AQEAQJ.kd_83jxZZ90PPmm21';
const containsSecret = (value: string) => containsFragment(value, ['another', SECRET]);

describe('a fragment of a secret', () => {
  for (const value of [
    SECRET,
    'AQEAQJkd83jx',
    'x_aqeaqjKD83jx_x',
    'AQE AQJ kd 83jx',
    'm JXZZ90PPMM21',
  ])
    it(`is found in ${value}`, () => assert.ok(containsSecret(value)));

  for (const value of ['', 'another', 'AQEAQJkd83j', 'AQEAQJkd83j PPmm21', 'api refresh_token'])
    it(`is not found in ${value || 'an empty string'}`, () => assert.ok(!containsSecret(value)));

  it('is not found if there are no secrets', () => assert.ok(!containsFragment(SECRET, [])));
});
