import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { commandLine } from './options.ts';

/** Checks, before anything is changed, that the private key may be written to `--key-file`. */
export async function requireKeyFile({
  runtime,
  options,
}: SetupContext): Promise<string | undefined> {
  const file = options['key-file'];
  if (file === undefined) return undefined;
  const path = resolve(runtime.folder, file);
  const nextCommand = commandLine(options, { 'key-file': 'FILE' });
  if (existsSync(path))
    throw new SetupError(`${path} already exists and is not overwritten.`, nextCommand);
  if (!existsSync(dirname(path)))
    throw new SetupError(`There is no folder ${dirname(path)}.`, nextCommand);
  if (await wouldBeCommitted(runtime, path)) {
    throw new SetupError(
      `${path} is in a Git work tree that does not ignore it: a key must not be committed.`,
      nextCommand,
    );
  }
  return path;
}

async function wouldBeCommitted(runtime: SetupContext['runtime'], path: string): Promise<boolean> {
  const git = (...args: string[]) =>
    runtime.run({ program: 'git', args: ['-C', dirname(path), ...args] });
  const workTree = await git('rev-parse', '--is-inside-work-tree');
  // Git is not installed, or does not trust the folder: look for a .git folder instead.
  if (workTree.exitCode !== 0) return hasGitAbove(dirname(path));
  return (
    workTree.stdout.trim() === 'true' && (await git('check-ignore', '--quiet', path)).exitCode !== 0
  );
}

function hasGitAbove(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && hasGitAbove(parent);
}

export function writeKeyFile(path: string, privateKeyPem: string): void {
  try {
    // wx fails if the file exists by now, and does not follow a symbolic link.
    writeFileSync(path, privateKeyPem, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new SetupError(`Cannot write ${path}: ${(error as NodeJS.ErrnoException).code}.`);
  }
}
