import { createHash } from 'node:crypto';

/** Enough to find a token again without keeping it: its SHA-256, and how long it is. */
export function digestOf(token: string): string {
  return `${sha256(token)}:${token.length}`;
}

/** Whether a text holds the token of which this is the digest, whatever stands around it. */
export function holdsToken(text: string, digest: string): boolean {
  const [sha, length = ''] = digest.split(':');
  const size = Number(length);
  // A token is visible ASCII (RFC 6749, appendix A.12).
  return (text.match(/[\x21-\x7E]+/g) ?? []).some((word) => {
    for (let at = 0; at + size <= word.length; at++) {
      if (sha256(word.slice(at, at + size)) === sha) return true;
    }
    return false;
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
