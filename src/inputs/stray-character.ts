import type { Details } from '../errors.ts';

/**
 * Characters that are left in a value by a wrapped line or a copied table cell. The first match is
 * reported.
 */
const STRAY_CHARACTERS: readonly (readonly [RegExp, string])[] = [
  [/[\r\n\u2028\u2029]/, 'a line break'],
  [/\t/, 'a tab'],
  // Control characters and characters without width, such as a byte order mark.
  [/\p{C}/u, 'an invisible character'],
  [/\s/, 'a blank'],
];

/** Values that belong in other inputs. The first match is reported. */
const OTHER_VALUES: readonly (readonly [RegExp, string])[] = [
  [/^https?:\/\/\S+$/i, 'a URL'],
  [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'a username'],
];

/**
 * Returns the kind of character that makes a value invalid, if the value would be valid without such
 * characters, or else the kind of the value. Never returns part of the value, which may be a secret.
 */
export function strayCharacter(value: string, isValid: (value: string) => boolean): Details {
  const character = STRAY_CHARACTERS.find(([pattern]) => pattern.test(value))?.[1];
  if (character && isValid(value.replace(/[\s\p{C}]+/gu, ''))) return { character };
  const valueKind = OTHER_VALUES.find(([pattern]) => pattern.test(value))?.[1];
  return valueKind ? { valueKind } : {};
}
