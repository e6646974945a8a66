/** Creates the environment of one case: an org, a key, a home folder, a repository and a proxy. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { SLUG } from '../../scripts/own/identity.ts';
import { makeAppKey } from '../../simulator/org/keys.ts';
import { type Org, startOrg } from '../../simulator/org/org.ts';
import type { CaseFixture, ExampleCase } from './case.ts';
import { RUNNER_USER, setUpMounts } from './mounts.ts';
import {
  CACHE,
  EXAMPLES_FOLDER,
  GH,
  NODE_FOLDER,
  NPM,
  NPX,
  ROOT,
  SF,
  SHIMS,
  sfVersion,
  systemAuthorities,
  TOOL_FOLDERS,
} from './paths.ts';
import { killProcessesOf } from './processes.ts';
import { type RecordingProxy, startRecordingProxy } from './proxy.ts';

export interface CaseSandbox extends CaseFixture {
  readonly proxy: RecordingProxy;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly wrapperCommand: readonly string[];
  readonly stepPath: string;
  /** Every token that the org has issued. */
  readonly tokens: ReadonlySet<string>;
  /**
   * Makes the runner's user the owner of all files. Must be called after the case has prepared the
   * files.
   */
  giveToRunner(): void;
  close(): Promise<void>;
}

export async function createSandbox(example: ExampleCase): Promise<CaseSandbox> {
  const org = await startOrg();
  const proxy = await startRecordingProxy(org.proxyUrl);
  try {
    return await openSandbox(example, org, proxy);
  } catch (error) {
    // Open servers would keep the process alive, and the error would never be printed.
    await proxy.close();
    await org.close();
    throw error;
  }
}

