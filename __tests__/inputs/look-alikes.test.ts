import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { whatElse } from '../../src/inputs/look-alikes.ts';

const what = (text: string, der?: Buffer) => whatElse({ raw: text, text, blocks: [], der });

/** Whole values of each kind are in private-key-refused.test.ts. */
describe('what was pasted instead of a key', () => {
  it('is told by its bytes before its letters: base64 of a keystore begins as a path does', () => {
    const keystore = Buffer.from('feedfeed00000002', 'hex');
    assert.equal(what(`/${'u3'.repeat(40)}`), 'key-is-path');
    assert.equal(what(keystore.toString('base64'), keystore), 'key-is-java-keystore');
  });

  it('is told by the value as it was, too: in a path of Windows, `\\n` is no line break', () => {
    const raw = 'C:\\new\\rsa';
    const text = raw.replaceAll('\\n', '\n').replaceAll('\\r', '\n');
    assert.equal(whatElse({ raw, text, blocks: [], der: undefined }), 'key-is-path');
  });

  it('is a damaged key where it is a block of something, and nothing known where it is not', () => {
    const block = { label: 'EC PARAMETERS', content: '' };
    assert.equal(whatElse({ raw: 'x', text: 'x', blocks: [block], der: undefined }), 'key-damaged');
    assert.equal(what('x'), 'key-unrecognised');
  });

  const words = [
    'our ssh-rsa key',
    'our ecdsa-sha2-nistp256 key',
    'a PuTTY-User-Key-File',
    'not force://x',
    '1234567890123456789 or so',
    '/srv/keys\nsecond line',
    'first line\nserver.key',
    'server.key, in our vault',
    'aþíþí',
  ];
  for (const text of words) {
    it(`is told by how it begins and ends, not by what it mentions: ${JSON.stringify(text)}`, () =>
      assert.equal(what(text), 'key-unrecognised'));
  }

  // X.690, section 8.1.3: the length in one byte, or in as many as its first byte says.
  const lengths = { '300a020103': true, '3084000009a1020103': true, '003082020103': false };
  for (const [hex, isPkcs12] of Object.entries(lengths)) {
    it(`${isPkcs12 ? 'is' : 'is not'} PKCS#12 where it begins with ${hex}`, () =>
      assert.equal(what('', Buffer.from(hex, 'hex')), isPkcs12 ? 'key-is-pkcs12' : 'key-damaged'));
  }

  for (const piece of ['BEGIN ', 'BEGIN A ', 'BEGIN', 'PUBLIC KEY', '3MVG9', '/', 'C:\\', '.key']) {
    it(`is told in one pass, however often it says ${JSON.stringify(piece)}`, () => {
      const run = () => what(`${piece.repeat(1_000_000 / piece.length)}\n`);
      runInNewContext('run()', { run }, { timeout: 10_000 });
    });
  }
});
