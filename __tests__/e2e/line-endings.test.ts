import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../support/runner/action.ts';

/** What reads the output of a step most closely. */
const TESTS = ['sign-in', 'post'].map((name) => `__tests__/e2e/${name}.test.ts`);

describe('with the line ends of Windows', () => {
  it('the tests of a step pass, whoever wrote its output', () => {
    const preload = pathToFileURL(join(ROOT, '__tests__/helpers/crlf.mjs')).href;
    // Without the variable of the runner that runs this file, the inner one would do nothing.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { status, stdout } = spawnSync(
      process.execPath,
      // What waits for a timeout would wait for it twice.
      ['--test', '--test-reporter=tap', '--test-skip-pattern=stalled', ...TESTS],
      // Relative to here: as a pattern, a path to this folder could match another or none.
      {
        cwd: ROOT,
        env: { ...env, NODE_OPTIONS: `--import=${preload}` },
        encoding: 'utf8',
      },
    );
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^# pass [1-9]\d$/m);
  });
});
