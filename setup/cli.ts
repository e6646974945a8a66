import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckResult, check } from './check.ts';
import type { SetupContext } from './context.ts';
import { type DiagnosisResult, diagnose } from './diagnose/diagnose.ts';
import { Interrupted, SetupError } from './errors.ts';
import type { SetupResult } from './finish.ts';
import { errorCode } from './key-file.ts';
import { type CreationResult, printCreation } from './key-service/creation.ts';
import { isServiceWord } from './key-service/services.ts';
import { HELP } from './option-list.ts';
import { ASK, commandLine, type Options, readOptions } from './options.ts';
import type { PlanResult } from './plan.ts';
import { provision } from './provision.ts';
import { type ChangeRecord, createRecord, describeRecord } from './record.ts';
import { createRedactor, type Redactor } from './redactor.ts';
import { remove } from './remove.ts';
import { type SetupRuntime, withDebug } from './runtime.ts';
import { createTerminal, type Terminal } from './terminal.ts';

const EXIT_CODES = { done: 0, failed: 1, canceled: 130 } as const;

/** Runs the command and returns its exit code. Never throws: every error is printed. */
export async function main(args: readonly string[], baseRuntime: SetupRuntime): Promise<number> {
  const redactor = createRedactor();
  const runtime = withDebug(baseRuntime, redactor);
  const isJson = args.includes('--json');
  const record = createRecord();
  let options: Options | undefined;
  let terminal: Terminal | undefined;
  let tempFolder: string | undefined;
  let exitInfo: ExitInfo;
  try {
    options = readOptions(args);
    if (options.help) {
      runtime.write('stdout', `${HELP}\n`);
      return EXIT_CODES.done;
    }
    terminal = createTerminal(runtime, redactor, { yes: options.yes, silent: isJson });
    tempFolder = makeTempFolder(runtime);
    options = await promptForKey(await promptForMissing(options, runtime), runtime);
    exitInfo = await run({ runtime, options, terminal, redactor, tempFolder, record });
  } catch (error) {
    exitInfo = toExitInfo(error, options);
  } finally {
    if (tempFolder !== undefined) rmSync(tempFolder, { recursive: true, force: true });
  }
  if (isJson) printJson(runtime, redactor, { ...exitInfo, record, terminal });
  else if (exitInfo.problem !== undefined) {
    const text = formatError(exitInfo, record);
    runtime.write('stderr', redactor.redact(`\n${text}\n`));
  }
  return EXIT_CODES[exitInfo.status];
}

const TEMP_FOLDER_PREFIX = 'salesforce-setup-';

/** Creates the private temporary folder of this run, and removes those of killed runs. */
function makeTempFolder(runtime: SetupRuntime): string {
  const { systemTempFolder, pid } = runtime;
  try {
    for (const name of readdirSync(systemTempFolder)) {
      const owner = new RegExp(`^${TEMP_FOLDER_PREFIX}(\\d+)-\\w+$`).exec(name)?.[1];
      if (owner !== undefined && !runtime.isRunning(Number(owner)))
        tryToRemove(join(systemTempFolder, name));
    }
    return mkdtempSync(join(systemTempFolder, `${TEMP_FOLDER_PREFIX}${pid}-`));
  } catch (error) {
    throw new SetupError(
      `Cannot write to the folder for temporary files, ${systemTempFolder}: ${errorCode(error)}.`,
      'Set TMPDIR (on Windows, TEMP) to a folder that you can write to',
    );
  }
}

function tryToRemove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The folder belongs to another user of this machine.
  }
}

interface JsonParts extends ExitInfo {
  readonly record: ChangeRecord;
  readonly terminal: Terminal | undefined;
}

function printJson(
  runtime: SetupRuntime,
  redactor: Redactor,
  { problem, next, result, status, record, terminal }: JsonParts,
): void {
  const { changes, keys } = record;
  const steps = terminal?.steps ?? [];
  // If the result is a plan, its own next command replaces `next`.
  const output = { status, problem, next, ...result, steps, changes, keys };
  runtime.write('stdout', `${redactor.redact(JSON.stringify(output))}\n`);
}

interface ExitInfo {
  readonly status: keyof typeof EXIT_CODES;
  readonly result?:
    | SetupResult
    | PlanResult
    | CheckResult
    | CreationResult
    | DiagnosisResult
    | undefined;
  readonly problem?: string;
  readonly next?: string | undefined;
}

