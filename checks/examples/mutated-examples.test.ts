/** Tests the cases themselves: each case must fail if its file contains a mistake. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CASES, nameOf } from './cases/all.ts';
import { type ProcessWatcher, watchProcesses } from './processes.ts';
import { runCase, textOf } from './run-case.ts';

const CONCURRENCY = 2;

describe('mistakes in examples and workflows', { concurrency: CONCURRENCY }, () => {
  let processes: ProcessWatcher;

  before(() => {
    processes = watchProcesses();
  });
  after(() => processes.stop());

  for (const example of CASES) {
    const [original, replacement] = example.mutation;
    it(`are detected in ${nameOf(example)}: ${original} → ${replacement}`, async () => {
      const text = textOf(example);
      assert.ok(text.includes(original), `${example.file} does not contain "${original}"`);
      const { problems } = await runCase(example, processes, text.replace(original, replacement));
      assert.notDeepEqual(problems, [], `${example.file}: the case passes despite the mistake`);
    });
  }
});
