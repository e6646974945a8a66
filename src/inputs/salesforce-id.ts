const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The three characters that make a 15-character id safe where case is lost: each stands for the
 * capitals among five characters of the id.
 * @see https://help.salesforce.com/s/articleView?id=000385585 (how the 18-character id is made)
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

/** `00D` and 12 or 15 more letters or digits. Says nothing of the checksum. */
export function looksLikeOrgId(id: string): boolean {
  return /^00D(?:[A-Za-z0-9]{12}|[A-Za-z0-9]{15})$/.test(id);
}

/** Takes an id of 15 or 18 characters; gives the 18-character form, or undefined when its checksum is wrong. */
export function toId18(id: string): string | undefined {
  const id15 = id.slice(0, 15);
  const id18 = id15 + checksum(id15);
  return id.length === 15 || id === id18 ? id18 : undefined;
}
