/** In a file of its own: here the explanation was never loaded before. */
import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { it } from 'node:test';
import { step } from '../src/step.ts';
import { fakeWorld } from './helpers/fake-world.ts';

it('a failure whose explanation cannot be loaded is told in one line, and leaves with 1', async () => {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (!specifier.endsWith('/explain.ts')) return next(specifier, context);
      throw Object.assign(new Error(`open ${specifier}`), { code: 'EMFILE' });
    },
  });
  const world = fakeWorld({ inputs: {} });
  assert.equal(await step(world), 1);
  hooks.deregister();
  assert.deepEqual(world.did('error'), [
    [
      '',
      'Signing in to Salesforce failed: missing. The explanation of it could not be loaded: EMFILE.',
    ],
  ]);
});
