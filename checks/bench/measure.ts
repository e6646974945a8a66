import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepEnvironment } from '../../support/runner/environment.ts';
import {
  BASELINE,
  inputsFor,
  MAIN,
  type OrgProcess,
  POST,
  readAndClearState,
  run,
  runNode,
  type StepEnv,
  usageOf,
} from './processes.ts';
import { alternate, type Benchmark } from './statistics.ts';

/**
 * Passed to every measurement. A measurement starts processes, and returns the values of each round
 * by ID.
 */
export interface BenchmarkContext {
  readonly org: OrgProcess;
  /** A temporary folder, removed at the end. */
  readonly folder: string;
  readonly rounds: number;
}

/** Returns the environment of a step that uses plain HTTP on loopback, as the baseline script does. */
export function plainEnv({ org, folder }: BenchmarkContext, inputs: StepEnv = {}): StepEnv {
  const { info } = org;
  const [login] = info.logins;
  if (!login) throw new Error('The org has no user.');
  const baseInputs = { ...inputsFor(info, login), 'login-url': info.httpUrl };
  return stepEnvironment(folder, { inputs: { ...baseInputs, ...inputs } });
}

/** Returns the environment of a step that uses real host names and TLS through a proxy. */
export function tlsEnv({ org, folder }: BenchmarkContext, index = 0): StepEnv {
  const { info } = org;
  const login = info.logins[index % info.logins.length];
  if (!login) throw new Error('The org has no user.');
  return stepEnvironment(folder, { inputs: inputsFor(info, login), env: info.environment });
}

export type WallTimeId =
  | 'node'
  | 'baseline'
  | 'baseline-require'
  | 'baseline-tls'
  | 'step'
  | 'post-idle'
  | 'post-revoke'
  | 'step-tls';

/** Measures the wall-clock time of whole processes. */
export function wallTimes(context: BenchmarkContext): Promise<Record<WallTimeId, number[]>> {
  const plain = plainEnv(context);
  const tls = tlsEnv(context);
  const revoking = plainEnv(context, { 'revoke-token': 'true' });
  const empty = join(context.folder, 'empty.mjs');
  writeFileSync(empty, '');
  const withRequire = baselineWithRequire(context.folder);
  const withTls = baselineWithTls(context.folder);
  const benchmarks: Benchmark<WallTimeId>[] = [
    { id: 'node', run: () => runNode(empty, plain) },
    { id: 'baseline', run: () => runNode(BASELINE, plain) },
    { id: 'step', run: () => runNode(MAIN, plain) },
    { id: 'post-idle', run: () => runNode(POST, plain) },
    { id: 'baseline-require', run: () => runNode(withRequire, plain) },
    {
      id: 'post-revoke',
      run: async () => {
        await runNode(MAIN, revoking);
        return runNode(POST, { ...revoking, ...readAndClearState(revoking) });
      },
    },
    { id: 'step-tls', run: () => runNode(MAIN, tls) },
    { id: 'baseline-tls', run: () => runNode(withTls, { ...tls, NODE_USE_ENV_PROXY: '1' }) },
  ];
  return alternate(benchmarks, context.rounds);
}

/**
 * Writes the baseline script as CommonJS, because `import … from 'node:http'` makes Node load more
 * modules than `require`.
 */
function baselineWithRequire(folder: string): string {
  const file = join(folder, 'baseline.cjs');
  const source = readFileSync(BASELINE, 'utf8');
  writeFileSync(file, source.replace(/^import (.+) from ('.+');$/gm, 'const $1 = require($2);'));
  return file;
}

/** Writes the baseline script with HTTPS. `NODE_USE_ENV_PROXY` makes Node use the proxy. */
function baselineWithTls(folder: string): string {
  const file = join(folder, 'baseline-tls.mjs');
  writeFileSync(file, readFileSync(BASELINE, 'utf8').replace("'node:http'", "'node:https'"));
  return file;
}

