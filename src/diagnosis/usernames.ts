/** Endings that production usernames commonly have. A country's code is known by its length. */
const PUBLIC_ENDINGS = /^(com|org|net|edu|gov|mil|info|biz|[a-z]{2})$/;
/** A sandbox's name as often as a country's code, or what teams append to production usernames. */
const AMBIGUOUS = /^(qa|sb|st|ci|prod|production|prd|live|devhub)$/;

export interface Looks {
  readonly kind: 'sandbox' | 'production';
  /** The last part of the username; empty for a scratch org's, whose form is the sign. */
  readonly ending: string;
}

/**
 * What kind of org a username looks as if it belonged to. Salesforce makes a sandbox's usernames by
 * appending `.` and the sandbox's name to the production ones, so `ci@acme.com.uat` has a public
 * ending, and something that is none after it. Scratch orgs are given `test-…@example.com`.
 *
 * It is a sign, never a proof: admins may name users freely. A sandbox user made by hand may end in
 * `.com`; `ci@us.acme` looks like a sandbox's; two letters at the end are taken for a country. Where
 * both readings are common (`ci@acme.com.qa`) or there is nothing to read (`ci@acme.dev`), the answer
 * is undefined. Used to put causes in order, for nothing else.
 */
export function looksLike(username = ''): Looks | undefined {
  const lower = username.toLowerCase();
  if (/^test-.+@example\.com$/.test(lower)) return { kind: 'sandbox', ending: '' };
  const [, domain = ''] = lower.split('@');
  const [ending = '', before = '', ...more] = domain.split('.').reverse();
  if (before === '' || AMBIGUOUS.test(ending)) return undefined;
  if (PUBLIC_ENDINGS.test(ending)) return { kind: 'production', ending };
  const appended = more.length > 0 && PUBLIC_ENDINGS.test(before);
  return appended ? { kind: 'sandbox', ending } : undefined;
}
