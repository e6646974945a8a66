import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ActionError, errorCode } from '../src/errors.ts';

class TestError extends ActionError<'test-code'> {}

it("errorCode returns the code of a Node error or of one of the action's errors", () => {
  const nodeError = Object.assign(new Error('x'), { code: 'ENOENT' });
  const errors = [nodeError, new TestError({ code: 'test-code' }), new Error('x')];
  assert.deepEqual(errors.map(errorCode), ['ENOENT', 'test-code', undefined]);
});
