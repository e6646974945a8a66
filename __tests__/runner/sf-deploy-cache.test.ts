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
/** Exact: a file on Windows has a number that is too long for a double. */
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

describe('what sf left of the token', () => {
  const table: readonly (readonly [string, Record<string, unknown>, string[]])[] = [
    [
      'goes, and other entries stay',
      { a: JOB_ENTRY, b: OTHER_ENTRY, c: ANOTHER_TOKEN },
      ['b', 'c'],
    ],
    ['goes, however deep it is', { a: { x: [1, null, { y: TOKEN }] }, b: OTHER_ENTRY }, ['b']],
    ['goes, where it is the entry itself', { a: TOKEN, b: 'x', c: null, d: 5 }, ['b', 'c', 'd']],
    ['goes, where it is all there is', { a: JOB_ENTRY, b: JOB_ENTRY }, []],
    ['goes, where it is a key', { a: { [TOKEN]: 1 }, [TOKEN]: {}, b: OTHER_ENTRY }, ['b']],
    ['goes, where it is within a longer text', { a: [`x${TOKEN}y`], [`(${TOKEN})`]: 1 }, []],
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

  it('is written as sf writes it: indented', async () => {
    writeCache({ a: JOB_ENTRY, b: OTHER_ENTRY });
    await cleanCache();
    assert.equal(readFileSync(file(), 'utf8'), `${JSON.stringify({ b: OTHER_ENTRY }, null, 2)}\n`);
  });

  it('goes without a key named __proto__ doing any harm', async () => {
    writeCache(`{"__proto__":{"x":1},"a":"${TOKEN}"}`);
    assert.equal(await cleanCache(), 1);
    assert.match(readFileSync(file(), 'utf8'), /"__proto__": \{\n {4}"x": 1/);
  });
});

describe('what stays is as it was', () => {
  it('large numbers too', async () => {
    const numbers = '[\n    12345678901234567890,\n    1.0,\n    1e400,\n    -0\n  ]';
    writeCache(`{"a": "${TOKEN}", "b": ${numbers}}`);
    assert.equal(await cleanCache(), 1);
    assert.equal(readFileSync(file(), 'utf8'), `{\n  "b": ${numbers}\n}\n`);
  });
});

describe('a file that is not what sf writes, and in which the token stays, is told', () => {
  const table = [
    ['an array', JSON.stringify([JOB_ENTRY])],
    ['a string', JSON.stringify(TOKEN)],
    ['no JSON', `{"a": "${TOKEN}"`],
    ['an entry that another one hides', `{"a": "${TOKEN}", "a": 1}`],
  ] as const;
  for (const [description, text] of table) {
    it(description, async () => {
      writeCache(text);
      await assert.rejects(cleanCache(), { code: 'unknown-format' });
      assert.equal(readFileSync(file(), 'utf8'), text);
    });
  }
});

describe('a file that holds nothing of ours is not touched', () => {
  const table = [
    ['other entries', JSON.stringify({ b: OTHER_ENTRY, c: ANOTHER_TOKEN })],
    ['no entries', '{ }'],
    ['an array', JSON.stringify([OTHER_ENTRY])],
    ['a string', JSON.stringify('x')],
    ['a number', '5'],
    ['null', 'null'],
    ['no JSON', '{"a": "x"'],
    ['nothing', ''],
  ] as const;
  for (const [description, text] of table) {
    it(description, async () => {
      writeCache(text);
      const before = statSync(file(), { bigint: true });
      assert.equal(await cleanCache(), 0);
      const after = statSync(file(), { bigint: true });
      assert.equal(readFileSync(file(), 'utf8'), text);
      assert.deepEqual([after.ino, after.mtimeNs], [before.ino, before.mtimeNs]);
    });
  }

  it('nor is one made where there is none', async () => {
    assert.equal(await cleanCache(), 0);
    assert.deepEqual(readdirSync(folder()), []);
    rmSync(folder(), { recursive: true });
    assert.equal(await cleanCache(), 0);
    assert.ok(!existsSync(folder()));
  });
});

it('a file as large as allowed is cleaned', async () => {
  const size = JSON.stringify({ a: TOKEN, b: '' }).length;
  writeCache({ a: TOKEN, b: 'x'.repeat(1024 * 1024 - size) });
  assert.equal(await cleanCache(), 1);
});

it('a file in which it would take long to look is left, and told', async () => {
  writeCache({ a: 'x'.repeat(1024 * 1024) });
  await assert.rejects(cleanCache(), { code: 'too-large' });
});

describe('what another job could have put there is not changed', { skip: noLinks() }, () => {
  const text = JSON.stringify({ a: JOB_ENTRY });
  const linkTarget = () => join(home, 'elsewhere');

  it('a linked file', async () => {
    writeFileSync(linkTarget(), text);
    symlinkSync(linkTarget(), file());
    await assert.rejects(cleanCache(), { code: 'linked' });
    assert.equal(readFileSync(linkTarget(), 'utf8'), text);
  });

  it('a linked folder', async () => {
    rmSync(folder(), { recursive: true });
    mkdirSync(linkTarget());
    symlinkSync(linkTarget(), folder());
    writeCache(text);
    await assert.rejects(cleanCache(), { code: 'linked' });
    assert.equal(readFileSync(file(), 'utf8'), text);
  });

  it('a link to nothing, or to a file without the token: there is nothing to tell', async () => {
    symlinkSync(linkTarget(), file());
    assert.equal(await cleanCache(), 0);
    writeFileSync(linkTarget(), JSON.stringify({ b: OTHER_ENTRY }));
    assert.equal(await cleanCache(), 0);
  });

  it('a folder in place of the file, a file in place of the folder', async () => {
    mkdirSync(file());
    assert.equal(await cleanCache(), 0);
    rmSync(folder(), { recursive: true });
    writeFileSync(folder(), text);
    assert.equal(await cleanCache(), 0);
  });
});

describe('the file is replaced in one step', () => {
  for (const mode of [0o600, 0o644, 0o666, 0o400]) {
    it(`and keeps its permissions: ${mode.toString(8)}`, { skip: noFileModes }, async () => {
      writeCache({ a: JOB_ENTRY });
      chmodSync(file(), mode);
      assert.equal(await cleanCache(), 1);
      assert.equal(statSync(file()).mode & 0o777, mode);
    });
  }

  it('by another one: who reads meanwhile has all of the old one', async () => {
    writeCache({ a: JOB_ENTRY, b: OTHER_ENTRY });
    const { ino } = fileId();
    await cleanCache();
    assert.notEqual(fileId().ino, ino);
  });

  it('and leaves nothing beside it', async () => {
    writeCache({ a: JOB_ENTRY });
    await cleanCache();
    assert.deepEqual(readdirSync(folder()), ['deploy-cache.json']);
  });
});

describe('a file that another process holds', () => {
  /** Fails as often as given, as Windows does meanwhile. */
  const failingRename =
    (code: string, times = Number.POSITIVE_INFINITY): typeof renameSync =>
    (...paths) => {
      if (times-- > 0) throw Object.assign(new Error(), { code });
      renameSync(...paths);
    };

  for (const code of ['EPERM', 'EBUSY', 'EACCES']) {
    it(`is tried again shortly: ${code}`, async () => {
      writeCache({ a: JOB_ENTRY, b: OTHER_ENTRY });
      const { ino } = fileId();
      assert.equal(await cleanCache(failingRename(code, 2)), 1);
      assert.deepEqual(JSON.parse(readFileSync(file(), 'utf8')), { b: OTHER_ENTRY });
      assert.notEqual(fileId().ino, ino, 'replaced in one step all the same');
      assert.deepEqual(sleeps, [50, 100]);
    });

    it(`is written in place in the end: ${code}`, async () => {
      writeCache({ a: JOB_ENTRY, b: OTHER_ENTRY });
      const { ino, mode } = fileId();
      assert.equal(await cleanCache(failingRename(code)), 1);
      assert.deepEqual(JSON.parse(readFileSync(file(), 'utf8')), { b: OTHER_ENTRY });
      assert.deepEqual([fileId().ino, fileId().mode], [ino, mode]);
      assert.deepEqual(sleeps, [50, 100, 200]);
      assert.deepEqual(readdirSync(folder()), ['deploy-cache.json']);
    });
  }

  it('is read again each time: what was noted meanwhile stays', async () => {
    writeCache({ a: JOB_ENTRY });
    const pending = cleanCache(failingRename('EBUSY', 1));
    writeCache({ a: JOB_ENTRY, b: OTHER_ENTRY });
    assert.equal(await pending, 1);
    assert.deepEqual(JSON.parse(readFileSync(file(), 'utf8')), { b: OTHER_ENTRY });
  });

  it('is left alone where the trouble is another: a full disk', async () => {
    writeCache({ a: JOB_ENTRY });
    await assert.rejects(cleanCache(failingRename('ENOSPC', 1)), { code: 'ENOSPC' });
    assert.deepEqual(sleeps, []);
    assert.deepEqual(readdirSync(folder()), ['deploy-cache.json']);
  });

  it('in a folder that is read-only is written in place', { skip: modesNotEnforced }, async () => {
    writeCache({ a: JOB_ENTRY });
    chmodSync(folder(), 0o500);
    assert.equal(await cleanCache(), 1);
    chmodSync(folder(), 0o700);
    assert.equal(readFileSync(file(), 'utf8'), '{}\n');
  });

  it('and is read-only itself is told', { skip: modesNotEnforced }, async () => {
    writeCache({ a: JOB_ENTRY });
    chmodSync(file(), 0o400);
    chmodSync(folder(), 0o500);
    await assert.rejects(cleanCache(), { code: 'EACCES' });
    chmodSync(folder(), 0o700);
  });
});

describe('a user without a home has nothing to tidy up', () => {
  const unusableHomes = {
    'home is not known': () => {
      throw Object.assign(new Error('uv_os_homedir returned ENOENT'), { code: 'ERR_SYSTEM_ERROR' });
    },
    'home is not there': () => join(home, 'nowhere'),
    'home is a file': () => join(home, 'file'),
  };
  for (const [description, homeFolder] of Object.entries(unusableHomes)) {
    it(description, async () => {
      writeFileSync(join(home, 'file'), TOKEN);
      const options = { containsToken: () => true, sleep: async () => undefined };
      assert.equal(await cleanDeployCache({ ...options, home: homeFolder }), 0);
    });
  }

  it('a home that cannot be looked into is told', { skip: noLinks() }, async () => {
    symlinkSync(join(home, 'itself'), join(home, 'itself'));
    const options = { containsToken: () => true, sleep: async () => undefined };
    const homeFolder = () => join(home, 'itself');
    await assert.rejects(cleanDeployCache({ ...options, home: homeFolder }), { code: 'ELOOP' });
  });
});
