/**
 * Minimum length of a fragment, in characters. Shorter fragments reveal little and match ordinary
 * words.
 */
export const MIN_FRAGMENT_LENGTH = 12;

/**
 * Returns true if `value` contains a fragment of a secret. Compares only letters and digits, and
 * ignores case.
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
