/** The check of the check: with one slip in the file, each case must fail, and name the file. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CASES, nameOf } from './cases/all.ts';
import { type ProcessWatch, watchProcesses } from './processes.ts';
import { runCase, textOf } from './trial.ts';

const AT_A_TIME = 2;

describe('a slip is seen', { concurrency: AT_A_TIME }, () => {
  let watch: ProcessWatch;

  before(() => {
    watch = watchProcesses();
  });
  after(() => watch.stop());

  for (const example of CASES) {
    const [right, wrong] = example.slip;
    it(`${nameOf(example)}: ${right} → ${wrong}`, async () => {
      const text = textOf(example);
      assert.ok(text.includes(right), `${example.file} has no "${right}" to change`);
      const { complaints } = await runCase(example, watch, text.replace(right, wrong));
      assert.notDeepEqual(complaints, [], `${example.file}: nobody saw the slip`);
    });
  }
});
