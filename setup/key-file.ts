import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Job } from './job.ts';
import { commandLine } from './options.ts';
import { Problem } from './problem.ts';

/** Where the private key may be written; refused before anything has happened. */
export async function requireKeyFile({ world, options }: Job): Promise<string | undefined> {
  const given = options['key-file'];
  if (given === undefined) return undefined;
  const path = resolve(world.folder, given);
  const other = commandLine(options, { 'key-file': 'FILE' });
  if (existsSync(path)) throw new Problem(`${path} already exists and is not overwritten.`, other);
  if (!existsSync(dirname(path))) throw new Problem(`There is no folder ${dirname(path)}.`, other);
  if (await wouldBeCommitted(world, path)) {
    throw new Problem(
      `${path} is in a Git work tree that does not ignore it: a key must not be committed.`,
      other,
    );
  }
  return path;
}

async function wouldBeCommitted(world: Job['world'], path: string): Promise<boolean> {
  const git = (...args: string[]) =>
    world.run({ program: 'git', args: ['-C', dirname(path), ...args] });
  const inside = await git('rev-parse', '--is-inside-work-tree');
  // Without git, or where it does not trust the folder, a .git says enough.
  if (inside.exitCode !== 0) return hasGitAbove(dirname(path));
  return (
    inside.stdout.trim() === 'true' && (await git('check-ignore', '--quiet', path)).exitCode !== 0
  );
}

function hasGitAbove(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && hasGitAbove(parent);
}

export function writeKeyFile(path: string, privateKeyPem: string): void {
  // "wx": never through a link that somebody has put there meanwhile.
  try {
    writeFileSync(path, privateKeyPem, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new Problem(`Cannot write ${path}: ${(error as NodeJS.ErrnoException).code}.`);
  }
}
