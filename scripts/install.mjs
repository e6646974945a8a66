// Runs before each command that a new user may try first. Installs the locked packages if they are
// missing or outdated, in the repository or in the folder passed as an argument. This file is plain
// JavaScript because it runs before any package is installed, possibly with an old version of Node.
import { execSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installCommand } from './install-command.mjs';

const modifiedAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
process.chdir(process.argv[2] ?? '.');
if (modifiedAt('node_modules/.package-lock.json') < modifiedAt('package-lock.json')) {
  console.log('Installing the packages of the lock file …');
  try {
    execSync(installCommand(process), { stdio: 'inherit' });
  } catch {
    // npm has already printed the reason.
    process.exit(1);
  }
}
// Check the version of Node even if nothing was installed: after a first run with an old Node, the
// packages are already there.
await import('./require-node.mjs');
