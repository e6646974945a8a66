import type { HttpClient } from '../http/client.ts';
import type { SecretRegistry } from '../redaction/secrets.ts';
import { HttpStatusError } from './errors.ts';
import { parseResponse } from './response.ts';
import type { Token } from './token.ts';

interface RevokeDependencies {
  readonly http: HttpClient;
  readonly timeoutMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly secrets: SecretRegistry;
}

/**
 * Ends the session of a token (RFC 7009). No client authentication is asked for; the instance, not
 * the generic login host, knows the session.
 * @throws HttpStatusError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm
 */
export async function revoke(
  { accessToken, instanceUrl }: Pick<Token, 'accessToken' | 'instanceUrl'>,
  { http, timeoutMs, now, secrets }: RevokeDependencies,
): Promise<void> {
  const httpResponse = await http({
    name: 'revoke',
    method: 'POST',
    url: `${instanceUrl}/services/oauth2/revoke`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: accessToken.reveal() }).toString(),
    timeoutMs,
  });
  const { response } = await parseResponse(httpResponse, { now, secrets });
  if (response.status !== 200 || response.bodyKind === 'html')
    throw new HttpStatusError({ request: 'revoke', response });
}
