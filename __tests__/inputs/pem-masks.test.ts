import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keyMasks } from '../../src/inputs/pem.ts';
import { bodyOf, pkcs8, rsaPair, shownInLog, wrap } from '../helpers/support.ts';

const pair = rsaPair();
const pem = pkcs8(pair.privateKey);
const body = bodyOf(pem);
const other = bodyOf(pkcs8(rsaPair().privateKey));

const NARROW = 20;
const narrow = (text: string) => wrap(text, NARROW).join('\n');

describe('the masks of a key, in number', () => {
  it('are its lines and its body, and no other', () => {
    const lines = pem.trim().split('\n').slice(1, -1);
    assert.deepEqual(keyMasks(pem).sort(), [...lines, body].sort());
  });

  it('begin with 16 characters', () => {
    assert.deepEqual(keyMasks('0123456789abcdef'), ['0123456789abcdef']);
    assert.deepEqual(keyMasks('0123456789abcde'), []);
  });
});

describe('a key is hidden line by line', () => {
  const table = [
    ['in short lines', pem.replace(/(?<=-\n)[^-]+(?=\n-)/, narrow(body))],
    [
      'in short lines, after a first line only',
      `-----BEGIN PRIVATE KEY-----\n${narrow(body)}\n(cut)`,
    ],
    [
      'in short lines, before a last line only',
      `(cut)\n${narrow(body)}\n-----END PRIVATE KEY-----`,
    ],
    ['in short lines, without armour', narrow(body)],
    [
      'on one line, with an armour in small letters',
      `-----begin private key-----${body}-----end private key-----`,
    ],
    ['with a second one in a text', `${pem}and:\n${wrap(other, 64).join('\n')}\n(the end)`],
    [
      'with a second one in an armour of small letters',
      `${pem}-----begin private key-----${other}-----end private key-----`,
    ],
    ['with a second one for URLs', `${pem}${wrap('Ab3-Cd5_'.repeat(30), 70).join('\n')}`],
    ['with a second one in JSON', `${pem}and:\n${JSON.stringify(wrap(other, 64), null, 4)}`],
  ] as const;
  for (const [what, value] of table) {
    it(what, () => {
      const left = shownInLog(value, keyMasks(value)).replace(/PRIVATE KEY/g, '');
      assert.doesNotMatch(left, /[\w+/-]{16}/);
    });
  }

  it('with its numbers, as openssl prints them before it', () => {
    const hex = Buffer.from(body, 'base64').toString('hex').slice(0, 100);
    const bytes = hex.match(/../g) ?? [];
    const lines = [0, 15, 30].map((at) => `    ${bytes.slice(at, at + 15).join(':')}:`);
    const value = `Private-Key: (2048 bit, 2 primes)\nprivateExponent:\n${lines.join('\n')}\n${pem}`;
    const left = shownInLog(value, keyMasks(value));
    assert.doesNotMatch(left, /[\da-f]:|:[\da-f]/);
    assert.match(left, /privateExponent/);
  });

  it('and as a tool would print it, however it was pasted', () => {
    for (const value of [`${pem}and:\n${wrap(other, 76).join('\n')}\n(the end)`, narrow(other)]) {
      for (const print of [other, wrap(other, 64).join('\n')]) {
        assert.doesNotMatch(shownInLog(print, keyMasks(value)), /[A-Za-z0-9+/]{16}/);
      }
    }
  });

  it('and without the marks that stood before its lines', () => {
    const value = pem.replace(/(?<=-\n)[^-]+(?=\n-)/, `> ${narrow(body).replaceAll('\n', '\n> ')}`);
    assert.doesNotMatch(shownInLog(narrow(body), keyMasks(value)), /[A-Za-z0-9+/]{16}/);
  });

  it('as it was pasted, with its signs escaped', () => {
    const line = 'MIIEvQIBADANBg\\u002BkqhkiG9w0BAQEFAASCBKcw\\/ggSjAgEAAo';
    for (const lineBreak of ['\\n', '\n']) {
      const value = ['-----BEGIN PRIVATE KEY-----', line, '-----END PRIVATE KEY-----'];
      assert.ok(keyMasks(value.join(lineBreak)).includes(line));
    }
  });

  it('without the marks that nobody sees around a line', () => {
    const masks = keyMasks(pem.replace(/\n(?=.{64}\n)/g, '\n\uFEFF'));
    assert.deepEqual(
      masks.filter((mask) => mask !== mask.trim()),
      [],
    );
  });

  it('in base64url too', () => {
    const lines = wrap(`${'Ab3-Cd5_'.repeat(30)}`, 70);
    const left = shownInLog(lines.join('\n'), keyMasks(lines.join('\n')));
    assert.doesNotMatch(left, /\w/);
  });
});

describe('a long word beside a key', () => {
  const table = [
    ['of a key’s letters is hidden', `aB${'c3D'.repeat(13)}`, false],
    ['is hidden wherever its small letter stands', `${'A1'.repeat(20)}b`, false],
    ['is hidden wherever its capital stands', `${'a1'.repeat(20)}B`, false],
    ['is hidden wherever its digit stands', `${'aB'.repeat(20)}1`, false],
    ['that is a fingerprint stays', 'a1'.repeat(32), true],
    ['that is a fingerprint in capitals stays', 'A1'.repeat(32), true],
    ['of letters alone stays', 'aBcDe'.repeat(10), true],
    ['of 39 characters stays', `aB${'c3D'.repeat(12)}x`, true],
  ] as const;
  for (const [what, word, stays] of table) {
    it(what, () => {
      const value = `note ${word} (see there)\n${pem}`;
      assert.equal(shownInLog(value, keyMasks(value)).includes(word), stays);
    });
  }
});

describe('what is no key, and may be another secret', () => {
  const table = [
    [
      'is hidden word by word',
      'the-first-of-them\nthe-second-of-them',
      ['the-first-of-them', 'the-second-of-them'],
    ],
    [
      'is parted at line breaks that are written out',
      'the-first-of-them\\nthe-second-of-them',
      ['the-first-of-them', 'the-second-of-them'],
    ],
    ['is hidden with an address in it', 'secret@https://acme.com', ['secret@https://acme.com']],
    ['is not an address without TLS', 'http://localhost.example:8080', []],
  ] as const;
  for (const [what, value, masks] of table) {
    it(what, () => assert.deepEqual(keyMasks(value), masks));
  }
});
