import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actionYml, ROOT } from '../../simulator/runner/action.ts';
import { keyValues } from '../../simulator/runner/command-files.ts';
import { stateVariables } from '../../simulator/runner/environment.ts';
import { runProgram } from '../../simulator/runner/program.ts';
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

/** Runs a program to its end, which must be a good one; gives the milliseconds that it took. */
export async function run(program: string, args: readonly string[], env: Env): Promise<number> {
  const { exitCode, printed, milliseconds } = await runProgram(program, args, { env });
  if (exitCode === 0) return milliseconds;
  throw new Error(`${program} ${args.join(' ')} ended with ${exitCode}:\n${printed}`);
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
  const state = keyValues(readFileSync(file, 'utf8'));
  writeFileSync(file, '');
  return stateVariables(state);
}
