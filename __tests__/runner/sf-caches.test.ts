import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  linkSync,
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
import { type CacheResult, cleanSfCaches } from '../../src/runner/sf-caches.ts';
import { modesNotEnforced, noFileModes, noLinks } from '../helpers/platform.ts';

const TOKEN = '00D000000000062!AQEAQJ.kd_83jx';

const JOB_ENTRY = { usernameOrConnection: TOKEN, 'target-org': TOKEN, wait: 33 };
const OTHER_ENTRY = { usernameOrConnection: 'me@acme.com', wait: 33 };
const ANOTHER_TOKEN = { usernameOrConnection: `${TOKEN.slice(0, -1)}y` };
const CLEANED = { file: '~/.sf/deploy-cache.json', removed: 1 };

let home = '';
const folder = () => join(home, '.sf');
const file = (name = 'deploy-cache.json') => join(folder(), name);
const containsToken = (text: string) => text.includes(TOKEN);
const clean = () => cleanSfCaches({ home: () => home, containsToken });
const writeCache = (value: unknown, name?: string) =>
  writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value));
const readCache = (name?: string) => readFileSync(file(name), 'utf8');

/** Asserts that the only result is a failure to clean a file, and returns its error code. */
function errorCodeOf(results: readonly CacheResult[]): unknown {
  const [{ removed, error } = assert.fail()] = results;
  assert.deepEqual([results.length, removed], [1, 0]);
  return (error as { code?: unknown }).code;
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sf-caches-'));
  mkdirSync(folder());
});
afterEach(() => rmSync(home, { recursive: true, maxRetries: 5 }));

describe('the token in a cache of sf', () => {
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
    ['is removed if it is part of a longer text', { a: [`x${TOKEN}y`], [`(${TOKEN})`]: 1 }, []],
  ];
  for (const [description, entries, remainingKeys] of table) {
    it(description, () => {
      writeCache(entries);
      const removed = Object.keys(entries).length - remainingKeys.length;
      assert.deepEqual(clean(), [{ ...CLEANED, removed }]);
      const expected = Object.fromEntries(remainingKeys.map((name) => [name, entries[name]]));
      assert.equal(readCache(), `${JSON.stringify(expected, null, 2)}\n`);
      assert.deepEqual(readdirSync(folder()), ['deploy-cache.json']);
    });
  }

  it('is removed from every file whose name is that of a cache, and from no other file', () => {
    const names = [
      'bulk-data-delete-cache.json',
      'bulk-data-export-cache.json',
      'bulk-data-import-cache.json',
      'bulk-data-update-cache.json',
      'bulk-data-upsert-cache.json',
      'deploy-cache.json',
      'new-in-2030-cache.json',
      'sandbox-create-cache.json',
      'scratch-create-cache.json',
    ];
    for (const name of [...names, 'config.json']) writeCache({ a: JOB_ENTRY, b: 1 }, name);
    const results = clean();
    assert.equal(results.length, names.length);
    assert.ok(results.every(({ removed }) => removed === 1));
    assert.ok(results.some((result) => result.file === '~/.sf/bulk-data-delete-cache.json'));
    for (const name of names) assert.deepEqual(JSON.parse(readCache(name)), { b: 1 });
    assert.match(readCache('config.json'), /AQEAQJ/);
  });

  it('is removed from the other files if one cannot be cleaned', () => {
    writeCache('[', 'a-cache.json');
    writeCache([JOB_ENTRY], 'b-cache.json');
    writeCache({ a: JOB_ENTRY }, 'c-cache.json');
    const [failed, cleaned] = clean();
    assert.equal(errorCodeOf([failed ?? assert.fail()]), 'unknown-format');
    assert.deepEqual(cleaned, { file: '~/.sf/c-cache.json', removed: 1 });
  });

  it('is removed, but a file name that could contain a secret or a command is not displayed', () => {
    for (const name of ['##[error]x-cache.json', `${TOKEN}-cache.json`]) {
      writeCache({ a: JOB_ENTRY }, name);
      assert.deepEqual(clean(), [{ file: '~/.sf/…-cache.json', removed: 1 }]);
    }
  });

  it('is removed even if it contains escape sequences', () => {
    writeCache(`{"a":"${TOKEN.replace('!', '\\u0021')}","b":"\\u00e9\\u4e2d"}`);
    assert.deepEqual(clean(), [CLEANED]);
    assert.deepEqual(JSON.parse(readCache()), { b: '\u00e9\u4e2d' });
  });

  it('is removed if one entry contains it unescaped, and another as JSON within a string', () => {
    const nested = JSON.stringify(JSON.stringify({ a: TOKEN })).replace('!', '\\u0021');
    writeCache(`{"a":"${TOKEN}","b":${nested},"c":1}`);
    assert.deepEqual(clean(), [{ ...CLEANED, removed: 2 }]);
    assert.deepEqual(JSON.parse(readCache()), { c: 1 });
  });

  it('is removed without removing a key named __proto__', () => {
    writeCache(`{"__proto__":{"x":1},"a":"${TOKEN}"}`);
    assert.deepEqual(clean(), [CLEANED]);
    assert.match(readCache(), /"__proto__": \{\n {4}"x": 1/);
  });

  it('is removed even if the cleaned file becomes longer, because it is indented', () => {
    const others = Array.from({ length: 99 }, () => [1]);
    writeCache({ a: TOKEN, others });
    assert.deepEqual(clean(), [CLEANED]);
    assert.deepEqual(JSON.parse(readCache()), { others });
  });
});

