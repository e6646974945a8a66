/** Endings of common email domains, which production usernames have. Two letters are a country code. */
const PUBLIC_ENDINGS = /^(com|org|net|edu|gov|mil|info|biz|[a-z]{2})$/;
/** Endings that are as often a sandbox's name as a country code, or that teams append to production usernames. */
const AMBIGUOUS = /^(qa|sb|st|ci|prod|production|prd|live|devhub)$/;

export interface UsernameGuess {
  readonly kind: 'sandbox' | 'production';
  /** The last part of the username; empty for the user of a scratch org, which has no such part. */
  readonly ending: string;
}

/**
 * Guesses whether a username belongs to a sandbox. Salesforce appends `.` and the sandbox's name to the
 * production username, as in `ci@acme.com.uat`; the user of a scratch org is `test-…@example.com`. The guess
 * can be wrong, so it only ranks causes. Returns undefined if both kinds are common (`ci@acme.com.qa`), or
 * if the username indicates neither kind (`ci@acme.dev`).
 */
export function guessUsernameKind(username = ''): UsernameGuess | undefined {
  const lower = username.toLowerCase();
  if (/^test-.+@example\.com$/.test(lower)) return { kind: 'sandbox', ending: '' };
  const [, domain = ''] = lower.split('@');
  const [ending = '', parent = '', ...remaining] = domain.split('.').reverse();
  if (parent === '' || AMBIGUOUS.test(ending)) return undefined;
  if (PUBLIC_ENDINGS.test(ending)) return { kind: 'production', ending };
  const appended = remaining.length > 0 && PUBLIC_ENDINGS.test(parent);
  return appended ? { kind: 'sandbox', ending } : undefined;
}
