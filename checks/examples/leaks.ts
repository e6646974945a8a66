/** Searches output, process arguments and files for the key, assertions and tokens. */
import { execFileSync } from 'node:child_process';
import {
  findLeaks,
  keyLines,
  privateKeyForms,
  type SecretForms,
  tokenForms,
} from '../../__tests__/e2e/harness/find-leaks.ts';
import type { Org } from '../../simulator/org/org.ts';

export interface CaseSecrets {
  readonly privateKeyPem: string;
  readonly tokens: Iterable<string>;
  readonly assertions: readonly string[];
}

export function assertionsOf(org: Org): string[] {
  return org.requests.flatMap(({ body }) => new URLSearchParams(body).get('assertion') ?? []);
}

/** Returns the secrets found in each text, such as output or process arguments. */
export function leaksInTexts(
  texts: Readonly<Record<string, string>>,
  secrets: CaseSecrets,
): string[] {
  return findLeaks(texts, secretForms(secrets));
}

function secretForms({ privateKeyPem, tokens, assertions }: CaseSecrets): SecretForms[] {
  return [
    privateKeyForms(privateKeyPem, ''),
    ...[...tokens].map(tokenForms),
    ...assertions.map((assertion) => ({ name: 'an assertion', forms: [assertion] })),
  ];
}

/**
 * Returns the files that contain a secret in plain text or base64. Uses grep because there are many
 * files.
 */
export function filesWithSecrets(folders: readonly string[], secrets: CaseSecrets): string[] {
  const needles = [
    ...keyLines(secrets.privateKeyPem),
    ...[...secrets.tokens].flatMap((token) => fragmentsOf(token.slice(token.indexOf('!') + 1))),
    ...secrets.assertions.flatMap((assertion) =>
      fragmentsOf(assertion.slice(assertion.lastIndexOf('.') + 1)),
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

const FRAGMENT_LENGTH = 24;

/**
 * Returns the beginning, middle and end of a secret, and their base64 forms for every possible byte
 * offset.
 */
function fragmentsOf(secret: string): string[] {
  const middle = Math.floor((secret.length - FRAGMENT_LENGTH) / 2);
  const fragments = [
    secret.slice(0, FRAGMENT_LENGTH),
    secret.slice(middle, middle + FRAGMENT_LENGTH),
    secret.slice(-FRAGMENT_LENGTH),
  ];
  const encoded = [0, 1, 2].map((prefixLength) =>
    Buffer.from('x'.repeat(prefixLength) + secret)
      .toString('base64')
      .slice(4, 4 + FRAGMENT_LENGTH),
  );
  return [...fragments, ...encoded];
}
