import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actionYml, inputVariables, keyValues, ROOT } from '../../simulator/runner.ts';
import type { Login, OrgFacts, Question } from './org.ts';

export const MAIN = join(ROOT, actionYml.runs.main);
export const POST = join(ROOT, actionYml.runs.post);
export const BARE = fileURLToPath(new URL('bare.mjs', import.meta.url));
const PEAK = fileURLToPath(new URL('peak.cjs', import.meta.url));

export type Env = Readonly<Record<string, string>>;

/** The org, seen from here. */
export interface OrgProcess {
  readonly facts: OrgFacts;
  ask(question: Question): Promise<number>;
  close(): Promise<void>;
}

export async function startOrgProcess(): Promise<OrgProcess> {
  const child = fork(fileURLToPath(new URL('org.ts', import.meta.url)));
  const gone = once(child, 'exit');
  const message = async <T>(): Promise<T> => {
    const stop = new AbortController();
    const ended = gone.then(() => Promise.reject(new Error('the org has ended')));
    const received = once(child, 'message', { signal: stop.signal });
    try {
      return (await Promise.race([received, ended]))[0] as T;
    } finally {
      stop.abort();
      received.catch(() => undefined);
      ended.catch(() => undefined);
    }
  };
  return {
    facts: await message<OrgFacts>(),
    ask(question) {
      child.send(question);
      return message<number>();
    },
    async close() {
      child.disconnect();
      await gone;
    },
  };
}

/** Runs a program to its end; gives milliseconds from before its start until it is gone. */
export async function run(command: string, args: readonly string[], env: Env): Promise<number> {
  const started = performance.now();
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const [code] = await once(child, 'close');
  const milliseconds = performance.now() - started;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${said}`);
  return milliseconds;
}

export const runNode = (script: string, env: Env): Promise<number> =>
  run(process.execPath, [script], env);

export interface Usage {
  readonly peakBytes: number;
  readonly cpuMs: number;
}

/** The same with a hook that notes at its exit what the process has used. */
export async function usageOf(script: string, env: Env): Promise<Usage> {
  const file = join(env['RUNNER_TEMP'] ?? '', 'usage.json');
  await run(process.execPath, ['--require', PEAK, script], { ...env, BENCH_USAGE: file });
  return JSON.parse(readFileSync(file, 'utf8'));
}

const COMMAND_FILES = ['OUTPUT', 'STATE', 'ENV', 'PATH', 'STEP_SUMMARY'];

/** The environment of a step as the runner makes it; the bare script gets the same. */
export function stepEnv(folder: string, inputs: Env, extra: Env = {}): Env {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const files = COMMAND_FILES.map((name) => [`GITHUB_${name}`, join(folder, name)] as const);
  for (const [, file] of files) writeFileSync(file, '');
  return {
    // The Salesforce CLI takes the first node that it finds: the one that runs the step.
    PATH: [dirname(process.execPath), process.env['PATH']].join(
      process.platform === 'win32' ? ';' : ':',
    ),
    ...(process.env['SystemRoot'] ? { SystemRoot: process.env['SystemRoot'] } : {}),
    HOME: home,
    USERPROFILE: home,
    RUNNER_TEMP: folder,
    TMPDIR: folder,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    ...Object.fromEntries(files),
    ...inputVariables(inputs),
    ...extra,
  };
}

export function inputsFor({ consumerKey, privateKey }: OrgFacts, login: Login): Env {
  const { username, loginUrl, audience } = login;
  return {
    'consumer-key': consumerKey,
    'private-key': privateKey,
    username,
    'login-url': loginUrl,
    audience,
  };
}

/** What the step has saved for its post step, as the runner hands it over; and forgets it. */
export function takeState(env: Env): Env {
  const file = env['GITHUB_STATE'] ?? '';
  const state = Object.entries(keyValues(readFileSync(file, 'utf8')));
  writeFileSync(file, '');
  return Object.fromEntries(state.map(([name, value]) => [`STATE_${name}`, value]));
}
