import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionYml, ROOT } from './action.ts';
import { keyValues, readCommandFile } from './command-files.ts';
import { asRunnerShows, type Command, commandsOf } from './commands.ts';
import { type StepPlan, stepEnvironment } from './environment.ts';
import { runProgram } from './program.ts';

export interface StepOptions extends StepPlan {
  /** Stands in for the built file: the source, so that coverage can see it. */
  readonly script?: string;
}

export interface StepResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Workflow commands in the order in which they came, masks included. */
  readonly commands: readonly Command[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The log as the runner shows it. */
  readonly log: string;
  /** Everything that the process left behind: command files, temporary and home folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly milliseconds: number;
}

/** No step asks for more than a few seconds; even a busy machine is done by then. */
const HANGS_AFTER_MS = 120_000;

/**
 * Runs `main` or `post` of action.yml once, as GitHub's runner does: inputs in INPUT_*, command files
 * for output, state, environment and summary, workflow commands on standard output, masks from the
 * moment they are registered.
 */
export async function runStep(
  part: 'main' | 'post',
  options: StepOptions = {},
): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const env = stepEnvironment(folder, { inputs: {}, ...options });
  const script = join(ROOT, options.script ?? actionYml.runs[part]);
  const ended = await runProgram(process.execPath, [script], { env, timeoutMs: HANGS_AFTER_MS });
  const { exitCode, stdout, stderr, milliseconds } = ended;
  const result = {
    exitCode,
    stdout,
    stderr,
    commands: commandsOf(stdout),
    outputs: keyValues(readCommandFile(folder, 'GITHUB_OUTPUT')),
    env: keyValues(readCommandFile(folder, 'GITHUB_ENV')),
    state: keyValues(readCommandFile(folder, 'GITHUB_STATE')),
    summary: readCommandFile(folder, 'GITHUB_STEP_SUMMARY'),
    log: asRunnerShows(stdout, { debug: options.env?.['RUNNER_DEBUG'] === '1' }),
    files: everythingBelow(folder, options.home ?? folder),
    milliseconds,
  };
  // Windows keeps a file open a little longer than the process that used it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return result;
}

function everythingBelow(...folders: string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const folder of folders) collect(folder, found);
  return found;
}

function collect(path: string, found: Record<string, string>): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const full = join(path, entry.name);
    if (entry.isDirectory()) collect(full, found);
    else if (entry.isFile()) found[full] = readFileSync(full, 'latin1');
  }
}
