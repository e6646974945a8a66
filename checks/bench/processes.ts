import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actionYml, ROOT } from '../../support/runner/action.ts';
import { parseKeyValues } from '../../support/runner/command-files.ts';
import { stateVariables } from '../../support/runner/environment.ts';
import { runProgram } from '../../support/runner/program.ts';
import type { OrgLogin, OrgProcessInfo, OrgQuery } from './org.ts';

export const MAIN = join(ROOT, actionYml.runs.main);
export const POST = join(ROOT, actionYml.runs.post);
export const BASELINE = fileURLToPath(new URL('baseline.mjs', import.meta.url));
const PEAK = fileURLToPath(new URL('peak.cjs', import.meta.url));

export type StepEnv = Readonly<Record<string, string>>;

/** The org, which runs in another process. */
export interface OrgProcess {
  readonly info: OrgProcessInfo;
  query(query: OrgQuery): Promise<number>;
  close(): Promise<void>;
}

export async function startOrgProcess(): Promise<OrgProcess> {
  const child = fork(fileURLToPath(new URL('org.ts', import.meta.url)));
  const exited = once(child, 'exit');
  const nextMessage = async <T>(): Promise<T> => {
    const abortController = new AbortController();
    const exitedEarly = exited.then(() =>
      Promise.reject(new Error('The process of the org has exited.')),
    );
    const received = once(child, 'message', { signal: abortController.signal });
    try {
      return (await Promise.race([received, exitedEarly]))[0] as T;
    } finally {
      abortController.abort();
      received.catch(() => undefined);
      exitedEarly.catch(() => undefined);
    }
  };
  return {
    info: await nextMessage<OrgProcessInfo>(),
    query(query) {
      child.send(query);
      return nextMessage<number>();
    },
    async close() {
      child.disconnect();
      await exited;
    },
  };
}

/**
 * Runs a program and returns its duration in milliseconds.
 * @throws Error if it fails
 */
export async function run(program: string, args: readonly string[], env: StepEnv): Promise<number> {
  const { exitCode, printed, milliseconds } = await runProgram(program, args, { env });
  if (exitCode === 0) return milliseconds;
  throw new Error(`${program} ${args.join(' ')} ended with ${exitCode}:\n${printed}`);
}

export const runNode = (script: string, env: StepEnv): Promise<number> =>
  run(process.execPath, [script], env);

export interface ProcessUsage {
  readonly peakBytes: number;
  readonly cpuMs: number;
}

/** Runs a script and returns the memory and CPU time that it used. */
export async function usageOf(script: string, env: StepEnv): Promise<ProcessUsage> {
  const file = join(env['RUNNER_TEMP'] ?? '', 'usage.json');
  await run(process.execPath, ['--require', PEAK, script], { ...env, BENCH_USAGE: file });
  return JSON.parse(readFileSync(file, 'utf8'));
}

export function inputsFor({ consumerKey, privateKey }: OrgProcessInfo, login: OrgLogin): StepEnv {
  const { username, loginUrl, audience } = login;
  return {
    'consumer-key': consumerKey,
    'private-key': privateKey,
    username,
    'login-url': loginUrl,
    audience,
  };
}

/** Returns and clears the state that the step saved for its post step, as environment variables. */
export function readAndClearState(env: StepEnv): StepEnv {
  const file = env['GITHUB_STATE'] ?? '';
  const state = parseKeyValues(readFileSync(file, 'utf8'));
  writeFileSync(file, '');
  return stateVariables(state);
}
