/**
 * Clones this project with its uncommitted changes. The clone has its own remote, so that versions can
 * be released in it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/runner/action.ts';
import type { PublishingHarness, ScriptRun } from './harness.ts';

export interface ReleaseClone {
  readonly folder: string;
  git(...args: string[]): string;
  edit(file: string, change: (text: string) => string): void;
  commit(message: string): string;
  /** Runs a command of scripts/release. Copies pushed refs to the simulated GitHub before and after. */
  release(argument: string, env?: Readonly<Record<string, string>>): Promise<ScriptRun>;
  push(branch: string): void;
}

const AUTHOR = [
  '-c',
  'user.name=Acme',
  '-c',
  'user.email=dev@acme.com',
  '-c',
  'commit.gpgsign=false',
];

export function createReleaseClone(harness: PublishingHarness): ReleaseClone {
  const folder = join(harness.folder, 'clone');
  const origin = join(harness.folder, 'origin.git');
  const git = (...args: string[]): string =>
    execFileSync('git', [...AUTHOR, ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  copyProject(folder);
  git('init', '--quiet', '--initial-branch=main');
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', origin]);
  git('remote', 'add', 'origin', origin);
  // Replaces npm, because the project's tests take a minute and are run separately.
  const programs = join(harness.folder, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'npm'), `#!/bin/sh\necho "npm $*" >> "${programs}/calls"\n`);
  chmodSync(join(programs, 'npm'), 0o755);
  const path = `${programs}:${harness.env['PATH']}`;

  const clone: ReleaseClone = {
    folder,
    git,
    edit(file, change) {
      const target = join(folder, file);
      writeFileSync(target, change(readFileSync(target, 'utf8')));
    },
    commit(message) {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', `--message=${message}`);
      return git('rev-parse', 'HEAD');
    },
    push(branch) {
      git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
      copyRefs(origin, harness);
    },
    async release(argument, env = {}) {
      copyRefs(origin, harness);
      const run = await harness.run(['scripts/release/index.ts', argument], {
        cwd: folder,
        env: { PATH: path, ...env },
      });
      copyRefs(origin, harness);
      return run;
    },
  };
  clone.commit('Begin');
  clone.push('main');
  return clone;
}

/** Copies all files that git tracks or would add. */
function copyProject(folder: string): void {
  const files = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  const present = files.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)));
  for (const file of new Set(present)) {
    cpSync(join(ROOT, file), join(folder, file), { force: true });
  }
  // Copies the folder instead of linking it, because the names of files in dist depend on the paths of
  // packages.
  const isCopied = ['--link', '--reflink=auto'].some(
    (how) => spawnSync('cp', ['--archive', how, join(ROOT, 'node_modules'), folder]).status === 0,
  );
  if (!isCopied) throw new Error('node_modules could not be copied.');
}

function copyRefs(origin: string, { repository }: PublishingHarness): void {
  const lines = execFileSync('git', ['for-each-ref', '--format=%(refname) %(objectname)'], {
    cwd: origin,
    encoding: 'utf8',
  });
  for (const line of lines.trim().split('\n')) {
    const [ref = '', commit = ''] = line.split(' ');
    if (ref.startsWith('refs/tags/') || !repository.refs.has(ref)) repository.refs.set(ref, commit);
    else if (repository.commits.every(({ branch }) => ref !== `refs/heads/${branch}`))
      repository.refs.set(ref, commit);
  }
}
