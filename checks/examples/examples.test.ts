/** Runs every example and every workflow of this repository unchanged in act, against the embedded org. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CASES, nameOf } from './cases/all.ts';
import { ROOT } from './paths.ts';
import { type ProcessWatcher, watchProcesses } from './processes.ts';
import { runCase } from './run-case.ts';

/** These two workflows only call an action of GitHub, which does not work outside GitHub. */
const NOT_RUN = ['.github/workflows/codeql.yml', '.github/workflows/dependency-review.yml'];

const CONCURRENCY = 2;

describe('examples and workflows in act', { concurrency: CONCURRENCY }, () => {
  let processes: ProcessWatcher;
  const table: string[] = [];

  before(() => {
    processes = watchProcesses();
  });
  after(() => {
    processes.stop();
    console.log(
      [
        '| case | event | result | requests | seconds |',
        '|---|---|---|---|---|',
        ...table.sort(),
      ].join('\n'),
    );
  });

  for (const example of CASES) {
    it(nameOf(example), async () => {
      const { problems, requests, result, seconds, log } = await runCase(example, processes);
      table.push(
        `| ${nameOf(example)} | ${example.event} | ${result} | ${requests.length} | ${seconds.toFixed(1)} |`,
      );
      const sentences = problems.map((problem) => `${nameOf(example)}: ${problem}`);
      assert.ok(sentences.length === 0, `${sentences.join('\n')}\n\n${log}`);
    });
  }
});

it('every example and every workflow has a case', () => {
  const files = ['examples', '.github/workflows'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((file) => `${folder}/${file}`),
  );
  const run = new Set([...CASES.map(({ file }) => file), ...NOT_RUN]);
  assert.deepEqual(
    files.filter((file) => !run.has(file)),
    [],
  );
});
