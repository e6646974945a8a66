import { isUtf8 } from 'node:buffer';
import {
  closeSync,
  constants,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from '../errors.ts';
import { isRecord } from '../json.ts';

/**
 * Maximum size in bytes. It is enough for thousands of entries, and searching a larger file would delay
 * the job.
 */
const MAX_CACHE_BYTES = 1024 * 1024;

/**
 * Maximum number of files, which is more than `sf` has caches. Another job on the same runner could
 * have left any number of files.
 */
const MAX_FILES = 50;

/** Maximum total size of all files that are read. */
const MAX_TOTAL_BYTES = 4 * MAX_CACHE_BYTES;

interface CleanOptions {
  /** Returns the user's home folder. Throws if the user has none. */
  readonly home: () => string;
  /** Returns true if a text contains this job's token. Throws if it cannot search any more texts. */
  readonly containsToken: (text: string) => boolean;
}

/** A cache from which entries were removed, or in which the token may remain. */
export interface CacheResult {
  /**
   * Name that is safe to display, such as `~/.sf/deploy-cache.json`, or the folder if it contains too
   * many files.
   */
  readonly file: string;
  /** Number of removed entries. */
  readonly removed: number;
  /** An error with Node's code, or with one that explains why the file was not changed. */
  readonly error?: unknown;
}

/**
 * If SF_TARGET_ORG is set, many `sf` commands (`project deploy start`, `data import bulk`, `org create
 * scratch --async`, …) record the token as a username in a world-readable file `~/.sf/*-cache.json` for
 * days. Removes the entries with this job's token from all of these files, and leaves every other entry
 * unchanged.
 */
export function cleanSfCaches({ home, containsToken }: CleanOptions): CacheResult[] {
  let folder: string;
  let names: string[];
  try {
    folder = join(home(), '.sf');
    names = readdirSync(folder);
  } catch (error) {
    // Some containers have no home folder, and most jobs never use sf.
    const isMissing = ['ENOENT', 'ENOTDIR', 'ERR_SYSTEM_ERROR'].includes(String(errorCode(error)));
    return isMissing ? [] : [{ file: '~/.sf', removed: 0, error }];
  }
  const caches = names.filter((name) => name.endsWith('-cache.json'));
  const options = { containsToken, remainingBytes: MAX_TOTAL_BYTES };
  const results = caches
    .slice(0, MAX_FILES)
    .map((name) => {
      // The name may have been chosen by another job.
      const file = `~/.sf/${/^[a-z-]{1,60}\.json$/.test(name) ? name : '…-cache.json'}`;
      try {
        return { file, removed: cleanFile(join(folder, name), options) };
      } catch (error) {
        return { file, removed: 0, error };
      }
    })
    .filter(({ removed, error }) => removed > 0 || error !== undefined);
  return caches.length > MAX_FILES
    ? [...results, { file: '~/.sf', removed: 0, error: cacheError('too-many-files') }]
    : results;
}

interface FileOptions extends Pick<CleanOptions, 'containsToken'> {
  /** Number of bytes that may still be read. */
  remainingBytes: number;
}

/**
 * @returns the number of removed entries
 * @throws Error with a code if the token may remain in the file
 */
function cleanFile(file: string, options: FileOptions): number {
  const containsToken = (text: string) => options.containsToken(withoutEscapes(text));
  const stats = statSync(file, { throwIfNoEntry: false });
  // A link to a file in /proc has the size 0, no matter how much can be read from it.
  if (!stats?.isFile() || stats.size === 0) return 0;
  if (stats.size > Math.min(MAX_CACHE_BYTES, options.remainingBytes)) throw cacheError('too-large');
  options.remainingBytes -= stats.size;
  const bytes = readFileSync(file);
  const text = bytes.toString();
  if (!containsToken(text)) return 0;
  if (isLink(file) || isLink(dirname(file))) throw cacheError('linked');

  const entries = isUtf8(bytes) ? parseCache(text) : [];
  const remaining = entries.filter((entry) => !containsToken(JSON.stringify(entry)));
  const content = `${JSON.stringify(Object.fromEntries(remaining), null, 2)}\n`;
  const removed = entries.length - remaining.length;
  if (removed === 0) throw cacheError('unknown-format');
  overwrite(file, content, bytes.length);
  return removed;
}

type CacheErrorCode = 'too-large' | 'too-many-files' | 'linked' | 'unknown-format';

const cacheError = (code: CacheErrorCode) => Object.assign(new Error(code), { code });

/**
 * Decodes escapes such as `\u0021`, and UTF-16 that was read as UTF-8, so that the token is found
 * in any spelling. A match can only begin at the first of several backslashes, because trying each
 * of them would be slow.
 */
function withoutEscapes(text: string): string {
  return text
    .replaceAll('\0', '')
    .replace(/(?<!\\)\\+u00([\da-f]{2})/gi, (_, code) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
}

/**
 * Returns true for a symbolic or hard link. Another job on the same runner could have created it with
 * the name of a cache to have another file changed.
 */
function isLink(path: string): boolean {
  const stats = lstatSync(path);
  return !stats.isDirectory() && (!stats.isFile() || stats.nlink > 1);
}

function parseCache(text: string): [string, unknown][] {
  try {
    const cache: unknown = JSON.parse(text);
    return isRecord(cache) ? Object.entries(cache) : [];
  } catch {
    return [];
  }
}

/** Overwrites the file in place, without following links. */
function overwrite(file: string, content: string, oldSize: number): void {
  const { O_WRONLY, O_NOFOLLOW = 0 } = constants;
  const handle = openSync(file, O_WRONLY | O_NOFOLLOW);
  try {
    // Pads the new content with spaces before the file is truncated, so that a process that reads the
    // file in the meantime finds valid JSON.
    const size = Buffer.byteLength(content);
    writeFileSync(handle, content + ' '.repeat(Math.max(0, oldSize - size)));
    ftruncateSync(handle, size);
  } finally {
    closeSync(handle);
  }
}
