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

  for (const piece of ['BEGIN ', 'BEGIN A ', 'BEGIN', 'PUBLIC KEY', '3MVG9', '/', 'C:\\', '.key']) {
    it(`is told in one pass, however often it says ${JSON.stringify(piece)}`, () => {
      const run = () => what(`${piece.repeat(1_000_000 / piece.length)}\n`);
      runInNewContext('run()', { run }, { timeout: 10_000 });
    });
  }
});
