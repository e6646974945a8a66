import assert from 'node:assert/strict';
import { it } from 'node:test';
import { realWorld } from '../src/world.ts';
import { thrownBy } from './helpers/support.ts';

it('a wait of the real world ends by itself, or is broken off', async () => {
  const before = performance.now();
  await realWorld.sleep(20);
  assert.ok(performance.now() - before > 10);

  const broken = new AbortController();
  const wait = realWorld.sleep(60_000, broken.signal);
  broken.abort();
  assert.equal(((await thrownBy(() => wait)) as Error).name, 'AbortError');
});
