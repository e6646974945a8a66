import { createHmac } from 'node:crypto';
import type { App } from '../app.ts';
import { json, oauthError, type SimRequest, type SimResponse } from '../http-message.ts';
import type { LoginHost } from '../login-hosts.ts';
import { appByConsumerKey, appInTenant } from '../metadata/deployed-apps.ts';
import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import type { Tenant, User } from '../tenants.ts';
import { decodeAssertion, isSignedFor, type SignedAssertion } from './assertion.ts';
import { redeemAuthCode } from './auth-code.ts';
import { limitViolation } from './profile-limits.ts';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/**
 * Salesforce does not document its leeway; an `exp` equal to the current second is known to work.
 */
const LEEWAY_S = 30;

/** Error responses of the token endpoint, with Salesforce's literal messages. */
export const TOKEN_ERRORS = {
  'grant-type-not-supported': oauthError('unsupported_grant_type', 'grant type not supported'),
  'scope-not-supported': oauthError('invalid_request', 'scope parameter not supported'),
  'must-be-post': oauthError('invalid_request', 'must use HTTP POST'),
  'invalid-assertion': oauthError('invalid_grant', 'invalid assertion'),
  'client-id-invalid': oauthError('invalid_client_id', 'client identifier invalid'),
  'audience-invalid': oauthError('invalid_grant', 'audience is invalid'),
  'app-not-found': oauthError('app_not_found', 'External client app is not installed in this org'),
  'invalid-client-credentials': oauthError('invalid_client', 'invalid client credentials'),
  expired: oauthError('invalid_grant', 'expired authorization code'),
  'not-approved': oauthError('invalid_grant', "user hasn't approved this consumer"),
  'inactive-user': oauthError('inactive_user', 'inactive user'),
  // No source documents the descriptions of these two errors. Their codes come from Salesforce's Mobile
  // SDK.
  'app-blocked': oauthError('app_blocked', 'app is blocked'),
  'session-level': oauthError('invalid_session_level', 'invalid session level'),
  'ip-restricted': oauthError('invalid_grant', 'ip restricted'),
  'login-hours': oauthError('invalid_grant', 'ip restricted or invalid login hours'),
} as const;

type TokenErrorName = keyof typeof TOKEN_ERRORS;

/** Handles POST /services/oauth2/token. */
export function exchange(state: OrgState, request: SimRequest, loginHost: LoginHost): SimResponse {
  const result = authorize(state, request, loginHost);
  return typeof result === 'string'
    ? TOKEN_ERRORS[result]
    : tokenResponse(state, result, loginHost);
}

function authorize(
  state: OrgState,
  request: SimRequest,
  loginHost: LoginHost,
): TokenErrorName | Session {
  if (request.method !== 'POST') return 'must-be-post';
  const form = formOf(request);
  if (form.get('grant_type') === 'authorization_code') {
    return redeemAuthCode(state, form) ?? 'expired';
  }
  if (form.get('grant_type') !== GRANT_TYPE) return 'grant-type-not-supported';
  if (form.has('scope')) return 'scope-not-supported';
  const assertion = decodeAssertion(form.get('assertion') ?? '');
  const { alg } = assertion?.header ?? {};
  if (assertion === undefined || alg !== 'RS256') return 'invalid-assertion';
  const { iss, aud, exp } = assertion.claims;
  const registeredApp = appByConsumerKey(state, iss);
  if (registeredApp === undefined) return 'client-id-invalid';
  if (!isAudience(aud, [...loginHost.audiences, ...registeredApp.audiences]))
    return 'audience-invalid';
  const subject = findUser(state, loginHost, assertion);
  const tenant = subject?.tenant ?? loginHost.tenants[0];
  if (tenant === undefined || !registeredApp.installedIn.has(tenant.name)) return 'app-not-found';
  const app = appInTenant(state, registeredApp, tenant.name);
  if (!app.isEnabled || !app.isOauthEnabled || !app.hasPolicies) return 'app-not-found';
  if (app.policyAction === 'Block') return 'app-blocked';
  if (!isSignedFor(assertion, app.certificatePem)) return 'invalid-client-credentials';
  const expires = Number(exp);
  if (!Number.isFinite(expires)) return 'invalid-assertion';
  // The Salesforce CLI sends `exp` in milliseconds, which Salesforce accepts as a date far in the
  // future.
  if (expires < state.now() / 1000 - LEEWAY_S) return 'expired';
  if (subject === undefined || !isApproved(app, state, loginHost, subject.user))
    return 'not-approved';
  if (!subject.user.active || subject.user.frozen === true) return 'inactive-user';
  if (app.policyAction === 'RaiseSessionLevel' && app.sessionLevel === 'HIGH_ASSURANCE')
    return 'session-level';
  const violatedLimit = limitViolation(state, subject.user);
  return violatedLimit ?? state.sessions.open(app, subject.tenant, subject.user, state.now());
}

function formOf(request: SimRequest): URLSearchParams {
  const type = request.headers['content-type'] ?? '';
  // Like Salesforce, ignore any body that is not a form, so that the grant type is missing.
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
  return new URLSearchParams(isForm ? request.body : '');
}

function isAudience(aud: unknown, accepted: readonly string[]): boolean {
  return typeof aud === 'string' && accepted.includes(aud.replace(/\/$/, ''));
}

function findUser(
  state: OrgState,
  loginHost: LoginHost,
  { claims }: SignedAssertion,
): { user: User; tenant: Tenant } | undefined {
  // `prn` is the old name of `sub` and takes precedence if both are present.
  const { sub, prn = sub } = claims;
  const user = state.users.get(String(prn).toLowerCase());
  const tenant = loginHost.tenants.find(({ name }) => name === user?.tenant);
  return user && tenant && { user, tenant };
}

function isApproved(app: App, { policy }: OrgState, loginHost: LoginHost, user: User): boolean {
  if (loginHost.kind === 'generic' && policy.preventGenericLogin) return false;
  if (!app.scopes.includes('refresh_token') && !app.scopes.includes('offline_access')) return false;
  if (app.permittedUsers === 'self-authorized') return false;
  return app.approvedUsers === 'everyone' || app.approvedUsers.has(user.username);
}

function tokenResponse(state: OrgState, session: Session, loginHost: LoginHost): SimResponse {
  const { tenant, user } = session;
  const [site = ''] = loginHost.audiences;
  const isSite = loginHost.kind === 'site';
  const issuer = isSite ? site : `https://${tenant.loginHost}`;
  const id = `${issuer}/id/${tenant.orgId}/${user.userId18}`;
  const fields = {
    access_token: session.token,
    scope: session.scope,
    instance_url: loginHost.kind === 'http' ? state.httpUrl : `https://${tenant.myDomain}`,
    id,
    token_type: 'Bearer',
    ...(isSite ? { sfdc_community_url: site, sfdc_community_id: '0DB5g000000AcmeGAC' } : {}),
  };
  const issuedAt = String(state.now());
  const jwtFields = {
    token_format: 'jwt',
    api_instance_url: 'https://api.salesforce.com',
    issued_at: issuedAt,
    signature: createHmac('sha256', 'consumer secret')
      .update(id + issuedAt)
      .digest('base64'),
  };
  const body = session.format === 'jwt' ? { ...fields, ...jwtFields } : fields;
  return json(200, body, `token for ${user.username}`);
}
