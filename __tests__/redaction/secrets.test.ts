import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { format, inspect } from 'node:util';
import { createSecretRegistry, maskableLines, type Secret } from '../../src/redaction/secrets.ts';
import { secret } from '../helpers/redaction.ts';

const VALUE = 'correct horse battery staple';

describe('a secret', () => {
  it('returns its value from reveal()', () => {
    assert.equal(secret(VALUE).reveal(), VALUE);
  });

  const leakPaths: readonly (readonly [string, (value: Secret) => string])[] = [
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
  for (const [description, toText] of leakPaths) {
    it(`is not printed by ${description}`, () => {
      assert.doesNotMatch(toText(secret(VALUE)), /horse/);
    });
  }

  it('is printed as three asterisks', () => {
    assert.deepEqual(
      [`${secret(VALUE)}`, JSON.stringify(secret(VALUE)), inspect(secret(VALUE))],
      ['***', '"***"', '***'],
    );
  });
});

describe('the secret registry', () => {
  it('masks a secret when it is registered', () => {
    const masked: string[] = [];
    const secrets = createSecretRegistry((value) => masked.push(value));
    assert.equal(secrets.register(VALUE).reveal(), VALUE);
    assert.deepEqual(masked, [VALUE]);
  });

  it('masks the forms of a secret that the caller passes instead of its whole value', () => {
    const masked: string[] = [];
    const secrets = createSecretRegistry((value) => masked.push(value));
    assert.equal(secrets.register(VALUE, ['correct horse', 'battery staple']).reveal(), VALUE);
    secrets.mask(['staple', VALUE]);
    assert.deepEqual(masked, ['correct horse', 'battery staple', 'staple', VALUE]);
  });

  it('masks each value only once', () => {
    const masked: string[] = [];
    const secrets = createSecretRegistry((value) => masked.push(value));
    secrets.register(VALUE);
    secrets.mask([VALUE, VALUE]);
    assert.deepEqual(masked, [VALUE]);
  });

  it('does not mask an empty value, which would turn the whole log into asterisks', () => {
    const masked: string[] = [];
    const secrets = createSecretRegistry((value) => masked.push(value));
    assert.equal(secrets.register('').reveal(), '');
    assert.deepEqual(masked, []);
  });

  it('masks line by line if the runner would otherwise also mask a short line', () => {
    const table = [
      ['one two three', ['one two three']],
      ['one two\nthree', ['one two\nthree']],
      ['one two\n\rthree\n', ['one two\n\rthree\n']],
      ['one two\na\r\nthree', ['one two', 'three']],
      ['abc', []],
      ['  a  ', []],
      ['\u0085\u0085\u0085a', []],
      ['    ', []],
      ['one two\n  abc  \nthree', ['one two', 'three']],
      ['  abcd  ', ['  abcd  ']],
      ['\n', []],
    ] as const;
    for (const [value, lines] of table) assert.deepEqual(maskableLines(value), lines);
    const masked: string[] = [];
    createSecretRegistry((value) => masked.push(value)).mask(['abc', 'e\nfour']);
    assert.deepEqual(masked, ['four']);
  });

  it('redacts the value and the masks of a secret in untrusted text', async () => {
    const secrets = createSecretRegistry(() => undefined);
    secrets.register(VALUE, ['00D000000000062!AQEAQJ']);
    const text = 'x horse battery y 00D0 0000 0000 062! z\n';
    assert.equal(await secrets.redact(text), 'x […] y […]! z');
    assert.equal(await secrets.redact('nothing of the kind', 7), 'nothing…');
  });

  it('redacts a secret that is split by escape sequences', async () => {
    const secrets = createSecretRegistry(() => undefined);
    secrets.register('AQEAQJ.kd_83jxZZ90PPmm21');
    for (const sequence of ['\u001B[0m', '\u001Bx', '\u001B]0;title\u0007']) {
      const text = ['a AQEAQJ', '.kd_8', '3jxZZ', '90PPmm21 b'].join(sequence);
      assert.equal(await secrets.redact(text), 'a […] b');
    }
  });

  it('finds a fragment of a secret in a value, but ignores the ID of the org', () => {
    const secrets = createSecretRegistry(() => undefined);
    secrets.register('00D000000000062!AQEAQJ.kd_83jxZZ90PPmm21');
    assert.ok(secrets.contains('005AQEAQJkd83jxZZ9'));
    assert.ok(secrets.contains('api aqeaqj kd_83jx'));
    assert.ok(!secrets.contains('00D000000000062EAA 005000000000001AAA'));
    secrets.register('00D000000000064EAE!AQEAQJ.kd_83jxZZ90PPmm21');
    assert.ok(!secrets.contains('00D000000000064EAE'));
    // The host name of a Developer Edition org contains the ID of the org.
    secrets.mask(['https://d2o000000i2oheaa-dev-ed.develop.my.salesforce.com']);
    assert.ok(!secrets.contains('00D2o000000i2ohEAA'));
  });

  it('finds the masks of a secret in a value, but not the text around them', () => {
    const secrets = createSecretRegistry(() => undefined);
    secrets.register('# of the org 00D000000000062EAA\nMIIEvgIBADANBgkq', ['MIIEvgIBADANBgkq']);
    assert.ok(secrets.contains('MIIEvgIBADANBgkq'));
    assert.ok(!secrets.contains('00D000000000062EAA'));
  });

  it('redacts and truncates a text of a million characters', async () => {
    const secrets = createSecretRegistry(() => undefined);
    secrets.register(VALUE);
    assert.equal((await secrets.redact('a b '.repeat(250_000), 3)).length, 4);
  });
});
