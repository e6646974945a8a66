import assert from 'node:assert/strict';
import { it } from 'node:test';
import { hasSavedState, STATE } from '../../src/runner/state.ts';

it('there is something to do where main saved the token or its digest, as the runner tells it', () => {
  for (const name of [STATE.accessToken, STATE.tokenDigest]) {
    assert.equal(hasSavedState({ [`STATE_${name}`]: 'x' }), true, name);
    assert.equal(hasSavedState({ [name]: 'x', [`STATE_${name}`]: '' }), false, name);
  }
  assert.equal(hasSavedState({ [`STATE_${STATE.instanceUrl}`]: 'x' }), false);
  assert.equal(hasSavedState({}), false);
});

it('what main leaves for post has a name of its own each', () => {
  const names = Object.values(STATE);
  assert.ok(names.every((name) => /^[a-z0-9-]+$/.test(name)));
  assert.equal(new Set(names).size, names.length);
});
