import { AnswerError, GuardError, SalesforceError } from '../errors.ts';
import { harmless } from '../text.ts';
import { isRecord, readAnswer } from './answer.ts';
import type { Http } from './http.ts';
import type { Token } from './token.ts';

/** Whose session Salesforce says it is; a field that it does not name is undefined. */
export interface Identity {
  readonly username: string | undefined;
  readonly userId: string | undefined;
  readonly orgId: string | undefined;
}

/**
 * Uses the token once: who am I? (OpenID Connect Core, section 5.3)
 * @throws SalesforceError when the token is not taken, AnswerError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_userinfo_endpoint.htm
 */
export async function whoAmI(
  http: Http,
  token: Token,
  timeoutMs: number,
  now: () => number,
): Promise<Identity> {
  const response = await http({
    name: 'userinfo',
    method: 'GET',
    url: `${token.instanceUrl}/services/oauth2/userinfo`,
    headers: { Authorization: `Bearer ${token.accessToken.reveal()}`, Accept: 'application/json' },
    timeoutMs,
  });
  const { answer, json } = readAnswer(response, now());
  if (answer.status !== 200) throw new SalesforceError('userinfo', answer, false);
  if (json === undefined) throw new AnswerError('not-json', 'userinfo', answer, false);
  if (!isRecord(json)) throw new AnswerError('not-an-object', 'userinfo', answer, false);
  // An id may become an output and a part of the log: nothing else may come in its place.
  const field = (name: string, form: RegExp) => {
    const value = json[name];
    return typeof value === 'string' && form.test(value) ? value : undefined;
  };
  const identity = {
    username: field('preferred_username', /./s),
    userId: field('user_id', /^005[A-Za-z0-9]{15}$/),
    orgId: field('organization_id', /^00D[A-Za-z0-9]{15}$/),
  };
  if (identity.username === undefined && identity.userId === undefined) {
    throw new AnswerError('no-identity', 'userinfo', answer, false);
  }
  return identity;
}

/**
 * Holds what came back against what was asked for. Salesforce compares usernames without regard to
 * case, and so does this.
 * @throws GuardError that names both
 */
export function holdAgainst(identity: Identity, username: string, token: Token): void {
  const pairs = [
    ['wrong-user', username.toLowerCase(), identity.username?.toLowerCase()],
    ['wrong-user', token.userId, identity.userId],
    ['wrong-org', token.orgId, identity.orgId],
  ] as const;
  for (const [problem, expected, actual] of pairs) {
    if (expected !== '' && actual !== undefined && expected !== actual) {
      throw new GuardError(problem, { expected, actual: harmless(actual) });
    }
  }
}

/**
 * The guard that `expected-org-id` asks for.
 * @param expected 18 characters
 * @throws GuardError when it is another org, AnswerError when Salesforce did not tell which
 */
export function holdToOrg(expected: string, actual: string): void {
  if (actual === '') {
    throw new AnswerError('no-identity', 'token', { status: 200, form: 'json' }, false);
  }
  if (actual !== expected) throw new GuardError('wrong-org', { expected, actual });
}
