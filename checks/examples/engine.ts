/** Runs one workflow in act and parses act's log. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface EngineOptions {
  readonly act: string;
  readonly workflow: string;
  readonly event: string;
  readonly payload: unknown;
  readonly secrets: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  /** Local folders that replace actions, keyed by `owner/name@ref`. */
  readonly actions: Readonly<Record<string, string>>;
  readonly runsOn: readonly string[];
  readonly job?: string | undefined;
  readonly matrix?: string | undefined;
  /** A clone of the repository that the workflow belongs to. */
  readonly repository: string;
  /** The repository as `owner/name`, the value of GITHUB_REPOSITORY. */
  readonly repositoryName: string;
  /** Folder of the files that are passed to act. The job cannot see it. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** A command to which act and the arguments of act are appended. */
  readonly wrapperCommand: readonly string[];
  /** PATH of the steps. It does not have to contain the Node that act needs. */
  readonly stepPath: string;
}

export interface StepRun {
  readonly job: string;
  readonly step: string;
  readonly stage: 'Pre' | 'Main' | 'Post';
  readonly result: 'success' | 'failure' | 'skipped';
}

export interface EngineResult {
  readonly exitCode: number | null;
  readonly jobs: Readonly<Record<string, string>>;
  readonly steps: readonly StepRun[];
  /** The log as a user sees it. */
  readonly log: string;
  /** The complete output of act, except for commands that GitHub never logs. */
  readonly printed: string;
}

/** An entry of act's JSON log, with the fields that are used here. */
interface ActLogEntry {
  readonly msg?: string;
  readonly jobID?: string;
  readonly jobResult?: string;
  readonly step?: string;
  readonly stage?: StepRun['stage'];
  readonly stepResult?: StepRun['result'];
  readonly command?: string;
}

/** No example takes this long, so act must be hanging. */
const TIMEOUT_MS = 900_000;

export async function runEngine(options: EngineOptions): Promise<EngineResult> {
  const [program = '', ...wrapperArgs] = [...options.wrapperCommand, options.act];
  const child = spawn(program, [...wrapperArgs, ...argumentsOf(options)], {
    cwd: options.repository,
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGTERM',
  });
  const { exitCode, output } = await waitForExit(child);
  const entries = output.split('\n').filter(Boolean).map(parseEntry);
  const jobs = entries.flatMap(({ jobID, jobResult }) =>
    jobID && jobResult ? [[jobID, jobResult]] : [],
  );
  return {
    exitCode,
    jobs: Object.fromEntries(jobs),
    steps: entries.flatMap(toStepRun),
    log: readableLog(entries),
    printed: entries.map(printedText).join('\n'),
  };
}

function argumentsOf(options: EngineOptions): string[] {
  const file = (name: string, value: unknown): string => {
    const path = join(options.folder, name);
    // JSON is valid YAML, but act only recognizes YAML by the file extension.
    writeFileSync(path, JSON.stringify(value));
    return path;
  };
  return [
    options.event,
    ...['--workflows', options.workflow],
    ...['--eventpath', file('event.json', options.payload)],
    ...['--secret-file', file('secrets.yml', options.secrets)],
    ...['--var-file', file('vars.yml', options.vars)],
    // Otherwise, act reads .env and .input in the repository.
    ...['--env-file', file('none.yml', {}), '--input-file', file('none.yml', {})],
    ...[
      '--env',
      `PATH=${options.stepPath}`,
      '--env',
      `GITHUB_REPOSITORY=${options.repositoryName}`,
    ],
    ...options.runsOn.flatMap((label) => ['--platform', `${label}=-self-hosted`]),
    ...Object.entries(options.actions).flatMap(([name, folder]) => [
      '--local-repository',
      `${name}=${folder}`,
    ]),
    ...(options.job === undefined ? [] : ['--job', options.job]),
    ...(options.matrix === undefined ? [] : ['--matrix', options.matrix]),
    ...['--action-cache-path', join(options.folder, 'act')],
    ...['--use-new-action-cache', '--no-skip-checkout', '--no-cache-server', '--strict', '--json'],
  ];
}

async function waitForExit(
  child: ChildProcess,
): Promise<{ exitCode: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    let pending = '';
    // Adds only complete lines, because chunks of the two streams can end anywhere.
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (pending + chunk).split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) output += `${line}\n`;
    });
    stream?.on('end', () => {
      output += pending;
    });
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  return { exitCode, output };
}

function parseEntry(line: string): ActLogEntry {
  try {
    return JSON.parse(line);
  } catch {
    return { msg: line };
  }
}

const NOISE = /LocalRepositoryCache|docker connection|⚙ {2}\*\*\*/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI color codes begin with ESC
const COLORS = /\u001b\[[\d;]*m/g;

function readableLog(entries: readonly ActLogEntry[]): string {
  const lines = entries.map(({ msg = '' }) => msg.trimEnd().replace(COLORS, ''));
  return lines.filter((line) => !NOISE.test(line)).join('\n');
}

function toStepRun({ jobID, step, stage, stepResult }: ActLogEntry): StepRun[] {
  if (jobID === undefined || step === undefined || stage === undefined || stepResult === undefined)
    return [];
  return [{ job: jobID, step, stage, result: stepResult }];
}

/** Commands whose values appear in act's JSON log. GitHub does not log them. */
const HIDDEN_COMMANDS = ['add-mask', 'set-env', 'set-output', 'save-state', 'add-path'];

function printedText(entry: ActLogEntry): string {
  return HIDDEN_COMMANDS.includes(entry.command ?? '') ? '' : JSON.stringify(entry);
}
