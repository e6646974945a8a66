import { createHash } from 'node:crypto';

/**
 * Enough to find a token again without keeping it: its SHA-256, how long it is, and how it begins.
 * Opaque tokens of all orgs begin with `00D`, and all JWTs with `eyJ`.
 */
export function digestOf(token: string): string {
  return `${sha256(token)}:${token.length}:${token.slice(0, 3)}`;
}

/** Whether a text holds the token of which this is the digest, whatever stands around it. */
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
