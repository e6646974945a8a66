import {
  html,
  INVALID_TOKEN,
  json,
  MISSING_TOKEN,
  oauthError,
  type SimRequest,
  type SimResponse,
} from '../http-message.ts';
import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';

export function bearerOf(request: SimRequest): string {
  const { authorization = '' } = request.headers;
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(authorization)?.[1] ?? '';
}

/**
 * Returns the session of the bearer token, unless it belongs to a different org than the requested
 * host.
 */
export function sessionOf(state: OrgState, request: SimRequest): Session | undefined {
  const session = state.sessions.find(bearerOf(request));
  const isOtherOrg =
    session !== undefined &&
    state.tenants.some(({ myDomain }) => myDomain === request.host) &&
    session.tenant.myDomain !== request.host;
  return isOtherOrg ? undefined : session;
}

/**
 * Handles GET of the `id` URL, the predecessor of userinfo. jsforce sends the token in the query.
 */
export function identity(state: OrgState, request: SimRequest): SimResponse {
  const token = bearerOf(request) || (request.query.get('oauth_token') ?? '');
  const session = state.sessions.find(token);
  if (session === undefined) return token === '' ? MISSING_TOKEN : INVALID_TOKEN;
  const { tenant, user } = session;
  const body = {
    id: identityUrl(session),
    asserted_user: true,
    user_id: user.userId18,
    organization_id: tenant.orgId,
    username: user.username,
    display_name: 'Continuous Integration',
    email: user.username,
    user_type: 'STANDARD',
    active: user.active,
  };
  return json(200, body, `identity of ${user.username}`);
}

export const identityUrl = ({ tenant, user }: Session): string =>
  `https://${tenant.loginHost}/id/${tenant.orgId}/${user.userId18}`;

/** Handles GET /services/oauth2/userinfo. */
export function userInfo(state: OrgState, request: SimRequest): SimResponse {
  if (bearerOf(request) === '') return MISSING_TOKEN;
  const session = sessionOf(state, request);
  if (session === undefined) return INVALID_TOKEN;
  const { tenant, user } = session;
  const site = request.transport === 'http' ? state.httpUrl : `https://${tenant.myDomain}`;
  const info = {
    sub: identityUrl(session),
    user_id: user.userId18,
    organization_id: tenant.orgId,
    preferred_username: user.username,
    nickname: user.username.replace(/@.*/, ''),
    name: 'Continuous Integration',
    email: user.username,
    email_verified: true,
    given_name: 'Continuous',
    family_name: 'Integration',
    zoneinfo: 'Europe/Berlin',
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: 3_600_000,
    active: user.active,
    is_app_installed: true,
    urls: {
      rest: `${site}/services/data/v{version}/`,
      metadata: `${site}/services/Soap/m/{version}/${tenant.orgId}`,
      query: `${site}/services/data/v{version}/query/`,
    },
  };
  return json(200, info, `userinfo of ${user.username}`);
}

/**
 * Handles POST /services/oauth2/revoke, which ends the session for every client that shares its
 * token.
 */
export function revoke(state: OrgState, request: SimRequest): SimResponse {
  const form = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
  const token = form.get('token');
  if (token === null || token === '') {
    return oauthError('unsupported_token_type', 'Token type not supported');
  }
  if (!state.sessions.revoke(token)) return oauthError('invalid_token', 'Token was invalid');
  return { status: 200, headers: {}, body: '', outcome: 'revoked' };
}

/**
 * Handles POST /services/oauth2/singleaccess, which returns a single-use link that opens a browser
 * session.
 */
export function singleAccess(state: OrgState, request: SimRequest): SimResponse {
  const session = sessionOf(state, request);
  if (session === undefined) return INVALID_TOKEN;
  const site = request.transport === 'http' ? state.httpUrl : `https://${session.tenant.myDomain}`;
  const link = `${site}/secur/frontdoor.jsp?otp=${state.sessions.createOneTimeKey(session)}`;
  return json(200, { frontdoor_uri: link }, 'frontdoor link');
}

/**
 * Handles GET /secur/frontdoor.jsp, which exchanges a session ID or a one-time password for a
 * browser session.
 */
export function frontDoor(state: OrgState, request: SimRequest): SimResponse {
  const { sessions } = state;
  const parameters = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
  const session =
    sessions.find(parameters.get('sid') ?? '') ??
    sessions.redeemOneTimeKey(parameters.get('otp') ?? '');
  // An expired session gets the login page, and so does a JWT access token, which is not a session
  // ID.
  if (session?.format !== 'opaque') return redirect('/', 'login page');
  const homePage = redirect('/lightning/page/home', 'frontdoor session');
  return {
    ...homePage,
    headers: { ...homePage.headers, 'Set-Cookie': `${COOKIE}; Path=/; Secure; HttpOnly` },
  };
}

const COOKIE = 'sid=open';

/**
 * Returns a page of the web UI. It contains the login form unless the cookie `sid` contains either
 * the value that `frontdoor.jsp` set or the token of a session whose scope contains `web` or
 * `full`.
 */
export function browserPage(state: OrgState, { headers }: SimRequest): SimResponse {
  const [, sid = ''] = /(?:^|; )sid=([^;]*)/.exec(headers['cookie'] ?? '') ?? [];
  const session = state.sessions.find(sid);
  const isBrowserSession = session?.format === 'opaque' && /\b(web|full)\b/.test(session.scope);
  return `sid=${sid}` === COOKIE || isBrowserSession
    ? html(200, 'Home | Salesforce', 'Welcome.')
    : html(200, 'Login | Salesforce', '<form><input id="username"><input id="password"></form>');
}

function redirect(location: string, outcome: string): SimResponse {
  return { status: 302, headers: { Location: location }, body: '', outcome };
}
