import assert from 'node:assert/strict';
import { it } from 'node:test';
import { clockSkew, isSkewed } from '../../src/salesforce/clock.ts';

it('the skew is how far the server is ahead, in whole seconds', () => {
  assert.equal(clockSkew(61_400, 0), 61);
  assert.equal(clockSkew(0, 61_600), -62);
});

it('a skew matters from 31 seconds on, to either side', () => {
  assert.deepEqual([0, 30, -30, 31, -31].map(isSkewed), [false, false, false, true, true]);
});
