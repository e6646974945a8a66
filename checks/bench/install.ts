import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.ts';

export interface CliInstall {
  readonly path: string;
  readonly ms: number;
  readonly downloadedBytes: number;
  readonly diskBytes: number;
}

/** Installs the Salesforce CLI with an empty npm cache, as on a hosted runner. */
export async function installCli(version: string, folder: string): Promise<CliInstall> {
  const cache = join(folder, 'npm-cache');
  const args = ['install', '--prefix', folder, '--cache', cache, '--no-audit', '--no-fund'];
  const env = { ...process.env, npm_config_update_notifier: 'false' } as Record<string, string>;
  // npm sets this variable to its own path. On Windows, `npm` is a script that cannot be spawned.
  const npm = process.env['npm_execpath'];
  const [program, ...firstArgs] = npm ? [process.execPath, npm] : ['npm'];
  const ms = await run(program, [...firstArgs, ...args, `@salesforce/cli@${version}`], env);
  const modules = join(folder, 'node_modules');
  return {
    path: join(modules, '@salesforce', 'cli', 'bin', 'run.js'),
    ms,
    downloadedBytes: bytesBelow(join(cache, '_cacache', 'content-v2')),
    diskBytes: bytesBelow(modules, { onDisk: true }),
  };
}

function bytesBelow(folder: string, { onDisk = false } = {}): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => statSync(join(parentPath, name)))
    .reduce((sum, { size, blocks }) => sum + (onDisk ? blocks * 512 : size), 0);
}
