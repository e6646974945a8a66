import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { cleanDeployCache } from '../../src/runner/sf-deploy-cache.ts';
import { modesNotEnforced, noFileModes, noLinks } from '../helpers/platform.ts';

const TOKEN = '00D000000000062!AQEAQJ.kd_83jx';

const JOB_ENTRY = { usernameOrConnection: TOKEN, 'target-org': TOKEN, wait: 33 };
const OTHER_ENTRY = { usernameOrConnection: 'me@acme.com', wait: 33 };
const ANOTHER_TOKEN = { usernameOrConnection: `${TOKEN.slice(0, -1)}y` };

let home = '';
const folder = () => join(home, '.sf');
const file = () => join(folder(), 'deploy-cache.json');
/** A bigint, because a file ID on Windows can be too long for a double. */
const fileId = () => statSync(file(), { bigint: true });
const sleeps: number[] = [];
const cleanCache = (rename: typeof renameSync = renameSync) =>
  cleanDeployCache({
    home: () => home,
    containsToken: (text) => text.includes(TOKEN),
    sleep: async (milliseconds) => void sleeps.push(milliseconds),
    rename,
  });
const writeCache = (value: unknown) =>
  writeFileSync(file(), typeof value === 'string' ? value : JSON.stringify(value));

beforeEach(() => {
  sleeps.length = 0;
  home = mkdtempSync(join(tmpdir(), 'deploy-cache-'));
  mkdirSync(folder());
});
afterEach(() => rmSync(home, { recursive: true, maxRetries: 5 }));

