/** Letters and digits in a row. Shorter stretches of a secret reveal nothing, and may be ordinary words. */
export const SHORTEST_PIECE = 12;

/**
 * Whether a value that is handed on as it is, of letters, digits and blanks, repeats a piece of a
 * secret, in whatever case and however its blanks cut it.
 */
export function hasPiece(value: string, secrets: readonly string[]): boolean {
  const letters = plain(value);
  const known = secrets.map(plain);
  for (let at = 0; at + SHORTEST_PIECE <= letters.length; at++) {
    const piece = letters.slice(at, at + SHORTEST_PIECE);
    if (known.some((secret) => secret.includes(piece))) return true;
  }
  return false;
}

const plain = (text: string) => text.replace(/[^a-z0-9]/gi, '').toLowerCase();
