import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckResult, check } from './check.ts';
import type { SetupContext } from './context.ts';
import { Interrupted, SetupError } from './errors.ts';
import { HELP } from './option-list.ts';
import { commandLine, type Options, readOptions } from './options.ts';
import { provision, type SetupResult } from './provision.ts';
import { createRedactor, type Redactor } from './redactor.ts';
import { remove } from './remove.ts';
import { type SetupRuntime, withDebug } from './runtime.ts';
import { createTerminal } from './terminal.ts';

const EXIT_CODES = { done: 0, failed: 1, cancelled: 130 } as const;

/** Runs the command and returns its exit code. Never throws: every error is printed. */
export async function main(args: readonly string[], baseRuntime: SetupRuntime): Promise<number> {
  const redactor = createRedactor();
  const runtime = withDebug(baseRuntime, redactor);
  const isJson = args.includes('--json');
  const scratch = mkdtempSync(join(runtime.tempFolder, 'salesforce-setup-'));
  let options: Options | undefined;
  let context: SetupContext | undefined;
  let exitInfo: ExitInfo;
  try {
    options = readOptions(args);
    if (options.help) {
      runtime.write('stdout', `${HELP}\n`);
      return EXIT_CODES.done;
    }
    const terminal = createTerminal(runtime, redactor, { yes: options.yes, silent: isJson });
    options = await promptForMissing(options, runtime);
    context = { runtime, options, terminal, redactor, scratch, created: new Map() };
    exitInfo = await run(context);
  } catch (error) {
    exitInfo = toExitInfo(error, options);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  if (isJson) printJson(runtime, redactor, exitInfo, context);
  else if (exitInfo.problem !== undefined) {
    const text = formatError(exitInfo, createdResources(context));
    runtime.write('stderr', redactor.redact(`\n${text}\n`));
  }
  return EXIT_CODES[exitInfo.status];
}

const createdResources = (context: SetupContext | undefined): string[] => [
  ...(context?.created.values() ?? []),
];

function printJson(
  runtime: SetupRuntime,
  redactor: Redactor,
  { problem, next, result, status }: ExitInfo,
  context: SetupContext | undefined,
): void {
  const output = {
    status,
    ...result,
    steps: context?.terminal.steps ?? [],
    exists: createdResources(context),
    problem,
    next,
  };
  runtime.write('stdout', `${redactor.redact(JSON.stringify(output))}\n`);
}

interface ExitInfo {
  readonly status: keyof typeof EXIT_CODES;
  readonly result?: SetupResult | CheckResult;
  readonly problem?: string;
  readonly next?: string | undefined;
}

async function run(context: SetupContext): Promise<ExitInfo> {
  if (context.options.check) {
    const result = await check(context);
    return { status: result.isGreen ? 'done' : 'failed', result };
  }
  if (context.options.remove) {
    await remove(context);
    return { status: 'done' };
  }
  return { status: 'done', result: await provision(context) };
}

/** Prompts for missing options if there is a terminal. */
async function promptForMissing(options: Options, runtime: SetupRuntime): Promise<Options> {
  if (options.check) return options;
  const needed = options.remove ? (['org'] as const) : (['org', 'user'] as const);
  const missing = needed.filter((name) => options[name] === undefined);
  if (!runtime.isTerminal || options.yes) {
    const missingOptions = [
      ...missing.map((name) => `--${name}`),
      ...(options.yes ? [] : ['--yes']),
    ];
    if (missingOptions.length === 0) return options;
    throw new SetupError(
      `There is no terminal to ask in. Missing: ${missingOptions.join(', ')}.`,
      'npm run setup -- --help',
    );
  }
  const answers: Partial<Options> = {};
  for (const name of missing) answers[name] = await prompt(runtime, QUESTIONS[name]);
  if (options.repo === undefined) {
    const repo = await runtime.ask(QUESTIONS.repo);
    if (repo !== '') {
      answers.repo = repo;
      if (options.environment === undefined) {
        const environment = await runtime.ask(QUESTIONS.environment);
        if (environment !== '') answers.environment = environment;
      }
    }
  }
  // Answers are validated as options are.
  return readOptions(toArgs({ ...options, ...answers }));
}

const QUESTIONS = {
  org: 'Alias of the org, as the Salesforce CLI knows it (sf org list shows them): ',
  user: 'Username the workflow signs in as: ',
  repo: 'GitHub repository, OWNER/REPO (empty: show me the values instead): ',
  environment: 'Environment of the repository (empty: none): ',
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
    return { status: 'cancelled', problem: 'Stopped.', next: sameCommand };
  if (error instanceof SetupError) {
    return { status: 'failed', problem: error.message, next: error.next ?? sameCommand };
  }
  const { stack, message } =
    error instanceof Error ? error : { stack: undefined, message: String(error) };
  return {
    status: 'failed',
    problem: `This is a bug in the command: ${stack ?? message}`,
    next: sameCommand,
  };
}

function formatError({ problem, next }: ExitInfo, created: readonly string[]): string {
  const state =
    created.length === 0 ? 'Nothing was changed.' : `What exists now: ${created.join('; ')}.`;
  return [problem, state, ...(next === undefined ? [] : [`Next: ${next}`])].join('\n');
}
