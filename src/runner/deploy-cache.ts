import { randomUUID } from 'node:crypto';
import { chmodSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRecord } from '../salesforce/answer.ts';

/**
 * `sf project deploy start` notes each deployment in `~/.sf/deploy-cache.json`, readable for
 * everyone, and with SF_TARGET_ORG the "username" that it notes is the access token itself. Removes
 * those entries. Everything else stays as it is, and so does a file that is not what `sf` writes.
 * @param isToken whether a string is the token of this job
 * @returns how many entries were removed
 * @throws NodeJS.ErrnoException when the file cannot be read or written
 */
export function cleanDeployCache(home: string, isToken: (value: string) => boolean): number {
  const file = join(home, '.sf', 'deploy-cache.json');
  if (!isOurs(dirname(file), 'directory') || !isOurs(file, 'file')) return 0;
  const entries = parse(readFileSync(file, 'utf8'));
  if (!isRecord(entries)) return 0;

  const kept = Object.entries(entries).filter(([, entry]) => !mentions(entry, isToken));
  const removed = Object.keys(entries).length - kept.length;
  if (removed > 0) replace(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
  return removed;
}

/** A link is not followed: another job on the same runner could have put it there. */
function isOurs(path: string, kind: 'file' | 'directory'): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return kind === 'file' ? found?.isFile() === true : found?.isDirectory() === true;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function mentions(entry: unknown, isToken: (value: string) => boolean): boolean {
  if (typeof entry === 'string') return isToken(entry);
  if (typeof entry !== 'object' || entry === null) return false;
  return Object.values(entry).some((value) => mentions(value, isToken));
}

/** In one step, so that neither a crash nor a reader in between meets half a file. */
function replace(file: string, content: string): void {
  const { mode } = lstatSync(file);
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, content, { flag: 'wx', mode });
    // The process's umask has taken rights away from a new file.
    chmodSync(beside, mode);
    renameSync(beside, file);
  } finally {
    rmSync(beside, { force: true });
  }
}
