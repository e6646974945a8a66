import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionYml, ROOT } from './action.ts';
import { parseKeyValues, readCommandFile } from './command-files.ts';
import {
  type DisplayedAnnotation,
  displayedAnnotations,
  parseCommands,
  renderLog,
  type WorkflowCommand,
} from './commands.ts';
import { type StepEnvironmentOptions, stepEnvironment } from './environment.ts';
import { runProgram } from './program.ts';

export interface StepOptions extends StepEnvironmentOptions {
  /** The inputs under `with:`. The runner also passes them to the post step. */
  readonly inputs: Readonly<Record<string, string>>;
  /**
   * The file to run instead of the built one, such as the source file, whose coverage is measured.
   */
  readonly script?: string;
  /** Cancels the job while the step runs. */
  readonly cancel?: AbortSignal;
}

export interface StepResult {
  /** The inputs of the step, for its post step. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** All workflow commands in order, including masks. */
  readonly commands: readonly WorkflowCommand[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly annotations: readonly DisplayedAnnotation[];
  /** The log as GitHub shows it. */
  readonly log: string;
  /**
   * Contents of all files that exist after the step: command files, and files in the temporary and home
   * folders.
   */
  readonly files: Readonly<Record<string, string>>;
  readonly milliseconds: number;
}

/** Every step takes at most a few seconds, so this is enough even on a busy machine. */
const STEP_TIMEOUT_MS = 120_000;

/**
 * Runs `main` or `post` of action.yml as GitHub's runner does: passes inputs as INPUT_*, and processes
 * command files and workflow commands.
 */
export async function runStep(part: 'main' | 'post', options: StepOptions): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const env = stepEnvironment(folder, options);
  const script = join(ROOT, options.script ?? actionYml.runs[part]);
  const completed = await runProgram(process.execPath, [script], {
    env,
    timeoutMs: STEP_TIMEOUT_MS,
    ...(options.cancel ? { cancel: options.cancel } : {}),
  });
  const { exitCode, stdout, stderr, milliseconds } = completed;
  // The runner processes standard error before standard output, and executes the commands in both.
  const output = stderr === '' ? stdout : `${stderr.replace(/\n$/, '')}\n${stdout}`;
  const commands = parseCommands(output);
  const result = {
    inputs: options.inputs,
    exitCode,
    stdout,
    stderr,
    commands,
    annotations: displayedAnnotations(commands),
    outputs: parseKeyValues(readCommandFile(folder, 'GITHUB_OUTPUT')),
    env: parseKeyValues(readCommandFile(folder, 'GITHUB_ENV')),
    state: parseKeyValues(readCommandFile(folder, 'GITHUB_STATE')),
    summary: readCommandFile(folder, 'GITHUB_STEP_SUMMARY'),
    log: renderLog(output, { debug: options.env?.['RUNNER_DEBUG'] === '1' }),
    files: readFilesBelow(folder, options.home ?? folder),
    milliseconds,
  };
  // On Windows, a file can remain locked for a moment after the process has exited.
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
