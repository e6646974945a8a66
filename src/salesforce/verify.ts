import type { SecretRegistry } from '../redaction/secrets.ts';
import { VerificationError } from './errors.ts';
import type { Token } from './token.ts';
import type { Identity } from './userinfo.ts';

interface ExpectedIdentity {
  readonly username: string;
  readonly token: Token;
  readonly secrets: Pick<SecretRegistry, 'redact'>;
}

/**
 * Compares whose token it is with whose was asked for. Salesforce compares usernames without regard
 * to case, and so does this.
 * @throws VerificationError that names both
 */
export async function verifyIdentity(
  identity: Identity,
  { username, token, secrets }: ExpectedIdentity,
): Promise<void> {
  const pairs = [
    ['wrong-user', username.toLowerCase(), identity.username?.toLowerCase()],
    ['wrong-user', token.userId, identity.userId],
    ['wrong-org', token.orgId, identity.orgId],
  ] as const;
  for (const [code, expected, actual] of pairs) {
    if (expected !== '' && actual !== undefined && expected !== actual) {
      throw new VerificationError({
        code,
        details: { expected, actual: await secrets.redact(actual) },
      });
    }
  }
}

/** The token with the ids that Salesforce gave with the token itself or, failing that, with the identity. */
export function mergeIdentity(token: Token, { orgId = '', userId = '' }: Identity): Token {
  return { ...token, orgId: token.orgId || orgId, userId: token.userId || userId };
}

/**
 * The guard that `expected-org-id` asks for.
 * @param expected 18 characters
 * @throws VerificationError when it is another org, or Salesforce did not tell which
 */
export function verifyOrg(expected: string, { orgId: actual }: Pick<Token, 'orgId'>): void {
  if (actual === '') throw new VerificationError({ code: 'unknown-org' });
  if (actual !== expected)
    throw new VerificationError({ code: 'wrong-org', details: { expected, actual } });
}
