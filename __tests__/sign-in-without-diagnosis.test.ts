/** This is a separate file because the diagnosis must not have been loaded by another test. */
import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { it } from 'node:test';
import { run } from '../src/sign-in.ts';
import { fakeRuntime } from './helpers/fake-runtime.ts';

it('a failed sign-in logs one line and exits with 1 if the diagnosis cannot be loaded', async () => {
  const hooks = registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!specifier.endsWith('/explain.ts')) return nextResolve(specifier, context);
      throw Object.assign(new Error(`open ${specifier}`), { code: 'EMFILE' });
    },
  });
  const runtime = fakeRuntime({ inputs: {} });
  assert.equal(await run(runtime), 1);
  hooks.deregister();
  assert.deepEqual(runtime.callsTo('error'), [
    ['', 'Signing in to Salesforce failed: missing. Its explanation could not be loaded: EMFILE.'],
  ]);
});
