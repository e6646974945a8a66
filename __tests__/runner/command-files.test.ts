import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { keyValues } from '../../simulator/runner/command-files.ts';
import { requireRunner, writeValues } from '../../src/runner/command-files.ts';
import { RunnerError } from '../../src/runner/errors.ts';
import { makeFolder } from '../helpers/folders.ts';
import { thrownBy } from '../helpers/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'command-files-'));
after(() => rmSync(folder, { recursive: true, maxRetries: 3 }));

const NAMES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE'];
const env = Object.fromEntries(NAMES.map((name) => [name, join(folder, name)]));
for (const file of Object.values(env)) writeFileSync(file, '');

describe('a runner', () => {
  it('gives files to write to', () => assert.doesNotThrow(() => requireRunner(env)));

  for (const name of NAMES) {
    it(`that gives no ${name} is none`, async () => {
      const { [name]: _, ...rest } = env;
      const error = await thrownBy(() => requireRunner(rest));
      assert.ok(error instanceof RunnerError);
      assert.deepEqual([error.code, error.details], ['no-runner', { name }]);
    });
    it(`whose ${name} is a folder is none`, async () => {
      const error = await thrownBy(() => requireRunner({ ...env, [name]: folder }));
      assert.ok(error instanceof RunnerError);
      assert.deepEqual(error.details, { name });
    });
    it(`whose ${name} is not there is none`, async () => {
      const error = await thrownBy(() => requireRunner({ ...env, [name]: join(folder, 'no') }));
      assert.ok(error instanceof RunnerError);
      assert.deepEqual(error.details, { name });
    });
  }
});

describe('values for the runner', () => {
  it('are written all at once, whatever they look like, and nothing for none', () => {
    const values = { a: 'one', b: 'two\nlines', c: '', d: 'end_1<<x=y' };
    writeValues('GITHUB_OUTPUT', {}, env);
    assert.equal(readFileSync(env['GITHUB_OUTPUT'] ?? '', 'utf8'), '');
    writeValues('GITHUB_OUTPUT', values, env);
    assert.deepEqual(keyValues(readFileSync(env['GITHUB_OUTPUT'] ?? '', 'utf8')), values);
  });

  it('that cannot be written fail with the name of the file and the code of the error', async () => {
    const error = await thrownBy(() => writeValues('GITHUB_ENV', { a: 'b' }, {}));
    assert.ok(error instanceof RunnerError);
    assert.deepEqual(error.details, { name: 'GITHUB_ENV', reason: 'ENOENT' });
  });

  const tmpfs = process.platform !== 'linux' || process.getuid?.() !== 0;
  it('leave nothing behind of a write that a full disk broke off', {
    skip: tmpfs && 'needs root on Linux, to mount a small disk',
  }, async (t) => {
    const disk = makeFolder('small-disk');
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', disk]);
    if (status !== 0) return t.skip('mount is not allowed here');
    try {
      const file = join(disk, 'output');
      writeFileSync(file, 'a=b\n');
      const long = { a: 'x'.repeat(5000), b: 'y'.repeat(5000) };
      const error = await thrownBy(() =>
        writeValues('GITHUB_OUTPUT', long, { GITHUB_OUTPUT: file }),
      );
      assert.ok(error instanceof RunnerError);
      assert.deepEqual(error.details, { name: 'GITHUB_OUTPUT', reason: 'ENOSPC' });
      assert.equal(readFileSync(file, 'utf8'), 'a=b\n');
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});
