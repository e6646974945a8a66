import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { base64Body, containsKey, RFC1421_HEADERS } from '../../src/inputs/pem.ts';
import {
  base64,
  certificateOf,
  pkcs1,
  pkcs8,
  rsaPair,
  base64Body as strip,
} from '../helpers/crypto.ts';

const pair = rsaPair();
const pem = pkcs8(pair.privateKey);

describe('the base64 body of a PEM block', () => {
  const table = [
    ['keeps every base64 character', 'Ab0+/==', 'Ab0+/=='],
    ['is stripped of line breaks and indentation', '\n  AA\r\n\tBB\n', 'AABB'],
    ['is stripped of quotes, commas and list marks', '- "AA",\n- "BB"', 'AABB'],
    ['is stripped of a + between strings', '"AA" + "BB"', 'AABB'],
    ['is stripped of a + between strings without spaces', '"AA"+"BB"', 'AABB'],
    ['is stripped of a + between lines', "'AA' +\n  'BB'", 'AABB'],
    ['is stripped of a + between template literals', '`AA`\n  + `BB`', 'AABB'],
    ['keeps a + at the end of a string', '"AA+"+"BB"', 'AA+BB'],
    [
      'is stripped of the headers of an encrypted key',
      `Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,${'0F'.repeat(8)}\n\nAABB`,
      'AABB',
    ],
  ] as const;
  for (const [description, content, body] of table) {
    it(description, () => assert.equal(base64Body(content), body));
  }
});

describe('the headers of an encrypted PKCS#1 key', () => {
  const longLine = '0123456789ABCDEF'.repeat(2);
  const shortLine = '0123456789ABCDEF';
  const body = 'ABCDEF0123456789';
  const table = [
    [
      'as OpenSSL writes them',
      `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,${longLine}\n\n`,
      `AES-256-CBC,${longLine}`,
    ],
    [
      'on one line',
      `Proc-Type: 4,ENCRYPTED DEK-Info: AES-128-CBC,${longLine} ${body}`,
      `AES-128-CBC,${longLine}`,
    ],
    [
      'without spaces, directly before the body',
      `Proc-Type:4,ENCRYPTEDDEK-Info:AES-128-CBC,${longLine}${body}`,
      `AES-128-CBC,${longLine}`,
    ],
    [
      'as one quoted string per line',
      `"Proc-Type: 4, ENCRYPTED",\n"DEK-Info:  DES-EDE3-CBC, ${shortLine}"`,
      `DES-EDE3-CBC, ${shortLine}`,
    ],
    [
      'with DES, directly before the body',
      `Proc-Type:4,ENCRYPTED\nDEK-Info:DES-CBC,${shortLine}${body}`,
      `DES-CBC,${shortLine}`,
    ],
    [
      'with another cipher',
      `Proc-Type: 4,ENCRYPTED\nDEK-Info: CAMELLIA-192-CBC, ${longLine}`,
      `CAMELLIA-192-CBC, ${longLine}`,
    ],
    [
      'in lower case',
      `proc-type: 4,encrypted\ndek-info: aria-256-cbc,${longLine.toLowerCase()}`,
      `aria-256-cbc,${longLine.toLowerCase()}`,
    ],
  ] as const;
  for (const [description, text, info] of table) {
    it(`are found ${description}, with the cipher and its IV`, () => {
      assert.equal(RFC1421_HEADERS.exec(text)?.[1], info);
    });
  }

  const withoutCipher = [
    ['the IV is too short', `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,${shortLine}\n`],
    ['the IV is not hexadecimal', `Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,${'G'.repeat(16)}\n`],
    ['nothing is encrypted', `Proc-Type: 4,MIC-ONLY\nDEK-Info: DES-CBC,${shortLine}\n`],
  ] as const;
  for (const [description, text] of withoutCipher) {
    it(`are not found if ${description}`, () => assert.equal(RFC1421_HEADERS.test(text), false));
  }
});

describe('the check for a private key', () => {
  const encrypted = pair.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
  const table: readonly (readonly [description: string, value: string, expected: boolean])[] = [
    ['a PEM file', pem, true],
    ['a PEM file in base64', base64(pem), true],
    ['a PEM file in two layers of base64', base64(base64(pem)), true],
    ['the base64 body of PKCS#8', strip(pem), true],
    ['the base64 body of PKCS#1', strip(pkcs1(pair.privateKey)), true],
    ['the base64 body of an encrypted key', strip(encrypted), true],
    ['a first boundary line', 'x -----BEGIN PRIVATE KEY', true],
    ['a first boundary line of PKCS#1', '-----BEGIN RSA PRIVATE KEY-----', true],
    ['a last boundary line', 'END ENCRYPTED PRIVATE KEY-----', true],
    ['a sentence about a key', 'here the private key begins', false],
    ['a certificate', certificateOf(pair), false],
    ['the base64 body of a certificate', strip(certificateOf(pair)), false],
    ['a public key', pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(), false],
    ['a consumer key', `3MVG9${'aB3_.'.repeat(16)}`, false],
    ['an empty value', '', false],
  ];
  for (const [description, value, expected] of table) {
    it(`${expected ? 'finds one' : 'finds none'} in ${description}`, () =>
      assert.equal(containsKey(value), expected));
  }
});
