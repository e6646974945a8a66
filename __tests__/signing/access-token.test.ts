import assert from 'node:assert/strict';
import { it } from 'node:test';
import { cachedToken } from '../../src/signing/access-token.ts';

it('cachedToken requests the token once, and again only after a failed request', async () => {
  const deadlines: number[] = [];
  const token = cachedToken(async (deadline) => {
    deadlines.push(deadline);
    if (deadlines.length === 1) throw new Error('not yet');
    return 'token';
  });
  await assert.rejects(token(1), /not yet/);
  assert.equal(await token(2), 'token');
  assert.equal(await token(3), 'token');
  assert.deepEqual(deadlines, [1, 2]);
});
