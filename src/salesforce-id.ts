const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * Returns the last three characters of an 18-character ID, which make it unique without regard to case.
 * Each of them encodes which of five characters of the 15-character ID are uppercase.
 * @see https://help.salesforce.com/s/articleView?id=000385585
 */
export function checksum(id15: string): string {
  return [0, 5, 10]
    .map((start) => {
      let capitals = 0;
      for (let i = 0; i < 5; i++) if (/[A-Z]/.test(id15.charAt(start + i))) capitals |= 1 << i;
      return ALPHABET.charAt(capitals);
    })
    .join('');
}

/**
 * Converts an ID of 15 or 18 characters to 18 characters. Returns undefined if the checksum is
 * wrong.
 */
export function toId18(id: string): string | undefined {
  const id15 = id.slice(0, 15);
  const id18 = id15 + checksum(id15);
  return id.length === 15 || id === id18 ? id18 : undefined;
}

/**
 * Parses the ID of an org (`00D`) or a user (`005`) without validating its checksum.
 * @returns 18 characters; empty if `id` is anything else
 */
export function readId(prefix: '00D' | '005', id: unknown): string {
  if (typeof id !== 'string' || !/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(id)) return '';
  return id.startsWith(prefix) ? id.slice(0, 15) + (id.slice(15) || checksum(id)) : '';
}
