import type { Details } from '../errors.ts';
import type { HttpClient } from '../http/client.ts';
import type { Secret, SecretRegistry } from '../redaction/secrets.ts';
import {
  HttpStatusError,
  type InvalidResponseCode,
  InvalidResponseError,
  type ResponseInfo,
} from './errors.ts';
import { readInstanceUrl } from './instance-url.ts';
import { isRecord, parseResponse } from './response.ts';

export interface Token {
  readonly accessToken: Secret;
  readonly format: 'opaque' | 'jwt';
  /** No trailing slash. */
  readonly instanceUrl: string;
  /** 18 characters, or empty when Salesforce did not tell. */
  readonly orgId: string;
  readonly userId: string;
  readonly tokenType: string;
  readonly scope: string;
}

export interface TokenRequest {
  /** As `readLoginUrl` gives it: no trailing slash. */
  readonly loginUrl: string;
  readonly assertion: Secret;
  readonly timeoutMs: number;
}

interface TokenDependencies {
  readonly http: HttpClient;
  readonly secrets: SecretRegistry;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Codes by which Salesforce says that it may go well in a moment. */
const TRANSIENT_ERRORS = [
  'unknown_error',
  'server_error',
  'temporarily_unavailable',
  'service_unavailable',
  'system_down',
  'slow_down',
];

/**
 * Exchanges the assertion for an access token: one POST (RFC 7523, section 2.1). No `client_id`,
 * `scope` or secret goes with it; Salesforce takes the consumer key from the assertion.
 * @throws HttpStatusError when it is refused, InvalidResponseError when a success is not one, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
export async function requestToken(
  { loginUrl, assertion, timeoutMs }: TokenRequest,
  { http, secrets, now }: TokenDependencies,
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
  // Each further attempt counts against the very limit.
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
  // A page instead of JSON is a gateway's, and passes; JSON that says something else does not.
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
    status >= 500 ||
    [408, 429].includes(status) ||
    (error !== undefined && TRANSIENT_ERRORS.includes(error.toLowerCase()))
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
  // Visible ASCII (RFC 6749, appendix A.12): no line break can reach an output or a header. A short
  // one would turn ordinary words into `***`.
  if (typeof value !== 'string' || !/^[\x21-\x7E]{16,16000}$/.test(value)) {
    throw invalidResponse('access-token-format');
  }
  // One of a type that is not known must not be used (RFC 6749, section 7.1).
  const tokenType = json['token_type'] ?? '';
  if (typeof tokenType !== 'string' || !/^(bearer)?$/i.test(tokenType))
    throw invalidResponse('access-token-format');
  const session = sessionOf(value);
  const accessToken = secrets.register(value, session.length >= 8 ? [value, session] : [value]);

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

const isMissing = (value: unknown) => value === undefined || value === null || value === '';

/** The part after `!` is the session; some tools show it without the org id before it. */
export function sessionOf(token: string): string {
  return token.slice(token.indexOf('!') + 1);
}

/** A signed JWT in compact form (RFC 7519): its header is JSON that begins with `{"`. */
function isJwt(token: string): boolean {
  return /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}

type TokenMetadata = Pick<Token, 'orgId' | 'userId' | 'scope'>;

/** What becomes an output as it is. An answer that is made of what was sent tells nothing. */
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

/** `id` is a URL that ends in the org's and the user's id; an odd one tells nothing, and harms nothing. */
function readIdentity(id: unknown): Omit<TokenMetadata, 'scope'> {
  const [, orgId = '', userId = ''] =
    /^https?:\/\/[^\s?#]*\/id\/(00D[A-Za-z0-9]{15})\/(005[A-Za-z0-9]{15})$/.exec(
      typeof id === 'string' ? id : '',
    ) ?? [];
  return { orgId, userId };
}

/**
 * Names with one blank between them (RFC 6749, section 3.3), as those of Salesforce and of custom
 * scopes are: `api refresh_token`. Anything else, and there is no scope.
 */
function readScope(value: unknown): string {
  return typeof value === 'string' && /^\w{1,80}( \w{1,80}){0,99}$/.test(value) ? value : '';
}
