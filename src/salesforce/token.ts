import { type Answer, AnswerError, type AnswerProblem, SalesforceError } from '../errors.ts';
import { isLoopback } from '../inputs/login-url.ts';
import { Secret } from '../secret.ts';
import { harmless } from '../text.ts';
import { isRecord, readAnswer } from './answer.ts';
import type { Http } from './http.ts';

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
  readonly mask: (value: string) => void;
  readonly now: () => number;
}

/** Codes by which Salesforce says that it may go well in a moment. */
const TRANSIENT_ERRORS = ['unknown_error', 'server_error', 'temporarily_unavailable'];

/**
 * Exchanges the assertion for an access token: one POST (RFC 7523, section 2.1). No `client_id`,
 * `scope` or secret goes with it; Salesforce takes the consumer key from the assertion.
 * @throws SalesforceError when it is refused, AnswerError when a success is not one, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
export async function requestToken(
  http: Http,
  request: TokenRequest,
): Promise<{ token: Token; answer: Answer }> {
  const response = await http({
    name: 'token',
    method: 'POST',
    url: `${request.loginUrl}/services/oauth2/token`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: request.assertion.reveal(),
    }).toString(),
    timeoutMs: request.timeoutMs,
  });
  const { answer, json } = readAnswer(response, request.now());
  // Each further attempt counts against the very limit, wherever and however the answer says it.
  const mayPass = !/login[\s_]rate[\s_]exceeded/i.test(response.body);
  if (answer.status < 200 || answer.status > 299 || answer.error !== undefined) {
    throw new SalesforceError('token', answer, mayPass && isTransient(answer));
  }
  return { token: readToken(json, answer, mayPass, request), answer };
}

function isTransient({ status, error }: Answer): boolean {
  return (
    status >= 500 ||
    [408, 429].includes(status) ||
    (error !== undefined && TRANSIENT_ERRORS.includes(error))
  );
}

function readToken(json: unknown, answer: Answer, mayPass: boolean, request: TokenRequest): Token {
  const wrong = (problem: AnswerProblem, details = {}, transient = false) =>
    new AnswerError(problem, 'token', answer, transient, details);

  // A page instead of JSON is a gateway's, and passes; JSON that says something else does not.
  if (json === undefined) throw wrong('not-json', {}, mayPass);
  if (!isRecord(json)) throw wrong('not-an-object');

  const { access_token: value, instance_url: instance } = json;
  if (value === undefined || value === null || value === '') throw wrong('no-access-token');
  // Visible ASCII (RFC 6749, appendix A.12): no line break can reach an output or a header. A short
  // one would turn ordinary words into `***`.
  if (typeof value !== 'string' || !/^[\x21-\x7E]{16,16000}$/.test(value)) {
    throw wrong('access-token-form');
  }
  // One of a type that is not known must not be used (RFC 6749, section 7.1).
  if (!/^(bearer)?$/i.test(word(json['token_type']))) throw wrong('access-token-form');
  const accessToken = new Secret(value, (whole) => maskToken(whole, request.mask));

  if (instance === undefined || instance === null || instance === '')
    throw wrong('no-instance-url');
  const url =
    typeof instance === 'string' && instance.length <= LONGEST_URL && URL.canParse(instance)
      ? new URL(instance)
      : undefined;
  if (url === undefined || url.username + url.password + url.search + url.hash !== '') {
    throw wrong('instance-url-form');
  }
  const login = new URL(request.loginUrl);
  const ourselves = isLoopback(login.hostname) && url.hostname === login.hostname;
  if (url.protocol !== 'https:' && !(ourselves && url.protocol === 'http:')) {
    throw wrong('instance-url-http', { host: harmless(url.host) });
  }
  if (url.host !== login.host && !isSalesforceHost(url.hostname)) {
    throw wrong('instance-url-foreign', { host: harmless(url.host) });
  }

  return {
    accessToken,
    format: isJwt(value) ? 'jwt' : 'opaque',
    instanceUrl: url.origin + url.pathname.replace(/\/+$/, ''),
    ...readIdentity(json['id']),
    tokenType: word(json['token_type']),
    scope: word(json['scope']),
  };
}

/** The part after `!` is the session; some tools show it without the org id before it. */
function maskToken(token: string, mask: (value: string) => void): void {
  mask(token);
  const session = token.slice(token.indexOf('!') + 1);
  if (session !== token && session.length >= 8) mask(session);
}

const LONGEST_URL = 2000;

/** Registered suffixes of Salesforce, as its own CLI knows them. */
const SALESFORCE_SUFFIXES = [
  'salesforce.com',
  'salesforce.mil',
  'force.com',
  'my.site.com',
  'cloudforce.com',
  'crmforce.mil',
  'sfcrmproducts.cn',
];

function isSalesforceHost(host: string): boolean {
  return SALESFORCE_SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`));
}

/** A signed JWT in compact form (RFC 7519): its header is JSON that begins with `{"`. */
function isJwt(token: string): boolean {
  return /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}

/** `id` is a URL that ends in the org's and the user's id; an odd one tells nothing, and harms nothing. */
function readIdentity(id: unknown): { orgId: string; userId: string } {
  const [, orgId = '', userId = ''] =
    /^https?:\/\/[^?#]*\/id\/(00D[A-Za-z0-9]{15})\/(005[A-Za-z0-9]{15})$/.exec(word(id)) ?? [];
  return { orgId, userId };
}

/** `token_type` and `scope` are visible ASCII and blanks (RFC 6749, appendix A); anything else is left out. */
function word(value: unknown): string {
  return typeof value === 'string' && /^[\x20-\x7E]{0,1000}$/.test(value) ? value : '';
}
