import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bodyOf, holdsKey, LEGACY_HEADERS } from '../../src/inputs/pem.ts';
import {
  base64,
  certificateOf,
  pkcs1,
  pkcs8,
  rsaPair,
  bodyOf as strip,
} from '../helpers/support.ts';

const pair = rsaPair();
const pem = pkcs8(pair.privateKey);

describe('the base64 of a block', () => {
  const table = [
    ['keeps every sign of it', 'Ab0+/==', 'Ab0+/=='],
    ['loses line breaks and indents', '\n  AA\r\n\tBB\n', 'AABB'],
    ['loses quotes, commas and list marks', '- "AA",\n- "BB"', 'AABB'],
    ['loses the + that joins strings', '"AA" + "BB"', 'AABB'],
    ['loses it without blanks', '"AA"+"BB"', 'AABB'],
    ['loses it between lines', "'AA' +\n  'BB'", 'AABB'],
    ['loses it between templates', '`AA`\n  + `BB`', 'AABB'],
    ['keeps a + at the end of a string', '"AA+"+"BB"', 'AA+BB'],
    [
      'loses the headers of an encrypted key',
      `Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,${'0F'.repeat(8)}\n\nAABB`,
      'AABB',
    ],
  ] as const;
  for (const [what, content, body] of table) {
    it(what, () => assert.equal(bodyOf(content), body));
  }
});

describe('the headers of an encrypted PKCS#1 key', () => {
  const long = '0123456789ABCDEF'.repeat(2);
  const short = '0123456789ABCDEF';
  const body = 'ABCDEF0123456789';
  const table = [
    [
      'as OpenSSL writes them',
      `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,${long}\n\n`,
      `AES-256-CBC,${long}`,
    ],
    [
      'on one line',
      `Proc-Type: 4,ENCRYPTED DEK-Info: AES-128-CBC,${long} ${body}`,
      `AES-128-CBC,${long}`,
    ],
    [
      'without a blank, right before the body',
      `Proc-Type:4,ENCRYPTEDDEK-Info:AES-128-CBC,${long}${body}`,
      `AES-128-CBC,${long}`,
    ],
    [
      'in quotes, a string for each line',
      `"Proc-Type: 4, ENCRYPTED",\n"DEK-Info:  DES-EDE3-CBC, ${short}"`,
      `DES-EDE3-CBC, ${short}`,
    ],
    [
      'with DES, right before the body',
      `Proc-Type:4,ENCRYPTED\nDEK-Info:DES-CBC,${short}${body}`,
      `DES-CBC,${short}`,
    ],
    [
      'of other ciphers',
      `Proc-Type: 4,ENCRYPTED\nDEK-Info: CAMELLIA-192-CBC, ${long}`,
      `CAMELLIA-192-CBC, ${long}`,
    ],
    [
      'in small letters',
      `proc-type: 4,encrypted\ndek-info: aria-256-cbc,${long.toLowerCase()}`,
      `aria-256-cbc,${long.toLowerCase()}`,
    ],
  ] as const;
  for (const [what, text, info] of table) {
    it(`are found ${what}, and tell the cipher and its IV`, () => {
      assert.equal(LEGACY_HEADERS.exec(text)?.[1], info);
    });
  }

  const none = [
    ['an IV is too short', `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,${short}\n`],
    ['an IV is no number', `Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,${'G'.repeat(16)}\n`],
    ['nothing is encrypted', `Proc-Type: 4,MIC-ONLY\nDEK-Info: DES-CBC,${short}\n`],
  ] as const;
  for (const [what, text] of none) {
    it(`are none where ${what}`, () => assert.equal(LEGACY_HEADERS.test(text), false));
  }
});

describe('a value that holds a private key', () => {
  const encrypted = pair.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
  const table: readonly (readonly [what: string, value: string, holds: boolean])[] = [
    ['a whole one', pem, true],
    ['a whole one in base64', base64(pem), true],
    ['one in base64 twice over', base64(base64(pem)), true],
    ['the body of PKCS#8', strip(pem), true],
    ['the body of PKCS#1', strip(pkcs1(pair.privateKey)), true],
    ['the body of an encrypted one', strip(encrypted), true],
    ['its first line', 'x -----BEGIN PRIVATE KEY', true],
    ['the first line of PKCS#1', '-----BEGIN RSA PRIVATE KEY-----', true],
    ['its last line', 'END ENCRYPTED PRIVATE KEY-----', true],
    ['words about one', 'here the private key begins', false],
    ['a certificate', certificateOf(pair), false],
    ['the body of a certificate', strip(certificateOf(pair)), false],
    ['a public key', pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(), false],
    ['a consumer key', `3MVG9${'aB3_.'.repeat(16)}`, false],
    ['nothing', '', false],
  ];
  for (const [what, value, holds] of table) {
    it(`${holds ? 'is' : 'is not'} ${what}`, () => assert.equal(holdsKey(value), holds));
  }
});
