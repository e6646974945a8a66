import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { damagedPart, detectKeyFormat } from '../../src/inputs/detect-key-format.ts';

const detect = (text: string, der?: Buffer) =>
  detectKeyFormat({ raw: text, text, blocks: [], der });

/** private-key-rejected.test.ts tests a complete value in each format. */
describe('the format of a pasted value', () => {
  it('is detected from the decoded bytes first, because base64 of a keystore can begin like a path', () => {
    const keystore = Buffer.from('feedfeed00000002', 'hex');
    assert.equal(detect(`/${'u3'.repeat(40)}`), 'key-is-path');
    assert.equal(detect(keystore.toString('base64'), keystore), 'key-is-java-keystore');
  });

  it('is not a path if base64 of encrypted data begins with a slash', () => {
    const encrypted = Buffer.concat([Buffer.from([0xff, 0xee]), Buffer.alloc(600, 0xa5)]);
    assert.match(encrypted.toString('base64'), /^\//);
    assert.equal(detect(encrypted.toString('base64'), encrypted), 'key-is-encrypted-file');
    assert.equal(detect(`/srv/${'a'.repeat(200)}`), 'key-is-path');
  });

  it('is also detected from the raw value, because `\\n` in a Windows path is not a line break', () => {
    const raw = 'C:\\new\\rsa';
    const text = raw.replaceAll('\\n', '\n').replaceAll('\\r', '\n');
    assert.equal(detectKeyFormat({ raw, text, blocks: [], der: undefined }), 'key-is-path');
  });

  it('is that of a damaged key if the value contains a PEM block, and otherwise unknown', () => {
    const block = { label: 'EC PARAMETERS', content: '' };
    assert.equal(
      detectKeyFormat({ raw: 'x', text: 'x', blocks: [block], der: undefined }),
      'key-damaged',
    );
    assert.equal(detect('x'), 'key-unrecognized');
  });

  const texts = [
    'our ssh-rsa key',
    'our ecdsa-sha2-nistp256 key',
    'a PuTTY-User-Key-File',
    'not force://x',
    '1234567890123456789 or so',
    '/srv/keys\nsecond line',
    'first line\nserver.key',
    'server.key, in our vault',
    'aþíþí',
    'see awskms:///alias/ci',
    'our Salted__ file',
    `${'a'.repeat(32)}:${'b'.repeat(64)} in hex`,
    'a eyJh.eyJp.c2ln',
    'eyJh.eyJp.c2ln expired',
    'our SHA256:q1w2e3',
    'SHA256:q1w2e3 is ours',
    `is ${'a1:'.repeat(19)}a1`,
    `${'a1:'.repeat(19)}a1 is it`,
  ];
  for (const text of texts) {
    it(`is unknown if a format is only mentioned: ${JSON.stringify(text)}`, () =>
      assert.equal(detect(text), 'key-unrecognized'));
  }

  const formats = {
    'awskms:///alias/ci': 'key-is-address',
    'eyJh.eyJp.c2ln': 'key-is-jwt',
    'SHA256:q1w2e3': 'key-is-fingerprint',
    [`${'a1:'.repeat(19)}a1`]: 'key-is-fingerprint',
    [`${'a'.repeat(32)}:${'b'.repeat(64)}`]: 'key-is-encrypted-file',
  };
  for (const [text, format] of Object.entries(formats)) {
    it(`is ${format} for ${text}`, () => assert.equal(detect(text), format));
  }

  // X.690, section 8.1.3: the length is one byte, or the first byte contains the number of bytes
  // that follow.
  const lengths = { '300a020103': true, '3084000009a1020103': true, '003082020103': false };
  for (const [hex, isPkcs12] of Object.entries(lengths)) {
    it(`${isPkcs12 ? 'is' : 'is not'} PKCS#12 if the value begins with the bytes ${hex}`, () =>
      assert.equal(
        detect('', Buffer.from(hex, 'hex')),
        isPkcs12 ? 'key-is-pkcs12' : 'key-is-encrypted-file',
      ));
  }

  for (const pattern of [
    'BEGIN ',
    'BEGIN A ',
    'BEGIN',
    'PUBLIC KEY',
    '3MVG9',
    '/',
    'C:\\',
    '.key',
  ]) {
    it(`is detected in linear time if the value repeats ${JSON.stringify(pattern)}`, () => {
      const detectPattern = () => detect(`${pattern.repeat(400_000 / pattern.length)}\n`);
      runInNewContext('run()', { run: detectPattern }, { timeout: 60_000 });
    });
  }
});

describe('the damaged part of a key', () => {
  const begin = '-----BEGIN RSA PRIVATE KEY-----';
  const end = '-----END RSA PRIVATE KEY-----';
  const parts = {
    [`${begin}\nMIIE`]: 'its end (the END line)',
    [`MIIE\n${end}`]: 'its beginning (the BEGIN line)',
    [`${begin}\nMIIE\n${end.slice(1)}`]: 'its end (the END line)',
    [`${begin.slice(1)}\nMIIE\n${end}`]: 'its beginning (the BEGIN line)',
    [`${begin.slice(1)}\nMIIE\n${end.slice(1)}`]:
      'its beginning (the BEGIN line) or its end (the END line)',
    [`${begin}\nMIIE\n-----END PRIVATE KEY-----`]: 'its BEGIN or END line',
    MIIE: undefined,
  };
  for (const [text, part] of Object.entries(parts)) {
    it(`is ${part ?? 'unknown'} for ${JSON.stringify(text)}`, () =>
      assert.equal(damagedPart(text)['damagedPart'], part));
  }
});