describe('a file of an unknown format that contains the token', () => {
  const inUtf16 = Buffer.from(JSON.stringify({ a: TOKEN }), 'utf16le');
  const table = [
    ['an array', JSON.stringify([JOB_ENTRY])],
    ['a string', JSON.stringify(TOKEN)],
    ['invalid JSON', `{"a": "${TOKEN}"`],
    ['a duplicate key that hides the token', `{"a": "${TOKEN}", "a": 1}`],
    ['a byte order mark', `\uFEFF{"a": "${TOKEN}"}`],
    ['a token with escapes outside JSON', TOKEN.replace('!', '\\u0021')],
    ['a token with escapes in a string within a string', TOKEN.replace('!', '\\\\u0021')],
    ['UTF-16', inUtf16],
    ['UTF-16 with the bytes swapped', Buffer.from(inUtf16).swap16()],
    ['text that is not UTF-8', Buffer.from(`{"a": "${TOKEN}", "b": "\xe9"}`, 'latin1')],
  ] as const;
  for (const [description, content] of table) {
    it(`is reported and not changed: ${description}`, () => {
      writeFileSync(file(), content);
      assert.equal(errorCodeOf(clean()), 'unknown-format');
      assert.deepEqual(readFileSync(file()), Buffer.from(content as string));
    });
  }
});

describe('a file without the token', () => {
  const table = [
    ['other entries', JSON.stringify({ b: OTHER_ENTRY, c: ANOTHER_TOKEN })],
    ['no entries', '{ }'],
    ['an array', JSON.stringify([OTHER_ENTRY])],
    ['null', 'null'],
    ['invalid JSON', '{"a": "x"'],
    ['an empty file', ''],
  ] as const;
  for (const [description, text] of table) {
    it(`is not changed: ${description}`, () => {
      writeCache(text);
      const before = statSync(file(), { bigint: true });
      assert.deepEqual(clean(), []);
      assert.equal(readCache(), text);
      assert.equal(statSync(file(), { bigint: true }).mtimeNs, before.mtimeNs);
    });
  }
});

describe('a cache that does not exist', () => {
  it('is not created, and neither is its folder', () => {
    assert.deepEqual(clean(), []);
    assert.deepEqual(readdirSync(folder()), []);
    rmSync(folder(), { recursive: true });
    assert.deepEqual(clean(), []);
    assert.ok(!existsSync(folder()));
  });
});

it('a cache of exactly 1 MiB is cleaned', () => {
  const size = JSON.stringify({ a: TOKEN, b: '' }).length;
  writeCache({ a: TOKEN, b: 'x'.repeat(1024 * 1024 - size) });
  assert.deepEqual(clean(), [CLEANED]);
});

it('a cache with 1 MiB of backslashes is searched in a single pass', () => {
  writeCache(`{"a":"${TOKEN}","b":"${'\\\\'.repeat(500_000)}"}`);
  assert.deepEqual(clean(), [CLEANED]);
});

it('caches are read up to a total of 4 MiB, and the others are reported as too large', () => {
  const half = JSON.stringify({ a: 'x'.repeat(512 * 1024 - 8) });
  for (let index = 0; index < 8; index++) writeCache(half, `${index}-cache.json`);
  assert.deepEqual(clean(), []);
  writeCache({ a: TOKEN }, 'one-more-cache.json');
  // The order in which the files are read is not defined.
  const failed = clean().filter(({ error }) => error);
  assert.equal(errorCodeOf(failed), 'too-large');
});

it('50 caches are cleaned, and if there are more, their folder is reported', () => {
  for (let index = 0; index < 50; index++) writeCache({ a: TOKEN }, `${index}-cache.json`);
  assert.equal(clean().filter(({ removed }) => removed === 1).length, 50);
  writeCache({ a: 1 }, 'one-more-cache.json');
  const results = clean();
  assert.equal(errorCodeOf(results), 'too-many-files');
  assert.equal(results[0]?.file, '~/.sf');
});

