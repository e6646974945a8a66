import { execFileSync, spawnSync } from 'node:child_process';
import { PROJECT_FOLDER } from '../own/identity.ts';

/** Runs a program in the project folder and shows its output in the terminal. */
export function runInherited(program: 'node' | 'npm' | 'git', ...args: string[]): void {
  const windowsNpm = program === 'npm' && process.platform === 'win32';
  execFileSync(program === 'node' ? process.execPath : program, args, {
    cwd: PROJECT_FOLDER,
    stdio: 'inherit',
    shell: windowsNpm,
  });
}

/** Runs git and returns its output. */
export function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: PROJECT_FOLDER,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** Returns true if git exits with 0. */
export function gitSucceeds(...args: string[]): boolean {
  return spawnSync('git', args, { cwd: PROJECT_FOLDER, stdio: 'ignore' }).status === 0;
}
