import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepEnvironment } from '../../simulator/runner/environment.ts';
import {
  BARE,
  type Env,
  inputsFor,
  MAIN,
  type OrgProcess,
  POST,
  run,
  runNode,
  takeState,
  usageOf,
} from './processes.ts';
import { alternate, type Side } from './rounds.ts';

/** Everything that is measured with processes; each function is one block of rows. */
export interface Bench {
  readonly org: OrgProcess;
  /** A folder of its own, removed at the end. */
  readonly folder: string;
  readonly rounds: number;
}

/** The step over plain HTTP on loopback, as the bare script does it. */
export function plainEnv({ org, folder }: Bench, inputs: Env = {}): Env {
  const { facts } = org;
  const [login] = facts.logins;
  if (!login) throw new Error('the org has no user');
  const here = { ...inputsFor(facts, login), 'login-url': facts.httpUrl };
  return stepEnvironment(folder, { inputs: { ...here, ...inputs } });
}

/** The step as a workflow sees it: real host names, TLS, here behind a proxy. */
export function tlsEnv({ org, folder }: Bench, nth = 0): Env {
  const { facts } = org;
  const login = facts.logins[nth % facts.logins.length];
  if (!login) throw new Error('the org has no user');
  return stepEnvironment(folder, { inputs: inputsFor(facts, login), env: facts.environment });
}

export type WallSide =
  | 'node'
  | 'bare'
  | 'bare-require'
  | 'step'
  | 'post-idle'
  | 'post-revoke'
  | 'step-tls';

/** Wall time of whole processes. */
export function wallTimes(bench: Bench): Promise<Record<WallSide, number[]>> {
  const plain = plainEnv(bench);
  const tls = tlsEnv(bench);
  const revoking = plainEnv(bench, { 'revoke-token': 'true' });
  const empty = join(bench.folder, 'empty.mjs');
  writeFileSync(empty, '');
  const withRequire = bareWithRequire(bench.folder);
  const sides: Side<WallSide>[] = [
    { id: 'node', once: () => runNode(empty, plain) },
    { id: 'bare', once: () => runNode(BARE, plain) },
    { id: 'step', once: () => runNode(MAIN, plain) },
    { id: 'post-idle', once: () => runNode(POST, plain) },
    { id: 'bare-require', once: () => runNode(withRequire, plain) },
    {
      id: 'post-revoke',
      once: async () => {
        await runNode(MAIN, revoking);
        return runNode(POST, { ...revoking, ...takeState(revoking) });
      },
    },
    { id: 'step-tls', once: () => runNode(MAIN, tls) },
  ];
  return alternate(sides, bench.rounds);
}

/** The bare script as CommonJS: `import … from 'node:http'` makes Node load more than `require`. */
function bareWithRequire(folder: string): string {
  const file = join(folder, 'bare.cjs');
  const source = readFileSync(BARE, 'utf8');
  writeFileSync(file, source.replace(/^import (.+) from ('.+');$/gm, 'const $1 = require($2);'));
  return file;
}

/** Peak of resident memory, in bytes. */
export function peaks(bench: Bench): Promise<Record<'bare' | 'step' | 'post-idle', number[]>> {
  const env = plainEnv(bench);
  const peak = (script: string) => async () => (await usageOf(script, env)).peakBytes;
  return alternate(
    [
      { id: 'bare', once: peak(BARE) },
      { id: 'step', once: peak(MAIN) },
      { id: 'post-idle', once: peak(POST) },
    ],
    bench.rounds,
  );
}

/** Processor time of the step when the first attempts fail; the waits between them are not in it. */
export function attempts(bench: Bench): Promise<Record<'1' | '2' | '3', number[]>> {
  const env = plainEnv(bench);
  const cpu = (failures: number) => async () => {
    await bench.org.ask({ failures });
    return (await usageOf(MAIN, env)).cpuMs;
  };
  return alternate(
    [
      { id: '1', once: cpu(0) },
      { id: '2', once: cpu(1) },
      { id: '3', once: cpu(2) },
    ],
    bench.rounds,
  );
}

/** Ten orgs in one job: ten steps one after the other, and ten idle post steps at its end. */
export function tenOrgs(bench: Bench): Promise<Record<'ten', number[]>> {
  const once = async () => {
    let sum = 0;
    for (let nth = 0; nth < 10; nth++) sum += await runNode(MAIN, tlsEnv(bench, nth));
    for (let nth = 0; nth < 10; nth++) sum += await runNode(POST, tlsEnv(bench, nth));
    return sum;
  };
  return alternate([{ id: 'ten', once }], bench.rounds);
}

/** How the Salesforce CLI is started: a program, and its first arguments. */
export interface Cli {
  readonly program: string;
  readonly first: readonly string[];
  readonly version: string;
}

export interface AgainstCli {
  readonly times: Record<'step' | 'cli', number[]>;
  readonly requests: Record<'step' | 'cli', number>;
}

/** The step and `sf org login jwt` with the same key at the same org, both through proxy and TLS. */
export async function againstCli(bench: Bench, sf: Cli): Promise<AgainstCli> {
  const { facts } = bench.org;
  const env = tlsEnv(bench);
  const [login] = facts.logins;
  const keyFile = join(bench.folder, 'server.key');
  writeFileSync(keyFile, facts.privateKey, { mode: 0o600 });
  const requests = { step: 0, cli: 0 };
  const counted = async (id: keyof typeof requests, work: () => Promise<number>) => {
    await bench.org.ask({ count: 'requests' });
    const milliseconds = await work();
    requests[id] = await bench.org.ask({ count: 'requests' });
    return milliseconds;
  };
  const flags = { '--username': login?.username, '--client-id': facts.consumerKey };
  const where = { '--jwt-key-file': keyFile, '--instance-url': login?.loginUrl };
  const options = Object.entries({ ...flags, ...where })
    .flat()
    .map(String);
  const args = [...sf.first, 'org', 'login', 'jwt', ...options];
  const times = await alternate(
    [
      { id: 'step', once: () => counted('step', () => runNode(MAIN, env)) },
      { id: 'cli', once: () => counted('cli', () => run(sf.program, args, quiet(env))) },
    ],
    bench.rounds,
  );
  return { times, requests };
}

/** Without what the CLI does beside the sign-in, and without the inputs of the step. */
function quiet(env: Env): Env {
  const own = Object.entries(env).filter(([name]) => !name.startsWith('INPUT_'));
  return {
    ...Object.fromEntries(own),
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_DISABLE_LOG_FILE: 'true',
  };
}