describe('the token in the deploy cache', () => {
  const table: readonly (readonly [string, Record<string, unknown>, string[]])[] = [
    [
      'is removed, and other entries stay',
      { a: JOB_ENTRY, b: OTHER_ENTRY, c: ANOTHER_TOKEN },
      ['b', 'c'],
    ],
    [
      'is removed from a nested value',
      { a: { x: [1, null, { y: TOKEN }] }, b: OTHER_ENTRY },
      ['b'],
    ],
    ['is removed if it is the entry itself', { a: TOKEN, b: 'x', c: null, d: 5 }, ['b', 'c', 'd']],
    ['is removed if no other entry remains', { a: JOB_ENTRY, b: JOB_ENTRY }, []],
    ['is removed if it is a key', { a: { [TOKEN]: 1 }, [TOKEN]: {}, b: OTHER_ENTRY }, ['b']],
    ['is removed if it is part of a longer string', { a: [`x${TOKEN}y`], [`(${TOKEN})`]: 1 }, []],
  ];
  for (const [description, entries, remainingKeys] of table) {
    it(description, async () => {
      writeCache(entries);
      assert.equal(await cleanCache(), Object.keys(entries).length - remainingKeys.length);
      const expected = Object.fromEntries(remainingKeys.map((name) => [name, entries[name]]));
      assert.deepEqual(JSON.parse(readFileSync(file(), 'utf8')), expected);
      assert.deepEqual(readdirSync(folder()), ['deploy-cache.json']);
    });
  }

  it('is removed, and the file is indented as sf writes it', async () => {
    writeCache({ a: JOB_ENTRY, b: OTHER_ENTRY });
    await cleanCache();
    assert.equal(readFileSync(file(), 'utf8'), `${JSON.stringify({ b: OTHER_ENTRY }, null, 2)}\n`);
  });

  it('is removed, and a key named __proto__ stays', async () => {
    writeCache(`{"__proto__":{"x":1},"a":"${TOKEN}"}`);
    assert.equal(await cleanCache(), 1);
    assert.match(readFileSync(file(), 'utf8'), /"__proto__": \{\n {4}"x": 1/);
  });
});

describe('the remaining entries', () => {
  it('keep their numbers unchanged, digit for digit', async () => {
    const numbers = '[\n    12345678901234567890,\n    1.0,\n    1e400,\n    -0\n  ]';
    writeCache(`{"a": "${TOKEN}", "b": ${numbers}}`);
    assert.equal(await cleanCache(), 1);
    assert.equal(readFileSync(file(), 'utf8'), `{\n  "b": ${numbers}\n}\n`);
  });
});

describe('a file of an unknown format that contains the token', () => {
  const table = [
    ['an array', JSON.stringify([JOB_ENTRY])],
    ['a string', JSON.stringify(TOKEN)],
    ['invalid JSON', `{"a": "${TOKEN}"`],
    ['a duplicate key that hides the token', `{"a": "${TOKEN}", "a": 1}`],
  ] as const;
  for (const [description, text] of table) {
    it(`is reported and not changed: ${description}`, async () => {
      writeCache(text);
      await assert.rejects(cleanCache(), { code: 'unknown-format' });
      assert.equal(readFileSync(file(), 'utf8'), text);
    });
  }
});

describe('a file without the token', () => {
  const table = [
    ['other entries', JSON.stringify({ b: OTHER_ENTRY, c: ANOTHER_TOKEN })],
    ['no entries', '{ }'],
    ['an array', JSON.stringify([OTHER_ENTRY])],
    ['a string', JSON.stringify('x')],
    ['a number', '5'],
    ['null', 'null'],
    ['invalid JSON', '{"a": "x"'],
    ['an empty file', ''],
  ] as const;
  for (const [description, text] of table) {
    it(`is not touched: ${description}`, async () => {
      writeCache(text);
      const before = statSync(file(), { bigint: true });
      assert.equal(await cleanCache(), 0);
      const after = statSync(file(), { bigint: true });
      assert.equal(readFileSync(file(), 'utf8'), text);
      assert.deepEqual([after.ino, after.mtimeNs], [before.ino, before.mtimeNs]);
    });
  }

  it('is not created if it does not exist', async () => {
    assert.equal(await cleanCache(), 0);
    assert.deepEqual(readdirSync(folder()), []);
    rmSync(folder(), { recursive: true });
    assert.equal(await cleanCache(), 0);
    assert.ok(!existsSync(folder()));
  });
});

it('a deploy cache of exactly 1 MiB is cleaned', async () => {
  const size = JSON.stringify({ a: TOKEN, b: '' }).length;
  writeCache({ a: TOKEN, b: 'x'.repeat(1024 * 1024 - size) });
  assert.equal(await cleanCache(), 1);
});

it('a deploy cache of more than 1 MiB is reported as too large', async () => {
  writeCache({ a: 'x'.repeat(1024 * 1024) });
  await assert.rejects(cleanCache(), { code: 'too-large' });
});

describe('a file that another job could have placed', { skip: noLinks() }, () => {
  const text = JSON.stringify({ a: JOB_ENTRY });
  const linkTarget = () => join(home, 'elsewhere');

  it('is not changed if it is a symbolic link', async () => {
    writeFileSync(linkTarget(), text);
    symlinkSync(linkTarget(), file());
    await assert.rejects(cleanCache(), { code: 'linked' });
    assert.equal(readFileSync(linkTarget(), 'utf8'), text);
  });

  it('is not changed if its folder is a symbolic link', async () => {
    rmSync(folder(), { recursive: true });
    mkdirSync(linkTarget());
    symlinkSync(linkTarget(), folder());
    writeCache(text);
    await assert.rejects(cleanCache(), { code: 'linked' });
    assert.equal(readFileSync(file(), 'utf8'), text);
  });

  it('is ignored if it is a broken link or a link to a file without the token', async () => {
    symlinkSync(linkTarget(), file());
    assert.equal(await cleanCache(), 0);
    writeFileSync(linkTarget(), JSON.stringify({ b: OTHER_ENTRY }));
    assert.equal(await cleanCache(), 0);
  });

  it('is ignored if it is a folder, or if its folder is a file', async () => {
    mkdirSync(file());
    assert.equal(await cleanCache(), 0);
    rmSync(folder(), { recursive: true });
    writeFileSync(folder(), text);
    assert.equal(await cleanCache(), 0);
  });
});

describe('the cleaned file', () => {
  for (const mode of [0o600, 0o644, 0o666, 0o400]) {
    it(`keeps its permissions: ${mode.toString(8)}`, { skip: noFileModes }, async () => {
      writeCache({ a: JOB_ENTRY });
      chmodSync(file(), mode);
      assert.equal(await cleanCache(), 1);
      assert.equal(statSync(file()).mode & 0o777, mode);
    });
  }

  it('replaces the old one atomically, so that no reader sees a partially written file', async () => {
    writeCache({ a: JOB_ENTRY, b: OTHER_ENTRY });
    const { ino } = fileId();
    await cleanCache();
    assert.notEqual(fileId().ino, ino);
  });

  it('leaves no temporary file behind', async () => {
    writeCache({ a: JOB_ENTRY });
    await cleanCache();
    assert.deepEqual(readdirSync(folder()), ['deploy-cache.json']);
  });
});

describe('a file that another process has locked', () => {
  /** Fails this number of times, as renaming does on Windows while a file is locked. */
  const failingRename =
    (code: string, times = Number.POSITIVE_INFINITY): typeof renameSync =>
    (...paths) => {
      if (times-- > 0) throw Object.assign(new Error(), { code });
      renameSync(...paths);
    };

  for (const code of ['EPERM', 'EBUSY', 'EACCES']) {
    it(`is replaced in a later attempt after ${code}`, async () => {
      writeCache({ a: JOB_ENTRY, b: OTHER_ENTRY });
      const { ino } = fileId();
      assert.equal(await cleanCache(failingRename(code, 2)), 1);
      assert.deepEqual(JSON.parse(readFileSync(file(), 'utf8')), { b: OTHER_ENTRY });
      assert.notEqual(fileId().ino, ino, 'replaced atomically');
      assert.deepEqual(sleeps, [50, 100]);
    });

    it(`is overwritten in place if ${code} persists`, async () => {
      writeCache({ a: JOB_ENTRY, b: OTHER_ENTRY });
      const { ino, mode } = fileId();
      assert.equal(await cleanCache(failingRename(code)), 1);
      assert.deepEqual(JSON.parse(readFileSync(file(), 'utf8')), { b: OTHER_ENTRY });
      assert.deepEqual([fileId().ino, fileId().mode], [ino, mode]);
      assert.deepEqual(sleeps, [50, 100, 200]);
      assert.deepEqual(readdirSync(folder()), ['deploy-cache.json']);
    });
  }

  it('is read again before each attempt, so that new entries stay', async () => {
    writeCache({ a: JOB_ENTRY });
    const pending = cleanCache(failingRename('EBUSY', 1));
    writeCache({ a: JOB_ENTRY, b: OTHER_ENTRY });
    assert.equal(await pending, 1);
    assert.deepEqual(JSON.parse(readFileSync(file(), 'utf8')), { b: OTHER_ENTRY });
  });

  it('is not changed after another error, such as a full disk', async () => {
    writeCache({ a: JOB_ENTRY });
    await assert.rejects(cleanCache(failingRename('ENOSPC', 1)), { code: 'ENOSPC' });
    assert.deepEqual(sleeps, []);
    assert.deepEqual(readdirSync(folder()), ['deploy-cache.json']);
  });

  it('is overwritten in place if its folder is read-only', { skip: modesNotEnforced }, async () => {
    writeCache({ a: JOB_ENTRY });
    chmodSync(folder(), 0o500);
    assert.equal(await cleanCache(), 1);
    chmodSync(folder(), 0o700);
    assert.equal(readFileSync(file(), 'utf8'), '{}\n');
  });

  it('is reported if it and its folder are read-only', { skip: modesNotEnforced }, async () => {
    writeCache({ a: JOB_ENTRY });
    chmodSync(file(), 0o400);
    chmodSync(folder(), 0o500);
    await assert.rejects(cleanCache(), { code: 'EACCES' });
    chmodSync(folder(), 0o700);
  });
});

describe('a user without a home folder', () => {
  const unusableHomes = {
    'the home is unknown': () => {
      throw Object.assign(new Error('uv_os_homedir returned ENOENT'), { code: 'ERR_SYSTEM_ERROR' });
    },
    'the home does not exist': () => join(home, 'nowhere'),
    'the home is a file': () => join(home, 'file'),
  };
  for (const [description, homeFolder] of Object.entries(unusableHomes)) {
    it(`has nothing to clean if ${description}`, async () => {
      writeFileSync(join(home, 'file'), TOKEN);
      const options = { containsToken: () => true, sleep: async () => undefined };
      assert.equal(await cleanDeployCache({ ...options, home: homeFolder }), 0);
    });
  }

  it('gets an error if the home folder cannot be read', { skip: noLinks() }, async () => {
    symlinkSync(join(home, 'itself'), join(home, 'itself'));
    const options = { containsToken: () => true, sleep: async () => undefined };
    const homeFolder = () => join(home, 'itself');
    await assert.rejects(cleanDeployCache({ ...options, home: homeFolder }), { code: 'ELOOP' });
  });
});