async function run(context: SetupContext): Promise<ExitInfo> {
  if (context.options.diagnose) return { status: 'done', result: await diagnose(context) };
  if (context.options.check) {
    const result = await check(context);
    return { status: result.isGreen ? 'done' : 'failed', result };
  }
  const { 'signing-key': word } = context.options;
  if (isServiceWord(word)) return { status: 'done', result: await printCreation(context, word) };
  if (context.options.remove) return { status: 'done', result: await remove(context) };
  return { status: 'done', result: await provision(context) };
}

/**
 * Prompts for missing options. Without a terminal or with `--yes`, throws if an option is missing.
 */
async function promptForMissing(options: Options, runtime: SetupRuntime): Promise<Options> {
  if (options.check || options.diagnose || isServiceWord(options['signing-key'])) return options;
  const needed = options.remove ? (['org'] as const) : (['org', 'user'] as const);
  const missing = needed.filter((name) => options[name] === undefined);
  if (!runtime.isTerminal || options.yes) {
    const missingOptions = [
      ...missing.map((name) => `--${name}`),
      ...(options.yes || options['dry-run'] ? [] : ['--yes']),
    ];
    if (missingOptions.length === 0) return options;
    throw new SetupError(
      `Cannot prompt without a terminal. Missing options: ${missingOptions.join(', ')}.`,
      'npm run setup -- --help',
    );
  }
  const answers: Partial<Options> = {};
  for (const name of missing) answers[name] = await prompt(runtime, QUESTIONS[name]);
  if (options.repo === undefined && options['gh-org'] === undefined) {
    const repo = await runtime.ask(QUESTIONS.repo);
    if (repo !== '') {
      answers.repo = repo;
      if (options.environment === undefined) {
        const environment = await runtime.ask(QUESTIONS.environment);
        if (environment !== '') answers.environment = environment;
      }
    }
  }
  // Answers are validated in the same way as options.
  return readOptions(toArgs({ ...options, ...answers }));
}

/** Replaces `--consumer-key ask` by the answer, so that the key is not in the history of the shell. */
async function promptForKey(options: Options, runtime: SetupRuntime): Promise<Options> {
  if (options['consumer-key'] !== ASK || options.check) return options;
  if (!runtime.isTerminal) {
    throw new SetupError(
      'Cannot prompt for the Consumer Key without a terminal.',
      commandLine(options, { 'consumer-key': 'KEY' }),
    );
  }
  const answer = await prompt(runtime, QUESTIONS['consumer-key']);
  return readOptions(toArgs({ ...options, 'consumer-key': answer }));
}

const QUESTIONS = {
  'consumer-key': 'Consumer Key of the app: ',
  org: 'Alias of the org, as the Salesforce CLI knows it (sf org list shows them): ',
  user: 'Username the workflow signs in as: ',
  repo: 'GitHub repository, OWNER/REPO (leave empty to show the values instead): ',
  environment: 'Environment of the repository (leave empty for none): ',
} as const;

async function prompt(runtime: SetupRuntime, question: string): Promise<string> {
  const answer = await runtime.ask(question);
  return answer === '' ? prompt(runtime, question) : answer;
}

function toArgs(options: Options): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}`, String(value)];
  });
}

function toExitInfo(error: unknown, options: Options | undefined): ExitInfo {
  const sameCommand = options && commandLine(options);
  if (error instanceof Interrupted)
    return { status: 'canceled', problem: error.message, next: error.next ?? sameCommand };
  if (error instanceof SetupError) {
    return { status: 'failed', problem: error.message, next: error.next ?? sameCommand };
  }
  if (typeof (error as NodeJS.ErrnoException).syscall === 'string') {
    const { code, path = 'a file' } = error as NodeJS.ErrnoException;
    return {
      status: 'failed',
      problem: `Cannot read or write ${path}: ${code}.`,
      next: sameCommand,
    };
  }
  const { stack, message } =
    error instanceof Error ? error : { stack: undefined, message: String(error) };
  return {
    status: 'failed',
    problem: `This is a bug in the command: ${stack ?? message}`,
    next: sameCommand,
  };
}

function formatError({ problem, next }: ExitInfo, record: ChangeRecord): string {
  const lines = [
    problem,
    ...describeRecord(record),
    ...(next === undefined ? [] : [`Next: ${next}`]),
  ];
  return lines.join('\n');
}
