const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * Returns the last three characters of an 18-character ID, which is unique without regard to case.
 * Each of them encodes which of five characters of the 15-character ID are upper case.
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

/** Returns true for `00D` and 12 or 15 more letters or digits. Does not validate the checksum. */
export function looksLikeOrgId(id: string): boolean {
  return /^00D(?:[A-Za-z0-9]{12}|[A-Za-z0-9]{15})$/.test(id);
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
 * Reads an ID of an org (`00D`) or a user (`005`) from a response.
 * @returns 18 characters; empty if `id` is not such an ID. A checksum of Salesforce's own is not validated.
 */
export function readId(prefix: '00D' | '005', id: unknown): string {
  if (typeof id !== 'string' || !id.startsWith(prefix)) return '';
  if (!/^(?:[A-Za-z0-9]{15}|[A-Za-z0-9]{18})$/.test(id)) return '';
  return id.length === 15 ? id + checksum(id) : id;
}
