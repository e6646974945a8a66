import { readEndpoint } from './endpoint.ts';
import { SigningError } from './errors.ts';
import type { ServiceContext } from './service.ts';
import { type Refusal, requestFields, requireText } from './service-request.ts';

const SERVICE = 'GitHub’s OIDC provider';

export interface OidcRequest {
  readonly url: string;
  readonly bearer: string;
}

/**
 * Finds where the runner gives OIDC tokens, and the token to ask with.
 * @throws SigningError `id-token-missing` if the job lacks `id-token: write`
 */
export function readOidcAccess({ env, secrets }: ServiceContext, service: string): OidcRequest {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = env;
  if (bearer) secrets.mask([bearer]);
  if (!url || !bearer) throw new SigningError({ code: 'id-token-missing', details: { service } });
  requireHttps(url);
  return { url, bearer };
}

/** The URL of the runner has a query, which `readEndpoint` refuses. */
function requireHttps(url: string): void {
  readEndpoint('ACTIONS_ID_TOKEN_REQUEST_URL', url.replace(/\?.*$/s, ''));
}

/** @returns the OIDC token of the job, masked */
export async function requestIdToken(
  { url, bearer }: OidcRequest,
  deadline: number,
  context: ServiceContext,
): Promise<string> {
  const fields = await requestFields(
    {
      service: SERVICE,
      method: 'GET',
      url,
      headers: { Authorization: `Bearer ${bearer}`, Accept: 'application/json' },
      deadline,
      readRefusal,
    },
    context,
  );
  const token = requireText(fields, 'value', { code: 'no-token', service: SERVICE, url });
  context.secrets.mask([token]);
  return token;
}

const readRefusal = ({ message, typeKey }: Readonly<Record<string, unknown>>): Refusal => ({
  code: typeKey,
  message,
});
