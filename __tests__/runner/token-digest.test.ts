import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { containsToken, digestOf } from '../../src/runner/token-digest.ts';

const TOKEN = '00D000000000062!AQEAQJ.kd_83jx';
const digest = digestOf(TOKEN);

describe('the digest of a token', () => {
  it('is its SHA-256, its length and its first three characters', () => {
    const sha = createHash('sha256').update(TOKEN).digest('hex');
    assert.equal(digest, `${sha}:${TOKEN.length}:00D`);
  });

  for (const text of [TOKEN, `x${TOKEN}`, `${TOKEN}x`, `{"a":"ü ${TOKEN}\n"}`, TOKEN + TOKEN]) {
    it(`finds the token in ${JSON.stringify(text)}`, () => assert.ok(containsToken(text, digest)));
  }

  const textsWithoutToken = [
    '',
    'x',
    TOKEN.slice(1),
    TOKEN.slice(0, -1),
    TOKEN.replace('!', '! '),
    digest,
  ];
  for (const text of textsWithoutToken) {
    it(`does not find the token in ${JSON.stringify(text)}`, () =>
      assert.ok(!containsToken(text, digest)));
  }

  it('finds nothing if it is malformed', () => {
    for (const invalidDigest of [
      '',
      'x',
      ':',
      ':0',
      '::',
      digest.slice(0, -3),
      'x:30:00D',
      `x${digest}`,
      `${digest}x`,
    ]) {
      assert.ok(!containsToken(TOKEN, invalidDigest));
    }
  });
});
