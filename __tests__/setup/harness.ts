// Runs the setup command against the embedded org and the simulated GitHub, which the fakes of sf
// and gh call directly. The action signs in in the same process, and the clock advances only when
// the command runs a program or waits.
import assert from 'node:assert/strict';
import { createPublicKey, type X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { main } from '../../setup/cli.ts';
import { Interrupted } from '../../setup/errors.ts';
import type { ProcessOptions, ProcessResult } from '../../setup/process.ts';
import type { SetupRuntime } from '../../setup/runtime.ts';
import { makeRepository, type ValueStore } from '../../simulator/org/github.ts';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import { certificateIn } from '../../simulator/org/metadata/rules.ts';
import { type Org, startOrg } from '../../simulator/org/org.ts';
import { makeId } from '../../simulator/org/salesforce-id.ts';
import type { TenantName } from '../../simulator/org/tenants.ts';
import { fakeGh, GITHUB } from './fake-gh.ts';
import { fakeSf } from './fake-sf.ts';
import { signInInProcess } from './sign-in-in-process.ts';
import { cycleThreeKeys } from './three-keys.ts';

export const REPO = 'acme/crm';
export const DEFAULT_ARGS = ['--org', 'prod', '--user', 'ci@acme.com', '--repo', REPO] as const;

export interface SetupHarness {
  readonly org: Org;
  /** The folder in which the command runs. */
  readonly folder: string;
  /** The parent of the command's temporary folder. Nothing else is written to it. */
  readonly systemTempFolder: string;
  /** The programs that the command ran, in order. */
  readonly commands: ProcessOptions[];
  /** The private keys with which the command signed in. */
  readonly secrets: Set<string>;
  /** The files in the folder of each program of the last run, read when the program started. */
  readonly files: string[];
  /** The complete output of the last run. */
  readonly output: { stdout: string; stderr: string };
  /** Answers to prompts. Without answers, the command does not run in a terminal. */
  answers: string[];
  /** Replaces the result of a program, or interrupts it. */
  intercept: (command: ProcessOptions, index: number) => Intercepted | undefined;
  addRepository(name: string): void;
  /** The host of the simulated GitHub. `gh` is signed in to no other. */
  githubHost: string;
  /** The process ID of the command. */
  pid: number;
  readonly runningProcesses: Set<number>;
  /** Returns true if no file can be written. */
  isDiskFull: () => boolean;
  /** Is called when the command waits. */
  onPause: () => void;
  env: Record<string, string>;
  /** Runs the source of the action in this process. A test can replace this function. */
  signIn: SetupRuntime['signIn'];
  readonly makeKeys: SetupRuntime['makeKeys'];
  run(...args: readonly string[]): Promise<SetupOutput>;
  githubValues(environment?: string): ValueStore;
  /** True if the key matches the certificate of the org's app. */
  keyMatches(privateKeyPem: string): boolean;
  /** True if the key in GitHub matches the certificate of the org's app. */
  storedKeyMatches(environment?: string): boolean;
}

/** With `late`, the program has already finished. After `kill`, the command cannot run programs. */
export type Intercepted =
  | ProcessResult
  | 'missing'
  | 'ctrl-c'
  | 'late ctrl-c'
  | 'lost response'
  | 'kill'
  | 'late kill';

export interface SetupOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const TENANT_BY_ALIAS: Readonly<Record<string, TenantName>> = {
  prod: 'production',
  uat: 'sandbox',
  de: 'developer',
  scratch: 'scratch',
};

export async function createHarness(t: TestContext): Promise<SetupHarness> {
  const org = await startOrg();
  const folder = mkdtempSync(join(tmpdir(), 'setup-harness-'));
  const systemTempFolder = mkdtempSync(join(tmpdir(), 'setup-temporary-'));
  t.after(async () => {
    await org.close();
    for (const path of [folder, systemTempFolder]) rmSync(path, { recursive: true, force: true });
  });
  for (const [name, username] of [
    ['production', 'admin@acme.com'],
    ['sandbox', 'admin@acme.com.uat'],
    ['developer', 'admin@acme.dev'],
    ['scratch', 'admin@acme.scratch'],
  ] as const) {
    const user = { userId18: makeId('005'), username, tenant: name, active: true };
    org.users.set(username, user);
    org.directory.profiles.set(user.userId18, 'System Administrator');
  }
  org.github.repositories.set(REPO, makeRepository());

  const harness: SetupHarness = {
    org,
    folder,
    systemTempFolder,
    commands: [],
    secrets: new Set(),
    files: [],
    output: { stdout: '', stderr: '' },
    answers: [],
    intercept: () => undefined,
    githubHost: GITHUB,
    pid: 4242,
    runningProcesses: new Set(),
    isDiskFull: () => false,
    onPause: () => undefined,
    env: { ...org.environment() },
    signIn: signInInProcess,
    addRepository: (name) => void org.github.repositories.set(name, makeRepository()),
    makeKeys: cycleThreeKeys(),
    async run(...args) {
      harness.commands.length = 0;
      harness.files.length = 0;
      harness.output.stdout = '';
      harness.output.stderr = '';
      const exitCode = await main(args, createFakeRuntime(harness));
      const remaining = existsSync(systemTempFolder) ? readdirSync(systemTempFolder) : [];
      assert.deepEqual(remaining, [], 'a file was left behind');
      return { exitCode, ...harness.output };
    },
    githubValues(environment = '') {
      const values = org.github.repositories.get(REPO)?.stores.get(environment);
      if (values === undefined)
        throw new Error(`There are no values in the environment "${environment}".`);
      return values;
    },
    storedKeyMatches(environment) {
      return harness.keyMatches(
        harness.githubValues(environment).secrets.get('SF_PRIVATE_KEY')?.sealed ?? '',
      );
    },
    keyMatches(privateKeyPem) {
      const [settings] = org.metadata.list('production', 'ExtlClntAppGlobalOauthSettings');
      const certificate = certificateIn(elementOf(settings?.xml ?? '', 'certificate'));
      return (
        privateKeyPem !== '' && certificate !== undefined && isKeyPair(certificate, privateKeyPem)
      );
    },
  };
  return harness;
}

function createFakeRuntime(harness: SetupHarness): SetupRuntime {
  let clock = Date.now();
  let ignoresSignals = false;
  let isKilled = false;
  return {
    env: harness.env,
    host: 'laptop',
    pid: harness.pid,
    isRunning: (pid) => harness.runningProcesses.has(pid),
    columns: undefined,
    stream: process.stderr,
    writeFile(path, text, options) {
      if (harness.isDiskFull())
        throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write', path });
      writeFileSync(path, text, options);
    },
    folder: harness.folder,
    systemTempFolder: harness.systemTempFolder,
    get isTerminal() {
      return harness.answers.length > 0;
    },
    async run(command) {
      const index = harness.commands.push(command) - 1;
      clock += 700;
      if (command.folder !== undefined)
        harness.files.push(...Object.values(filesIn(command.folder)));
      if (isKilled) throw new Error('killed');
      let intercepted = harness.intercept(command, index);
      if (ignoresSignals && /ctrl-c/.test(String(intercepted))) intercepted = undefined;
      isKilled = intercepted === 'kill' || intercepted === 'late kill';
      if (intercepted === 'ctrl-c') throw new Interrupted();
      if (intercepted === 'kill') throw new Error('killed');
      const program = PROGRAMS[command.program];
      if (intercepted === 'late ctrl-c' || intercepted === 'late kill') {
        program(harness, command);
        throw isKilled ? new Error('killed') : new Interrupted();
      }
      if (intercepted === 'lost response') {
        program(harness, command);
        return { exitCode: 1, stdout: '', stderr: 'connection reset' };
      }
      if (intercepted === 'missing') return { exitCode: undefined, stdout: '', stderr: '' };
      return intercepted ?? program(harness, command);
    },
    signIn(inputs, env) {
      if (inputs['private-key'] !== undefined) harness.secrets.add(inputs['private-key']);
      return harness.signIn(inputs, env);
    },
    makeKeys: harness.makeKeys,
    now: () => clock,
    async pause(milliseconds) {
      clock += milliseconds;
      harness.onPause();
    },
    async ask(question) {
      harness.output.stdout += `${question}\n`;
      const answer = harness.answers.shift();
      if (answer === undefined) throw new Interrupted();
      return answer;
    },
    write: (stream, text) => {
      harness.output[stream] += text;
    },
    ignoreSignals() {
      ignoresSignals = true;
    },
  };
}

const notInstalled = () => ({ exitCode: undefined, stdout: '', stderr: '' });

const PROGRAMS: Readonly<
  Record<
    ProcessOptions['program'],
    (harness: SetupHarness, command: ProcessOptions) => ProcessResult
  >
> = {
  sf: ({ org }, command) => fakeSf(org, TENANT_BY_ALIAS, command),
  gh: ({ org, githubHost: host }, command) => fakeGh({ hub: org.github, host }, command),
  aws: notInstalled,
  gcloud: notInstalled,
  az: notInstalled,
  // The folder of the harness is not in a work tree.
  git: () => ({ exitCode: 128, stdout: '', stderr: 'fatal: not a git repository' }),
};

export function isKeyPair(certificate: X509Certificate, privateKeyPem: string): boolean {
  return certificate.publicKey.equals(createPublicKey(privateKeyPem));
}

/** Returns the content of every file in a folder and its subfolders, keyed by relative path. */
export function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}
