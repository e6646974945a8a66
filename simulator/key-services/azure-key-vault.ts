import { json, type SimRequest, type SimResponse } from '../org/http-message.ts';
import { signDigest } from './sign.ts';
import { type KeyServicesState, VAULT_KEY } from './state.ts';

const refuse = (status: number, code: string, message: string, inner?: string) =>
  json(
    status,
    { error: { code, message, ...(inner ? { innererror: { code: inner } } : {}) } },
    `${inner ?? code}: ${message}`,
  );

/** Simulates the parts of Microsoft Entra ID and Azure Key Vault that the action uses. */
export function answerAzure(state: KeyServicesState, request: SimRequest): SimResponse | undefined {
  const { azureTenant, azureVersion } = state.ids;
  if (request.path === `/${azureTenant}/oauth2/v2.0/token`) return exchange(state, request);
  const [, name, version] = /^\/keys\/([^/]+)(?:\/([^/]+))?\/sign$/.exec(request.path) ?? [];
  if (request.method === 'GET') return describe(state, request);
  if (name === undefined) return undefined;
  return name === VAULT_KEY && (version === undefined || version === azureVersion)
    ? sign(state, request, version)
    : refuse(
        404,
        'KeyNotFound',
        `A key with (name/id) ${name}${version ? `/${version}` : ''} was not found in this key vault. If you recently deleted this key you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
      );
}

/** Asks the client to authenticate, as Azure does if a request has no token. */
const challenge = (tenant: string): SimResponse => ({
  ...refuse(401, 'Unauthorized', 'AKV10000: Request is missing a Bearer or PoP token.'),
  headers: {
    'Content-Type': 'application/json',
    'WWW-Authenticate': `Bearer authorization="https://login.microsoftonline.com/${tenant}", resource="https://vault.azure.net"`,
  },
});

/** Returns the public key, which setup and Microsoft's own client request. */
function describe({ key, credentials, ids }: KeyServicesState, { headers, path }: SimRequest) {
  const [version] = key.versions;
  if (!/^\/keys\/[^/]+(\/[^/]+)?$/.test(path) || version === undefined) return undefined;
  if (headers['authorization'] !== `Bearer ${credentials.azureAccessToken}`)
    return challenge(ids.azureTenant);
  const { kty, n, e } = version.publicKey.export({ format: 'jwk' });
  const kid = `http://${headers['host']}/keys/${VAULT_KEY}/${ids.azureVersion}`;
  const key_ops = key.maySign ? ['sign'] : ['encrypt', 'decrypt'];
  return json(200, { key: { kid, kty, key_ops, n, e } }, 'public key');
}

const SCOPES = ['https://vault.azure.net/.default', 'https://managedhsm.azure.net/.default'];

/**
 * Exchanges a client assertion for a token (RFC 7523, section 2.2), with Entra ID's literal messages.
 */
function exchange({ ids, credentials, federationRefused }: KeyServicesState, { body }: SimRequest) {
  const form = new URLSearchParams(body);
  const assertion = credentials.idTokens.get('api://AzureADTokenExchange');
  const isValid =
    form.get('client_id') === ids.azureClient &&
    form.get('client_assertion') === assertion &&
    SCOPES.includes(form.get('scope') ?? '');
  if (isValid && !federationRefused)
    return json(
      200,
      { token_type: 'Bearer', expires_in: 3599, access_token: credentials.azureAccessToken },
      'access token',
    );
  const text =
    "AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:acme/crm:environment:production'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.";
  return json(401, { error: 'invalid_client', error_description: text }, text);
}

function sign(
  state: KeyServicesState,
  { headers, body }: SimRequest,
  requestedVersion: string | undefined,
): SimResponse {
  const { key, credentials, ids } = state;
  if (headers['authorization'] !== `Bearer ${credentials.azureAccessToken}` || state.loginExpired)
    return challenge(ids.azureTenant);
  if (state.firewall)
    return refuse(
      403,
      'Forbidden',
      'Client address is not authorized and caller is not a trusted service.\r\nClient address: 192.0.2.1\r\nVault: acme;location=westeurope',
      'ForbiddenByFirewall',
    );
  if (!state.permitted)
    return refuse(
      403,
      'Forbidden',
      "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.\r\nAction: 'Microsoft.KeyVault/vaults/keys/sign/action'\r\nVault: acme;location=westeurope",
      'ForbiddenByRbac',
    );
  if (key.status !== 'enabled')
    return refuse(
      403,
      'Forbidden',
      'Operation sign is not allowed on a disabled key.',
      'KeyDisabled',
    );
  // A request without a version is signed with the newest version.
  const version = requestedVersion === undefined ? key.versions.at(-1) : key.versions[0];
  const isRsa = version?.publicKey.asymmetricKeyType === 'rsa';
  if (version === undefined || !key.maySign || !isRsa)
    return refuse(400, 'BadParameter', 'Key and signing algorithm are incompatible.');
  const signature = signDigest(key, version, Buffer.from(JSON.parse(body).value, 'base64url'));
  const kid = `https://acme.vault.azure.net/keys/${VAULT_KEY}/${ids.azureVersion}`;
  return json(200, { kid, value: signature.toString('base64url') }, 'signed');
}
