// Runs before the commands that a new user may run first. Installs the packages of the lock file if
// they are missing or older than it, in the repository or in the folder passed as the argument.
// This file is plain JavaScript, because it runs before any package is installed and possibly in an
// old Node.
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
    // npm has printed the reason.
    process.exit(1);
  }
}
// Not only after an installation: if Node was too old for it, the packages are there by the second try.
await import('./require-node.mjs');
