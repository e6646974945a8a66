import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Checked, check } from './check.ts';
import { withDebug } from './debug.ts';
import type { Job } from './job.ts';
import { commandLine, HELP, type Options, readOptions } from './options.ts';
import { Interrupted, Problem } from './problem.ts';
import { remove } from './remove.ts';
import { type Outcome, setup } from './road.ts';
import { makeScreen } from './screen.ts';
import { makeSecrets } from './secrets.ts';
import type { World } from './world.ts';

const EXIT = { done: 0, failed: 1, cancelled: 130 } as const;

/** Runs the command and gives its exit code. Whatever happens ends in a sentence. */
export async function main(args: readonly string[], outside: World): Promise<number> {
  const secrets = makeSecrets();
  const world = withDebug(outside, secrets);
  const isJson = args.includes('--json');
  const scratch = mkdtempSync(join(world.temporary, 'salesforce-setup-'));
  let options: Options | undefined;
  let job: Job | undefined;
  let ending: Ending;
  try {
    options = readOptions(args);
    if (options.help) {
      world.write('stdout', `${HELP}\n`);
      return EXIT.done;
    }
    const screen = makeScreen(world, secrets, { yes: options.yes, silent: isJson });
    options = await completed(options, world);
    job = { world, options, screen, secrets, scratch, exists: new Map() };
    ending = await run(job);
  } catch (error) {
    ending = endingOf(error, options);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const exists = [...(job?.exists.values() ?? [])];
  if (isJson) {
    const { problem, next, outcome, status } = ending;
    const answer = { status, ...outcome, steps: job?.screen.told ?? [], exists, problem, next };
    world.write('stdout', `${secrets.hide(JSON.stringify(answer))}\n`);
  } else if (ending.problem !== undefined) {
    world.write('stderr', secrets.hide(`\n${inSentences(ending, exists)}\n`));
  }
  return EXIT[ending.status];
}

interface Ending {
  readonly status: keyof typeof EXIT;
  readonly outcome?: Outcome | Checked;
  readonly problem?: string;
  readonly next?: string | undefined;
}

async function run(job: Job): Promise<Ending> {
  if (job.options.check) {
    const outcome = await check(job);
    return { status: outcome.isGreen ? 'done' : 'failed', outcome };
  }
  if (job.options.remove) {
    await remove(job);
    return { status: 'done' };
  }
  return { status: 'done', outcome: await setup(job) };
}

/** Asks for what was not given, where somebody can answer. */
async function completed(options: Options, world: World): Promise<Options> {
  if (options.check) return options;
  const needed = options.remove ? (['org'] as const) : (['org', 'user'] as const);
  const missing = needed.filter((name) => options[name] === undefined);
  if (!world.isTerminal || options.yes) {
    const words = [...missing.map((name) => `--${name}`), ...(options.yes ? [] : ['--yes'])];
    if (words.length === 0) return options;
    throw new Problem(
      `There is no terminal to ask in. Missing: ${words.join(', ')}.`,
      'npm run setup -- --help',
    );
  }
  const answers: Partial<Options> = {};
  for (const name of missing) answers[name] = await answer(world, QUESTIONS[name]);
  if (options.repo === undefined) {
    const repo = await world.ask(QUESTIONS.repo);
    if (repo !== '') {
      answers.repo = repo;
      if (options.environment === undefined) {
        const environment = await world.ask(QUESTIONS.environment);
        if (environment !== '') answers.environment = environment;
      }
    }
  }
  // The answers are held to the same rules as the options.
  return readOptions(commandWords({ ...options, ...answers }));
}

const QUESTIONS = {
  org: 'Alias of the org, as the Salesforce CLI knows it (sf org list shows them): ',
  user: 'Username the workflow signs in as: ',
  repo: 'GitHub repository, OWNER/REPO (empty: show me the values instead): ',
  environment: 'Environment of the repository (empty: none): ',
} as const;

async function answer(world: World, question: string): Promise<string> {
  const given = await world.ask(question);
  return given === '' ? answer(world, question) : given;
}

function commandWords(options: Options): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}`, String(value)];
  });
}

function endingOf(error: unknown, options: Options | undefined): Ending {
  const again = options && commandLine(options);
  if (error instanceof Interrupted)
    return { status: 'cancelled', problem: 'Stopped.', next: again };
  if (error instanceof Problem) {
    return { status: 'failed', problem: error.message, next: error.next ?? again };
  }
  const { stack, message } =
    error instanceof Error ? error : { stack: undefined, message: String(error) };
  return {
    status: 'failed',
    problem: `This is a bug in the command: ${stack ?? message}`,
    next: again,
  };
}

function inSentences({ problem, next }: Ending, exists: readonly string[]): string {
  const there =
    exists.length === 0 ? 'Nothing was changed.' : `What exists now: ${exists.join('; ')}.`;
  return [problem, there, ...(next === undefined ? [] : [`Next: ${next}`])].join('\n');
}
