import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../support/runner/action.ts';
import { THOROUGH } from '../helpers/thorough.ts';

/** The tests that check the output of a step most strictly. */
const TESTS = ['sign-in', 'post'].map((name) => `__tests__/e2e/${name}.test.ts`);

describe('Windows line endings', () => {
  const skip = THOROUGH ? false : 'It repeats other tests, so only .ci/run runs it.';
  it('do not break the tests of a step', { skip }, () => {
    const preload = pathToFileURL(join(ROOT, '__tests__/helpers/crlf.mjs')).href;
    // With this variable of the outer test runner, the inner one would run nothing.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { status, stdout } = spawnSync(
      process.execPath,
      // Tests that wait for a timeout are skipped, because they would wait twice.
      ['--test', '--test-reporter=tap', '--test-skip-pattern=stalled', ...TESTS],
      // The paths are relative, because an absolute path could contain characters of a glob pattern.
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
