import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { appendValues, requireCommandFiles } from '../../src/runner/command-files.ts';
import { RunnerError } from '../../src/runner/errors.ts';
import { parseKeyValues } from '../../support/runner/command-files.ts';
import { catchError } from '../helpers/errors.ts';
import { makeFolder } from '../helpers/folders.ts';

const folder = mkdtempSync(join(tmpdir(), 'command-files-'));
after(() => rmSync(folder, { recursive: true, maxRetries: 3 }));

const NAMES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE'];
const env = Object.fromEntries(NAMES.map((name) => [name, join(folder, name)]));
for (const file of Object.values(env)) writeFileSync(file, '');

describe('requireCommandFiles', () => {
  it('accepts a runner that provides all command files', () =>
    assert.doesNotThrow(() => requireCommandFiles(env)));

  for (const name of NAMES) {
    it(`rejects a runner without ${name}`, async () => {
      const { [name]: _, ...rest } = env;
      const error = await catchError(() => requireCommandFiles(rest));
      assert.ok(error instanceof RunnerError);
      assert.deepEqual([error.code, error.details], ['no-runner', { name }]);
    });
    it(`rejects a runner whose ${name} does not exist`, async () => {
      const error = await catchError(() =>
        requireCommandFiles({ ...env, [name]: join(folder, 'no') }),
      );
      assert.ok(error instanceof RunnerError);
      assert.deepEqual(error.details, { name });
    });
    it(`rejects a runner whose ${name} is a folder`, async () => {
      const error = await catchError(() => requireCommandFiles({ ...env, [name]: folder }));
      assert.ok(error instanceof RunnerError);
      assert.deepEqual([error.code, error.details], ['no-runner', { name }]);
    });
  }
});

describe('appendValues', () => {
  const file = join(folder, 'values');
  const env = { GITHUB_OUTPUT: file };
  const text = () => readFileSync(file, 'utf8');

  it('appends values, including multiline ones, to the existing content', () => {
    writeFileSync(file, 'first=1\n');
    const values = {
      plain: 'a b',
      empty: '',
      lines: 'x\nplain=other\nplain<<end\nend\nend_1<<x=y\n',
    };
    appendValues('GITHUB_OUTPUT', values, env);
    assert.deepEqual(parseKeyValues(text()), { first: '1', ...values });
  });

  it('uses a new random delimiter for each write, so that no value can contain it', () => {
    const delimiters = ['a', 'b'].map((value) => {
      writeFileSync(file, '');
      appendValues('GITHUB_OUTPUT', { value }, env);
      return /^value<<(.{32,})$/m.exec(text())?.[1];
    });
    assert.ok(delimiters[0] && delimiters[1]);
    assert.notEqual(delimiters[0], delimiters[1]);
  });

  it('does not need a file if there are no values', () => {
    const rollback = appendValues('GITHUB_STATE', {}, {});
    assert.doesNotThrow(rollback);
  });

  it('returns a function that removes only the appended values', () => {
    writeFileSync(file, 'first=1\n');
    appendValues('GITHUB_OUTPUT', { a: 'b', c: 'd' }, env)();
    assert.equal(text(), 'first=1\n');
  });

  it('throws an error with the name of the variable and the reason if the file cannot be written', async () => {
    for (const [path, reason] of [
      [{}, 'ENOENT'],
      [{ GITHUB_OUTPUT: folder }, 'EISDIR'],
    ] as const) {
      const before = readdirSync('.');
      const error = await catchError(() => appendValues('GITHUB_OUTPUT', { a: 'b' }, path));
      assert.ok(error instanceof RunnerError);
      assert.deepEqual(
        [error.code, error.details],
        ['file-not-written', { name: 'GITHUB_OUTPUT', reason }],
      );
      assert.deepEqual(readdirSync('.'), before);
    }
  });

  for (const before of ['', 'a=b\n']) {
    it(`removes a partial write ${before ? `after ${JSON.stringify(before)}` : 'to a file that did not exist'}`, async (t) => {
      if (before) writeFileSync(file, before);
      else rmSync(file);
      const { appendFileSync } = fs;
      t.mock.method(fs, 'appendFileSync', (path: string, content: string) => {
        appendFileSync(path, content.slice(0, -5));
        throw Object.assign(new Error(), { code: 'ENOSPC' });
      });
      syncBuiltinESMExports();
      const error = await catchError(() => appendValues('GITHUB_OUTPUT', { a: 'b' }, env));
      t.mock.reset();
      syncBuiltinESMExports();
      assert.ok(error instanceof RunnerError);
      assert.deepEqual(error.details, { name: 'GITHUB_OUTPUT', reason: 'ENOSPC' });
      assert.equal(text(), before);
    });
  }

  it('removes a partial write if the disk is full', {
    skip: !canMount() && 'a small disk cannot be mounted here',
  }, async () => {
    const disk = makeFolder('small-disk');
    mountSmallDisk(disk);
    try {
      const file = join(disk, 'output');
      writeFileSync(file, 'a=b\n');
      const longValues = { a: 'x'.repeat(5000), b: 'y'.repeat(5000) };
      const error = await catchError(() =>
        appendValues('GITHUB_OUTPUT', longValues, { GITHUB_OUTPUT: file }),
      );
      assert.ok(error instanceof RunnerError);
      assert.deepEqual(error.details, { name: 'GITHUB_OUTPUT', reason: 'ENOSPC' });
      assert.equal(readFileSync(file, 'utf8'), 'a=b\n');
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});

function mountSmallDisk(folder: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', folder]).status === 0;
}

function canMount(): boolean {
  const folder = makeFolder('probe-disk');
  if (process.platform !== 'linux' || !mountSmallDisk(folder)) return false;
  return spawnSync('umount', [folder]).status === 0;
}
