import { isRecord } from '../json.ts';
import type { Dependencies } from '../runtime.ts';
import { readId } from '../salesforce-id.ts';
import { HttpStatusError, type InvalidResponseCode, InvalidResponseError } from './errors.ts';
import { parseResponse } from './response.ts';
import type { Token } from './token.ts';

/** The user and the org of a token. Fields that Salesforce did not return are undefined. */
export interface Identity {
  readonly username: string | undefined;
  readonly userId: string | undefined;
  readonly orgId: string | undefined;
}

/**
 * Requests the identity of a token from the userinfo endpoint (OpenID Connect Core, section 5.3).
 * @throws HttpStatusError unless the status is 200, InvalidResponseError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_userinfo_endpoint.htm
 */
export async function fetchUserInfo(
  token: Pick<Token, 'accessToken' | 'instanceUrl'>,
  dependencies: Pick<Dependencies, 'http' | 'now' | 'secrets'> & { readonly timeoutMs: number },
): Promise<Identity> {
  const { http, timeoutMs, now, secrets } = dependencies;
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
  // The IDs become outputs and appear in the log, so reject anything malformed.
  const field = (name: string, read: (value: unknown) => string) => {
    const { [name]: value = '' } = json;
    if (value === '' || value === null) return undefined;
    const result = read(value);
    if (result === '') throw invalidResponse('no-identity');
    return result;
  };
  const identity = {
    username: field('preferred_username', (value) => (typeof value === 'string' ? value : '')),
    userId: field('user_id', (value) => readId('005', value)),
    orgId: field('organization_id', (value) => readId('00D', value)),
  };
  const { username, userId = '', orgId = '' } = identity;
  if (username === undefined && userId === '') throw invalidResponse('no-identity');
  if (secrets.contains(orgId) || secrets.contains(userId)) throw invalidResponse('no-identity');
  return identity;
}
