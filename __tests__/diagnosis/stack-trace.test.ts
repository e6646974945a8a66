import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { safeStackTrace } from '../../src/diagnosis/stack-trace.ts';

const KEY = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';

describe('a safe stack trace', () => {
  it('contains the class, code and frames of an error, but not its message', () => {
    const error = Object.assign(new TypeError(`bad ${KEY}\n    at ${KEY} (x.js:1:2)`), {
      code: 'ERR_X',
    });
    error.stack = `TypeError: ${error.message}\n    at Object.sign (file:///home/r/_actions/dist/index.js:10:5)\n    at async main (/srv/index.js:20:7)\n    at file:///srv/top.js:3:1\n    at ${KEY}`;
    assert.deepEqual(safeStackTrace(error), [
      'TypeError ERR_X',
      'at Object.sign (index.js:10:5)',
      'at async main (index.js:20:7)',
      'at ? (top.js:3:1)',
    ]);
  });

  it('contains at most eight frames, and no line that merely resembles a frame', () => {
    const error = new Error('x');
    const frames = Array.from({ length: 12 }, (_, index) => `    at step (a.js:1:${index})`);
    const otherLines = ['a line at step (a.js:1:1)', '    at step (a.js:1:1) of many'];
    error.stack = ['Error: x', ...otherLines, ...frames].join('\n');
    const shown = Array.from({ length: 8 }, (_, index) => `at step (a.js:1:${index})`);
    assert.deepEqual(safeStackTrace(error), ['Error', ...shown]);
  });

  it('omits a name or code that is not a single word, and accepts a missing stack', () => {
    const error = Object.assign(new Error('x'), {
      name: `${KEY} ${KEY}`,
      code: 'a b',
      stack: undefined,
    });
    assert.deepEqual(safeStackTrace(error), ['Error']);
  });

  it('contains only the type of a thrown value that is not an error', () => {
    for (const thrown of [undefined, null, KEY, 42, { message: KEY }, Symbol(KEY)])
      assert.deepEqual(safeStackTrace(thrown), [typeof thrown]);
  });
});
