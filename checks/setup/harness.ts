// Creates a home folder, with the real sf signed in to the embedded org as an administrator and the
// real gh with a token, all over TLS. The setup command runs as a process, as it does in `npm run
// setup`.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createPublicKey, randomUUID } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { shellQuote } from '../../setup/options.ts';
import { makeRepository, type ValueStore } from '../../simulator/org/github.ts';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import { certificateIn } from '../../simulator/org/metadata/rules.ts';
import { type Org, startOrg } from '../../simulator/org/org.ts';
import { makeId } from '../../simulator/org/salesforce-id.ts';
import type { TenantName } from '../../simulator/org/tenants.ts';
import { ROOT } from '../../support/runner/action.ts';
import { killProcessesOf, processesOf } from '../examples/processes.ts';
import { filesContaining } from '../interop/traces.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SF = join(ROOT, 'checks/interop/node_modules/@salesforce/cli/bin/run.js');
const GH_TOKEN = `ghp_${'a1B2c3D4e5'.repeat(4)}`;

export const REPO = 'acme/crm';

export interface SetupRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Interruption {
  /** A shell pattern that matches the program and its arguments. */
  readonly commandPattern: string;
  readonly action: 'refuse' | 'ctrl-c' | 'late-ctrl-c' | 'kill' | 'one-minute';
}

export interface CliHarness {
  readonly org: Org;
  readonly folder: string;
  /** Removes a program from the PATH. */
  uninstall(program: 'sf' | 'gh'): void;
  signIn(tenant: TenantName, alias: string): Promise<void>;
  run(args: readonly string[], options?: SetupRunOptions): Promise<SetupRun>;
  /** Runs npm in the repository. */
  runNpm(args: readonly string[]): Promise<SetupRun>;
  githubValues(environment?: string): ValueStore;
  /** Decrypts the secrets that gh stored. */
  openedSecrets(environment?: string): Record<string, string>;
  /** True if the key in GitHub matches the certificate of the org's app. */
  storedKeyMatches(environment?: string, type?: string): boolean;
  close(): Promise<void>;
}

interface SetupRunOptions {
  readonly interruption?: Interruption;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Runs the command in a pseudo terminal of this width, with its two streams as one. */
  readonly columns?: number;
}

