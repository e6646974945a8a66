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
import { isRecord } from '../salesforce/answer.ts';
import { DeployCacheError } from './errors.ts';

/** Thousands of deployments. To look for the token in more would keep the job waiting. */
const LARGEST_BYTES = 1024 * 1024;

type Rename = (from: string, to: string) => void;

interface Search {
  /** The user's home folder; throws where there is none. */
  readonly home: () => string;
  /** Whether a text holds the token of this job. */
  readonly holdsToken: (text: string) => boolean;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Puts a new file in the place of the old one. */
  readonly rename?: Rename;
}

/** Another process may hold the file for a moment. Windows then refuses to replace it. */
const WAITS_MS = [50, 100, 200];
const HELD = ['EPERM', 'EBUSY', 'EACCES'];

/**
 * `sf project deploy start` records each deployment in `~/.sf/deploy-cache.json`, world-readable,
 * and with SF_TARGET_ORG the "username" that it records is the access token itself. Removes the
 * entries that hold it; every other entry keeps its value.
 * @returns how many entries were removed
 * @throws NodeJS.ErrnoException or DeployCacheError where the token may stay
 */
export async function cleanDeployCache(search: Search): Promise<number> {
  const { home, holdsToken, sleep, rename = renameSync } = search;
  const folder = homeOrNone(home);
  if (folder === undefined) return 0;
  const file = join(folder, '.sf', 'deploy-cache.json');
  for (const wait of WAITS_MS) {
    try {
      return clean(file, holdsToken, (content) => replace(file, content, rename));
    } catch (error) {
      if (!HELD.includes(String((error as NodeJS.ErrnoException).code))) throw error;
    }
    await sleep(wait);
  }
  return clean(file, holdsToken, (content) => overwrite(file, content));
}

/** A user without a home, as in some containers, has nothing in it. */
function homeOrNone(home: () => string): string | undefined {
  try {
    return home();
  } catch {
    return undefined;
  }
}

function clean(
  file: string,
  holdsToken: Search['holdsToken'],
  write: (content: string) => void,
): number {
  const size = sizeOf(file);
  if (size === undefined) return 0;
  if (size > LARGEST_BYTES) throw new DeployCacheError({ code: 'too-large' });
  const text = readFileSync(file, 'utf8');
  if (!isReal(dirname(file), 'directory') || !isReal(file, 'file')) {
    if (holdsToken(text)) throw new DeployCacheError({ code: 'linked' });
    return 0;
  }
  const entries = parse(text);
  const all = isRecord(entries) ? Object.entries(entries) : [];
  const kept = all.filter((entry) => !mentions(entry, holdsToken));
  const removed = all.length - kept.length;
  if (removed > 0) write(`${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
  else if (holdsToken(text)) throw new DeployCacheError({ code: 'unknown-form' });
  return removed;
}

/** Nothing is changed behind a link: another job on the same runner could have put it there. */
function isReal(path: string, kind: 'file' | 'directory'): boolean {
  const found = lstatSync(path);
  return kind === 'file' ? found.isFile() : found.isDirectory();
}

/** Of the file, wherever links lead; undefined where there is none. */
function sizeOf(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : undefined;
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
function parse(text: string): unknown {
  try {
    return parseWithSource(text, (_, value, { source = '' }) =>
      typeof value === 'number' ? rawJSON(source) : value,
    );
  } catch {
    return undefined;
  }
}

function mentions(value: unknown, holdsToken: Search['holdsToken']): boolean {
  if (typeof value === 'string') return holdsToken(value);
  // As a key too; numbers and the like have no entries.
  return Object.entries(value ?? {})
    .flat()
    .some((part) => mentions(part, holdsToken));
}

/** In one step, so that neither a crash nor a reader in between meets half a file. */
function replace(file: string, content: string, rename: Rename): void {
  const { mode } = lstatSync(file);
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, content, { flag: 'wx', mode });
    // The process's umask has taken rights away from a new file.
    chmodSync(beside, mode);
    rename(beside, file);
  } finally {
    rmSync(beside, { force: true });
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
