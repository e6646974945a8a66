import assert from 'node:assert/strict';
import { it } from 'node:test';
import { annotate } from '../../src/runner/annotate.ts';
import { fakeCore } from '../helpers/fake-core.ts';

it('a notice is given at its level, with its title', () => {
  const core = fakeCore();
  for (const level of ['notice', 'warning', 'error'] as const) {
    annotate(core, { level, title: `of ${level}`, message: 'm' });
  }
  assert.deepEqual(core.calls, [
    ['notice', 'of notice', 'm'],
    ['warning', 'of warning', 'm'],
    ['error', 'of error', 'm'],
  ]);
});