async function openSandbox(
  example: ExampleCase,
  org: Org,
  proxy: RecordingProxy,
): Promise<CaseSandbox> {
  const {
    org: tenant = 'production',
    repository = 'project',
    noProxy = false,
    env = () => ({}),
  } = example;
  const key = makeAppKey();
  org.uploadCertificate(key.certificatePem);
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  const [home, artifacts, temp] = ['home', 'artifacts', 'tmp'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  for (const path of [home, artifacts, temp]) mkdirSync(path);
  const bundle = join(folder, 'authorities.pem');
  writeFileSync(bundle, systemAuthorities() + org.caPem);
  const clone = join(folder, 'repository');
  if (repository === 'own') cloneThisRepository(clone);
  else makeRepository(clone);
  if (example.preinstallPlugins) {
    cpSync(join(CACHE, 'sf-data'), join(home, '.local', 'share', 'sf'), { recursive: true });
  }
  const mounts = await setUpMounts(example, org, folder);
  const processMark = basename(folder);
  const binaries = join(home, 'npm', 'bin');

  org.github.tokens.add(GH_TOKEN);
  const fixture: CaseFixture = {
    ...loginFor(org, tenant),
    ...key,
    org,
    folder,
    artifacts,
    repository: clone,
  };

  return {
    ...fixture,
    proxy,
    home,
    tokens: recordTokens(org),
    wrapperCommand: mounts.wrapperCommand,
    stepPath: [SHIMS, binaries, ...TOOL_FOLDERS, '/usr/bin', '/bin'].join(':'),
    env: {
      PATH: [NODE_FOLDER, '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
      HOME: home,
      TMPDIR: temp,
      EXAMPLES_MARK: processMark,
      ACT_DISABLE_VERSION_CHECK: '1',
      EXAMPLES_ARTIFACTS: artifacts,
      EXAMPLES_REPOSITORY: clone,
      EXAMPLES_NPM: NPM,
      EXAMPLES_NPX: NPX,
      EXAMPLES_AUTHORITY: org.caPath,
      EXAMPLES_SF: SF,
      // Without these variables, gh only records its arguments.
      ...(example.github ? { EXAMPLES_GH: GH, EXAMPLES_GH_TOKEN: GH_TOKEN } : {}),
      EXAMPLES_SF_VERSION: sfVersion,
      NODE_OPTIONS: `--require=${join(EXAMPLES_FOLDER, 'keep-workspace.cjs')}`,
      // With a compile cache, sf starts in 0.8 s in place of 1.3 s.
      NODE_COMPILE_CACHE: join(CACHE, 'compile'),
      npm_config_prefix: join(home, 'npm'),
      PLAYWRIGHT_BROWSERS_PATH: join(home, 'browsers'),
      npm_config_cache: repository === 'own' ? runnerCache() : join(CACHE, 'npm'),
      ...org.environment(),
      ...(noProxy ? NO_PROXY : { HTTPS_PROXY: proxy.url, https_proxy: proxy.url }),
      NODE_EXTRA_CA_CERTS: bundle,
      REQUESTS_CA_BUNDLE: bundle,
      PIP_CERT: bundle,
      PIP_CACHE_DIR: join(CACHE, 'pip'),
      GOMODCACHE: join(CACHE, 'go', 'modules'),
      GOCACHE: join(CACHE, 'go', 'build'),
      GOFLAGS: '-modcacherw',
      MAVEN_OPTS: `-Dmaven.repo.local=${join(CACHE, 'maven')}`,
      CURL_CA_BUNDLE: bundle,
      SSL_CERT_FILE: bundle,
      ...env(fixture),
    },
    giveToRunner() {
      if (repository === 'own') chown(folder, '--recursive');
    },
    async close() {
      killProcessesOf(`EXAMPLES_MARK=${processMark}`);
      mounts.close();
      await proxy.close();
      await org.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const GH_TOKEN = `ghs_${'k1L2m3N4o5'.repeat(4)}`;

const chown = (path: string, ...options: string[]) =>
  execFileSync('chown', [...options, `${RUNNER_USER.id}:${RUNNER_USER.id}`, path]);

/**
 * Returns a separate npm cache for the runner's user, because npm writes to its cache and root owns
 * the cache of the other cases. Only the runner's user writes to it, so its files have the right owner.
 */
function runnerCache(): string {
  const cache = join(CACHE, 'npm-of-runner');
  mkdirSync(cache, { recursive: true });
  chown(cache);
  return cache;
}

const NO_PROXY = { HTTPS_PROXY: '', https_proxy: '' };

function loginFor(
  org: Org,
  name: ExampleCase['org'],
): Pick<CaseFixture, 'username' | 'loginUrl' | 'orgId'> {
  const tenant = org.tenants.find((candidate) => candidate.name === name);
  const user = [...org.users.values()].find((candidate) => candidate.tenant === name);
  if (tenant === undefined || user === undefined) throw new Error(`There is no org named ${name}.`);
  const { myDomain, orgId } = tenant;
  return { username: user.username, loginUrl: `https://${myDomain}`, orgId };
}

function recordTokens(org: Org): ReadonlySet<string> {
  const tokens = new Set<string>();
  const { open } = org.sessions;
  org.sessions.open = (...args) => {
    const session = open(...args);
    tokens.add(session.token);
    return session;
  };
  return tokens;
}

/** Git options for commits in the clones. */
export const AUTHOR = [
  '-c',
  'user.name=Acme',
  '-c',
  'user.email=dev@acme.com',
  '-c',
  'commit.gpgsign=false',
];

function makeRepository(folder: string): void {
  cpSync(join(EXAMPLES_FOLDER, 'project'), folder, { recursive: true });
  const git = (...args: string[]) =>
    execFileSync('git', [...AUTHOR, ...args], { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', 'https://github.com/acme/app.git');
  git('add', '--all');
  git('commit', '--quiet', '--message=Begin');
}

/** Clones this repository including its uncommitted changes. */
function cloneThisRepository(folder: string): void {
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
  // "git stash create" fails if only the timestamp of a file has changed.
  const isClean = git(ROOT, 'status', '--porcelain', '--untracked-files=no') === '';
  const commit = isClean ? git(ROOT, 'rev-parse', 'HEAD') : git(ROOT, ...AUTHOR, 'stash', 'create');
  git(ROOT, 'clone', '--quiet', '--shared', '--no-checkout', ROOT, folder);
  git(folder, 'checkout', '--quiet', '-B', 'main', commit);
  git(folder, 'remote', 'set-url', 'origin', `https://github.com/${SLUG}.git`);
}
