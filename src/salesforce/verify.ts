import type { Dependencies } from '../runtime.ts';
import { VerificationError } from './errors.ts';
import { provesOrg } from './hosts.ts';
import type { Token } from './token.ts';
import type { Identity } from './userinfo.ts';

interface ExpectedIdentity extends Pick<Dependencies, 'secrets'> {
  readonly username: string;
  /** An org ID of 18 characters. Undefined if the workflow expects no org. */
  readonly expectedOrgId: string | undefined;
  readonly token: Token;
}

/**
 * Checks that the identity has the expected username and org and, if the token response contained
 * them, the same IDs. Like Salesforce, ignores the case of usernames.
 * @throws VerificationError with the expected and the actual value
 */
export async function verifyIdentity(
  identity: Identity,
  { username, expectedOrgId, token, secrets }: ExpectedIdentity,
): Promise<void> {
  const pairs = [
    ['wrong-user', username.toLowerCase(), identity.username?.toLowerCase()],
    ['wrong-org', expectedOrgId, identity.orgId],
    ['identity-mismatch', token.orgId, identity.orgId],
    ['identity-mismatch', token.userId, identity.userId],
  ] as const;
  for (const [code, expected, actual] of pairs) {
    if (expected && actual !== undefined && expected !== actual) {
      // The token begins with its org ID, so `redact` removes it.
      const safeText = code === 'wrong-user' ? await secrets.redact(actual) : actual;
      throw new VerificationError({ code, details: { expected, actual: safeText } });
    }
  }
}

/**
 * Returns true if the response to the sign-in proves the org. Otherwise, only an instance on one of
 * Salesforce's own hosts can. For a sign-in at a site, Salesforce returns the My Domain as instance.
 * @see https://github.com/pfrandsen/salesforce-silent-login#readme
 * @throws VerificationError if neither of them can prove the org
 */
export function signInProvesOrg(
  loginUrl: string,
  { instanceUrl }: Pick<Token, 'instanceUrl'>,
): boolean {
  if (provesOrg(new URL(loginUrl).hostname)) return true;
  if (!provesOrg(new URL(instanceUrl).hostname))
    throw new VerificationError({ code: 'unproven-org' });
  return false;
}

/** Returns the token, with missing IDs filled in from the identity. */
export function mergeIdentity(token: Token, { orgId = '', userId = '' }: Identity): Token {
  return { ...token, orgId: token.orgId || orgId, userId: token.userId || userId };
}

/**
 * Implements `expected-org-id`.
 * @param expected an org ID of 18 characters
 * @throws VerificationError if the token belongs to another org or its org is unknown
 */
export function verifyOrg(expected: string, { orgId: actual }: Pick<Token, 'orgId'>): void {
  if (actual === '') throw new VerificationError({ code: 'unknown-org' });
  if (actual !== expected)
    throw new VerificationError({ code: 'wrong-org', details: { expected, actual } });
}
