import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isTransientStatus } from '../../src/http/errors.ts';

it('only the HTTP statuses 408, 429 and 5xx are transient', () => {
  const statuses = [200, 302, 400, 407, 408, 409, 428, 429, 430, 499, 500, 503, 599];
  assert.deepEqual(statuses.filter(isTransientStatus), [408, 429, 500, 503, 599]);
});
