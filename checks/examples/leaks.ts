/** Looks for the key, the assertions and the tokens where they must not be. */
import { execFileSync } from 'node:child_process';
import type { Org } from '../../simulator/org/org.ts';
import {
  findLeaks,
  type Hidden,
  hiddenKey,
  hiddenToken,
  keyLines,
} from '../../simulator/scenes/leaks.ts';

export interface Secrets {
  readonly privateKeyPem: string;
  readonly tokens: Iterable<string>;
  readonly assertions: readonly string[];
}

export function assertionsOf(org: Org): string[] {
  return org.requests.flatMap(({ body }) => new URLSearchParams(body).get('assertion') ?? []);
}

/** In text: what was printed, and the arguments of processes. */
export function leaksIn(places: Readonly<Record<string, string>>, secrets: Secrets): string[] {
  return findLeaks(places, hiddenOf(secrets));
}

function hiddenOf({ privateKeyPem, tokens, assertions }: Secrets): Hidden[] {
  return [
    hiddenKey(privateKeyPem, ''),
    ...[...tokens].map(hiddenToken),
    ...assertions.map((assertion) => ({ name: 'an assertion', forms: [assertion] })),
  ];
}

/** Files below the folders that hold a secret, as it is or in base64; grep reads them in one go. */
export function filesWithSecrets(folders: readonly string[], secrets: Secrets): string[] {
  const needles = [
    ...keyLines(secrets.privateKeyPem),
    ...[...secrets.tokens].flatMap((token) => piecesOf(token.slice(token.indexOf('!') + 1))),
    ...secrets.assertions.flatMap((assertion) =>
      piecesOf(assertion.slice(assertion.lastIndexOf('.') + 1)),
    ),
  ];
  const args = [
    '--recursive',
    '--files-with-matches',
    '--text',
    '--fixed-strings',
    '--file=-',
    ...folders,
  ];
  try {
    return execFileSync('grep', args, { encoding: 'utf8', input: needles.join('\n') })
      .trim()
      .split('\n');
  } catch (error) {
    if ((error as { status?: number }).status === 1) return [];
    throw error;
  }
}

const PIECE = 24;

/** The beginning, the middle and the end; and all of it in base64, whatever stands before it. */
function piecesOf(secret: string): string[] {
  const middle = Math.floor((secret.length - PIECE) / 2);
  const pieces = [
    secret.slice(0, PIECE),
    secret.slice(middle, middle + PIECE),
    secret.slice(-PIECE),
  ];
  const encoded = [0, 1, 2].map((before) =>
    Buffer.from('x'.repeat(before) + secret)
      .toString('base64')
      .slice(4, 4 + PIECE),
  );
  return [...pieces, ...encoded];
}