export async function createHarness(): Promise<CliHarness> {
  const org = await startOrg();
  const folder = mkdtempSync(join(tmpdir(), 'setup-check-'));
  const path = (name: string): string => join(folder, name);
  for (const name of ['home', 'temp', 'bin', 'real', 'harness', 'harness/seen'])
    mkdirSync(path(name));
  install(path);
  org.github.tokens.add(GH_TOKEN);
  org.github.repositories.set(REPO, makeRepository());
  const tokens = new Set([GH_TOKEN]);
  const keys = new Set<string>();

  const env = (): Record<string, string> => ({
    PATH: [path('bin'), join(ROOT, 'node_modules/.bin'), '/usr/bin', '/bin'].join(':'),
    HOME: path('home'),
    TMPDIR: path('temp'),
    HARNESS: path('harness'),
    REAL_DIR: path('real'),
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    // With a compile cache, sf starts in 0.8 s in place of 1.3 s.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compile'),
    GH_TOKEN,
    // gh is written in Go, which reads the CA certificate from this file.
    SSL_CERT_FILE: org.caPath,
    ...org.environment(),
  });

  const harness: CliHarness = {
    org,
    folder,
    uninstall: (program) => rmSync(path(`bin/${program}`)),
    async signIn(tenantName, alias) {
      const tenant = org.tenants.find(({ name }) => name === tenantName) ?? assert.fail();
      const username = `admin@${tenantName}.acme.com`;
      const user = { userId18: makeId('005'), username, tenant: tenantName, active: true };
      org.users.set(username, user);
      org.directory.profiles.set(user.userId18, 'System Administrator');
      const { token } = org.sessions.open(
        { ...org.app, consumerKey: 'PlatformCLI' },
        tenant,
        user,
        0,
      );
      tokens.add(token);
      const args = ['org', 'login', 'access-token', '--no-prompt', '--alias', alias];
      const url = ['--instance-url', `https://${tenant.myDomain}`];
      const login = await runProcess(path('real/sf'), [...args, ...url], {
        ...env(),
        SF_ACCESS_TOKEN: token,
      });
      assert.equal(login.exitCode, 0, login.stdout + login.stderr);
    },
    async run(args, { interruption, env: extraEnv = {}, input = '', columns } = {}) {
      const interruptionEnv = interruption && {
        BREAK_AT: interruption.commandPattern,
        BREAK_HOW: interruption.action,
        BREAK_ID: randomUUID(),
      };
      const command = [process.execPath, 'setup/index.ts', ...args];
      const [program = '', ...programArgs] =
        columns === undefined ? command : inTerminal(command, columns);
      const result = await runProcess(
        program,
        programArgs,
        { ...env(), ...interruptionEnv, ...extraEnv, INIT_CWD: folder },
        input,
      );
      for (const environment of org.github.repositories.get(REPO)?.stores.keys() ?? []) {
        keys.add(harness.openedSecrets(environment)['SF_PRIVATE_KEY'] ?? '');
      }
      keys.delete('');
      assertNoLeak(harness, result, [...keys], [...tokens]);
      return result;
    },
    runNpm: (args) => runProcess('npm', args, { ...env(), INIT_CWD: folder }),
    githubValues: (environment = '') =>
      org.github.repositories.get(REPO)?.stores.get(environment) ?? assert.fail(),
    openedSecrets(environment) {
      const boxes = [...harness.githubValues(environment).secrets].map(([name, { sealed }]) => [
        name,
        sealed,
      ]);
      const input = JSON.stringify({ ...org.github.keyPair, boxes: Object.fromEntries(boxes) });
      return JSON.parse(
        execFileSync(process.execPath, [join(HERE, 'open-sealed-boxes.mjs')], { input }).toString(),
      );
    },
    storedKeyMatches(environment, type = 'ExtlClntAppGlobalOauthSettings') {
      const key = harness.openedSecrets(environment)['SF_PRIVATE_KEY'];
      const tenants = org.tenants.map(({ name }) => org.metadata.list(name, type)[0]?.xml ?? '');
      const certificates = tenants.map((xml) => certificateIn(elementOf(xml, 'certificate')));
      return (
        key !== undefined &&
        certificates.some(
          (certificate) => certificate?.publicKey.equals(createPublicKey(key)) === true,
        )
      );
    },
    async close() {
      await org.close();
      const marker = `HARNESS=${path('harness')}`;
      const remaining = await countRemaining(marker);
      killProcessesOf(marker);
      assert.equal(remaining, 0, 'a process was left behind');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return harness;
}

/**
 * Waits up to ten seconds, because sf starts processes that exit a little later than sf itself.
 * Returns the number of processes that are still running.
 */
async function countRemaining(marker: string): Promise<number> {
  for (let attempt = 0; attempt < 50 && processesOf(marker).length > 0; attempt++) await sleep(200);
  return processesOf(marker).length;
}

function install(path: (name: string) => string): void {
  writeFileSync(
    path('real/sf'),
    `#!/bin/sh\nexec "${process.execPath}" --no-deprecation "${SF}" "$@"\n`,
  );
  chmodSync(path('real/sf'), 0o755);
  const gh = join(HERE, 'bin', 'gh');
  assert.ok(existsSync(gh) && existsSync(SF), 'bash checks/setup/run installs sf and gh');
  symlinkSync(gh, path('real/gh'));
  for (const program of ['sf', 'gh'])
    copyFileSync(join(HERE, 'program.sh'), path(`bin/${program}`));
}

const inTerminal = (command: readonly string[], columns: number): string[] => [
  'script',
  '--quiet',
  '--return',
  '--command',
  `stty cols ${columns}; exec ${command.map((arg) => shellQuote(arg)).join(' ')}`,
  '/dev/null',
];

async function runProcess(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<SetupRun> {
  const child = spawn(program, args, { cwd: ROOT, env });
  const streams = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      streams[name] += chunk;
    });
  }
  // Ignore EPIPE: if the program exits without reading its input, its exit code shows the reason.
  child.stdin.on('error', () => undefined).end(input);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  return { exitCode, ...streams };
}

/** Files in which sf stores its own session. */
const SF_FILES = /^home\/\.(sf|sfdx)\//;

function assertNoLeak(
  { folder }: CliHarness,
  result: SetupRun,
  keys: readonly string[],
  tokens: readonly string[],
): void {
  const args = join(folder, 'harness/arguments');
  const texts = [result.stdout, result.stderr, existsSync(args) ? readFileSync(args, 'utf8') : ''];
  const secrets = [...keys.flatMap(bodyLines), ...tokens];
  for (const secret of secrets) {
    assert.ok(
      !texts.some((text) => text.includes(secret)),
      'a secret was printed or passed as an argument',
    );
    const files = filesContaining(folder, secret).filter((file) => !SF_FILES.test(file));
    assert.deepEqual(files, [], 'a secret is in a file');
  }
  // A killed run leaves its folder behind, and the next run removes it.
  if (result.exitCode === null) return;
  const remaining = filesContaining(join(folder, 'temp'), '');
  assert.deepEqual(
    remaining.filter((file) => /setup|step-/.test(file)),
    [],
    'a file was left behind',
  );
}

const bodyLines = (pem: string): string[] =>
  pem.split('\n').filter((line) => /^[\w+/=]{16,}$/.test(line));
