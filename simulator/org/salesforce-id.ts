import { randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** Appends the three characters that make a 15-character ID case-insensitive. */
export function to18(id15: string): string {
  let suffix = '';
  for (let chunk = 0; chunk < 15; chunk += 5) {
    let bits = 0;
    for (let position = 0; position < 5; position += 1) {
      if (/[A-Z]/.test(id15.charAt(chunk + position))) bits |= 1 << position;
    }
    suffix += CHECKSUM.charAt(bits);
  }
  return id15 + suffix;
}

export function randomText(length: number, alphabet = ALPHABET): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

/**
 * Returns a new 18-character ID with this key prefix, such as `00D` for an org or `005` for a user.
 */
export function makeId(keyPrefix: string): string {
  return to18(`${keyPrefix}5g0000${randomText(15 - keyPrefix.length - 6)}`);
}
