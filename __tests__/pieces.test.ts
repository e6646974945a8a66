import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasPiece, SHORTEST_PIECE } from '../src/pieces.ts';

const SECRET = 'AQEAQJ.kd_83jxZZ90PPmm21';
const has = (value: string) => hasPiece(value, ['another', SECRET]);

describe('a piece of a secret', () => {
  it('has as many letters and digits as the contract says', () => assert.equal(SHORTEST_PIECE, 12));

  for (const value of [
    SECRET,
    'AQEAQJkd83jx',
    'x_aqeaqjKD83jx_x',
    'AQE AQJ kd 83jx',
    'm JXZZ90PPMM21',
  ])
    it(`is found in ${value}`, () => assert.ok(has(value)));

  for (const value of ['', 'another', 'AQEAQJkd83j', 'AQEAQJkd83j PPmm21', 'api refresh_token'])
    it(`is not found in ${value || 'nothing'}`, () => assert.ok(!has(value)));

  it('is none where there is no secret', () => assert.ok(!hasPiece(SECRET, [])));
});
