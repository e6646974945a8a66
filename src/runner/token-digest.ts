import { createHash } from 'node:crypto';

/**
 * Returns a digest that identifies a token without storing it: its SHA-256, its length and its first
 * three characters, which are `00D` for every opaque token and `eyJ` for every JWT.
 */
export function digestOf(token: string): string {
  return `${sha256(token)}:${token.length}:${token.slice(0, 3)}`;
}

/** Returns true if `text` contains the token that has this digest. */
export function containsToken(text: string, digest: string): boolean {
  const [, expectedHash, length, prefix = ''] = /^([\da-f]{64}):(\d+):(.{3})$/.exec(digest) ?? [];
  const size = Number(length);
  if (prefix === '') return false;
  for (let index = text.indexOf(prefix); index !== -1; index = text.indexOf(prefix, index + 1)) {
    if (sha256(text.slice(index, index + size)) === expectedHash) return true;
  }
  return false;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
