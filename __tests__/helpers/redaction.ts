import { Secret } from '../../src/redaction/secrets.ts';

/** Returns a secret that is not registered. */
export const secret = (value: string): Secret => new Secret(value);

/** Returns the first substring of the given length that occurs in both strings. */
export function sharedSubstring(text: string, value: string, length: number): string | undefined {
  for (let i = 0; i + length <= value.length; i++) {
    const substring = value.slice(i, i + length);
    if (text.includes(substring)) return substring;
  }
  return undefined;
}

/**
 * Masks a string as the runner does: replaces every occurrence of a mask, including overlapping
 * ones.
 */
export function maskText(text: string, masks: readonly string[]): string {
  const hidden = new Array<boolean>(text.length).fill(false);
  for (const mask of masks) {
    for (let index = text.indexOf(mask); index >= 0; index = text.indexOf(mask, index + 1)) {
      hidden.fill(true, index, index + mask.length);
    }
  }
  return [...text].map((char, index) => (hidden[index] ? '\0' : char)).join('');
}
