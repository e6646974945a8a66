import { createHash } from 'node:crypto';
import { isRecord } from '../json.ts';
import { cachedToken } from './access-token.ts';
import type { AzureAddress } from './address.ts';
import { SigningError } from './errors.ts';
import { readOidcAccess, requestIdToken } from './github-oidc.ts';
import type { ServiceContext, ServiceKey } from './service.ts';
import {
  requestFields,
  requireText,
  requireToken,
  type ServiceErrorFields,
} from './service-request.ts';

const SERVICE = 'Azure Key Vault';
const LOGIN_SERVICE = 'Microsoft Entra ID';
export const API_VERSION = '7.4';

/**
 * A Microsoft cloud: the host that issues its tokens, and the audience that the OIDC token must have.
 */
interface Cloud {
  readonly login: string;
  /** The resource for which the access token is requested. */
  readonly resource: string;
  readonly oidcAudience: string;
}

/** Clouds, keyed by the domain suffix of a vault. */
const CLOUDS: Readonly<Record<string, Pick<Cloud, 'login' | 'oidcAudience'>>> = {
  'azure.net': {
    login: 'https://login.microsoftonline.com',
    oidcAudience: 'api://AzureADTokenExchange',
  },
  'usgovcloudapi.net': {
    login: 'https://login.microsoftonline.us',
    oidcAudience: 'api://AzureADTokenExchangeUSGov',
  },
  'azure.cn': {
    login: 'https://login.partner.microsoftonline.cn',
    oidcAudience: 'api://AzureADTokenExchangeChina',
  },
};

/**
 * Opens a key in Azure Key Vault or Managed HSM.
 * @see https://learn.microsoft.com/rest/api/keyvault/keys/sign/sign
 */
export function openAzureKey(address: AzureAddress, context: ServiceContext): ServiceKey {
  const { host, key, version } = address;
  const cloud = cloudOf(host);
  const accessToken = cachedToken(readCredentials(cloud, context));
  const origin = cloud.login.startsWith('http:') ? `http://${host}` : `https://${host}`;
  const path = version === undefined ? `/keys/${key}/sign` : `/keys/${key}/${version}/sign`;
  const url = `${origin}${path}?api-version=${API_VERSION}`;
  return {
    service: SERVICE,
    ...(version === undefined ? { movesBy: 'rotation' } : {}),
    async sign(input, deadline) {
      const value = createHash('sha256').update(input).digest('base64url');
      const fields = await requestFields(
        {
          service: SERVICE,
          method: 'POST',
          url,
          headers: {
            Authorization: `Bearer ${await accessToken(deadline)}`,
            'Content-Type': 'application/json',
          },
          body: JSON.stringify({ alg: 'RS256', value }),
          deadline,
          readErrorFields,
        },
        context,
      );
      const error = { code: 'no-signature', service: SERVICE, url } as const;
      return { bytes: Buffer.from(requireText(fields, 'value', error), 'base64url') };
    },
  };
}

export function cloudOf(host: string): Cloud {
  const [, resource, suffix = ''] = /\.((?:vault|managedhsm)\.(.+))$/.exec(host) ?? [];
  const { [suffix]: cloud } = CLOUDS;
  // On loopback, the vault and the login host are the same.
  if (!cloud)
    return {
      login: `http://${host}`,
      resource: 'https://vault.azure.net',
      oidcAudience: 'api://AzureADTokenExchange',
    };
  return { ...cloud, resource: `https://${resource}` };
}

/**
 * Returns a function that exchanges the job's OIDC token, because azure/login passes no token to
 * later steps.
 */
function readCredentials(
  { login, resource, oidcAudience }: Cloud,
  context: ServiceContext,
): (deadline: number) => Promise<string> {
  const { AZURE_CLIENT_ID: clientId = '', AZURE_TENANT_ID: tenant = '' } = context.env;
  const missing = [
    ...(clientId === '' ? ['AZURE_CLIENT_ID'] : []),
    ...(/^[\w.-]{1,253}$/.test(tenant) ? [] : ['AZURE_TENANT_ID']),
  ];
  if (missing.length > 0)
    throw new SigningError({
      code: 'azure-variables-missing',
      details: { service: SERVICE, missing: missing.join(', ') },
    });
  const oidc = readOidcAccess(context, SERVICE);
  const url = `${login}/${tenant}/oauth2/v2.0/token`;
  return async (deadline) => {
    const audience = `&audience=${encodeURIComponent(oidcAudience)}`;
    const assertion = await requestIdToken(
      { ...oidc, url: oidc.url + audience },
      deadline,
      context,
    );
    const fields = await requestFields(
      {
        service: LOGIN_SERVICE,
        method: 'POST',
        url,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: clientId,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
          scope: `${resource}/.default`,
        }).toString(),
        deadline,
        readErrorFields,
      },
      context,
    );
    return requireToken(fields, 'access_token', { service: LOGIN_SERVICE, url }, context);
  };
}

export function readErrorFields({
  error,
  error_description,
}: Readonly<Record<string, unknown>>): ServiceErrorFields {
  if (!isRecord(error)) {
    // Entra ID reports the specific error code in the description, such as AADSTS700213.
    const number = /^AADSTS\d+/.exec(String(error_description))?.[0];
    const message = String(error_description ?? '').replace(/^AADSTS\d+: /, '');
    return { code: number ?? error, message };
  }
  const { innererror } = error;
  const inner = isRecord(innererror) ? innererror['code'] : undefined;
  return { code: inner ?? error['code'], message: error['message'] };
}
