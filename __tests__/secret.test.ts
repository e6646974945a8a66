import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { format, inspect } from 'node:util';
import { Secret } from '../src/secret.ts';
import { secret } from './helpers/support.ts';

const VALUE = 'correct horse battery staple';

describe('a secret', () => {
  it('is masked when it is made, before anyone can have it', () => {
    const masked: string[] = [];
    new Secret(VALUE, (value) => masked.push(value));
    assert.deepEqual(masked, [VALUE]);
  });

  it('that is empty is not masked: that would turn the whole log into asterisks', () => {
    const empty = new Secret('', () => assert.fail('an empty string was masked'));
    assert.equal(empty.reveal(), '');
  });

  it('gives its value where it is asked for by name', () => {
    assert.equal(secret(VALUE).reveal(), VALUE);
  });

  const accidents: readonly (readonly [string, (value: Secret) => string])[] = [
    ['a template', (value) => `${value}`],
    ['String()', (value) => String(value)],
    ['addition', (value) => `x${value}`],
    ['join', (value) => [value].join()],
    ['JSON', (value) => JSON.stringify({ value })],
    ['inspect', (value) => inspect({ value }, { showHidden: true, depth: 9 })],
    ['console.log', (value) => format('%s %o %j', value, value, value)],
    ['the cause of an error', (value) => inspect(new Error('x', { cause: value }))],
    ['its own fields', (value) => JSON.stringify(Object.entries({ ...value }))],
  ];
  for (const [accident, print] of accidents) {
    it(`does not come out by ${accident}`, () => {
      assert.doesNotMatch(print(secret(VALUE)), /horse/);
    });
  }

  it('shows that there was something', () => {
    assert.deepEqual(
      [`${secret(VALUE)}`, JSON.stringify(secret(VALUE)), inspect(secret(VALUE))],
      ['***', '"***"', '***'],
    );
  });
});
