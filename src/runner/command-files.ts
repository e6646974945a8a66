import { accessSync, constants } from 'node:fs';
import { RunnerError } from './errors.ts';

/**
 * Without these files @actions/core prints the token as a workflow command; and one that cannot be
 * written would leave the outputs half set.
 * @throws RunnerError naming the first that is missing
 */
export function requireRunner(env: Readonly<NodeJS.ProcessEnv>): void {
  for (const name of ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE']) {
    try {
      accessSync(env[name] ?? '', constants.W_OK);
    } catch {
      throw new RunnerError({ code: 'no-runner', details: { name } });
    }
  }
}
