import { randomUUID } from 'node:crypto';
import { accessSync, appendFileSync, constants, statSync, truncateSync } from 'node:fs';
import { errorCode } from '../errors.ts';
import type { Environment } from '../runtime.ts';
import { RunnerError } from './errors.ts';

/** Environment variables that contain the paths of the runner's command files. */
export type CommandFile = 'GITHUB_STATE' | 'GITHUB_OUTPUT' | 'GITHUB_ENV';

const COMMAND_FILES: readonly CommandFile[] = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE'];

/**
 * Checks that the outputs can be written. Called before the first request, because a sign-in whose
 * token is lost would still appear in Login History.
 * @throws RunnerError naming the first file that is missing or not writable
 */
export function requireCommandFiles(env: Environment): void {
  for (const name of COMMAND_FILES) {
    const path = env[name] ?? '';
    try {
      accessSync(path, constants.W_OK);
    } catch {
      throw new RunnerError({ code: 'no-runner', details: { name } });
    }
    // The runner cannot read data that is written to a directory or a device.
    if (!statSync(path).isFile()) throw new RunnerError({ code: 'no-runner', details: { name } });
  }
}

/**
 * Appends all values in a single write, so that later steps see all of them or none. @actions/core
 * writes them one by one, so a full disk would leave an incomplete set.
 * @returns a function that undoes the write
 * @throws RunnerError naming the file, with Node's code (`ENOSPC`, `EACCES`, …)
 * @see
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
export function appendValues(
  name: CommandFile,
  values: Readonly<Record<string, string>>,
  env: Environment,
): () => void {
  const delimiter = `end_${randomUUID()}`;
  const entries = Object.entries(values).map(
    ([key, value]) => `${key}<<${delimiter}\n${value}\n${delimiter}\n`,
  );
  if (entries.length === 0) return () => undefined;
  const path = env[name] ?? '';
  const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 };
  try {
    appendFileSync(path, entries.join(''));
  } catch (error) {
    truncateTo(path, size);
    const reason = String(errorCode(error));
    throw new RunnerError({ code: 'file-not-written', details: { name, reason } });
  }
  return () => truncateTo(path, size);
}

/** Undoes a write. If the disk was full, the write may have left some complete values. */
function truncateTo(path: string, size: number): void {
  try {
    truncateSync(path, size);
  } catch {
    // Nothing was written, or it cannot be undone. The caller reports the error of the write.
  }
}
