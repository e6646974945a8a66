import { json, type SimRequest, type SimResponse } from '../org/http-message.ts';
import { signDigest } from './sign.ts';
import {
  GOOGLE_ACCOUNT,
  GOOGLE_PROVIDER,
  type KeyServicesState,
  type KeyVersion,
} from './state.ts';

const refuse = (code: number, status: string, message: string) =>
  json(code, { error: { code, message, status } }, `${status}: ${message}`);

/**
 * Simulates the parts of Google's token service, IAM Credentials API and Cloud KMS that the action
 * uses.
 */
export function answerGoogle(
  state: KeyServicesState,
  request: SimRequest,
): SimResponse | undefined {
  if (request.path === '/v1/token') return exchange(state, request);
  if (request.path === `/v1/projects/-/serviceAccounts/${GOOGLE_ACCOUNT}:generateAccessToken`)
    return impersonate(state, request);
  const [, described] = /^\/v1\/(projects\/.+)\/publicKey$/.exec(request.path) ?? [];
  if (described !== undefined) return describe(state, request, described);
  const [, name] = /^\/v1\/(projects\/.+):asymmetricSign$/.exec(request.path) ?? [];
  return name === undefined ? undefined : sign(state, request, name);
}

/** Exchanges an OIDC token for a federated token (RFC 8693, section 2). */
function exchange({ credentials, federationRefused }: KeyServicesState, { body }: SimRequest) {
  const form = new URLSearchParams(body);
  const expected = credentials.idTokens.get(`https:${GOOGLE_PROVIDER}`);
  const isValid =
    form.get('audience') === GOOGLE_PROVIDER && form.get('subject_token') === expected;
  if (!isValid || federationRefused) {
    const text = 'The given credential is rejected by the attribute condition.';
    return json(
      400,
      { error: 'unauthorized_client', error_description: text },
      `unauthorized_client: ${text}`,
    );
  }
  return json(
    200,
    { access_token: credentials.googleFederatedToken, token_type: 'Bearer', expires_in: 3600 },
    'federated token',
  );
}

function impersonate({ credentials }: KeyServicesState, { headers }: SimRequest) {
  if (headers['authorization'] !== `Bearer ${credentials.googleFederatedToken}`)
    return refuse(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
  return json(
    200,
    { accessToken: credentials.googleAccessToken, expireTime: '2030-01-01T00:00:00Z' },
    'access token',
  );
}

/** The public key of a version, which setup reads. */
function describe(state: KeyServicesState, { headers }: SimRequest, name: string): SimResponse {
  const { key } = state;
  const found = findVersion(state, headers, { name, right: 'viewPublicKey' });
  if (found.version === undefined) return found.refusal;
  const { version } = found;
  const pem = version.publicKey.export({ type: 'spki', format: 'pem' });
  const bits = version.publicKey.asymmetricKeyDetails?.modulusLength;
  const padding = key.padding === 'pss' ? 'PSS' : 'PKCS1';
  const algorithm = key.maySign
    ? `RSA_SIGN_${padding}_${bits}_SHA256`
    : `RSA_DECRYPT_OAEP_${bits}_SHA256`;
  return json(200, { pem, algorithm, name }, 'public key');
}

interface VersionRequest {
  readonly name: string;
  readonly right: string;
}

function findVersion(
  { key, ids, credentials, permitted, loginExpired }: KeyServicesState,
  headers: SimRequest['headers'],
  { name, right }: VersionRequest,
): { version: KeyVersion } | { version: undefined; refusal: SimResponse } {
  const refused = (...refusal: Parameters<typeof refuse>) => ({
    version: undefined,
    refusal: refuse(...refusal),
  });
  const tokens = [credentials.googleAccessToken, credentials.googleFederatedToken];
  if (!tokens.some((token) => headers['authorization'] === `Bearer ${token}`) || loginExpired)
    return refused(
      401,
      'UNAUTHENTICATED',
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    );
  const [, keyName, number] = /^(.+)\/cryptoKeyVersions\/(\d+)$/.exec(name) ?? [];
  const version = key.versions[Number(number) - 1];
  if (!permitted || keyName !== ids.googleKey)
    return refused(
      403,
      'PERMISSION_DENIED',
      `Permission 'cloudkms.cryptoKeyVersions.${right}' denied on resource '${name}' (or it may not exist).`,
    );
  if (version === undefined)
    return refused(404, 'NOT_FOUND', `CryptoKeyVersion ${name} not found.`);
  if (key.status !== 'enabled')
    return refused(
      400,
      'FAILED_PRECONDITION',
      `${name} is not enabled, current state is: ${key.status === 'disabled' ? 'DISABLED' : 'DESTROY_SCHEDULED'}.`,
    );
  return { version };
}

function sign(state: KeyServicesState, { headers, body }: SimRequest, name: string): SimResponse {
  const { key } = state;
  const found = findVersion(state, headers, { name, right: 'useToSign' });
  if (found.version === undefined) return found.refusal;
  if (!key.maySign)
    return refuse(
      400,
      'INVALID_ARGUMENT',
      `Key purpose is not ASYMMETRIC_SIGN: ${name.replace(/\/cryptoKeyVersions\/\d+$/, '')}`,
    );
  const digest = Buffer.from(JSON.parse(body).digest.sha256, 'base64');
  const signature = signDigest(key, found.version, digest).toString('base64');
  return json(200, { signature, name, protectionLevel: 'SOFTWARE' }, 'signed');
}
