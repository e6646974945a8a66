import type { Details } from '../errors.ts';
import { isTransientStatus } from '../http/errors.ts';
import { isRecord } from '../json.ts';
import type { Secret, SecretRegistry } from '../redaction/secrets.ts';
import type { Dependencies } from '../runtime.ts';
import { readId } from '../salesforce-id.ts';
import {
  HttpStatusError,
  type InvalidResponseCode,
  InvalidResponseError,
  type ResponseInfo,
  TRANSIENT_OAUTH_ERRORS,
} from './errors.ts';
import { readInstanceUrl } from './instance-url.ts';
import { looksLikeToken, parseResponse } from './response.ts';

export interface Token {
  readonly accessToken: Secret;
  readonly format: 'opaque' | 'jwt';
  /** URL without a trailing slash. */
  readonly instanceUrl: string;
  /** Org ID of 18 characters. Empty if Salesforce did not return it. */
  readonly orgId: string;
  /** User ID of 18 characters. Empty if Salesforce did not return it. */
  readonly userId: string;
  readonly tokenType: string;
  readonly scope: string;
}

export interface TokenRequest {
  /** The URL that `readLoginUrl` returned, without a trailing slash. */
  readonly loginUrl: string;
  readonly assertion: Secret;
  readonly timeoutMs: number;
}

/**
 * Exchanges the assertion for an access token in a single POST request (RFC 7523, section 2.1). The
 * request contains no `client_id`, `scope` or secret, because Salesforce reads the consumer key from
 * the assertion.
 * @throws HttpStatusError if Salesforce rejects the request, InvalidResponseError if a success response
 * contains no usable token, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
export async function requestToken(
  { loginUrl, assertion, timeoutMs }: TokenRequest,
  { http, secrets, now }: Pick<Dependencies, 'http' | 'secrets' | 'now'>,
): Promise<{ token: Token; response: ResponseInfo }> {
  const httpResponse = await http({
    name: 'token',
    method: 'POST',
    url: `${loginUrl}/services/oauth2/token`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertion.reveal(),
    }).toString(),
    timeoutMs,
  });
  const { response, json } = await parseResponse(httpResponse, { now, secrets });
  // Retrying would count against the rate limit.
  const retryable = !response.rateExceeded;
  if (response.status < 200 || response.status > 299 || response.error !== undefined) {
    throw new HttpStatusError({
      request: 'token',
      response,
      transient: retryable && isTransient(response),
    });
  }
  const invalidResponse = (code: InvalidResponseCode, details: Details = {}) =>
    new InvalidResponseError({ code, request: 'token', response, details });
  // A body that is not JSON comes from a gateway, so the error is transient. Unexpected JSON is
  // permanent.
  if (json === undefined) {
    throw new InvalidResponseError({
      code: 'not-json',
      request: 'token',
      response,
      transient: retryable,
    });
  }
  return { token: await readToken(json, { loginUrl, secrets, invalidResponse }), response };
}

function isTransient({ status, error }: ResponseInfo): boolean {
  return (
    isTransientStatus(status) ||
    (error !== undefined && TRANSIENT_OAUTH_ERRORS.includes(error.toLowerCase()))
  );
}

interface TokenResponseContext {
  readonly loginUrl: string;
  readonly secrets: SecretRegistry;
  readonly invalidResponse: (code: InvalidResponseCode, details?: Details) => InvalidResponseError;
}

async function readToken(json: unknown, context: TokenResponseContext): Promise<Token> {
  const { secrets, invalidResponse } = context;
  if (!isRecord(json)) throw invalidResponse('not-an-object');

  const { access_token: value, instance_url: instance } = json;
  if (isMissing(value)) throw invalidResponse('no-access-token');
  // Ensures that no line break reaches an output or a header.
  if (typeof value !== 'string' || value.length < 16 || !looksLikeToken(value)) {
    throw invalidResponse('access-token-format');
  }
  // A client must not use a token of an unknown type (RFC 6749, section 7.1).
  const tokenType = json['token_type'] ?? '';
  if (typeof tokenType !== 'string' || !/^(bearer)?$/i.test(tokenType))
    throw invalidResponse('access-token-format');
  const masks = [value, sessionOf(value)].filter(looksLikeToken);
  const accessToken = secrets.register(value, [...masks, ...base64Masks(value)]);

  if (isMissing(instance)) throw invalidResponse('no-instance-url');
  return {
    accessToken,
    format: isJwt(value) ? 'jwt' : 'opaque',
    instanceUrl: await requireInstanceUrl(instance, context),
    tokenType,
    ...readMetadata(json, secrets),
  };
}

async function requireInstanceUrl(
  value: unknown,
  { loginUrl, secrets, invalidResponse }: TokenResponseContext,
): Promise<string> {
  const result = readInstanceUrl(value, loginUrl);
  if ('url' in result) return result.url;
  const { code, host } = result;
  throw host === undefined
    ? invalidResponse(code)
    : invalidResponse(code, { host: await secrets.redact(host) });
}

/**
 * Returns the base64 of the token at each offset in a longer text. The runner masks the base64 of a
 * value only with its padding, so only at the end of a text.
 */
function base64Masks(token: string): string[] {
  return [0, 1, 2].map((start) =>
    Buffer.from(token.slice(start, token.length - ((token.length - start) % 3))).toString('base64'),
  );
}

const isMissing = (value: unknown) => value === undefined || value === null || value === '';

/** Returns the session ID, which is the part after the `!`. Some tools print only this part. */
export function sessionOf(token: string): string {
  return token.slice(token.indexOf('!') + 1);
}

/**
 * Returns true if the token is a JWS in compact serialization (RFC 7515, section 7.1), whose header is
 * JSON that begins with `{"`.
 */
function isJwt(token: string): boolean {
  return /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}

type TokenMetadata = Pick<Token, 'orgId' | 'userId' | 'scope'>;

/**
 * Returns the fields that become outputs. Fields that are malformed or contain part of a secret are
 * empty.
 */
function readMetadata(
  json: Readonly<Record<string, unknown>>,
  secrets: SecretRegistry,
): TokenMetadata {
  const { orgId, userId } = readIdentity(json['id']);
  const unlessReflected = (value: string) => (secrets.contains(value) ? '' : value);
  return {
    orgId: unlessReflected(orgId),
    userId: unlessReflected(userId),
    scope: unlessReflected(readScope(json['scope'])),
  };
}

/** Parses the org and user IDs at the end of the identity URL `id`. Empty if the URL is malformed. */
function readIdentity(id: unknown): Omit<TokenMetadata, 'scope'> {
  const [, orgId, userId] =
    /^https?:\/\/[^\s?#]*\/id\/(\w+)\/(\w+)$/.exec(typeof id === 'string' ? id : '') ?? [];
  return { orgId: readId('00D', orgId), userId: readId('005', userId) };
}

/**
 * Returns a list of scope names separated by spaces (RFC 6749, section 3.3), such as `api
 * refresh_token`. Empty if the value has any other form.
 */
function readScope(value: unknown): string {
  return typeof value === 'string' && /^\w{1,80}( \w{1,80}){0,99}$/.test(value) ? value : '';
}