/** Measures the peak resident memory, in bytes. */
export function peakMemory(
  context: BenchmarkContext,
): Promise<Record<'baseline' | 'step' | 'post-idle', number[]>> {
  const env = plainEnv(context);
  const peak = (script: string) => async () => (await usageOf(script, env)).peakBytes;
  return alternate(
    [
      { id: 'baseline', run: peak(BASELINE) },
      { id: 'step', run: peak(MAIN) },
      { id: 'post-idle', run: peak(POST) },
    ],
    context.rounds,
  );
}

/** Measures the CPU time of a step whose first attempts fail, excluding the waits between them. */
export function attempts(context: BenchmarkContext): Promise<Record<'1' | '2' | '3', number[]>> {
  const env = plainEnv(context);
  const cpu = (failures: number) => async () => {
    await context.org.query({ failures });
    return (await usageOf(MAIN, env)).cpuMs;
  };
  return alternate(
    [
      { id: '1', run: cpu(0) },
      { id: '2', run: cpu(1) },
      { id: '3', run: cpu(2) },
    ],
    context.rounds,
  );
}

/**
 * Measures a job that signs in to ten orgs: ten steps in sequence, then ten post steps that have
 * nothing to do.
 */
export function tenOrgs(context: BenchmarkContext): Promise<Record<'ten', number[]>> {
  const run = async () => {
    let sum = 0;
    for (let index = 0; index < 10; index++) sum += await runNode(MAIN, tlsEnv(context, index));
    for (let index = 0; index < 10; index++) sum += await runNode(POST, tlsEnv(context, index));
    return sum;
  };
  return alternate([{ id: 'ten', run }], context.rounds);
}

/** The command line that starts the Salesforce CLI. */
export interface CliCommand {
  readonly program: string;
  readonly firstArgs: readonly string[];
  readonly version: string;
}

export interface CliComparison {
  readonly times: Record<'step' | 'cli', number[]>;
  readonly requests: Record<'step' | 'cli', number>;
}

/**
 * Compares the step with `sf org login jwt`, using the same key and org. Both connect through a proxy
 * with TLS.
 */
export async function compareWithCli(
  context: BenchmarkContext,
  sf: CliCommand,
): Promise<CliComparison> {
  const env = tlsEnv(context);
  const requests = { step: 0, cli: 0 };
  const countRequests = async (id: keyof typeof requests, measure: () => Promise<number>) => {
    await context.org.query({ count: 'requests' });
    const milliseconds = await measure();
    requests[id] = await context.org.query({ count: 'requests' });
    return milliseconds;
  };
  const times = await alternate(
    [
      { id: 'step', run: () => countRequests('step', () => runNode(MAIN, env)) },
      {
        id: 'cli',
        run: () => countRequests('cli', () => signInWithCli(context, sf, env)),
      },
    ],
    context.rounds,
  );
  return { times, requests };
}

/** Signs in as the first user with the Salesforce CLI and returns the duration in milliseconds. */
export function signInWithCli(
  { org: { info }, folder }: BenchmarkContext,
  sf: CliCommand,
  env: StepEnv,
): Promise<number> {
  const [login] = info.logins;
  const keyFile = join(folder, 'server.key');
  writeFileSync(keyFile, info.privateKey, { mode: 0o600 });
  const flags = { '--username': login?.username, '--client-id': info.consumerKey };
  const orgFlags = { '--jwt-key-file': keyFile, '--instance-url': login?.loginUrl };
  const options = Object.entries({ ...flags, ...orgFlags })
    .flat()
    .map(String);
  const args = [...sf.firstArgs, 'org', 'login', 'jwt', ...options];
  return run(sf.program, args, cliEnvironment(env));
}

/** Turns off everything that the CLI does besides signing in, and removes the step's inputs. */
function cliEnvironment(env: StepEnv): StepEnv {
  const inherited = Object.entries(env).filter(([name]) => !name.startsWith('INPUT_'));
  return {
    ...Object.fromEntries(inherited),
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_DISABLE_LOG_FILE: 'true',
  };
}
