/**
 * A machine of somebody's: a home folder, the real sf signed in to the embedded org as administrator, the
 * real gh with a token, all over TLS. The setup command runs as a process, as `npm run setup` runs it.
 */
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
import { makeRepository, type Place } from '../../simulator/github.ts';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import { certificateIn } from '../../simulator/org/metadata/rules.ts';
import { type Org, startOrg } from '../../simulator/org/org.ts';
import { makeId } from '../../simulator/org/salesforce-id.ts';
import type { TenantName } from '../../simulator/org/tenants.ts';
import { ROOT } from '../../simulator/runner/action.ts';
import { endProcessesOf, processesOf } from '../examples/processes.ts';
import { filesWith } from '../interop/traces.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SF = join(ROOT, 'checks/interop/node_modules/@salesforce/cli/bin/run.js');
const GH_TOKEN = `ghp_${'a1B2c3D4e5'.repeat(4)}`;

export const REPO = 'acme/crm';

export interface Story {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Breaking {
  /** A pattern of the shell for the program and its arguments. */
  readonly at: string;
  readonly how: 'refuse' | 'ctrl-c' | 'late-ctrl-c';
}

export interface Stage {
  readonly org: Org;
  readonly folder: string;
  /** The programs in PATH; without one of them, it is not installed. */
  without(program: 'sf' | 'gh'): void;
  signIn(tenant: TenantName, alias: string): Promise<void>;
  run(args: readonly string[], options?: Running): Promise<Story>;
  place(environment?: string): Place;
  /** What gh sealed, opened. */
  opened(environment?: string): Record<string, string>;
  /** Does the key in GitHub open the app as it is in the org now? */
  fits(environment?: string, type?: string): boolean;
  end(): Promise<void>;
}

interface Running {
  readonly breaking?: Breaking;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export async function openStage(): Promise<Stage> {
  const org = await startOrg();
  const folder = mkdtempSync(join(tmpdir(), 'setup-check-'));
  const path = (name: string): string => join(folder, name);
  for (const name of ['home', 'temp', 'bin', 'real', 'stage', 'stage/seen']) mkdirSync(path(name));
  install(path);
  org.github.tokens.add(GH_TOKEN);
  org.github.repositories.set(REPO, makeRepository());
  const tokens = new Set([GH_TOKEN]);
  const keys = new Set<string>();

  const env = (): Record<string, string> => ({
    PATH: [path('bin'), join(ROOT, 'node_modules/.bin'), '/usr/bin', '/bin'].join(':'),
    HOME: path('home'),
    TMPDIR: path('temp'),
    STAGE: path('stage'),
    REAL_DIR: path('real'),
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_AUTOUPDATE: 'true',
    GH_TOKEN,
    // Go reads the authority from here.
    SSL_CERT_FILE: org.caPath,
    ...org.environment(),
  });

  const stage: Stage = {
    org,
    folder,
    without: (program) => rmSync(path(`bin/${program}`)),
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
      const login = await spawned(path('real/sf'), [...args, ...url], {
        ...env(),
        SF_ACCESS_TOKEN: token,
      });
      assert.equal(login.exitCode, 0, login.stdout + login.stderr);
    },
    async run(args, { breaking, env: more = {}, input = '' } = {}) {
      const broken = breaking && {
        BREAK_AT: breaking.at,
        BREAK_HOW: breaking.how,
        BREAK_ID: randomUUID(),
      };
      const story = await spawned(
        process.execPath,
        ['setup/setup.ts', ...args],
        { ...env(), ...broken, ...more, INIT_CWD: folder },
        input,
      );
      for (const environment of org.github.repositories.get(REPO)?.places.keys() ?? []) {
        keys.add(stage.opened(environment)['SF_PRIVATE_KEY'] ?? '');
      }
      keys.delete('');
      assertNoLeak(stage, story, [...keys], [...tokens]);
      return story;
    },
    place: (environment = '') =>
      org.github.repositories.get(REPO)?.places.get(environment) ?? assert.fail(),
    opened(environment) {
      const boxes = [...stage.place(environment).secrets].map(([name, { sealed }]) => [
        name,
        sealed,
      ]);
      const input = JSON.stringify({ ...org.github.sealing, boxes: Object.fromEntries(boxes) });
      return JSON.parse(
        execFileSync(process.execPath, [join(HERE, 'open-boxes.mjs')], { input }).toString(),
      );
    },
    fits(environment, type = 'ExtlClntAppGlobalOauthSettings') {
      const key = stage.opened(environment)['SF_PRIVATE_KEY'];
      const tenants = org.tenants.map(({ name }) => org.metadata.list(name, type)[0]?.xml ?? '');
      const certificates = tenants.map((xml) => certificateIn(elementOf(xml, 'certificate')));
      return (
        key !== undefined &&
        certificates.some((one) => one?.publicKey.equals(createPublicKey(key)) === true)
      );
    },
    async end() {
      await org.close();
      const mark = `STAGE=${path('stage')}`;
      const left = await stillThere(mark);
      endProcessesOf(mark);
      assert.equal(left, 0, 'a process was left behind');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return stage;
}

/** How many processes outlive what started them by more than a few seconds: sf ends some of its own after itself. */
async function stillThere(mark: string): Promise<number> {
  for (let looks = 0; looks < 50 && processesOf(mark).length > 0; looks++) await sleep(200);
  return processesOf(mark).length;
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

async function spawned(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<Story> {
  const child = spawn(program, args, { cwd: ROOT, env });
  const streams = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      streams[name] += chunk;
    });
  }
  child.stdin.end(input);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  return { exitCode, ...streams };
}

/** Where sf keeps the session that it was given, which is not ours to hide. */
const OF_SF = /^home\/\.(sf|sfdx)\//;

function assertNoLeak(
  { folder }: Stage,
  story: Story,
  keys: readonly string[],
  tokens: readonly string[],
): void {
  const args = join(folder, 'stage/arguments');
  const places = [story.stdout, story.stderr, existsSync(args) ? readFileSync(args, 'utf8') : ''];
  const secrets = [...keys.flatMap(bodyLines), ...tokens];
  for (const secret of secrets) {
    assert.ok(
      !places.some((text) => text.includes(secret)),
      'a secret was printed, or an argument',
    );
    const files = filesWith(folder, secret).filter((file) => !OF_SF.test(file));
    assert.deepEqual(files, [], 'a secret is in a file');
  }
  const left = filesWith(join(folder, 'temp'), '');
  assert.deepEqual(
    left.filter((file) => /setup|step-/.test(file)),
    [],
    'a file was left behind',
  );
}

const bodyLines = (pem: string): string[] =>
  pem.split('\n').filter((line) => /^[\w+/=]{16,}$/.test(line));
