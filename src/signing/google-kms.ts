import { createHash } from 'node:crypto';
import { isRecord } from '../json.ts';
import { isLoopback } from '../url.ts';
import { cachedToken } from './access-token.ts';
import type { GoogleAddress } from './address.ts';
import { readEndpoint } from './endpoint.ts';
import { SigningError } from './errors.ts';
import { requestIdToken } from './github-oidc.ts';
import { type ExternalAccount, readExternalAccount } from './google-credentials.ts';
import type { ServiceContext, ServiceKey } from './service.ts';
import {
  type PathRequest,
  requestFields,
  requireText,
  requireToken,
  type ServiceErrorFields,
  TOKEN,
} from './service-request.ts';

const SERVICE = 'Google Cloud KMS';
const SCOPE = 'https://www.googleapis.com/auth/cloudkms';
const ENDPOINT_VARIABLE = 'CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS';

/**
 * Opens a key version in Google Cloud KMS.
 * @see
 * https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys.cryptoKeyVersions/asymmetricSign
 */
export function openGoogleKey({ name }: GoogleAddress, context: ServiceContext): ServiceKey {
  const request = connectGoogleKms(context);
  return {
    service: SERVICE,
    async sign(input, deadline) {
      const sha256 = createHash('sha256').update(input).digest('base64');
      const body = JSON.stringify({ digest: { sha256 } });
      const { fields, url } = await request(`${name}:asymmetricSign`, deadline, body);
      const error = { code: 'no-signature', service: SERVICE, url } as const;
      return { bytes: Buffer.from(requireText(fields, 'signature', error), 'base64') };
    },
  };
}

/**
 * Matches the global host, regional hosts, and those for Private Service Connect. Other names at
 * googleapis.com may be those of a bucket.
 */
const KMS_HOST = /^cloudkms(?:(?:-[a-z\d-]+)?\.p|\.[a-z\d-]+\.rep|\.mtls)?\.googleapis\.com$/;

/** Returns a function that sends requests to Cloud KMS, whose paths are resource names. */
export function connectGoogleKms(context: ServiceContext): PathRequest {
  const origin = endpoint(context);
  const accessToken = cachedToken(readCredentials(context));
  return async (path, deadline, body) => {
    const url = `${origin}/v1/${path}`;
    const headers = {
      Authorization: `Bearer ${await accessToken(deadline)}`,
      'Content-Type': 'application/json',
    };
    const message =
      body === undefined ? { method: 'GET' as const } : { method: 'POST' as const, body };
    const request = { service: SERVICE, url, headers, deadline, readErrorFields, ...message };
    return { fields: await requestFields(request, context), url };
  };
}

/** Returns the endpoint. An override must be a host of this service, because it receives the token. */
function endpoint({ env }: ServiceContext): string {
  const { [ENDPOINT_VARIABLE]: value } = env;
  if (!value) return 'https://cloudkms.googleapis.com';
  const url = new URL(readEndpoint(ENDPOINT_VARIABLE, value));
  if (!isLoopback(url.hostname) && !KMS_HOST.test(url.host))
    throw new SigningError({ code: 'endpoint-format', details: { variable: ENDPOINT_VARIABLE } });
  return url.origin;
}

/**
 * Returns a function that gets the access token: either the one that the workflow sets, or one obtained
 * with the file that google-github-actions/auth writes.
 */
function readCredentials(context: ServiceContext): (deadline: number) => Promise<string> {
  const { CLOUDSDK_AUTH_ACCESS_TOKEN: token = '', GOOGLE_APPLICATION_CREDENTIALS: path = '' } =
    context.env;
  if (token !== '') context.secrets.mask([token]);
  if (TOKEN.test(token)) return async () => token;
  if (path === '')
    throw new SigningError({
      code: 'credentials-missing',
      details: {
        service: SERVICE,
        missing: 'GOOGLE_APPLICATION_CREDENTIALS',
        action: 'google-github-actions/auth',
      },
    });
  const account = readExternalAccount(path, context);
  return (deadline) => exchangeIdToken(account, deadline, context);
}

/**
 * Exchanges the OIDC token (RFC 8693). If a service account is to be impersonated, then requests its
 * token.
 */
async function exchangeIdToken(
  { oidc, audience, subjectTokenType, tokenUrl, impersonationUrl }: ExternalAccount,
  deadline: number,
  context: ServiceContext,
): Promise<string> {
  const subjectToken = await requestIdToken(oidc, deadline, context);
  const request = { method: 'POST', deadline, readErrorFields } as const;
  const federation = { service: 'Google’s Security Token Service', url: tokenUrl };
  const fields = await requestFields(
    {
      ...request,
      ...federation,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        audience,
        scope: impersonationUrl ? 'https://www.googleapis.com/auth/cloud-platform' : SCOPE,
        requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        subject_token: subjectToken,
        subject_token_type: subjectTokenType,
      }).toString(),
    },
    context,
  );
  const federatedToken = requireToken(fields, 'access_token', federation, context);
  if (impersonationUrl === undefined) return federatedToken;
  const impersonation = { service: 'Google’s IAM credentials service', url: impersonationUrl };
  const account = await requestFields(
    {
      ...request,
      ...impersonation,
      headers: {
        Authorization: `Bearer ${federatedToken}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ scope: [SCOPE] }),
    },
    context,
  );
  return requireToken(account, 'accessToken', impersonation, context);
}

function readErrorFields({
  error,
  error_description,
}: Readonly<Record<string, unknown>>): ServiceErrorFields {
  // In responses of the token services, `error` is the code itself (RFC 6749, section 5.2).
  if (!isRecord(error)) return { code: error, message: error_description };
  return { code: error['status'], message: error['message'] };
}
