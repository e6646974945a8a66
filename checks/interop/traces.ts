/** Finds traces of a secret in a string and in all files of a folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shorter fragments would match by chance. */
const FRAGMENT_LENGTH = 12;

/** Returns the fragments of a token that occur in `text`, even if the token is split across lines. */
export function visibleFragments(text: string, token: string): string[] {
  // The part before the "!" is the org ID, which is not a secret.
  const secret = token.slice(token.indexOf('!') + 1);
  const starts = Array.from({ length: secret.length - FRAGMENT_LENGTH + 1 }, (_, index) => index);
  return starts
    .map((index) => secret.slice(index, index + FRAGMENT_LENGTH))
    .filter((fragment) => text.includes(fragment));
}

/** Returns the files that contain a secret in plain text or in base64. */
export function filesContaining(folder: string, secret: string): string[] {
  const forms = [secret, ...base64Forms(secret)];
  return listFiles(folder).filter((file) => {
    const content = ifPresent(() => readFileSync(join(folder, file), 'latin1')) ?? '';
    return forms.some((form) => content.includes(form));
  });
}

/** Returns the paths of all files, relative to the folder. */
export function listFiles(folder: string): string[] {
  const entries = ifPresent(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  return entries
    .flatMap((entry) => {
      if (entry.isFile()) return [entry.name];
      const isFolder = entry.isDirectory();
      return isFolder
        ? listFiles(join(folder, entry.name)).map((file) => join(entry.name, file))
        : [];
    })
    .sort();
}

/** Returns undefined if the file or folder was removed, because other programs are still running. */
function ifPresent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Returns the three base64 forms of a secret, one for each possible byte offset. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((prefixLength) => {
    const encoded = Buffer.from('x'.repeat(prefixLength) + secret).toString('base64');
    // The first and last characters also depend on the bytes around the secret.
    return encoded.slice(prefixLength === 0 ? 0 : 4, -4);
  });
}
