/**
 * Runs the steps of ci.yml's container job as GitHub's runner would: in a minimal Debian with only the
 * packages of its slim image, where the checkout is an archive if git is missing. act would need Docker
 * for this.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { ROOT } from '../../support/runner/action.ts';
import { NODE_FOLDER, NPM } from '../examples/paths.ts';

interface ContainerStep {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

const { container: image, steps } = parse(
  readFileSync(join(ROOT, '.github/workflows/ci.yml'), 'utf8'),
).jobs.container as { container: string; steps: readonly ContainerStep[] };

const AUTHORITIES = process.env['NODE_EXTRA_CA_CERTS'] ?? '/etc/ssl/certs/ca-certificates.crt';
const WORKSPACE = '/__w/project';

const skip =
  (process.getuid?.() !== 0 && 'Only root can change the root folder.') ||
  (spawnSync('mmdebstrap', ['--version']).error && 'mmdebstrap is not installed.') ||
  (process.env['RUNNER_ENVIRONMENT'] === 'github-hosted' && 'CI runs the job itself here.');

describe('the container job', { skip }, () => {
  let folder: string;
  let root: string;
  let commit: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'container-check-'));
    root = join(folder, 'root');
    // The slim image contains Debian's smallest set of packages.
    assert.match(image, /^debian:12-slim@sha256:[\da-f]{64}$/);
    const sources = ['/etc/apt/sources.list', '/etc/apt/sources.list.d/debian.sources'].filter(
      existsSync,
    );
    execFileSync('mmdebstrap', ['--quiet', '--variant=minbase', 'bookworm', root, ...sources]);
    for (const file of ['resolv.conf', 'hosts', 'apt/apt.conf.d', 'apt/auth.conf.d', 'ssl']) {
      if (existsSync(join('/etc', file)))
        cpSync(join('/etc', file), join(root, 'etc', file), { recursive: true, dereference: true });
    }
    // Installing ca-certificates overwrites its bundle, which would drop the CA of this machine's
    // proxy.
    if (existsSync(AUTHORITIES))
      cpSync(AUTHORITIES, join(root, 'etc/authorities.pem'), { dereference: true });
    mkdirSync(join(root, WORKSPACE), { recursive: true });
    commit = commitOfWorkTree();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('passes all its steps', () => {
    for (const step of steps) {
      const { status, output } = runStep(step);
      assert.equal(status, 0, `${step.run ?? step.uses}:\n${output.slice(-20_000)}`);
    }
    assert.ok(existsSync(join(root, WORKSPACE, 'test-report.xml')));
  });

  function runStep({ uses = '', run, with: inputs = {} }: ContainerStep): StepOutcome {
    if (run !== undefined) return inContainer(run);
    const [action = ''] = uses.split('@');
    const perform =
      ACTIONS[action] ?? (() => assert.fail(`${uses} has no implementation in this test.`));
    perform(inputs);
    return { status: 0, output: '' };
  }

  /** Each function has the same effect on the container as the action that it replaces. */
  const ACTIONS: Readonly<Record<string, (inputs: Readonly<Record<string, string>>) => void>> = {
    'actions/checkout': () => {
      const hasGit = inContainer('command -v git').status === 0;
      const workspace = join(root, WORKSPACE);
      if (hasGit) {
        execFileSync('git', ['init', '--quiet', workspace]);
        execFileSync('git', ['fetch', '--quiet', '--depth=1', `file://${ROOT}`, commit], {
          cwd: workspace,
        });
        execFileSync('git', ['checkout', '--quiet', '--detach', 'FETCH_HEAD'], { cwd: workspace });
      } else {
        const archive = execFileSync('git', ['archive', commit], { cwd: ROOT, maxBuffer: 1 << 28 });
        execFileSync('tar', ['-x', '-C', workspace], { input: archive });
      }
    },
    'actions/setup-node': () => {
      cpSync(dirname(NODE_FOLDER), join(root, 'opt/node'), { recursive: true, dereference: true });
      const npm = execFileSync('readlink', ['-f', NPM], { encoding: 'utf8' }).trim();
      cpSync(dirname(dirname(npm)), join(root, 'opt/npm'), { recursive: true, dereference: true });
      symlinkSync('/opt/npm/bin/npm-cli.js', join(root, 'opt/node/bin/npm'));
    },
    'actions/upload-artifact': ({ path = '' }) => {
      assert.ok(existsSync(join(root, WORKSPACE, path)), `There is no ${path}.`);
    },
  };

  function inContainer(script: string): StepOutcome {
    const enter = `mount --rbind /dev "$0/dev" && mount -t proc proc "$0/proc" &&
      exec chroot "$0" /bin/sh -e -c 'cd ${WORKSPACE}; eval "$1"' - "$1"`;
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      ['--mount', 'sh', '-c', enter, root, script],
      {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
        // Pass the settings needed to reach the package registries, but none of this machine's folders.
        env: {
          ...process.env,
          PATH: '/opt/node/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
          HOME: '/root',
          NODE_EXTRA_CA_CERTS: '/etc/authorities.pem',
          TMPDIR: '/tmp',
          NODE_OPTIONS: '',
          // Otherwise, the tests in the container would report to this file's test runner.
          NODE_TEST_CONTEXT: undefined,
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: 'safe.directory',
          GIT_CONFIG_VALUE_0: '*',
        },
      },
    );
    return { status, output: stdout + stderr };
  }
});

interface StepOutcome {
  readonly status: number | null;
  readonly output: string;
}

function commitOfWorkTree(): string {
  const author = [
    '-c',
    'user.name=Acme',
    '-c',
    'user.email=dev@acme.com',
    '-c',
    'commit.gpgsign=false',
  ];
  const git = (...args: string[]): string =>
    execFileSync('git', [...author, ...args], { cwd: ROOT, encoding: 'utf8' }).trim();
  // "git stash create" fails if only the timestamp of a file has changed.
  const isClean = git('status', '--porcelain', '--untracked-files=no') === '';
  return isClean ? git('rev-parse', 'HEAD') : git('stash', 'create');
}
