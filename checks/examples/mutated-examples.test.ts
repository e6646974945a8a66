/** The check of the check: with one slip in the file, each case must fail, and name the file. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CASES, nameOf } from './cases/all.ts';
import { type ProcessWatcher, watchProcesses } from './processes.ts';
import { runCase, textOf } from './run-case.ts';

const CONCURRENCY = 2;

describe('a slip is seen', { concurrency: CONCURRENCY }, () => {
  let processes: ProcessWatcher;

  before(() => {
    processes = watchProcesses();
  });
  after(() => processes.stop());

  for (const example of CASES) {
    const [original, replacement] = example.mutation;
    it(`${nameOf(example)}: ${original} → ${replacement}`, async () => {
      const text = textOf(example);
      assert.ok(text.includes(original), `${example.file} has no "${original}" to change`);
      const { problems } = await runCase(example, processes, text.replace(original, replacement));
      assert.notDeepEqual(problems, [], `${example.file}: nobody saw the slip`);
    });
  }
});
