import { json, type SimRequest, type SimResponse } from '../org/http-message.ts';
import { signMessage } from './sign.ts';
import { type KeyServicesState, VAULT_KEY } from './state.ts';

const refuse = (status: number, error: string) => json(status, { errors: [error] }, error);

/** Formats an error as OpenBao does when a plugin rejects a request. */
const one = (text: string) => `1 error occurred:\n\t* ${text}\n\n`;

/**
 * Simulates the transit engine of Vault or OpenBao, mounted at `transit`, with the literal error
 * messages of OpenBao 2.7.
 */
export function answerVault(state: KeyServicesState, request: SimRequest): SimResponse | undefined {
  const [, path = ''] = /^\/v1\/(.+)$/.exec(request.path) ?? [];
  const [, mount, name] =
    /^(.+)\/sign\/([^/]+)\/sha2-256$/.exec(path) ?? /^(.+)\/keys\/([^/]+)$/.exec(path) ?? [];
  if (mount === undefined || (request.method === 'GET') !== path.includes('/keys/'))
    return undefined;
  const { key, credentials } = state;
  if (state.sealed) return refuse(503, 'Vault is sealed');
  if (request.headers['x-vault-namespace']) return refuse(404, 'namespace not found');
  if (request.headers['x-vault-token'] !== credentials.vaultToken || state.loginExpired)
    return refuse(403, 'permission denied');
  if (!state.permitted) return refuse(403, one('permission denied'));
  if (mount !== 'transit')
    return refuse(404, `no handler for route "${path}". route entry not found.`);
  if (request.method === 'GET')
    return name === VAULT_KEY ? describe(state) : json(404, { errors: [] }, 'no such key');
  if (name !== VAULT_KEY) return refuse(400, 'signing key not found');
  if (!key.maySign) return refuse(400, 'key type aes256-gcm96 does not support signing');
  const body = JSON.parse(request.body);
  const number = body.key_version ?? key.versions.length;
  const version = key.versions[number - 1];
  if (version === undefined)
    return refuse(500, one('requested version for signing is higher than the latest key version'));
  const padding = body.signature_algorithm === 'pkcs1v15' ? key.padding : 'pss';
  const signer = {
    ...key,
    padding: version.publicKey.asymmetricKeyType === 'ec' ? 'pkcs1' : padding,
  };
  const signature = signMessage(signer, version, Buffer.from(body.input, 'base64'));
  return json(
    200,
    {
      data: { key_version: number, signature: `vault:v${number}:${signature.toString('base64')}` },
    },
    'signed',
  );
}

/** The public keys of all versions, which setup reads. */
function describe({ key }: KeyServicesState): SimResponse {
  const isRsa = key.versions.at(-1)?.publicKey.asymmetricKeyType === 'rsa';
  const keys = key.versions.map(({ publicKey }, index) => [
    String(index + 1),
    { public_key: publicKey.export({ type: 'spki', format: 'pem' }) },
  ]);
  const data = {
    type: isRsa ? 'rsa-2048' : 'ecdsa-p256',
    supports_signing: key.maySign,
    latest_version: key.versions.length,
    keys: Object.fromEntries(keys),
  };
  return json(200, { data }, 'public keys');
}
