import { readEndpoint } from './endpoint.ts';
import { SigningError } from './errors.ts';
import type { ServiceContext } from './service.ts';
import { requestFields, requireToken, type ServiceErrorFields } from './service-request.ts';

const SERVICE = 'GitHub’s OIDC provider';

export interface OidcRequest {
  readonly url: string;
  readonly bearer: string;
}

/**
 * Returns the URL from which the runner issues OIDC tokens, and the bearer token for that request.
 * @throws SigningError `id-token-missing` if the job lacks `id-token: write`
 */
export function readOidcAccess({ env, secrets }: ServiceContext, service: string): OidcRequest {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = env;
  if (bearer) secrets.mask([bearer]);
  if (!url || !bearer) throw new SigningError({ code: 'id-token-missing', details: { service } });
  requireHttps(url);
  return { url, bearer };
}

/**
 * Requires that the runner's URL uses `https`. Its query is removed first, because `readEndpoint`
 * rejects a query. A fragment is rejected.
 */
function requireHttps(url: string): void {
  readEndpoint('ACTIONS_ID_TOKEN_REQUEST_URL', url.replace(/\?[^#]*/, ''));
}

/** Requests the job's OIDC token and masks it. */
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
      readErrorFields,
    },
    context,
  );
  return requireToken(fields, 'value', { service: SERVICE, url }, context);
}

const readErrorFields = ({
  message,
  typeKey,
}: Readonly<Record<string, unknown>>): ServiceErrorFields => ({
  code: typeKey,
  message,
});
