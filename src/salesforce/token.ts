import type { Details } from '../errors.ts';
import type { Secret, Secrets } from '../secret.ts';
import { harmless } from '../text.ts';
import { isRecord, readAnswer } from './answer.ts';
import { type Answer, AnswerError, type AnswerProblem, SalesforceError } from './errors.ts';
import { isLoopback, isSalesforceHost } from './hosts.ts';
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
}

interface Means {
  readonly http: Http;
  readonly secrets: Secrets;
  /** Milliseconds since the epoch. */
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
  { loginUrl, assertion, timeoutMs }: TokenRequest,
  { http, secrets, now }: Means,
): Promise<{ token: Token; answer: Answer }> {
  const response = await http({
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
  const { answer, json } = readAnswer(response, now());
  // Each further attempt counts against the very limit, wherever and however the answer says it.
  const mayPass = !/login[\s_]rate[\s_]exceeded/i.test(response.body);
  if (answer.status < 200 || answer.status > 299 || answer.error !== undefined) {
    throw new SalesforceError({
      request: 'token',
      answer,
      transient: mayPass && isTransient(answer),
    });
  }
  const wrong = (code: AnswerProblem, details: Details = {}) =>
    new AnswerError({ code, request: 'token', answer, details });
  // A page instead of JSON is a gateway's, and passes; JSON that says something else does not.
  if (json === undefined) {
    throw new AnswerError({ code: 'not-json', request: 'token', answer, transient: mayPass });
  }
  return { token: readToken(json, { loginUrl, secrets, wrong }), answer };
}

function isTransient({ status, error }: Answer): boolean {
  return (
    status >= 500 ||
    [408, 429].includes(status) ||
    (error !== undefined && TRANSIENT_ERRORS.includes(error))
  );
}

interface Reading {
  readonly loginUrl: string;
  readonly secrets: Secrets;
  readonly wrong: (code: AnswerProblem, details?: Details) => AnswerError;
}

function readToken(json: unknown, { loginUrl, secrets, wrong }: Reading): Token {
  if (!isRecord(json)) throw wrong('not-an-object');

  const { access_token: value, instance_url: instance } = json;
  if (isAbsent(value)) throw wrong('no-access-token');
  // Visible ASCII (RFC 6749, appendix A.12): no line break can reach an output or a header. A short
  // one would turn ordinary words into `***`.
  if (typeof value !== 'string' || !/^[\x21-\x7E]{16,16000}$/.test(value)) {
    throw wrong('access-token-form');
  }
  // One of a type that is not known must not be used (RFC 6749, section 7.1).
  if (!/^(bearer)?$/i.test(word(json['token_type']))) throw wrong('access-token-form');
  const session = sessionOf(value);
  const accessToken = secrets.keep(value, session.length >= 8 ? [value, session] : [value]);

  if (isAbsent(instance)) throw wrong('no-instance-url');
  return {
    accessToken,
    format: isJwt(value) ? 'jwt' : 'opaque',
    instanceUrl: readInstanceUrl(instance, new URL(loginUrl), wrong),
    ...readIdentity(json['id']),
    tokenType: word(json['token_type']),
    scope: word(json['scope']),
  };
}

const isAbsent = (value: unknown) => value === undefined || value === null || value === '';

/** The part after `!` is the session; some tools show it without the org id before it. */
export function sessionOf(token: string): string {
  return token.slice(token.indexOf('!') + 1);
}

function readInstanceUrl(instance: unknown, login: URL, wrong: Reading['wrong']): string {
  const url =
    typeof instance === 'string' && instance.length <= LONGEST_URL ? URL.parse(instance) : null;
  if (url === null || url.username + url.password + url.search + url.hash !== '') {
    throw wrong('instance-url-form');
  }
  const ourselves = isLoopback(login.hostname) && url.hostname === login.hostname;
  if (url.protocol !== 'https:' && !(ourselves && url.protocol === 'http:')) {
    throw wrong('instance-url-http', { host: harmless(url.host) });
  }
  if (url.host !== login.host && !isSalesforceHost(url.hostname)) {
    throw wrong('instance-url-foreign', { host: harmless(url.host) });
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

const LONGEST_URL = 2000;

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
