import { createHash } from 'node:crypto';

/**
 * Returns a digest that identifies a token without storing it: its SHA-256, its length and its first
 * three characters, which are `00D` for every opaque token and `eyJ` for every JWT.
 */
export function digestOf(token: string): string {
  return `${sha256(token)}:${token.length}:${token.slice(0, 3)}`;
}

/**
 * The limit is far above what the caches of `sf` contain. Text that repeats the prefix is slow to
 * search.
 */
const MAX_CANDIDATES = 50_000;

/**
 * Returns a function that returns true if a text contains the token with this digest. After 50,000
 * strings with the token's prefix, the function throws an error with the code `too-many-matches`.
 */
export function createTokenSearch(digest: string): (text: string) => boolean {
  const [, expectedHash, length, prefix = ''] = /^([\da-f]{64}):(\d+):(.{3})$/.exec(digest) ?? [];
  const size = Number(length);
  let candidates = 0;
  return (text) => {
    if (prefix === '') return false;
    for (let index = text.indexOf(prefix); index !== -1; index = text.indexOf(prefix, index + 1)) {
      if (++candidates > MAX_CANDIDATES)
        throw Object.assign(new Error(), { code: 'too-many-matches' });
      if (sha256(text.slice(index, index + size)) === expectedHash) return true;
    }
    return false;
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
