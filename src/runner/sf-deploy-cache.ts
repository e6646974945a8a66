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
import { isRecord } from '../salesforce/response.ts';
import { DeployCacheError } from './errors.ts';

/** Thousands of deployments. To look for the token in more would keep the job waiting. */
const MAX_CACHE_BYTES = 1024 * 1024;

type RenameFile = (from: string, to: string) => void;

interface CleanOptions {
  /** The user's home folder; throws where there is none. */
  readonly home: () => string;
  /** Whether a text holds the token of this job. */
  readonly containsToken: (text: string) => boolean;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Puts a new file in the place of the old one. */
  readonly rename?: RenameFile;
}

/** Another process may hold the file for a moment. Windows then refuses to replace it. */
const RETRY_DELAYS_MS = [50, 100, 200];
const LOCKED_ERRORS = ['EPERM', 'EBUSY', 'EACCES'];

/**
 * `sf project deploy start` records each deployment in `~/.sf/deploy-cache.json`, world-readable,
 * and with SF_TARGET_ORG the "username" that it records is the access token itself. Removes the
 * entries that hold it; every other entry keeps its value.
 * @returns how many entries were removed
 * @throws NodeJS.ErrnoException or DeployCacheError where the token may stay
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
      if (!LOCKED_ERRORS.includes(String((error as NodeJS.ErrnoException).code))) throw error;
    }
    await sleep(delayMs);
  }
  return removeTokenEntries(file, containsToken, (content) => overwrite(file, content));
}

/** A user without a home, as in some containers, has nothing in it. */
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

/** Nothing is changed behind a link: another job on the same runner could have put it there. */
function isPlain(path: string, kind: 'file' | 'directory'): boolean {
  const stats = lstatSync(path);
  return kind === 'file' ? stats.isFile() : stats.isDirectory();
}

/** Of the file, wherever links lead; undefined where there is none. */
function fileSize(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : undefined;
}

/** Node's JSON knows how a number was written, and can write it so; TypeScript's types don't yet. */
const { parse: parseWithSource, rawJSON } = JSON as unknown as {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
};

/** Numbers stay as they are written: a large one would come out as another. */
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
  // As a key too; numbers and the like have no entries.
  return Object.entries(value ?? {})
    .flat()
    .some((part) => valueContainsToken(part, containsToken));
}

/** In one step, so that neither a crash nor a reader in between meets half a file. */
function replace(file: string, content: string, rename: RenameFile): void {
  const { mode } = lstatSync(file);
  const temporaryFile = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporaryFile, content, { flag: 'wx', mode });
    // The process's umask has taken rights away from a new file.
    chmodSync(temporaryFile, mode);
    rename(temporaryFile, file);
  } finally {
    rmSync(temporaryFile, { force: true });
  }
}

/** Half a file is better than one with a token in it. Still, no link is followed. */
function overwrite(file: string, content: string): void {
  const { O_WRONLY, O_TRUNC, O_NOFOLLOW = 0 } = constants;
  const handle = openSync(file, O_WRONLY | O_TRUNC | O_NOFOLLOW);
  try {
    writeFileSync(handle, content);
  } finally {
    closeSync(handle);
  }
}
