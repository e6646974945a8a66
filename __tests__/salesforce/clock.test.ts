import assert from 'node:assert/strict';
import { it } from 'node:test';
import { clockSkew, isSkewed } from '../../src/salesforce/clock.ts';

it('the clock skew is the server time minus the local time, in whole seconds', () => {
  assert.equal(clockSkew(61_400, 0), 61);
  assert.equal(clockSkew(0, 61_600), -62);
});

it('a clock counts as skewed if it differs by 31 seconds or more in either direction', () => {
  assert.deepEqual([0, 30, -30, 31, -31].map(isSkewed), [false, false, false, true, true]);
});
