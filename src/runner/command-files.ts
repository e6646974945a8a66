import { randomUUID } from 'node:crypto';
import { accessSync, appendFileSync, constants, statSync, truncateSync } from 'node:fs';
import { RunnerError } from './errors.ts';

/** The files by which a step hands something to the runner, as the environment names them. */
export type CommandFile = 'GITHUB_STATE' | 'GITHUB_OUTPUT' | 'GITHUB_ENV';

const COMMAND_FILES: readonly CommandFile[] = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE'];

type RunnerEnvironment = Readonly<NodeJS.ProcessEnv>;

/**
 * Looks before anything is sent: a sign-in whose result cannot be handed on is one row too many in
 * Login History.
 * @throws RunnerError naming the first file that is missing, or is no file that can be written
 */
export function requireCommandFiles(env: RunnerEnvironment): void {
  for (const name of COMMAND_FILES) {
    const path = env[name] ?? '';
    try {
      accessSync(path, constants.W_OK);
    } catch {
      throw new RunnerError({ code: 'no-runner', details: { name } });
    }
    // A directory or a device takes nothing that the runner could read.
    if (!statSync(path).isFile()) throw new RunnerError({ code: 'no-runner', details: { name } });
  }
}

/**
 * Hands all values on in one write, so that the steps that follow get every one of them or none.
 * @actions/core writes them one by one, and leaves half of them behind when a disk is full.
 * @returns takes them back: for what can be handed on only together with something else
 * @throws RunnerError naming the file, with Node's code (`ENOSPC`, `EACCES`, …)
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
export function appendValues(
  name: CommandFile,
  values: Readonly<Record<string, string>>,
  env: RunnerEnvironment,
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
    const reason = String((error as NodeJS.ErrnoException).code);
    throw new RunnerError({ code: 'file-not-written', details: { name, reason } });
  }
  return () => truncateTo(path, size);
}

/** A full disk takes the beginning of a write, and that may hold a whole value. */
function truncateTo(path: string, size: number): void {
  try {
    truncateSync(path, size);
  } catch {
    // Nothing was written, or it cannot be taken back: the failure itself is told.
  }
}
