import assert from 'node:assert/strict';
import { it } from 'node:test';
import { hasSavedState, STATE } from '../../src/runner/state.ts';

it('hasSavedState returns true only if main saved the token or its digest', () => {
  for (const name of [STATE.accessToken, STATE.tokenDigest]) {
    assert.equal(hasSavedState({ [`STATE_${name}`]: 'x' }), true, name);
    assert.equal(hasSavedState({ [name]: 'x', [`STATE_${name}`]: '' }), false, name);
  }
  assert.equal(hasSavedState({ [`STATE_${STATE.instanceUrl}`]: 'x' }), false);
  assert.equal(hasSavedState({}), false);
});
