import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionYml, ROOT } from './action.ts';
import { parseKeyValues, readCommandFile } from './command-files.ts';
import { parseCommands, renderLog, type WorkflowCommand } from './commands.ts';
import { type StepEnvironmentOptions, stepEnvironment } from './environment.ts';
import { runProgram } from './program.ts';

export interface StepOptions extends StepEnvironmentOptions {
  /** Stands in for the built file: the source, so that coverage can see it. */
  readonly script?: string;
}

export interface StepResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Workflow commands in the order in which they came, masks included. */
  readonly commands: readonly WorkflowCommand[];
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
const STEP_TIMEOUT_MS = 120_000;

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
  const completed = await runProgram(process.execPath, [script], {
    env,
    timeoutMs: STEP_TIMEOUT_MS,
  });
  const { exitCode, stdout, stderr, milliseconds } = completed;
  const result = {
    exitCode,
    stdout,
    stderr,
    commands: parseCommands(stdout),
    outputs: parseKeyValues(readCommandFile(folder, 'GITHUB_OUTPUT')),
    env: parseKeyValues(readCommandFile(folder, 'GITHUB_ENV')),
    state: parseKeyValues(readCommandFile(folder, 'GITHUB_STATE')),
    summary: readCommandFile(folder, 'GITHUB_STEP_SUMMARY'),
    log: renderLog(stdout, { debug: options.env?.['RUNNER_DEBUG'] === '1' }),
    files: readFilesBelow(folder, options.home ?? folder),
    milliseconds,
  };
  // Windows keeps a file open a little longer than the process that used it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return result;
}

function readFilesBelow(...folders: string[]): Record<string, string> {
  const files: Record<string, string> = {};
  for (const folder of folders) collectFiles(folder, files);
  return files;
}

function collectFiles(path: string, files: Record<string, string>): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const fullPath = join(path, entry.name);
    if (entry.isDirectory()) collectFiles(fullPath, files);
    else if (entry.isFile()) files[fullPath] = readFileSync(fullPath, 'latin1');
  }
}
