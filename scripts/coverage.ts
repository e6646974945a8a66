/**
 * Runs all tests and fails if they cover less than 100 % of the lines, branches and functions of src/.
 * Tests that start the action run src/ instead of dist/, so that those processes are measured too.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { status } = spawnSync(
  process.execPath,
  [
    '--test',
    '--test-concurrency=4',
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    '--experimental-test-coverage',
    '--test-coverage-include=src/**',
    '--test-coverage-lines=100',
    '--test-coverage-branches=100',
    '--test-coverage-functions=100',
    '__tests__/**/*.test.ts',
  ],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
