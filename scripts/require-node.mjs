// Runs after the packages are installed and before the tests, with whatever Node there is. The
// packages bring Node 24 for the usual systems; where they bring none that runs here, the Node at
// hand does if it is new enough. Plain JavaScript, because an old Node must be able to read it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const windows = process.platform === 'win32';
const brought = `node-${windows ? 'win' : process.platform}-${process.arch}/bin/node${windows ? '.exe' : ''}`;
const folder = fileURLToPath(new URL('../node_modules/', import.meta.url));
const command = `${folder}.bin/node${windows ? '.cmd' : ''}`;

const runs = spawnSync(folder + brought, ['--version']).status === 0;
if (!runs) {
  // Built for glibc, and this is Alpine, say: it must not stand before a Node that works.
  rmSync(command, { force: true });
} else if (!existsSync(command)) {
  // npm 10 takes the command away again with the packages that are for other systems.
  mkdirSync(`${folder}.bin`, { recursive: true });
  if (windows) writeFileSync(command, `@"%~dp0..\\${brought.replaceAll('/', '\\')}" %*\r\n`);
  else symlinkSync(`../${brought}`, command);
}

if (!runs && Number.parseInt(process.versions.node, 10) < NEEDED) {
  console.error(
    `This needs Node.js ${NEEDED} or newer; here is ${process.versions.node}. The packages bring one for Windows and Linux
(glibc) and for macOS on Intel, but none that runs here (${process.platform} ${process.arch}). Install Node.js ${NEEDED}
(Alpine: apk add nodejs npm; macOS: brew install node@${NEEDED}), and run the command again.`,
  );
  process.exit(1);
}
