import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keyMasks } from '../../src/inputs/pem.ts';
import { base64Body, maskText, pkcs8, rsaPair, wrap } from '../helpers/crypto.ts';

const pair = rsaPair();
const pem = pkcs8(pair.privateKey);
const body = base64Body(pem);
const otherBody = base64Body(pkcs8(rsaPair().privateKey));

const NARROW_WIDTH = 20;
const wrapNarrow = (text: string) => wrap(text, NARROW_WIDTH).join('\n');

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
    ['in short lines', pem.replace(/(?<=-\n)[^-]+(?=\n-)/, wrapNarrow(body))],
    [
      'in short lines, after a first line only',
      `-----BEGIN PRIVATE KEY-----\n${wrapNarrow(body)}\n(cut)`,
    ],
    [
      'in short lines, before a last line only',
      `(cut)\n${wrapNarrow(body)}\n-----END PRIVATE KEY-----`,
    ],
    ['in short lines, without armour', wrapNarrow(body)],
    [
      'on one line, with an armour in small letters',
      `-----begin private key-----${body}-----end private key-----`,
    ],
    ['with a second one in a text', `${pem}and:\n${wrap(otherBody, 64).join('\n')}\n(the end)`],
    [
      'with a second one in an armour of small letters',
      `${pem}-----begin private key-----${otherBody}-----end private key-----`,
    ],
    ['with a second one for URLs', `${pem}${wrap('Ab3-Cd5_'.repeat(30), 70).join('\n')}`],
    ['with a second one in JSON', `${pem}and:\n${JSON.stringify(wrap(otherBody, 64), null, 4)}`],
  ] as const;
  for (const [description, value] of table) {
    it(description, () => {
      const maskedOutput = maskText(value, keyMasks(value)).replace(/PRIVATE KEY/g, '');
      assert.doesNotMatch(maskedOutput, /[\w+/-]{16}/);
    });
  }

  it('with its numbers, as openssl prints them before it', () => {
    const hex = Buffer.from(body, 'base64').toString('hex').slice(0, 100);
    const bytes = hex.match(/../g) ?? [];
    const lines = [0, 15, 30].map((offset) => `    ${bytes.slice(offset, offset + 15).join(':')}:`);
    const value = `Private-Key: (2048 bit, 2 primes)\nprivateExponent:\n${lines.join('\n')}\n${pem}`;
    const maskedOutput = maskText(value, keyMasks(value));
    assert.doesNotMatch(maskedOutput, /[\da-f]:|:[\da-f]/);
    assert.match(maskedOutput, /privateExponent/);
  });

  it('and as a tool would print it, however it was pasted', () => {
    for (const value of [
      `${pem}and:\n${wrap(otherBody, 76).join('\n')}\n(the end)`,
      wrapNarrow(otherBody),
    ]) {
      for (const shownForm of [otherBody, wrap(otherBody, 64).join('\n')]) {
        assert.doesNotMatch(maskText(shownForm, keyMasks(value)), /[A-Za-z0-9+/]{16}/);
      }
    }
  });

  it('and without the marks that stood before its lines', () => {
    const value = pem.replace(
      /(?<=-\n)[^-]+(?=\n-)/,
      `> ${wrapNarrow(body).replaceAll('\n', '\n> ')}`,
    );
    assert.doesNotMatch(maskText(wrapNarrow(body), keyMasks(value)), /[A-Za-z0-9+/]{16}/);
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
    const maskedOutput = maskText(lines.join('\n'), keyMasks(lines.join('\n')));
    assert.doesNotMatch(maskedOutput, /\w/);
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
  for (const [description, text, remains] of table) {
    it(description, () => {
      const value = `note ${text} (see there)\n${pem}`;
      assert.equal(maskText(value, keyMasks(value)).includes(text), remains);
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
  for (const [description, value, masks] of table) {
    it(description, () => assert.deepEqual(keyMasks(value), masks));
  }
});
