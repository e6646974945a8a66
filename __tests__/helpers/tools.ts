/** Programs beside Node that a test compares with, where they are. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a program is there; otherwise the reason why a test is skipped. */
export function missing(program: string): string | false {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const files = folders.flatMap((folder) => ['', '.exe'].map((end) => join(folder, program + end)));
  return files.some((file) => existsSync(file)) ? false : `${program} is not on PATH`;
}

export function runTool(program: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, encoding: 'latin1' });
  assert.equal(status, 0, error?.message ?? stderr);
  return stdout;
}

/** A JVM that starts sooner, for something that it does once. */
export const FAST_JAVA = ['-J-XX:TieredStopAtLevel=1', '-J-Xshare:auto', '-J-XX:+UseSerialGC'];
