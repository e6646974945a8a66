import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from '../errors.ts';
import { isRecord } from '../json.ts';
import type { Dependencies } from '../runtime.ts';
import { DeployCacheError } from './errors.ts';

/** This is enough for thousands of deployments. Searching a larger file would delay the job. */
const MAX_CACHE_BYTES = 1024 * 1024;

type RenameFile = (source: string, target: string) => void;

interface CleanOptions extends Pick<Dependencies, 'home' | 'sleep'> {
  /** Returns true if `text` contains the token of this job. */
  readonly containsToken: (text: string) => boolean;
  /** Replaces a file; `renameSync` by default. */
  readonly rename?: RenameFile;
}

/**
 * Windows cannot replace a file that another process has open; usually that process closes it
 * quickly.
 */
const RETRY_DELAYS_MS = [50, 100, 200];
const LOCKED_ERRORS = ['EPERM', 'EBUSY', 'EACCES'];

/**
 * `sf project deploy start` records each deployment in `~/.sf/deploy-cache.json`, world-readable,
 * and with SF_TARGET_ORG the "username" that it records is the access token itself. Removes the
 * entries that contain it, and leaves every other entry unchanged.
 * @returns the number of removed entries
 * @throws DeployCacheError, or a Node error, if the token may remain in the file
 */
export async function cleanDeployCache(options: CleanOptions): Promise<number> {
  const { home, containsToken, sleep, rename = renameSync } = options;
  const homeFolder = homeOrUndefined(home);
  if (homeFolder === undefined) return 0;
  const file = join(homeFolder, '.sf', 'deploy-cache.json');
  for (const delayMs of RETRY_DELAYS_MS) {
    try {
      return removeTokenEntries(file, containsToken, (content) => replace(file, content, rename));
    } catch (error) {
      if (!LOCKED_ERRORS.includes(String(errorCode(error)))) throw error;
    }
    await sleep(delayMs);
  }
  return removeTokenEntries(file, containsToken, (content) => overwrite(file, content));
}

/** Returns undefined if the user has no home folder, as in some containers. */
function homeOrUndefined(home: () => string): string | undefined {
  try {
    return home();
  } catch {
    return undefined;
  }
}

function removeTokenEntries(
  file: string,
  containsToken: CleanOptions['containsToken'],
  write: (content: string) => void,
): number {
  const size = fileSize(file);
  if (size === undefined) return 0;
  if (size > MAX_CACHE_BYTES) throw new DeployCacheError({ code: 'too-large' });
  const text = readFileSync(file, 'utf8');
  if (!isPlain(dirname(file), 'directory') || !isPlain(file, 'file')) {
    if (containsToken(text)) throw new DeployCacheError({ code: 'linked' });
    return 0;
  }
  const entries = parseCache(text);
  const all = isRecord(entries) ? Object.entries(entries) : [];
  const remaining = all.filter((entry) => !valueContainsToken(entry, containsToken));
  const removed = all.length - remaining.length;
  if (removed > 0) write(`${JSON.stringify(Object.fromEntries(remaining), null, 2)}\n`);
  else if (containsToken(text)) throw new DeployCacheError({ code: 'unknown-format' });
  return removed;
}

/** Returns false for a symbolic link, which another job on the same runner could have created. */
function isPlain(path: string, kind: 'file' | 'directory'): boolean {
  const stats = lstatSync(path);
  return kind === 'file' ? stats.isFile() : stats.isDirectory();
}

/** Returns the size of a file in bytes, following links; undefined if it does not exist. */
function fileSize(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : undefined;
}

/** Access to the source text of JSON values, which TypeScript's library does not declare yet. */
const { parse: parseWithSource, rawJSON } = JSON as unknown as {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
};

/**
 * Parses the cache without changing how numbers are written, because large ones would lose
 * precision.
 */
function parseCache(text: string): unknown {
  try {
    return parseWithSource(text, (_, value, { source = '' }) =>
      typeof value === 'number' ? rawJSON(source) : value,
    );
  } catch {
    return undefined;
  }
}

function valueContainsToken(value: unknown, containsToken: CleanOptions['containsToken']): boolean {
  if (typeof value === 'string') return containsToken(value);
  // Search the keys of an object as well as its values. Numbers and booleans have no entries.
  return Object.entries(value ?? {})
    .flat()
    .some((part) => valueContainsToken(part, containsToken));
}

/** Replaces the file atomically, so that no other process ever reads an incomplete one. */
function replace(file: string, content: string, rename: RenameFile): void {
  const { mode } = lstatSync(file);
  const temporaryFile = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporaryFile, content, { flag: 'wx', mode });
    // Restore the permissions that the umask has removed.
    chmodSync(temporaryFile, mode);
    rename(temporaryFile, file);
  } finally {
    rmSync(temporaryFile, { force: true });
  }
}

/** Overwrites the file in place, if it cannot be replaced. Does not follow links. */
function overwrite(file: string, content: string): void {
  const { O_WRONLY, O_TRUNC, O_NOFOLLOW = 0 } = constants;
  const handle = openSync(file, O_WRONLY | O_TRUNC | O_NOFOLLOW);
  try {
    writeFileSync(handle, content);
  } finally {
    closeSync(handle);
  }
}
