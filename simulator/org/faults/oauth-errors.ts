import {
  INVALID_TOKEN,
  json,
  oauthError,
  plainText,
  restError,
  type SimResponse,
} from '../http-message.ts';
import type { Fault } from './types.ts';

/** Error responses of the token endpoint, with Salesforce's literal messages. */
const OAUTH_ERRORS: readonly (readonly [name: string, error: string, description: string])[] = [
  ['not-approved', 'invalid_grant', "user hasn't approved this consumer"],
  ['audience-invalid', 'invalid_grant', 'audience is invalid'],
  ['invalid-assertion', 'invalid_grant', 'invalid assertion'],
  ['expired', 'invalid_grant', 'expired authorization code'],
  ['invalid-client-credentials', 'invalid_client', 'invalid client credentials'],
  ['client-id-invalid', 'invalid_client_id', 'client identifier invalid'],
  ['not-admin-approved', 'invalid_app_access', 'user is not admin approved to access this app'],
  ['app-not-found', 'app_not_found', 'External client app is not installed in this org'],
  ['app-must-be-installed', 'invalid_client', 'app must be installed into org'],
  ['ip-restricted', 'invalid_grant', 'ip restricted'],
  ['ip-or-hours', 'invalid_grant', 'ip restricted or invalid login hours'],
  ['login-rate-exceeded', 'invalid_grant', 'login rate exceeded'],
  ['inactive-user', 'inactive_user', 'inactive user'],
  ['inactive-user-as-grant', 'invalid_grant', 'inactive user'],
  ['inactive-org', 'inactive_org', 'inactive organization'],
  ['scope-not-supported', 'invalid_request', 'scope parameter not supported'],
  [
    'offline-scope-required',
    'invalid_request',
    'refresh_token scope is required and the connected app should be installed and preauthorized',
  ],
  ['grant-type-not-supported', 'unsupported_grant_type', 'grant type not supported'],
  ['unauthorized-client', 'unauthorized_client', 'client not authorized for this grant type'],
  ['activation-secret', 'invalid_grant', 'activation secret invalid'],
  ['authentication-failure', 'invalid_grant', 'authentication failure'],
  ['retry-your-request', 'unknown_error', 'retry your request'],
  ['server-error', 'server_error', 'internal server error'],
  ['temporarily-unavailable', 'temporarily_unavailable', 'try again later'],
  ['service-unavailable', 'service_unavailable', 'service unavailable'],
  ['slow-down', 'slow_down', 'too many requests at once'],
  [
    'cross-org',
    'OAUTH_AUTHORIZATION_BLOCKED',
    'Cross-org OAuth flows are not supported for this external client app',
  ],
  ['wrong-domain', 'invalid_grant', 'request not supported on this domain'],
  ['no-valid-scopes', 'invalid_grant', 'no valid scopes defined'],
  ['approval-expired', 'invalid_grant', 'expired access/refresh token'],
  ['maximum-logins', 'invalid_grant', 'Maximum Logins Exceeded'],
  ['app-blocked', 'app_blocked', 'app is blocked'],
  ['flow-disabled', 'oauth_flow_disabled', 'flow is disabled'],
  ['no-policy', 'oauth_policy_not_found', 'policy not found'],
  ['session-level', 'invalid_session_level', 'invalid session level'],
  ['unknown-error', 'brand_new_error', 'an undocumented error'],
];

const oauthErrorFault = ([name, error, description]: (typeof OAUTH_ERRORS)[number]): Fault => ({
  name,
  summary: `400 ${error}: ${description}.`,
  layer: 'response',
  response: () => oauthError(error, description),
});

const responseAt = (name: string, summary: string, path: string, response: SimResponse): Fault => ({
  name,
  summary,
  layer: 'response',
  path,
  response: () => response,
});

export const OAUTH_ERROR_FAULTS: readonly Fault[] = [
  ...OAUTH_ERRORS.map(oauthErrorFault),
  responseAt(
    'no-description',
    '400 with an error but no description.',
    '/token',
    json(400, { error: 'invalid_grant' }),
  ),
  responseAt(
    'error-is-an-object',
    '400 whose error and description are objects.',
    '/token',
    json(400, { error: { code: 1 }, error_description: ['text'] }),
  ),
  responseAt(
    'session-revoked',
    'The token is issued, but userinfo rejects it as invalid.',
    '/services/oauth2/userinfo',
    INVALID_TOKEN,
  ),
  responseAt(
    'api-disabled',
    'The token is issued, but the user has no API access.',
    '/services/oauth2/userinfo',
    restError(403, 'API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner'),
  ),
  responseAt(
    'api-access-control',
    'The token is issued, but API Access Control blocks the app.',
    '/services/oauth2/userinfo',
    restError(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API'),
  ),
  responseAt(
    'request-limit',
    'The token is issued, but the API calls of the last 24 hours are used up.',
    '/services/oauth2/userinfo',
    restError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
  ),
  responseAt(
    'password-expired',
    'The token is issued, but the password of the user has expired.',
    '/services/oauth2/userinfo',
    restError(
      403,
      'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
      'Your password has expired. Please reset your password.',
    ),
  ),
  responseAt(
    'userinfo-other-user',
    'The token is issued, but userinfo returns another user and another org.',
    '/services/oauth2/userinfo',
    json(200, {
      user_id: '005000000000000AAA',
      organization_id: '00D000000000000EAA',
      preferred_username: 'somebody.else@other.example',
    }),
  ),
  responseAt(
    'revoke-rejected',
    'The revoke endpoint rejects the token as invalid.',
    '/services/oauth2/revoke',
    oauthError('invalid_token', 'Token was invalid'),
  ),
  responseAt(
    'revoke-bad-id',
    'The revoke endpoint responds with 404 Bad_Id, as it sometimes does.',
    '/services/oauth2/revoke',
    plainText(404, 'Bad_Id'),
  ),
];
