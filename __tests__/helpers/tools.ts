/** Runs programs other than Node if they are installed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Returns the reason why a program cannot be used, or false if it can. */
export function missingTool(program: string): string | false {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const files = folders.flatMap((folder) =>
    ['', '.exe'].map((extension) => join(folder, program + extension)),
  );
  if (!files.some((file) => existsSync(file))) return `${program} is not on PATH`;
  return isStub(program) && `${program} is a stub without Java`;
}

/** On macOS, some programs are placeholders that only offer to install the real ones. */
const isStub = (program: string): boolean =>
  process.platform === 'darwin' && program === 'keytool' && spawnSync(program).status !== 0;

/**
 * Returns the reason why OpenSSL 3 cannot be used, or false if it can. macOS has LibreSSL instead.
 */
export function noOpenssl3(): string | false {
  const reason = missingTool('openssl');
  if (reason) return reason;
  const version = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout.trim();
  return !/^OpenSSL ([3-9]|\d\d)\./.test(version) && `${version} is not OpenSSL 3`;
}

export interface ToolOptions {
  readonly input?: string;
  readonly cwd?: string;
}

/** Runs the program, which must succeed. Returns its output, with one character per byte. */
export function runTool(
  program: string,
  args: readonly string[],
  { input = '', cwd }: ToolOptions = {},
): string {
  // On Windows, OpenSSL would otherwise decode its arguments with the system's code page.
  const env = { ...process.env, OPENSSL_WIN32_UTF8: '1' };
  const options = { input, cwd, env, encoding: 'latin1' } as const;
  const { status, stdout, stderr, error } = spawnSync(program, args, options);
  assert.equal(status, 0, error?.message ?? stderr);
  return stdout;
}

/** Options that make the JVM start faster. */
export const FAST_JAVA = ['-J-XX:TieredStopAtLevel=1', '-J-Xshare:auto', '-J-XX:+UseSerialGC'];
