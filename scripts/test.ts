/**
 * Runs all tests, with the options of the command line. Each test file is a process, and many
 * import the same modules, so this script first compiles those into Node's compile cache, which
 * saves a quarter of the time.
 * @see https://nodejs.org/api/module.html#module-compile-cache
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/compile');

/** Modules that run a program when they are imported. */
const PROGRAMS = ['src/main.ts', 'src/post.ts', 'setup/index.ts', 'simulator/main.ts'];

enableCompileCache(CACHE);
for (const path of globSync('{src,simulator,support,setup}/**/*.ts', { cwd: ROOT })) {
  if (!PROGRAMS.includes(path.replaceAll('\\', '/')))
    await import(pathToFileURL(join(ROOT, path)).href);
}
flushCompileCache();

const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-concurrency=4', ...process.argv.slice(2), '__tests__/**/*.test.ts'],
  { cwd: ROOT, env: { ...process.env, NODE_COMPILE_CACHE: CACHE }, stdio: 'inherit' },
);
process.exit(status ?? 1);
