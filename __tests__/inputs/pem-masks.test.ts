import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keyMasks } from '../../src/inputs/pem.ts';
import { base64Body, pkcs8, rsaPair, wrap } from '../helpers/crypto.ts';
import { maskText } from '../helpers/redaction.ts';

const pair = rsaPair();
const pem = pkcs8(pair.privateKey);
const body = base64Body(pem);
const otherBody = base64Body(pkcs8(rsaPair().privateKey));

const NARROW_WIDTH = 20;
const wrapNarrow = (text: string) => wrap(text, NARROW_WIDTH).join('\n');

describe('the masks of a key', () => {
  it('are its lines and its base64 body', () => {
    const lines = pem.trim().split('\n').slice(1, -1);
    assert.deepEqual(keyMasks(pem).sort(), [...lines, body].sort());
  });

  it('have at least 16 characters', () => {
    assert.deepEqual(keyMasks('0123456789abcdef'), ['0123456789abcdef']);
    assert.deepEqual(keyMasks('0123456789abcde'), []);
  });
});

describe('a masked key', () => {
  const table = [
    ['in short lines', pem.replace(/(?<=-\n)[^-]+(?=\n-)/, wrapNarrow(body))],
    [
      'in short lines with only a first boundary line',
      `-----BEGIN PRIVATE KEY-----\n${wrapNarrow(body)}\n(cut)`,
    ],
    [
      'in short lines with only a last boundary line',
      `(cut)\n${wrapNarrow(body)}\n-----END PRIVATE KEY-----`,
    ],
    ['in short lines without boundary lines', wrapNarrow(body)],
    [
      'on one line with boundary lines in lower case',
      `-----begin private key-----${body}-----end private key-----`,
    ],
    ['together with a second key', `${pem}and:\n${wrap(otherBody, 64).join('\n')}\n(the end)`],
    [
      'together with a second key with boundary lines in lower case',
      `${pem}-----begin private key-----${otherBody}-----end private key-----`,
    ],
    [
      'together with a second key in base64url',
      `${pem}${wrap('Ab3-Cd5_'.repeat(30), 70).join('\n')}`,
    ],
    [
      'together with a second key in JSON',
      `${pem}and:\n${JSON.stringify(wrap(otherBody, 64), null, 4)}`,
    ],
  ] as const;
  for (const [description, value] of table) {
    it(`is hidden ${description}`, () => {
      const maskedOutput = maskText(value, keyMasks(value)).replace(/PRIVATE KEY/g, '');
      assert.doesNotMatch(maskedOutput, /[\w+/-]{16}/);
    });
  }

  it('is hidden together with the hex dump that openssl prints before it', () => {
    const hex = Buffer.from(body, 'base64').toString('hex').slice(0, 100);
    const bytes = hex.match(/../g) ?? [];
    const lines = [0, 15, 30].map((offset) => `    ${bytes.slice(offset, offset + 15).join(':')}:`);
    const value = `Private-Key: (2048 bit, 2 primes)\nprivateExponent:\n${lines.join('\n')}\n${pem}`;
    const maskedOutput = maskText(value, keyMasks(value));
    assert.doesNotMatch(maskedOutput, /[\da-f]:|:[\da-f]/);
    assert.match(maskedOutput, /privateExponent/);
  });

  it('is hidden in the form in which a tool would print it', () => {
    for (const value of [
      `${pem}and:\n${wrap(otherBody, 76).join('\n')}\n(the end)`,
      wrapNarrow(otherBody),
    ]) {
      for (const shownForm of [otherBody, wrap(otherBody, 64).join('\n')]) {
        assert.doesNotMatch(maskText(shownForm, keyMasks(value)), /[A-Za-z0-9+/]{16}/);
      }
    }
  });

  it('is hidden even if it is printed without the quotation marks in front of its lines', () => {
    const value = pem.replace(
      /(?<=-\n)[^-]+(?=\n-)/,
      `> ${wrapNarrow(body).replaceAll('\n', '\n> ')}`,
    );
    assert.doesNotMatch(maskText(wrapNarrow(body), keyMasks(value)), /[A-Za-z0-9+/]{16}/);
  });

  it('is hidden with escaped characters, as it was pasted', () => {
    const line = 'MIIEvQIBADANBg\\u002BkqhkiG9w0BAQEFAASCBKcw\\/ggSjAgEAAo';
    for (const lineBreak of ['\\n', '\n']) {
      const value = ['-----BEGIN PRIVATE KEY-----', line, '-----END PRIVATE KEY-----'];
      assert.ok(keyMasks(value.join(lineBreak)).includes(line));
    }
  });

  it('is hidden by masks without invisible characters around a line', () => {
    const masks = keyMasks(pem.replace(/\n(?=.{64}\n)/g, '\n\uFEFF'));
    assert.deepEqual(
      masks.filter((mask) => mask !== mask.trim()),
      [],
    );
  });

  it('is hidden in base64url', () => {
    const lines = wrap(`${'Ab3-Cd5_'.repeat(30)}`, 70);
    const maskedOutput = maskText(lines.join('\n'), keyMasks(lines.join('\n')));
    assert.doesNotMatch(maskedOutput, /\w/);
  });
});

describe('a long word beside a key', () => {
  const table = [
    ['is hidden if it resembles base64', `aB${'c3D'.repeat(13)}`, false],
    ['is hidden if its only lower-case letter is the last character', `${'A1'.repeat(20)}b`, false],
    ['is hidden if its only upper-case letter is the last character', `${'a1'.repeat(20)}B`, false],
    ['is hidden if its only digit is the last character', `${'aB'.repeat(20)}1`, false],
    ['is not hidden if it is a fingerprint', 'a1'.repeat(32), true],
    ['is not hidden if it is a fingerprint in upper case', 'A1'.repeat(32), true],
    ['is not hidden if it has only letters', 'aBcDe'.repeat(10), true],
    ['is not hidden if it has only 39 characters', `aB${'c3D'.repeat(12)}x`, true],
  ] as const;
  for (const [description, text, remains] of table) {
    it(description, () => {
      const value = `note ${text} (see there)\n${pem}`;
      assert.equal(maskText(value, keyMasks(value)).includes(text), remains);
    });
  }
});

describe('a value that is not a key but may be a secret', () => {
  const table = [
    [
      'is hidden line by line',
      'the-first-of-them\nthe-second-of-them',
      ['the-first-of-them', 'the-second-of-them'],
    ],
    [
      'is split at escaped line breaks',
      'the-first-of-them\\nthe-second-of-them',
      ['the-first-of-them', 'the-second-of-them'],
    ],
    ['is hidden if it contains a URL', 'secret@https://acme.com', ['secret@https://acme.com']],
    ['is not hidden if it is an http URL', 'http://localhost.example:8080', []],
  ] as const;
  for (const [description, value, masks] of table) {
    it(description, () => assert.deepEqual(keyMasks(value), masks));
  }
});
