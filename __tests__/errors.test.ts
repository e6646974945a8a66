import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ActionError, errorCode } from '../src/errors.ts';

class TestError extends ActionError<'odd'> {}

it('a failure is called after its kind, says its code, and is for good unless it says otherwise', () => {
  const error = new TestError({ code: 'odd' });
  assert.ok(error instanceof Error);
  assert.deepEqual([error.name, error.message, error.code], ['TestError', 'odd', 'odd']);
  assert.deepEqual([error.transient, error.details], [false, {}]);
});

it('a failure keeps what was known', () => {
  const { transient, details } = new TestError({ code: 'odd', transient: true, details: { a: 1 } });
  assert.deepEqual([transient, details], [true, { a: 1 }]);
});

it('the code of an error is that of Node or of this action, if it has one', () => {
  const nodeError = Object.assign(new Error('x'), { code: 'ENOENT' });
  const errors = [nodeError, new TestError({ code: 'odd' }), new Error('x')];
  assert.deepEqual(errors.map(errorCode), ['ENOENT', 'odd', undefined]);
});
