import type { HttpClient } from '../http/client.ts';
import type { SecretRegistry } from '../redaction/secrets.ts';
import { HttpStatusError, type InvalidResponseCode, InvalidResponseError } from './errors.ts';
import { isRecord, parseResponse } from './response.ts';
import type { Token } from './token.ts';

/** Whose session Salesforce says it is; a field that it does not name is undefined. */
export interface Identity {
  readonly username: string | undefined;
  readonly userId: string | undefined;
  readonly orgId: string | undefined;
}

interface UserInfoDependencies {
  readonly http: HttpClient;
  readonly timeoutMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly secrets: SecretRegistry;
}

/**
 * Uses the token once: who am I? (OpenID Connect Core, section 5.3)
 * @throws HttpStatusError when the token is not taken, InvalidResponseError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_userinfo_endpoint.htm
 */
export async function fetchUserInfo(
  token: Pick<Token, 'accessToken' | 'instanceUrl'>,
  { http, timeoutMs, now, secrets }: UserInfoDependencies,
): Promise<Identity> {
  const httpResponse = await http({
    name: 'userinfo',
    method: 'GET',
    url: `${token.instanceUrl}/services/oauth2/userinfo`,
    headers: { Authorization: `Bearer ${token.accessToken.reveal()}`, Accept: 'application/json' },
    timeoutMs,
  });
  const { response, json } = await parseResponse(httpResponse, { now, secrets });
  if (response.status !== 200) throw new HttpStatusError({ request: 'userinfo', response });
  const invalidResponse = (code: InvalidResponseCode) =>
    new InvalidResponseError({ code, request: 'userinfo', response });
  if (json === undefined) throw invalidResponse('not-json');
  if (!isRecord(json)) throw invalidResponse('not-an-object');
  // An id may become an output and a part of the log. What comes in its place is no reason to trust.
  const field = (name: string, pattern: RegExp) => {
    const { [name]: value = '' } = json;
    if (value === '' || value === null) return undefined;
    if (typeof value !== 'string' || !pattern.test(value)) throw invalidResponse('no-identity');
    return value;
  };
  const identity = {
    username: field('preferred_username', /./s),
    userId: field('user_id', /^005[A-Za-z0-9]{15}$/),
    orgId: field('organization_id', /^00D[A-Za-z0-9]{15}$/),
  };
  const { username, userId = '', orgId = '' } = identity;
  if (username === undefined && userId === '') throw invalidResponse('no-identity');
  if (secrets.contains(orgId) || secrets.contains(userId)) throw invalidResponse('no-identity');
  return identity;
}
