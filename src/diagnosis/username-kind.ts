/** Endings that production usernames commonly have. A country's code is known by its length. */
const PUBLIC_ENDINGS = /^(com|org|net|edu|gov|mil|info|biz|[a-z]{2})$/;
/** A sandbox's name as often as a country's code, or what teams append to production usernames. */
const AMBIGUOUS = /^(qa|sb|st|ci|prod|production|prd|live|devhub)$/;

export interface UsernameGuess {
  readonly kind: 'sandbox' | 'production';
  /** The last part of the username; empty for a scratch org's, whose form is the sign. */
  readonly ending: string;
}

/**
 * What kind of org a username seems to belong to. Salesforce appends `.` and the sandbox's name to
 * the production username, as in `ci@acme.com.uat`; a scratch org's user is `test-…@example.com`.
 * A sign, not a proof: it only puts causes in order. Undefined where both readings are common
 * (`ci@acme.com.qa`) or there is none (`ci@acme.dev`).
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
