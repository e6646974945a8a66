import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../support/runner/action.ts';
import { THOROUGH } from '../helpers/thorough.ts';

/** The test files with the strictest checks of a step's output. */
const TESTS = ['sign-in', 'post'].map((name) => `__tests__/e2e/${name}.test.ts`);

describe('Windows line endings', () => {
  const skip = THOROUGH ? false : 'This repeats other tests, so only .ci/run runs it.';
  it('do not break the tests of the main step and the post step', { skip }, () => {
    const preload = pathToFileURL(join(ROOT, '__tests__/helpers/crlf.mjs')).href;
    // If this variable of the outer test runner were inherited, the inner one would not run
    // anything.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { status, stdout } = spawnSync(
      process.execPath,
      // Skips tests that wait for a timeout, because they would take as long again.
      ['--test', '--test-reporter=tap', '--test-skip-pattern=stalled', ...TESTS],
      // Uses relative paths, because an absolute path could contain characters of a glob pattern.
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
