import assert from 'node:assert/strict';
import { it } from 'node:test';
import { explainFailure } from '../../src/diagnosis/explain.ts';
import type { Toolkit } from '../../src/world.ts';
import { fakeCore } from '../helpers/fake-core.ts';
import { aRun } from '../helpers/support.ts';

it('a runner that takes no summary is no further failure: the log has said everything', async () => {
  const toolkit = fakeCore();
  const summary = { addRaw: () => ({ write: () => Promise.reject(new Error('no file')) }) };
  await explainFailure(new TypeError('x'), {
    toolkit: { ...toolkit, summary: summary as unknown as Toolkit['summary'] },
    env: {},
    findings: aRun(),
    summaryWanted: true,
  });
  assert.deepEqual(
    toolkit.calls.map(([what]) => what),
    ['error'],
  );
});
