import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { cleanDeployCache } from '../../src/runner/deploy-cache.ts';
import { noLinks, noModes, unstoppable } from '../helpers/platform.ts';

const TOKEN = '00D000000000062!AQEAQJ.kd_83jx';
const isToken = (value: string) => value === TOKEN;

const MINE = { usernameOrConnection: TOKEN, 'target-org': TOKEN, wait: 33 };
const OTHER = { usernameOrConnection: 'me@acme.com', wait: 33 };
const ANOTHER_TOKEN = { usernameOrConnection: `${TOKEN}x` };

let home = '';
const folder = () => join(home, '.sf');
const file = () => join(folder(), 'deploy-cache.json');
const clean = () => cleanDeployCache(home, isToken);
const writeCache = (value: unknown) =>
  writeFileSync(file(), typeof value === 'string' ? value : JSON.stringify(value));

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'deploy-cache-'));
  mkdirSync(folder());
});
afterEach(() => rmSync(home, { recursive: true, maxRetries: 5 }));

describe('what sf left of the token', () => {
  const table: readonly (readonly [string, Record<string, unknown>, string[]])[] = [
    ['goes, and other entries stay', { a: MINE, b: OTHER, c: ANOTHER_TOKEN }, ['b', 'c']],
    ['goes, however deep it is', { a: { x: [1, null, { y: TOKEN }] }, b: OTHER }, ['b']],
    ['goes, where it is the entry itself', { a: TOKEN, b: 'x', c: null, d: 5 }, ['b', 'c', 'd']],
    ['goes, where it is all there is', { a: MINE, b: MINE }, []],
  ];
  for (const [what, entries, kept] of table) {
    it(what, () => {
      writeCache(entries);
      assert.equal(clean(), Object.keys(entries).length - kept.length);
      const expected = Object.fromEntries(kept.map((name) => [name, entries[name]]));
      assert.deepEqual(JSON.parse(readFileSync(file(), 'utf8')), expected);
      assert.deepEqual(readdirSync(folder()), ['deploy-cache.json']);
    });
  }

  it('is written as sf writes it: indented', () => {
    writeCache({ a: MINE, b: OTHER });
    clean();
    assert.equal(readFileSync(file(), 'utf8'), `${JSON.stringify({ b: OTHER }, null, 2)}\n`);
  });

  it('goes without a key named __proto__ doing any harm', () => {
    writeCache(`{"__proto__":{"x":1},"a":"${TOKEN}"}`);
    assert.equal(clean(), 1);
    assert.match(readFileSync(file(), 'utf8'), /"__proto__": \{\n {4}"x": 1/);
  });
});

describe('a file that holds nothing of ours is not touched', () => {
  const table = [
    ['other entries', JSON.stringify({ b: OTHER, c: ANOTHER_TOKEN })],
    ['no entries', '{ }'],
    ['an array', JSON.stringify([MINE])],
    ['a string', JSON.stringify(TOKEN)],
    ['null', 'null'],
    ['no JSON', `{"a": "${TOKEN}"`],
    ['nothing', ''],
  ] as const;
  for (const [what, text] of table) {
    it(what, () => {
      writeCache(text);
      const before = statSync(file(), { bigint: true });
      assert.equal(clean(), 0);
      const after = statSync(file(), { bigint: true });
      assert.equal(readFileSync(file(), 'utf8'), text);
      assert.deepEqual([after.ino, after.mtimeNs], [before.ino, before.mtimeNs]);
    });
  }

  it('nor is one made where there is none', () => {
    assert.equal(clean(), 0);
    assert.deepEqual(readdirSync(folder()), []);
    rmSync(folder(), { recursive: true });
    assert.equal(clean(), 0);
    assert.ok(!existsSync(folder()));
  });
});

describe('what another job could have put there is not followed', { skip: noLinks() }, () => {
  const text = JSON.stringify({ a: MINE });
  const elsewhere = () => join(home, 'elsewhere');

  it('a linked file', () => {
    writeFileSync(elsewhere(), text);
    symlinkSync(elsewhere(), file());
    assert.equal(clean(), 0);
    assert.equal(readFileSync(elsewhere(), 'utf8'), text);
  });

  it('a linked folder', () => {
    rmSync(folder(), { recursive: true });
    mkdirSync(elsewhere());
    symlinkSync(elsewhere(), folder());
    writeCache(text);
    assert.equal(clean(), 0);
    assert.equal(readFileSync(file(), 'utf8'), text);
  });

  it('a folder in place of the file, a file in place of the folder', () => {
    mkdirSync(file());
    assert.equal(clean(), 0);
    rmSync(folder(), { recursive: true });
    writeFileSync(folder(), text);
    assert.equal(clean(), 0);
  });
});

describe('the file is replaced in one step', () => {
  for (const mode of [0o600, 0o644, 0o666, 0o400]) {
    it(`and keeps its permissions: ${mode.toString(8)}`, { skip: noModes }, () => {
      writeCache({ a: MINE });
      chmodSync(file(), mode);
      assert.equal(clean(), 1);
      assert.equal(statSync(file()).mode & 0o777, mode);
    });
  }

  it('by another one: who reads meanwhile has all of the old one', () => {
    writeCache({ a: MINE, b: OTHER });
    const { ino } = statSync(file());
    clean();
    assert.notEqual(statSync(file()).ino, ino);
  });

  it('and leaves nothing beside it', () => {
    writeCache({ a: MINE });
    clean();
    assert.deepEqual(readdirSync(folder()), ['deploy-cache.json']);
  });

  it('or not at all in a folder that is read-only', { skip: unstoppable }, () => {
    writeCache({ a: MINE });
    chmodSync(folder(), 0o500);
    assert.throws(clean, { code: 'EACCES' });
    chmodSync(folder(), 0o700);
    assert.deepEqual(readdirSync(folder()), ['deploy-cache.json']);
  });
});
