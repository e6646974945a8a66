import assert from 'node:assert/strict';
import { it } from 'node:test';
import { realRuntime } from '../src/runtime.ts';
import { catchError } from './helpers/crypto.ts';

it('a wait of the real world ends by itself, or is broken off', async () => {
  const before = performance.now();
  await realRuntime.sleep(20);
  assert.ok(performance.now() - before > 10);

  const broken = new AbortController();
  const wait = realRuntime.sleep(60_000, broken.signal);
  broken.abort();
  assert.equal(((await catchError(() => wait)) as Error).name, 'AbortError');
});
