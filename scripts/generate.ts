/**
 * Updates all generated files: dist, docs/troubleshooting.md, the generated parts of README.md and
 * docs/performance.md, and the expected reports. Run it after changing a message, an input or an output,
 * and review the differences.
 */
import { execFileSync } from 'node:child_process';
import { ROOT } from '../support/runner/action.ts';

const STEPS: readonly {
  readonly arguments: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}[] = [
  { arguments: ['scripts/build.ts'] },
  { arguments: ['scripts/troubleshooting.ts'] },
  { arguments: ['scripts/readme.ts'] },
  {
    arguments: ['--test', '--test-reporter=dot', '__tests__/diagnosis/whole-reports.test.ts'],
    env: { UPDATE_EXPECTED: '1' },
  },
];

for (const step of STEPS) {
  execFileSync(process.execPath, step.arguments, {
    cwd: ROOT,
    env: { ...process.env, ...step.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
