import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { createTokenSearch, digestOf } from '../../src/runner/token-digest.ts';

const TOKEN = '00D000000000062!AQEAQJ.kd_83jx';
const digest = digestOf(TOKEN);
const containsToken = (text: string, digest: string) => createTokenSearch(digest)(text);

describe('the digest of a token', () => {
  it('is its SHA-256, its length and its first three characters', () => {
    const sha = createHash('sha256').update(TOKEN).digest('hex');
    assert.equal(digest, `${sha}:${TOKEN.length}:00D`);
  });
});

describe('a search for a token by its digest', () => {
  // The titles state where the token is, because even the logs of tests must not contain tokens.
  const textsWithToken = {
    'the token alone': TOKEN,
    'a text that ends with it': `x${TOKEN}`,
    'a text that begins with it': `${TOKEN}x`,
    'JSON with other characters': `{"a":"ü ${TOKEN}\n"}`,
    'the token twice': TOKEN + TOKEN,
  };
  for (const [name, text] of Object.entries(textsWithToken)) {
    it(`finds the token in ${name}`, () => assert.ok(containsToken(text, digest)));
  }

  const textsWithoutToken = {
    'an empty text': '',
    'a single character': 'x',
    'the token without its first character': TOKEN.slice(1),
    'the token without its last character': TOKEN.slice(0, -1),
    'the token with a blank inside': TOKEN.replace('!', '! '),
    'the digest itself': digest,
  };
  for (const [name, text] of Object.entries(textsWithoutToken)) {
    it(`does not find the token in ${name}`, () => assert.ok(!containsToken(text, digest)));
  }

  it('finds the token after 49,999 strings with the same prefix, and throws an error at the next one', () => {
    const search = createTokenSearch(digest);
    assert.ok(search('00D'.repeat(49_999) + TOKEN));
    for (const text of [TOKEN, '00D'])
      assert.throws(() => search(text), { code: 'too-many-matches' });
    assert.ok(!search('x'));
  });

  it('finds nothing if the digest is malformed', () => {
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
