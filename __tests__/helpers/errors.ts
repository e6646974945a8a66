import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { ActionError } from '../../src/errors.ts';
import { InputError } from '../../src/inputs/errors.ts';

/** Returns what a synchronous or asynchronous function throws. Fails if it throws nothing. */
export async function catchError(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
}

/** Returns the InputError that a function throws. Fails if it throws nothing or another error. */
export function catchInputError(action: () => unknown): InputError {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  return assert.fail('nothing was thrown');
}

/** Returns the InputError with which a promise rejects. Fails otherwise. */
export async function catchInputErrorAsync(promise: Promise<unknown>): Promise<InputError> {
  const error = await catchError(() => promise);
  if (error instanceof InputError) return error;
  throw error;
}

/** Returns all parts of an error that a logger could print, except for its stack frames. */
export function loggableText(error: ActionError): string {
  const { stack = '', ...fields } = error;
  const { message, name, cause } = error;
  return [
    message,
    name,
    String(cause),
    stack.split('\n    at ')[0],
    JSON.stringify(error),
    inspect({ ...fields }, { depth: 9, maxStringLength: null }),
  ].join('\n');
}
