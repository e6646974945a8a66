// Runs after the packages are installed, and whenever install.mjs runs. The packages include
// Node 24 for common systems. On other systems, this checks that the installed Node is new enough.
// This file is plain JavaScript so that an old version of Node can run it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const REQUIRED_MAJOR = 24;
const windows = process.platform === 'win32';
const packaged = `node-${windows ? 'win' : process.platform}-${process.arch}/bin/node${windows ? '.exe' : ''}`;
const folder = fileURLToPath(new URL('../node_modules/', import.meta.url));
const command = `${folder}.bin/node${windows ? '.cmd' : ''}`;

const packagedNodeRuns = spawnSync(folder + packaged, ['--version']).status === 0;
if (!packagedNodeRuns) {
  // Some systems, such as Alpine, cannot run the bundled Node because it is built for glibc. Delete
  // its command, which would precede the installed Node in the PATH.
  rmSync(command, { force: true });
} else if (!existsSync(command)) {
  // npm 10 deletes the command while it removes the packages for other systems.
  mkdirSync(`${folder}.bin`, { recursive: true });
  if (windows) writeFileSync(command, `@"%~dp0..\\${packaged.replaceAll('/', '\\')}" %*\r\n`);
  else symlinkSync(`../${packaged}`, command);
}

if (!packagedNodeRuns && Number.parseInt(process.versions.node, 10) < REQUIRED_MAJOR) {
  console.error(
    `Node.js ${REQUIRED_MAJOR} or newer is required on this system (${process.platform} ${process.arch}), but this is ${process.versions.node}: install it (Alpine: apk add nodejs npm; macOS: brew install node@${REQUIRED_MAJOR}), and run the command again.`,
  );
  process.exit(1);
}
