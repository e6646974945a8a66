import assert from 'node:assert/strict';
import { it } from 'node:test';
import { realRuntime } from '../src/runtime.ts';
import { catchError } from './helpers/errors.ts';

it('the real sleep function resolves without a signal, and rejects if its signal is aborted', async () => {
  await realRuntime.sleep(1);

  const controller = new AbortController();
  const pending = realRuntime.sleep(60_000, controller.signal);
  controller.abort();
  assert.equal(((await catchError(() => pending)) as Error).name, 'AbortError');
});
