import { SalesforceError } from '../errors.ts';
import { readAnswer } from './answer.ts';
import type { Http } from './http.ts';

/**
 * Ends the session of a token (RFC 7009). No client authentication is asked for; the instance, not
 * the generic login host, knows the session.
 * @param instanceUrl without a trailing slash
 * @throws SalesforceError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm
 */
export async function revoke(
  http: Http,
  instanceUrl: string,
  token: string,
  timeoutMs: number,
): Promise<void> {
  const response = await http({
    name: 'revoke',
    method: 'POST',
    url: `${instanceUrl}/services/oauth2/revoke`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token }).toString(),
    timeoutMs,
  });
  const { answer } = readAnswer(response, Date.now());
  if (answer.status !== 200 || answer.form === 'html')
    throw new SalesforceError('revoke', answer, false);
}
