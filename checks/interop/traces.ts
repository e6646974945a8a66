/** What is left of a secret: in a text, and in every file below a folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shorter pieces are found by chance, and tell nothing. */
const PIECE = 12;

/** The pieces of the secret part of a token which a text shows, however it is broken into lines. */
export function piecesShown(text: string, token: string): string[] {
  // Before the "!" stands the id of the org, which is no secret.
  const secret = token.slice(token.indexOf('!') + 1);
  const starts = Array.from({ length: secret.length - PIECE + 1 }, (_, at) => at);
  return starts.map((at) => secret.slice(at, at + PIECE)).filter((piece) => text.includes(piece));
}

/** The files that hold a secret, as it is or in base64, whatever stands around it. */
export function filesWith(folder: string, secret: string): string[] {
  const forms = [secret, ...base64Forms(secret)];
  return filesBelow(folder).filter((file) => {
    const content = readFileSync(join(folder, file), 'latin1');
    return forms.some((form) => content.includes(form));
  });
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Base64 of a text looks different by how many bytes stand before it: three ways in all. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from('x'.repeat(before) + secret).toString('base64');
    // The first and the last characters also depend on what stands beside the secret.
    return encoded.slice(before === 0 ? 0 : 4, -4);
  });
}
