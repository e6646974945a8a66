import type { VaultAddress } from './address.ts';
import { readEndpoint } from './endpoint.ts';
import { KeyServiceError, SigningError } from './errors.ts';
import type { ServiceContext, ServiceKey } from './service.ts';
import {
  type PathRequest,
  requestFields,
  requireText,
  type ServiceErrorFields,
  TOKEN,
} from './service-request.ts';

const SERVICE = 'Vault';

/** Prefixes of the variables of the two products. */
const PRODUCTS = ['VAULT', 'BAO'] as const;

/**
 * Opens a key in the transit engine of HashiCorp Vault or OpenBao.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/transit#sign-data
 */
export function openVaultKey(address: VaultAddress, context: ServiceContext): ServiceKey {
  const { key, version } = address;
  const request = connectTransit(context);
  return {
    service: SERVICE,
    ...(version === undefined ? { movesBy: 'rotation' } : {}),
    async sign(input, deadline) {
      const body = JSON.stringify({
        input: input.toString('base64'),
        // Vault's default is PSS, which Salesforce does not accept.
        signature_algorithm: 'pkcs1v15',
        ...(version === undefined ? {} : { key_version: version }),
      });
      const { fields, url } = await request(`sign/${key}/sha2-256`, deadline, body);
      const data = (fields['data'] ?? {}) as Readonly<Record<string, unknown>>;
      const error = { code: 'no-signature', service: SERVICE, url } as const;
      const [, signedVersion, signature] =
        /^[a-z]+:v(\d{1,9}):([A-Za-z0-9+/]+=*)$/.exec(requireText(data, 'signature', error)) ?? [];
      if (signature === undefined)
        throw new KeyServiceError({
          request: 'key-service',
          code: 'no-signature',
          response: { status: 200, bodyKind: 'json' },
          details: { service: SERVICE, host: new URL(url).host, key },
        });
      return { bytes: Buffer.from(signature, 'base64'), version: Number(signedVersion) };
    },
  };
}

/** Returns a function that sends requests to the transit engine, below its mount. */
export function connectTransit(context: ServiceContext): PathRequest {
  const { mountUrl, headers } = readAccess(context);
  return async (path, deadline, body) => {
    const url = `${mountUrl}/${path}`;
    const message =
      body === undefined ? { method: 'GET' as const } : { method: 'POST' as const, body };
    const request = { service: SERVICE, url, headers, deadline, readErrorFields, ...message };
    return { fields: await requestFields(request, context), url };
  };
}

/**
 * Reads the variables of Vault or, if they are not set, those of OpenBao. Address and token are
 * never mixed, so that a token is only sent to the host that it belongs to.
 */
function readAccess({ env, secrets }: ServiceContext) {
  const read = (name: string) => env[name]?.trim() ?? '';
  secrets.mask([read('VAULT_TOKEN'), read('BAO_TOKEN')].filter((token) => token !== ''));
  const isComplete = (product: string) =>
    read(`${product}_ADDR`) !== '' && TOKEN.test(read(`${product}_TOKEN`));
  const isUsed = (product: string) =>
    read(`${product}_ADDR`) !== '' || read(`${product}_TOKEN`) !== '';
  const product = PRODUCTS.find(isComplete) ?? PRODUCTS.find(isUsed) ?? 'VAULT';
  const [addressVariable, tokenVariable] = [`${product}_ADDR`, `${product}_TOKEN`];
  const token = read(tokenVariable);
  if (!isComplete(product)) {
    const missing = [
      ...(read(addressVariable) === '' ? [addressVariable] : []),
      ...(TOKEN.test(token) ? [] : [tokenVariable]),
    ];
    throw new SigningError({
      code: 'vault-variables-missing',
      details: { service: SERVICE, missing: missing.join(', ') },
    });
  }
  const namespaceVariable = read('VAULT_NAMESPACE') ? 'VAULT_NAMESPACE' : 'BAO_NAMESPACE';
  const namespace = read(namespaceVariable);
  const mount = read('TRANSIT_SECRET_ENGINE_PATH').replace(/^\/+|\/+$/g, '') || 'transit';
  requirePath('TRANSIT_SECRET_ENGINE_PATH', mount);
  requirePath(namespaceVariable, namespace);
  return {
    mountUrl: `${readEndpoint(addressVariable, read(addressVariable))}/v1/${mount}`,
    headers: {
      'Content-Type': 'application/json',
      'X-Vault-Token': token,
      'X-Vault-Request': 'true',
      ...(namespace ? { 'X-Vault-Namespace': namespace } : {}),
    },
  };
}

/** Requires names separated by slashes, without `..`, because the value becomes part of a request. */
function requirePath(variable: string, value: string): void {
  if (!/^(?!.*\.\.)[\w./-]{0,300}$/.test(value))
    throw new SigningError({ code: 'endpoint-format', details: { variable } });
}

function readErrorFields({ errors }: Readonly<Record<string, unknown>>): ServiceErrorFields {
  const texts = Array.isArray(errors) ? errors.filter((text) => typeof text === 'string') : [];
  const message = texts.join('; ').replace(/^1 error occurred:\s*\*\s*/, '');
  // Vault returns 500 for a nonexistent version, but a retry cannot succeed.
  return { message, transient: /version|unsupported/i.test(message) ? false : undefined };
}
