import type { Secrets } from '../secret.ts';
import { isRecord, readAnswer } from './answer.ts';
import { AnswerError, type AnswerProblem, SalesforceError } from './errors.ts';
import type { Http } from './http.ts';
import type { Token } from './token.ts';

/** Whose session Salesforce says it is; a field that it does not name is undefined. */
export interface Identity {
  readonly username: string | undefined;
  readonly userId: string | undefined;
  readonly orgId: string | undefined;
}

interface Means {
  readonly http: Http;
  readonly timeoutMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly secrets: Secrets;
}

/**
 * Uses the token once: who am I? (OpenID Connect Core, section 5.3)
 * @throws SalesforceError when the token is not taken, AnswerError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_userinfo_endpoint.htm
 */
export async function whoAmI(
  token: Pick<Token, 'accessToken' | 'instanceUrl'>,
  { http, timeoutMs, now, secrets }: Means,
): Promise<Identity> {
  const response = await http({
    name: 'userinfo',
    method: 'GET',
    url: `${token.instanceUrl}/services/oauth2/userinfo`,
    headers: { Authorization: `Bearer ${token.accessToken.reveal()}`, Accept: 'application/json' },
    timeoutMs,
  });
  const { answer, json } = await readAnswer(response, { now, secrets });
  if (answer.status !== 200) throw new SalesforceError({ request: 'userinfo', answer });
  const wrong = (code: AnswerProblem) => new AnswerError({ code, request: 'userinfo', answer });
  if (json === undefined) throw wrong('not-json');
  if (!isRecord(json)) throw wrong('not-an-object');
  // An id may become an output and a part of the log. What comes in its place is no reason to trust.
  const field = (name: string, form: RegExp) => {
    const { [name]: value = '' } = json;
    if (value === '' || value === null) return undefined;
    if (typeof value !== 'string' || !form.test(value)) throw wrong('no-identity');
    return value;
  };
  const identity = {
    username: field('preferred_username', /./s),
    userId: field('user_id', /^005[A-Za-z0-9]{15}$/),
    orgId: field('organization_id', /^00D[A-Za-z0-9]{15}$/),
  };
  const { username, userId = '', orgId = '' } = identity;
  if (username === undefined && userId === '') throw wrong('no-identity');
  if (secrets.isIn(orgId) || secrets.isIn(userId)) throw wrong('no-identity');
  return identity;
}
