// Runs after the packages are installed and before the tests. The packages contain Node 24 for the
// usual systems. On other systems, checks that the installed Node is new enough.
// This file is plain JavaScript, because an old Node must be able to run it.
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
  // On Alpine, for example, it cannot run because it is built for glibc. Remove it from the PATH.
  rmSync(command, { force: true });
} else if (!existsSync(command)) {
  // npm 10 deletes the command when it removes the packages for other systems.
  mkdirSync(`${folder}.bin`, { recursive: true });
  if (windows) writeFileSync(command, `@"%~dp0..\\${packaged.replaceAll('/', '\\')}" %*\r\n`);
  else symlinkSync(`../${packaged}`, command);
}

if (!packagedNodeRuns && Number.parseInt(process.versions.node, 10) < REQUIRED_MAJOR) {
  console.error(
    `Node.js ${REQUIRED_MAJOR} or newer is required, but this is ${process.versions.node}. The packages contain Node.js for Windows and Linux
(glibc) and for macOS on Intel, but none that runs on this system (${process.platform} ${process.arch}). Install Node.js ${REQUIRED_MAJOR}
(Alpine: apk add nodejs npm; macOS: brew install node@${REQUIRED_MAJOR}), and run the command again.`,
  );
  process.exit(1);
}
