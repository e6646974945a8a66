/** Letters and digits in a row. Shorter stretches of a secret reveal nothing, and may be ordinary words. */
export const MIN_FRAGMENT_LENGTH = 12;

/**
 * Whether a value that is handed on as it is, of letters, digits and blanks, repeats a piece of a
 * secret, in whatever case and however its blanks cut it.
 */
export function containsFragment(value: string, secrets: readonly string[]): boolean {
  const characters = alphanumeric(value);
  const normalizedSecrets = secrets.map(alphanumeric);
  for (let start = 0; start + MIN_FRAGMENT_LENGTH <= characters.length; start++) {
    const fragment = characters.slice(start, start + MIN_FRAGMENT_LENGTH);
    if (normalizedSecrets.some((secret) => secret.includes(fragment))) return true;
  }
  return false;
}

const alphanumeric = (text: string) => text.replace(/[^a-z0-9]/gi, '').toLowerCase();
