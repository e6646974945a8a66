import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { certificatesIn } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { type GivenKey, requirePrivateKey, toPem } from './key-pair.ts';
import { commandLine } from './options.ts';

export interface KeyFile {
  readonly path: string;
  /** The key in the file if the file already exists, for example after an interrupted run. */
  readonly existing: GivenKey | undefined;
}

/**
 * Checks before the first change that the private key may be written to `--key-file` and that writing
 * is possible.
 */
export async function requireKeyFile(context: SetupContext): Promise<KeyFile | undefined> {
  const { runtime, options, redactor } = context;
  const file = options['key-file'];
  if (file === undefined) return undefined;
  const path = resolve(runtime.folder, file);
  const nextCommand = commandLine(options, { 'key-file': 'FILE' });
  if (existsSync(path)) {
    const key = requirePrivateKey(readExisting(path, nextCommand), path, nextCommand);
    redactor.add(toPem(key));
    return { path, existing: { key, certificatePem: undefined, source: path } };
  }
  if (!existsSync(dirname(path)))
    throw new SetupError(`There is no folder ${dirname(path)}.`, nextCommand);
  if (await wouldBeCommitted(runtime, path)) {
    throw new SetupError(
      `${path} is in a Git work tree that does not ignore it: a key must not be committed.`,
      nextCommand,
    );
  }
  requireWritable(runtime, dirname(path), nextCommand);
  return { path, existing: undefined };
}

/**
 * Reads the certificate in `--old-certificate`.
 * @throws SetupError unless the file has exactly one certificate, so that a private key in it is never
 * deployed
 */
export function readOldCertificate({ runtime, options }: SetupContext): string | undefined {
  const file = options['old-certificate'];
  if (file === undefined) return undefined;
  const nextCommand = commandLine(options, { 'old-certificate': 'FILE' });
  const path = resolve(runtime.folder, file);
  const certificates = certificatesIn(readExisting(path, nextCommand));
  const [certificate] = certificates;
  if (certificate !== undefined && certificates.length === 1) return certificate.toString();
  const problem =
    certificate === undefined
      ? 'is not a certificate in PEM format'
      : `has ${certificates.length} certificates: leave only that of the app in it`;
  throw new SetupError(`${path} ${problem}.`, nextCommand);
}

function readExisting(path: string, nextCommand: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new SetupError(`Cannot read ${path}.`, nextCommand);
  }
}

async function wouldBeCommitted(runtime: SetupContext['runtime'], path: string): Promise<boolean> {
  const git = (...args: string[]) =>
    runtime.run({ program: 'git', args: ['-C', dirname(path), ...args] });
  const workTree = await git('rev-parse', '--is-inside-work-tree');
  // Git may not be installed, may not trust the folder, or may find no repository. Look for a .git
  // folder instead.
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

/**
 * Writes and removes an empty file, because permissions alone do not reveal a read-only file system.
 */
export function requireWritable(
  runtime: SetupContext['runtime'],
  folder: string,
  nextCommand: string,
): void {
  const probe = join(folder, `.salesforce-setup-${runtime.pid}`);
  try {
    runtime.writeFile(probe, '\n', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new SetupError(`Cannot write to ${folder}: ${errorCode(error)}.`, nextCommand);
  } finally {
    rmSync(probe, { force: true });
  }
}

export async function writeKeyFile(
  { record, runtime, terminal }: SetupContext,
  { path }: KeyFile,
  privateKeyPem: string,
): Promise<void> {
  await record.change({ where: path, what: 'the private key', how: 'written' }, () => {
    let hasOpened = false;
    try {
      runtime.writeFile(path, privateKeyPem, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      hasOpened = errorCode(error) !== 'EEXIST';
      const refused = { isRefusal: true };
      throw new SetupError(`Cannot write ${path}: ${errorCode(error)}.`, undefined, refused);
    } finally {
      // If the disk is full, an empty file would remain.
      if (hasOpened) rmSync(path, { force: true });
    }
  });
  terminal.say(
    `  The private key is in ${path}, readable only by you. Delete it when you have stored it.`,
  );
}

export const errorCode = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? String(error);
