// Runs before what someone may call first, with whatever Node there is: installs the locked
// packages of the folder that is named, or else of the repository, when they are not there yet, or
// when the lock file is newer. Plain JavaScript, because nothing is installed yet.
import { execSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installCommand } from './install-command.mjs';

const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
process.chdir(process.argv[2] ?? '.');
if (changed('node_modules/.package-lock.json') < changed('package-lock.json')) {
  console.log('Installing the packages of the lock file …');
  try {
    execSync(installCommand(process), { stdio: 'inherit' });
  } catch {
    // npm has said why.
    process.exit(1);
  }
}
