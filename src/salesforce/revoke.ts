import type { Secrets } from '../secret.ts';
import { readAnswer } from './answer.ts';
import { SalesforceError } from './errors.ts';
import type { Http } from './http.ts';
import type { Token } from './token.ts';

interface Means {
  readonly http: Http;
  readonly timeoutMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly secrets: Secrets;
}

/**
 * Ends the session of a token (RFC 7009). No client authentication is asked for; the instance, not
 * the generic login host, knows the session.
 * @throws SalesforceError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm
 */
export async function revoke(
  { accessToken, instanceUrl }: Pick<Token, 'accessToken' | 'instanceUrl'>,
  { http, timeoutMs, now, secrets }: Means,
): Promise<void> {
  const response = await http({
    name: 'revoke',
    method: 'POST',
    url: `${instanceUrl}/services/oauth2/revoke`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: accessToken.reveal() }).toString(),
    timeoutMs,
  });
  const { answer } = await readAnswer(response, { now, secrets });
  if (answer.status !== 200 || answer.form === 'html')
    throw new SalesforceError({ request: 'revoke', answer });
}
