/**
 * Top-level domains of common email addresses, with which production usernames end. Two letters are a
 * country code.
 */
const PUBLIC_ENDINGS = /^(com|org|net|edu|gov|mil|info|biz|[a-z]{2})$/;
/**
 * Endings that may be a country code, or that teams append to production usernames, but are just as
 * often a sandbox name.
 */
const AMBIGUOUS = /^(qa|sb|st|ci|prod|production|prd|live|devhub)$/;

export interface UsernameGuess {
  readonly kind: 'sandbox' | 'production';
  /**
   * The last part of the username. Empty for the user of a scratch org, whose username has no
   * sandbox name.
   */
  readonly ending: string;
}

/**
 * Guesses whether a username belongs to a sandbox. Salesforce appends `.` and the sandbox name to the
 * production username, as in `ci@acme.com.uat`; a scratch org user is `test-…@example.com`. The guess
 * can be wrong, so it only affects the ranking of causes. Returns undefined if the ending is common in
 * both kinds of orgs (`ci@acme.com.qa`) or indicates neither (`ci@acme.dev`).
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
