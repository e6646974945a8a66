import type { Dependencies } from '../runtime.ts';
import { HttpStatusError } from './errors.ts';
import { parseResponse } from './response.ts';
import type { Token } from './token.ts';

/**
 * Revokes a token (RFC 7009), which ends its session. Salesforce requires no client authentication,
 * but the request must go to the instance, not to the login host.
 * @returns false if the token was already invalid, which is no error (RFC 7009, section 2.2)
 * @throws HttpStatusError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm
 */
export async function revoke(
  { accessToken, instanceUrl }: Pick<Token, 'accessToken' | 'instanceUrl'>,
  dependencies: Pick<Dependencies, 'http' | 'now' | 'secrets'> & { readonly timeoutMs: number },
): Promise<boolean> {
  const { http, timeoutMs, now, secrets } = dependencies;
  const httpResponse = await http({
    name: 'revoke',
    method: 'POST',
    url: `${instanceUrl}/services/oauth2/revoke`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: accessToken.reveal() }).toString(),
    timeoutMs,
  });
  const { response } = await parseResponse(httpResponse, { now, secrets });
  if (response.error === 'invalid_token') return false;
  if (response.status !== 200 || response.bodyKind === 'html')
    throw new HttpStatusError({ request: 'revoke', response });
  return true;
}