it('a cache is reported if the search has reached its limit of matches', () => {
  writeCache({ a: TOKEN });
  const containsToken = () => {
    throw Object.assign(new Error(), { code: 'too-many-matches' });
  };
  assert.equal(errorCodeOf(cleanSfCaches({ home: () => home, containsToken })), 'too-many-matches');
});

it('a cache of more than 1 MiB is reported as too large', () => {
  writeCache({ a: 'x'.repeat(1024 * 1024) });
  assert.equal(errorCodeOf(clean()), 'too-large');
});

describe('a file that another job could have planted', { skip: noLinks() }, () => {
  const text = JSON.stringify({ a: JOB_ENTRY });
  const linkTarget = () => join(home, 'elsewhere');

  for (const [kind, link] of [
    ['symbolic', symlinkSync],
    ['hard', linkSync],
  ] as const) {
    it(`is reported and not changed if it is a ${kind} link`, () => {
      writeFileSync(linkTarget(), text);
      link(linkTarget(), file());
      assert.equal(errorCodeOf(clean()), 'linked');
      assert.equal(readFileSync(linkTarget(), 'utf8'), text);
    });
  }

  it('is reported and not changed if its folder is a symbolic link', () => {
    rmSync(folder(), { recursive: true });
    mkdirSync(linkTarget());
    symlinkSync(linkTarget(), folder());
    writeCache(text);
    assert.equal(errorCodeOf(clean()), 'linked');
    assert.equal(readCache(), text);
  });

  it('is not read if it is a link to a file in /proc, which has no size and may be endless', {
    skip: !existsSync('/proc/self/environ') && 'this system has no /proc',
  }, () => {
    symlinkSync('/proc/self/environ', file());
    const results = cleanSfCaches({ home: () => home, containsToken: () => assert.fail('read') });
    assert.deepEqual(results, []);
  });

  it('is ignored if it is a broken link or a link to a file without the token', () => {
    symlinkSync(linkTarget(), file());
    assert.deepEqual(clean(), []);
    writeFileSync(linkTarget(), JSON.stringify({ b: OTHER_ENTRY }));
    assert.deepEqual(clean(), []);
  });

  it('is ignored if it is a folder, or if its folder is a file', () => {
    mkdirSync(file());
    assert.deepEqual(clean(), []);
    rmSync(folder(), { recursive: true });
    writeFileSync(folder(), text);
    assert.deepEqual(clean(), []);
  });
});

describe('the permissions of a file with the token', () => {
  for (const mode of [0o600, 0o644, 0o666]) {
    it(`are preserved: ${mode.toString(8)}`, { skip: noFileModes }, () => {
      writeCache({ a: JOB_ENTRY });
      chmodSync(file(), mode);
      assert.deepEqual(clean(), [CLEANED]);
      assert.equal(statSync(file()).mode & 0o777, mode);
    });
  }

  it('are reported if they prevent the change', { skip: modesNotEnforced }, () => {
    writeCache({ a: JOB_ENTRY });
    chmodSync(file(), 0o400);
    assert.equal(errorCodeOf(clean()), 'EACCES');
  });

  it('are sufficient even if the folder is read-only', { skip: modesNotEnforced }, () => {
    writeCache({ a: JOB_ENTRY });
    chmodSync(folder(), 0o500);
    assert.deepEqual(clean(), [CLEANED]);
    chmodSync(folder(), 0o700);
  });
});

describe('a user without a usable home folder', () => {
  const unusableHomes = {
    'the home is unknown': () => {
      throw Object.assign(new Error('uv_os_homedir returned ENOENT'), { code: 'ERR_SYSTEM_ERROR' });
    },
    'the home does not exist': () => join(home, 'nowhere'),
    'the home is a file': () => join(home, 'file'),
  };
  for (const [description, homeFolder] of Object.entries(unusableHomes)) {
    it(`has nothing to clean up if ${description}`, () => {
      writeFileSync(join(home, 'file'), TOKEN);
      assert.deepEqual(cleanSfCaches({ home: homeFolder, containsToken: () => true }), []);
    });
  }

  it('gets an error if the home folder cannot be read', { skip: noLinks() }, () => {
    symlinkSync(join(home, 'itself'), join(home, 'itself'));
    const results = cleanSfCaches({ home: () => join(home, 'itself'), containsToken: () => true });
    assert.equal(errorCodeOf(results), 'ELOOP');
    assert.equal(results[0]?.file, '~/.sf');
  });
});
