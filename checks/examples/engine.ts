/** Runs one workflow in act, and reads what act says of it. */
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
  /** `owner/name@ref` of an action, and the folder that stands in for it. */
  readonly actions: Readonly<Record<string, string>>;
  readonly runsOn: readonly string[];
  readonly job?: string | undefined;
  readonly matrix?: string | undefined;
  /** A clone of the repository that the workflow belongs to. */
  readonly repository: string;
  /** `owner/name`, as GITHUB_REPOSITORY has it. */
  readonly repositoryName: string;
  /** Takes the files that act is given; nothing in it reaches the job. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** A command that act is an argument of. */
  readonly wrapperCommand: readonly string[];
  /** PATH as the steps find it, which need not have the Node that act needs. */
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
  /** What a person would have read. */
  readonly log: string;
  /** Everything that act wrote, but for its own record of the masks. */
  readonly printed: string;
}

/** An entry of act's log in JSON; other fields are not needed. */
interface ActLogEntry {
  readonly msg?: string;
  readonly jobID?: string;
  readonly jobResult?: string;
  readonly step?: string;
  readonly stage?: StepRun['stage'];
  readonly stepResult?: StepRun['result'];
  readonly command?: string;
}

/** No example takes longer; what hangs is ended. */
const HANGS_AFTER_MS = 300_000;

export async function runEngine(options: EngineOptions): Promise<EngineResult> {
  const [program = '', ...wrapperArgs] = [...options.wrapperCommand, options.act];
  const child = spawn(program, [...wrapperArgs, ...argumentsOf(options)], {
    cwd: options.repository,
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: HANGS_AFTER_MS,
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
    // YAML takes JSON, and act tells the two kinds of file apart by the name.
    writeFileSync(path, JSON.stringify(value));
    return path;
  };
  return [
    options.event,
    ...['--workflows', options.workflow],
    ...['--eventpath', file('event.json', options.payload)],
    ...['--secret-file', file('secrets.yml', options.secrets)],
    ...['--var-file', file('vars.yml', options.vars)],
    // Left to itself, act would read .env and .input in the repository.
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
    // A line belongs to one stream; the two may be cut anywhere.
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
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
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

/** Outputs, variables and masks in clear: act writes them into its JSON, GitHub into no log. */
const HIDDEN_COMMANDS = ['add-mask', 'set-env', 'set-output', 'save-state', 'add-path'];

function printedText(entry: ActLogEntry): string {
  return HIDDEN_COMMANDS.includes(entry.command ?? '') ? '' : JSON.stringify(entry);
}
