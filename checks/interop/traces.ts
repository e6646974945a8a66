/** What is left of a secret: in a text, and in every file below a folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shorter pieces are found by chance, and tell nothing. */
const FRAGMENT_LENGTH = 12;

/** The pieces of the secret part of a token which a text shows, however it is broken into lines. */
export function visibleFragments(text: string, token: string): string[] {
  // Before the "!" stands the id of the org, which is no secret.
  const secret = token.slice(token.indexOf('!') + 1);
  const starts = Array.from({ length: secret.length - FRAGMENT_LENGTH + 1 }, (_, index) => index);
  return starts
    .map((index) => secret.slice(index, index + FRAGMENT_LENGTH))
    .filter((fragment) => text.includes(fragment));
}

/** The files that hold a secret, as it is or in base64, whatever stands around it. */
export function filesContaining(folder: string, secret: string): string[] {
  const forms = [secret, ...base64Forms(secret)];
  return listFiles(folder).filter((file) => {
    const content = readFileSync(join(folder, file), 'latin1');
    return forms.some((form) => content.includes(form));
  });
}

export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Base64 of a text looks different by how many bytes stand before it: three ways in all. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((prefixLength) => {
    const encoded = Buffer.from('x'.repeat(prefixLength) + secret).toString('base64');
    // The first and the last characters also depend on what stands beside the secret.
    return encoded.slice(prefixLength === 0 ? 0 : 4, -4);
  });
}
