import type { CauseId } from '../../src/diagnosis/catalog/index.ts';
import type { EnvironmentFacts } from '../../src/diagnosis/environment-facts.ts';
import type { EvidenceId } from '../../src/diagnosis/evidence.ts';
import type { MissingSecretsReason } from '../../src/diagnosis/missing-secrets.ts';
import type { ActionError } from '../../src/errors.ts';
import type { RunInfo } from '../../src/run-context.ts';
import { HttpStatusError } from '../../src/salesforce/errors.ts';
import {
  errorResponse,
  fallbackAudience,
  inputError,
  invalidResponse,
  LOGIN_HOSTS,
  networkError,
  oauthError,
  PROXY,
  SANDBOX_USER,
  SELF_HOSTED,
  timeoutError,
  verificationError,
} from './builders.ts';

interface RankingCase {
  readonly error: ActionError;
  readonly run?: Partial<RunInfo>;
  readonly missingSecrets?: MissingSecretsReason;
  readonly environment?: EnvironmentFacts;
  /** ID of the cause that must be first. */
  readonly first: CauseId;
  /** The evidence that the report must show for that cause. */
  readonly evidence?: EvidenceId;
}

export const NOT_APPROVED = oauthError('invalid_grant', "user hasn't approved this consumer");
export const AUDIENCE = oauthError('invalid_grant', 'audience is invalid');
export const ASSERTION = oauthError('invalid_grant', 'invalid assertion');
const EXPIRED = oauthError('invalid_grant', 'expired authorization code');
export const CREDENTIALS = oauthError('invalid_client', 'invalid client credentials');
const CLIENT_ID = oauthError('invalid_client_id', 'client identifier invalid');
const NOT_ADMIN = oauthError('invalid_app_access', 'user is not admin approved to access this app');
export const NOT_INSTALLED = oauthError(
  'app_not_found',
  'External client app is not installed in this org',
);
const INSTALL = oauthError('invalid_client', 'app must be installed into org');
const CROSS_ORG = oauthError(
  'OAUTH_AUTHORIZATION_BLOCKED',
  'Cross-org OAuth flows are not supported for this external client app',
);
const WRONG_DOMAIN = oauthError('invalid_grant', 'request not supported on this domain');
export const NO_SCOPES = oauthError('invalid_grant', 'no valid scopes defined');
const APPROVAL_EXPIRED = oauthError('invalid_grant', 'expired access/refresh token');
export const IP = oauthError('invalid_grant', 'ip restricted or invalid login hours');
const INACTIVE = oauthError('invalid_grant', 'inactive user');
export const GRANT = oauthError('unsupported_grant_type', 'grant type not supported');
const SCOPE = oauthError(
  'invalid_request',
  'refresh_token scope is required and the connected app should be installed and preauthorized',
);
const retryable = ({ request, response }: HttpStatusError) =>
  new HttpStatusError({ request, response, transient: true });
const NEAR_MISS = inputError('login-url-host', 'login-url', {
  flaw: 'misspelled',
  suggested: 'https://acme.my.salesforce.com',
});
const MISMATCH = verificationError('identity-mismatch', { actual: '00D1', expected: '00D2' });
const WRONG_ORG = verificationError('wrong-org', { actual: '00D1', expected: '00D2' });
export const FAILURE = oauthError('invalid_grant', 'authentication failure');
const RETRY = oauthError('unknown_error', 'retry your request');
export const INVALID_GRANT = oauthError('invalid_grant');
const SESSION = errorResponse(
  {
    status: 401,
    bodyKind: 'rest',
    error: 'INVALID_SESSION_ID',
    description: 'Session expired or invalid',
  },
  'userinfo',
);
const SESSION_API = errorResponse(
  {
    status: 401,
    bodyKind: 'rest',
    error: 'INVALID_SESSION_ID',
    description: 'This session is not valid for use with the REST API',
  },
  'userinfo',
);
const API_OFF = errorResponse(
  {
    status: 403,
    bodyKind: 'rest',
    error: 'API_DISABLED_FOR_ORG',
    description: 'API is not enabled for this Organization or Partner',
  },
  'userinfo',
);
const API_OFF_FOR_USER = errorResponse(
  {
    status: 403,
    bodyKind: 'rest',
    error: 'API_CURRENTLY_DISABLED',
    description: 'API is disabled for this User',
  },
  'userinfo',
);
const userinfoRefusal = (error: string, description: string) =>
  errorResponse({ status: 403, bodyKind: 'rest', error, description }, 'userinfo');
const LIMIT = userinfoRefusal('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
const AT_ONCE = userinfoRefusal(
  'REQUEST_LIMIT_EXCEEDED',
  'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
);
const OTHER_CODE = userinfoRefusal('OTHER_CODE', 'nobody knows these words');
const redirectTo = (location: string) =>
  errorResponse({ status: 302, bodyKind: 'empty', location });
const REDIRECT = errorResponse({ status: 302, bodyKind: 'empty', location: 'sso.acme.com' });
const MAINTENANCE = errorResponse({
  status: 503,
  bodyKind: 'html',
  excerpt: 'Down for Maintenance',
});
const BROKEN = errorResponse({ status: 500, bodyKind: 'html', excerpt: 'Internal Server Error' });
const BUSY = errorResponse({ status: 429, bodyKind: 'text', excerpt: 'Slow down' });
const NOT_FOUND = errorResponse({ status: 404, bodyKind: 'html', excerpt: 'Not Found' });
const PAGE = errorResponse({ status: 403, bodyKind: 'html', excerpt: 'Access denied' });
const EMPTY_SUCCESS = invalidResponse('not-json', { bodyKind: 'empty' });
const NO_TOKEN = invalidResponse('no-access-token', { bodyKind: 'json' });
const STEP_TIMEOUT = timeoutError({ seconds: 60 });
const FOREIGN_LOGIN_URL = inputError('login-url-not-of-audience', 'login-url', {
  loginHost: 'gateway.example',
  audienceHost: 'login.salesforce.com',
});
const EMPTY_SECRET = inputError('missing', 'private-key', { inputs: 'private-key, signing-key' });

const PATH = inputError('login-url-path', 'login-url', {
  suggested: 'https://a.b',
  origin: 'https://a.b',
});
const SITE_PATH = inputError('login-url-path', 'login-url', {
  suggested: 'https://a.b/c',
  origin: 'https://a.b',
});

const FORMATS = [
  ['consumer-key-format', 'consumer-key', 'not-a-consumer-key', 'stray-character-in-consumer-key'],
  ['username-format', 'username', 'not-a-username', 'stray-character-in-username'],
  ['org-id-format', 'expected-org-id', 'not-an-org-id', 'stray-character-in-org-id'],
  ['login-url-format', 'login-url', 'not-a-login-url', 'stray-character-in-login-url'],
  ['audience-format', 'audience', 'not-an-audience', 'stray-character-in-audience'],
] as const;

/** Cases with a value in another format, and with a value that has a single extra character. */
const FORMAT_CASES = FORMATS.flatMap(([code, input, otherForm, strayCharacter]): RankingCase[] => {
  const stray = inputError(code, input, { character: 'a line break' });
  return [
    { error: inputError(code, input), first: otherForm },
    { error: stray, first: strayCharacter },
    { error: stray, run: PROXY, first: strayCharacter },
  ];
});

/** Errors, the runs in which they occur, and the cause that must be first. */
export const CASES: readonly RankingCase[] = [
  { error: NOT_APPROVED, first: 'user-not-preauthorized' },
  { error: NOT_APPROVED, run: LOGIN_HOSTS.login, first: 'user-not-preauthorized' },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.test, ...SANDBOX_USER },
    first: 'user-not-preauthorized',
  },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: 'sandbox-user-at-production-host',
    evidence: 'sandbox-user-at-production-host',
  },
  {
    error: NOT_APPROVED,
    run: SANDBOX_USER,
    first: 'sandbox-user-at-production-host',
    evidence: 'sandbox-user-at-production-host',
  },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.login, username: 'test-abc123@example.com' },
    first: 'sandbox-user-at-production-host',
    evidence: 'sandbox-user-at-production-host',
  },
  {
    error: NOT_APPROVED,
    run: LOGIN_HOSTS.test,
    first: 'production-user-at-sandbox-host',
    evidence: 'production-user-at-sandbox-host',
  },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.sandbox, loginUrl: 'https://acme--full.sandbox.my.salesforce.com' },
    first: 'production-user-at-sandbox-host',
    evidence: 'production-user-at-sandbox-host',
  },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.sandbox, username: 'ci@acme.com.dev1' },
    first: 'user-of-another-sandbox',
    evidence: 'user-of-another-sandbox',
  },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'user-not-preauthorized',
  },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.login, username: 'ci@acme.com.qa' },
    first: 'user-not-preauthorized',
  },

  {
    error: AUDIENCE,
    first: 'my-domain-audience-required',
    evidence: 'shared-audience-at-my-domain',
  },
  {
    error: AUDIENCE,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'my-domain-audience-required',
  },
  {
    error: AUDIENCE,
    run: LOGIN_HOSTS.login,
    first: 'my-domain-only',
    evidence: 'shared-login-host',
  },
  {
    error: AUDIENCE,
    run: { audience: 'https://test.salesforce.com', audienceFromInput: true },
    first: 'audience-mismatch',
    evidence: 'audience-mismatch',
  },
  {
    error: AUDIENCE,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER, audience: 'https://login.salesforce.com' },
    first: 'audience-mismatch',
    evidence: 'audience-mismatch',
  },
  {
    error: AUDIENCE,
    run: { audience: 'https://acme.my.salesforce.com/', audienceFromInput: true },
    first: 'my-domain-audience-not-accepted',
  },
  {
    error: AUDIENCE,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: 'sandbox-user-at-production-host',
  },
  {
    error: AUDIENCE,
    run: LOGIN_HOSTS.site,
    first: 'site-audience-required',
  },
  {
    error: AUDIENCE,
    run: { ...LOGIN_HOSTS.other, audienceFromInput: true },
    first: 'audience-input-wrong',
  },
  {
    error: AUDIENCE,
    run: { fallbackAudience: fallbackAudience('refused') },
    first: 'both-audiences-refused',
    evidence: 'both-audiences-refused',
  },
  {
    error: AUDIENCE,
    run: {
      loginUrl: 'https://acme.my.sfcrmproducts.cn',
      audience: 'https://login.salesforce.com',
      audienceFromInput: true,
    },
    first: 'audience-mismatch',
    evidence: 'audience-mismatch',
  },

  { error: ASSERTION, first: 'certificate-key-mismatch', evidence: 'certificate-not-compared' },
  { error: ASSERTION, run: { certificateMatched: true }, first: 'app-has-other-certificate' },
  {
    error: ASSERTION,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: 'sandbox-user-at-production-host',
  },

  { error: EXPIRED, first: 'clock-wrong' },
  {
    error: EXPIRED,
    run: { skewSeconds: 420 },
    first: 'clock-wrong',
    evidence: 'clock-skewed',
  },
  {
    error: EXPIRED,
    run: { skewSeconds: 420, clockCompensated: true },
    first: 'user-not-preauthorized',
    evidence: 'clock-compensated',
  },
  {
    error: EXPIRED,
    run: { skewSeconds: -3600 },
    first: 'user-not-preauthorized',
    evidence: 'clock-not-behind',
  },
  {
    error: EXPIRED,
    run: { skewSeconds: -30 },
    first: 'user-not-preauthorized',
    evidence: 'clock-not-behind',
  },

  { error: CREDENTIALS, first: 'certificate-key-mismatch' },
  {
    error: CREDENTIALS,
    run: { certificateMatched: true },
    first: 'app-has-other-certificate',
    evidence: 'certificate-matched',
  },
  {
    error: CREDENTIALS,
    run: { ...LOGIN_HOSTS.login, certificateMatched: true },
    first: 'app-has-other-certificate',
  },

  {
    error: CLIENT_ID,
    first: 'consumer-key-wrong',
  },
  {
    error: CLIENT_ID,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'consumer-key-wrong',
  },
  {
    error: CLIENT_ID,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: 'sandbox-user-at-production-host',
  },
  {
    error: CLIENT_ID,
    run: LOGIN_HOSTS.login,
    first: 'consumer-key-wrong',
  },
  {
    error: CLIENT_ID,
    run: LOGIN_HOSTS.test,
    environment: { loginUrlEmpty: true },
    first: 'login-url-empty',
    evidence: 'login-url-empty',
  },

  { error: NOT_ADMIN, first: 'user-not-selected' },
  {
    error: NOT_ADMIN,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'user-not-selected',
  },
  { error: NOT_ADMIN, run: { ...LOGIN_HOSTS.sandbox }, first: 'production-user-at-sandbox-host' },

  { error: NOT_INSTALLED, first: 'my-domain-audience-required' },
  {
    error: NOT_INSTALLED,
    run: { ...LOGIN_HOSTS.test, ...SANDBOX_USER },
    first: 'shared-login-host',
    evidence: 'shared-login-host',
  },
  {
    error: NOT_INSTALLED,
    run: LOGIN_HOSTS.login,
    first: 'shared-login-host',
    evidence: 'shared-login-host',
  },
  {
    error: NOT_INSTALLED,
    run: { fallbackAudience: fallbackAudience('refused') },
    first: 'app-not-in-org',
    evidence: 'my-domain-audience-rejected',
  },
  {
    error: NOT_INSTALLED,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'my-domain-audience-required',
  },
  {
    error: NOT_INSTALLED,
    run: {
      ...LOGIN_HOSTS.sandbox,
      ...SANDBOX_USER,
      audience: 'https://acme--uat.sandbox.my.salesforce.com',
    },
    first: 'app-not-in-org',
    evidence: 'my-domain-audience-rejected',
  },

  {
    error: INSTALL,
    first: 'app-not-installed',
  },
  {
    error: INSTALL,
    run: LOGIN_HOSTS.login,
    first: 'app-not-installed',
  },
  {
    error: INSTALL,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: 'sandbox-user-at-production-host',
  },

  {
    error: IP,
    first: 'runner-address-outside-login-ranges',
    evidence: 'github-hosted-runner',
  },
  {
    error: IP,
    run: SELF_HOSTED,
    first: 'runner-address-outside-login-ranges',
  },
  {
    error: IP,
    run: PROXY,
    first: 'proxy-address-outside-login-ranges',
    evidence: 'proxy-set',
  },

  { error: CROSS_ORG, first: 'app-distribution-local' },
  { error: CROSS_ORG, run: LOGIN_HOSTS.login, first: 'shared-login-host' },
  {
    error: CROSS_ORG,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: 'sandbox-user-at-production-host',
  },
  { error: WRONG_DOMAIN, first: 'login-url-wrong' },
  {
    error: WRONG_DOMAIN,
    run: LOGIN_HOSTS.test,
    first: 'unsupported-domain',
  },
  { error: WRONG_DOMAIN, run: LOGIN_HOSTS.site, first: 'login-url-wrong' },
  { error: NO_SCOPES, first: 'api-scope-missing' },
  { error: NO_SCOPES, run: LOGIN_HOSTS.login, first: 'api-scope-missing' },
  {
    error: NO_SCOPES,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'api-scope-missing',
  },
  { error: APPROVAL_EXPIRED, first: 'approval-expired' },
  { error: APPROVAL_EXPIRED, run: LOGIN_HOSTS.login, first: 'approval-expired' },
  { error: APPROVAL_EXPIRED, run: LOGIN_HOSTS.sandbox, first: 'approval-expired' },
  { error: oauthError('app_blocked'), first: 'app-blocked-by-admin' },
  { error: oauthError('fail_close_app_blocked'), first: 'app-blocked-by-admin' },
  { error: oauthError('app_blocked'), run: LOGIN_HOSTS.login, first: 'app-blocked-by-admin' },
  { error: oauthError('oauth_policy_not_found'), first: 'policies-missing' },
  {
    error: oauthError('ecapp_policy_not_found'),
    run: LOGIN_HOSTS.login,
    first: 'policies-missing',
  },
  {
    error: oauthError('oauth_policy_not_found'),
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'policies-missing',
  },
  { error: oauthError('invalid_session_level'), first: 'high-assurance-required' },
  {
    error: oauthError('oauth_flow_disabled', 'flow is disabled'),
    first: 'certificate-missing-in-app',
  },

  { error: INACTIVE, first: 'user-inactive' },
  {
    error: INACTIVE,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'user-inactive',
  },
  { error: INACTIVE, run: SANDBOX_USER, first: 'sandbox-user-at-production-host' },

  { error: GRANT, first: 'certificate-missing-in-app' },
  { error: GRANT, run: PROXY, first: 'certificate-missing-in-app' },
  { error: GRANT, run: LOGIN_HOSTS.login, first: 'certificate-missing-in-app' },

  { error: SCOPE, first: 'offline-scope-missing' },
  {
    error: SCOPE,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'offline-scope-missing',
  },
  { error: SCOPE, run: PROXY, first: 'offline-scope-missing' },

  { error: FAILURE, first: 'api-enabled-missing' },
  { error: FAILURE, run: LOGIN_HOSTS.login, first: 'api-enabled-missing' },
  {
    error: FAILURE,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: 'sandbox-user-at-production-host',
  },

  {
    error: RETRY,
    run: { attempts: 3 },
    first: 'salesforce-unavailable',
    evidence: 'several-attempts',
  },
  { error: RETRY, first: 'salesforce-unavailable' },
  { error: RETRY, run: LOGIN_HOSTS.test, first: 'shared-login-host' },
  {
    error: RETRY,
    run: { ...LOGIN_HOSTS.login, attempts: 4 },
    first: 'shared-login-host',
    evidence: 'shared-login-host',
  },

  { error: INVALID_GRANT, first: 'reason-not-given' },
  { error: INVALID_GRANT, run: LOGIN_HOSTS.login, first: 'reason-not-given' },
  {
    error: INVALID_GRANT,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: 'sandbox-user-at-production-host',
  },

  { error: SESSION, first: 'session-tied-to-address' },
  { error: SESSION, run: PROXY, first: 'session-tied-to-address' },
  {
    error: SESSION,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'session-tied-to-address',
  },
  {
    error: SESSION,
    run: { revokeToken: true },
    first: 'session-revoked-by-other-job',
    evidence: 'revoke-token-set',
  },
  { error: SESSION_API, first: 'api-access-control' },
  { error: SESSION_API, run: LOGIN_HOSTS.login, first: 'api-access-control' },
  { error: SESSION_API, run: PROXY, first: 'api-access-control' },
  { error: API_OFF, first: 'api-enabled-missing' },
  { error: API_OFF, run: LOGIN_HOSTS.login, first: 'api-enabled-missing' },
  { error: API_OFF, run: PROXY, first: 'api-enabled-missing' },

  {
    error: API_OFF_FOR_USER,
    first: 'api-enabled-missing',
  },
  {
    error: userinfoRefusal(
      'API_DISABLED_FOR_ORG',
      'The REST API is not enabled for this Organization.',
    ),
    first: 'edition-without-api',
    evidence: 'api-off-for-org',
  },
  { error: LIMIT, first: 'requests-of-24-hours-used-up' },
  { error: LIMIT, run: LOGIN_HOSTS.login, first: 'requests-of-24-hours-used-up' },
  { error: LIMIT, run: PROXY, first: 'requests-of-24-hours-used-up' },
  { error: AT_ONCE, first: 'too-many-requests-at-once' },
  { error: OTHER_CODE, first: 'unknown-check-response', evidence: 'signed-in' },
  { error: OTHER_CODE, run: PROXY, first: 'unknown-check-response' },
  { error: oauthError('brand_new', 'unknown'), first: 'unknown-response' },
  {
    error: redirectTo('acme.my.salesforce.com'),
    run: LOGIN_HOSTS.login,
    first: 'redirected-to-my-domain',
    evidence: 'redirected-to-my-domain',
  },
  {
    error: redirectTo('acme2.my.salesforce.com'),
    run: PROXY,
    first: 'redirected-to-my-domain',
  },
  { error: redirectTo('sso.acme.com'), run: LOGIN_HOSTS.login, first: 'redirect-at-shared-host' },
  { error: REDIRECT, first: 'login-url-wrong' },
  { error: REDIRECT, run: PROXY, first: 'intercepted' },
  { error: REDIRECT, run: LOGIN_HOSTS.sandbox, first: 'login-url-wrong' },
  { error: MAINTENANCE, first: 'salesforce-unavailable' },
  { error: MAINTENANCE, run: PROXY, first: 'salesforce-unavailable' },
  {
    error: MAINTENANCE,
    run: { ...LOGIN_HOSTS.test, attempts: 3 },
    first: 'salesforce-unavailable',
    evidence: 'several-attempts',
  },
  { error: BROKEN, run: { attempts: 3 }, first: 'salesforce-unavailable' },
  { error: BROKEN, run: LOGIN_HOSTS.test, first: 'test-login-host-failing' },
  {
    error: errorResponse({ status: 503, bodyKind: 'html' }, 'userinfo'),
    run: LOGIN_HOSTS.test,
    first: 'salesforce-unavailable',
  },
  { error: BROKEN, run: PROXY, first: 'intercepted', evidence: 'unexpected-response-behind-proxy' },
  { error: oauthError('odd', 'new words', 500), run: PROXY, first: 'salesforce-unavailable' },
  { error: BUSY, first: 'too-many-requests' },
  { error: BUSY, run: PROXY, first: 'too-many-requests' },
  {
    error: BUSY,
    run: LOGIN_HOSTS.test,
    first: 'too-many-requests',
  },
  { error: NOT_FOUND, first: 'login-url-wrong' },
  { error: NOT_FOUND, run: PROXY, first: 'intercepted' },
  { error: NOT_FOUND, run: LOGIN_HOSTS.site, first: 'site-path-wrong', evidence: 'site-path' },
  { error: NOT_FOUND, run: LOGIN_HOSTS.login, first: 'intercepted' },
  { error: PAGE, first: 'login-url-wrong' },
  { error: PAGE, run: PROXY, first: 'intercepted' },
  { error: PAGE, run: LOGIN_HOSTS.login, first: 'intercepted' },
  { error: EMPTY_SUCCESS, first: 'login-url-wrong' },
  { error: EMPTY_SUCCESS, run: PROXY, first: 'intercepted' },
  { error: EMPTY_SUCCESS, run: LOGIN_HOSTS.test, first: 'intercepted' },
  { error: NO_TOKEN, first: 'login-url-wrong' },
  { error: NO_TOKEN, run: PROXY, first: 'intercepted' },
  { error: NO_TOKEN, run: LOGIN_HOSTS.other, first: 'login-url-wrong' },
  { error: STEP_TIMEOUT, first: 'step-timeout' },
  { error: STEP_TIMEOUT, run: { attempts: 3 }, first: 'step-timeout' },
  {
    error: STEP_TIMEOUT,
    run: PROXY,
    first: 'step-timeout',
    evidence: 'proxy-set',
  },

  { error: networkError('ENOTFOUND'), run: LOGIN_HOSTS.login, first: 'name-server-failed' },
  { error: networkError('EAI_AGAIN'), first: 'name-server-silent' },
  { error: networkError('EAI_AGAIN'), run: SELF_HOSTED, first: 'name-server-silent' },
  {
    error: networkError('EAI_AGAIN'),
    environment: { unreadProxyVariables: ['http_proxy'] },
    first: 'proxy-variable-not-read',
  },
  { error: networkError('ENOTFOUND'), first: 'login-url-wrong' },
  {
    error: networkError('ENOTFOUND'),
    run: SELF_HOSTED,
    first: 'proxy-needed',
    evidence: 'proxy-not-set',
  },
  { error: networkError('ENOTFOUND'), run: PROXY, first: 'login-url-wrong' },
  // A proxy is configured, but no_proxy exempts the login host.
  {
    error: networkError('ENOTFOUND'),
    run: { ...SELF_HOSTED, proxyVariable: 'HTTPS_PROXY' },
    first: 'login-url-wrong',
  },
  {
    error: networkError('ECONNREFUSED'),
    first: 'connection-refused',
  },
  { error: networkError('ECONNREFUSED'), run: SELF_HOSTED, first: 'proxy-needed' },
  { error: networkError('ECONNREFUSED'), run: PROXY, first: 'connection-refused' },
  {
    error: networkError('ECONNREFUSED'),
    run: SELF_HOSTED,
    environment: { unreadProxyVariables: ['ALL_PROXY'] },
    first: 'proxy-variable-not-read',
    evidence: 'proxy-variable-not-read',
  },
  { error: networkError('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), first: 'tls-inspection' },
  {
    error: networkError('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
    environment: { caVariable: 'SSL_CERT_FILE' },
    first: 'ca-variable-not-read',
    evidence: 'ca-variable-not-read',
  },
  {
    error: networkError('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
    environment: { extraCaCerts: { path: '/ca.jks', flaw: 'is a Java keystore, not PEM' } },
    first: 'extra-ca-certs-unusable',
    evidence: 'extra-ca-certs-unusable',
  },
  {
    error: networkError('SELF_SIGNED_CERT_IN_CHAIN'),
    environment: { extraCaCerts: { path: '/ca.pem' } },
    first: 'extra-ca-certs-incomplete',
    evidence: 'extra-ca-certs-usable',
  },
  {
    error: networkError('DEPTH_ZERO_SELF_SIGNED_CERT'),
    environment: { extraCaCerts: { path: '/ca.pem', hasNoAuthority: true } },
    first: 'extra-ca-certs-without-authority',
    evidence: 'extra-ca-certs-without-authority',
  },
  { error: networkError('proxy-certificate'), run: PROXY, first: 'proxy-certificate-untrusted' },
  {
    error: networkError('proxy-certificate'),
    environment: { extraCaCerts: { path: '/ca.jks', flaw: 'is empty' } },
    first: 'extra-ca-certs-unusable',
  },
  {
    error: networkError('proxy-certificate'),
    environment: { extraCaCerts: { path: '/ca.pem' } },
    first: 'extra-ca-certs-incomplete',
  },
  {
    error: networkError('proxy-refused', { status: 407 }),
    run: { ...PROXY, proxyVariable: 'https_proxy' },
    environment: { proxyHasCredentials: false },
    first: 'proxy-credentials-missing',
    evidence: 'proxy-credentials-not-set',
  },
  {
    error: networkError('proxy-refused', { status: 407 }),
    run: { ...PROXY, proxyVariable: 'https_proxy' },
    environment: { proxyHasCredentials: true },
    first: 'proxy-credentials-wrong',
  },
  { error: networkError('proxy-refused', { status: 407 }), first: 'proxy-credentials-wrong' },
  {
    error: networkError('proxy-refused', { status: 407, schemes: 'Negotiate, NTLM' }),
    run: { ...PROXY, proxyVariable: 'https_proxy' },
    environment: { proxyHasCredentials: false },
    first: 'proxy-scheme-unsupported',
    evidence: 'proxy-without-basic',
  },
  {
    error: networkError('ECONNRESET'),
    run: { attempts: 3 },
    first: 'salesforce-unavailable',
    evidence: 'several-attempts',
  },
  { error: networkError('ECONNRESET'), run: SELF_HOSTED, first: 'salesforce-unavailable' },
  { error: networkError('ECONNRESET'), run: PROXY, first: 'connection-cut' },
  {
    error: networkError('timeout'),
    first: 'network-slow',
  },
  { error: networkError('ETIMEDOUT'), run: SELF_HOSTED, first: 'proxy-needed' },
  { error: networkError('ETIMEDOUT'), run: PROXY, first: 'proxy-down' },
  {
    error: networkError('timeout', { proxy: 'connected' }),
    run: PROXY,
    first: 'network-slow',
  },
  {
    error: networkError('ERR_TLS_CERT_ALTNAME_INVALID'),
    first: 'login-url-host-misspelled',
  },
  {
    error: networkError('ERR_TLS_CERT_ALTNAME_INVALID'),
    run: LOGIN_HOSTS.sandbox,
    first: 'login-url-host-misspelled',
  },
  { error: networkError('ERR_TLS_CERT_ALTNAME_INVALID'), run: PROXY, first: 'intercepted' },
  {
    error: networkError('CERT_HAS_EXPIRED'),
    first: 'proxy-certificate-expired',
  },
  {
    error: networkError('CERT_HAS_EXPIRED'),
    run: PROXY,
    first: 'proxy-certificate-expired',
  },
  {
    error: networkError('CERT_NOT_YET_VALID'),
    run: { ...SELF_HOSTED, skewSeconds: 9e7 },
    first: 'clock-wrong-for-tls',
  },
  { error: networkError('EPROTO'), first: 'intercepted' },
  { error: networkError('EPROTO'), run: SELF_HOSTED, first: 'intercepted' },
  { error: networkError('EPROTO'), run: PROXY, first: 'intercepted' },
  {
    error: networkError('proxy-plain', { cause: 'EPROTO' }),
    run: { ...PROXY, proxyVariable: 'https_proxy' },
    first: 'proxy-without-tls',
    evidence: 'proxy-set',
  },
  {
    error: networkError('proxy-certificate-expired', { cause: 'CERT_HAS_EXPIRED' }),
    run: { ...PROXY, proxyVariable: 'HTTPS_PROXY' },
    first: 'proxy-certificate-expired',
    evidence: 'proxy-set',
  },
  {
    error: networkError('proxy-certificate', { cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    run: { ...PROXY, proxyVariable: 'HTTPS_PROXY' },
    first: 'proxy-certificate-untrusted',
    evidence: 'proxy-set',
  },
  {
    error: networkError('proxy-invalid', { variable: 'https_proxy' }),
    run: { ...SELF_HOSTED, proxyVariable: 'https_proxy' },
    first: 'proxy-setting-invalid',
  },

  { error: FOREIGN_LOGIN_URL, first: 'login-url-of-another-host' },
  { error: FOREIGN_LOGIN_URL, run: SELF_HOSTED, first: 'login-url-of-another-host' },
  { error: FOREIGN_LOGIN_URL, run: PROXY, first: 'login-url-of-another-host' },

  {
    error: EMPTY_SECRET,
    missingSecrets: { reason: 'fork', fork: 'the fork mallory/deploy' },
    first: 'secrets-withheld',
    evidence: 'no-secrets',
  },
  {
    error: EMPTY_SECRET,
    missingSecrets: { reason: 'dependabot', job: 'deploy' },
    first: 'dependabot-secrets',
    evidence: 'dependabot-run',
  },
  {
    error: EMPTY_SECRET,
    missingSecrets: { reason: 'other', job: 'deploy' },
    first: 'secret-unavailable',
  },
  {
    error: AUDIENCE,
    run: {
      ...LOGIN_HOSTS.login,
      ...SANDBOX_USER,
      audience: 'https://acme--uat.sandbox.my.salesforce.com',
    },
    first: 'login-url-mismatch',
    evidence: 'login-url-mismatch',
  },
  {
    error: AUDIENCE,
    run: { ...LOGIN_HOSTS.sandbox, audience: 'https://login.salesforce.com' },
    first: 'login-url-mismatch',
  },
  { error: CLIENT_ID, run: LOGIN_HOSTS.sandbox, first: 'production-app-at-sandbox-host' },
  { error: EMPTY_SECRET, first: 'secret-unavailable' },
  {
    error: EMPTY_SECRET,
    environment: { misspelledInputs: ['INPUT_PRIVATE_KEY'] },
    first: 'input-misspelled',
    evidence: 'input-misspelled',
  },
  {
    error: inputError('missing', 'consumer-key', {
      inputs: 'consumer-key, private-key, signing-key, username',
    }),
    missingSecrets: { reason: 'other', job: 'deploy' },
    first: 'environment-not-named',
    evidence: 'all-inputs-empty',
  },
  {
    error: inputError('missing', 'consumer-key', {
      inputs: 'consumer-key, private-key, signing-key, username',
    }),
    missingSecrets: { reason: 'forked-repository', job: 'deploy' },
    first: 'secrets-not-in-fork',
    evidence: 'forked-repository',
  },
  {
    error: EMPTY_SECRET,
    missingSecrets: { reason: 'forked-repository', job: 'deploy' },
    first: 'secret-unavailable',
  },
  {
    error: inputError('missing', 'consumer-key', {
      inputs: 'consumer-key, private-key, signing-key, username',
    }),
    missingSecrets: { reason: 'fork' },
    first: 'secrets-withheld',
  },
  ...FORMAT_CASES,
  { error: PATH, first: 'login-url-has-path' },
  { error: SITE_PATH, first: 'login-url-has-long-path' },
  { error: SITE_PATH, run: PROXY, first: 'login-url-has-long-path' },
  {
    error: oauthError('OAUTH_APP_BLOCKED', 'this app is blocked by admin'),
    first: 'app-blocked-by-admin',
  },
  { error: NEAR_MISS, first: 'login-url-near-miss' },
  {
    error: inputError('login-url-host', 'login-url', { flaw: 'instance' }),
    first: 'login-url-not-a-host',
  },
  { error: NEAR_MISS, run: PROXY, first: 'login-url-near-miss' },
  { error: inputError('key-is-encrypted-file'), first: 'encrypted-key-file' },
  { error: inputError('key-is-encrypted-file'), run: SELF_HOSTED, first: 'encrypted-key-file' },
  {
    error: inputError('key-is-encrypted-file'),
    run: LOGIN_HOSTS.sandbox,
    first: 'encrypted-key-file',
  },
  { error: MISMATCH, first: 'identity-mismatch' },
  { error: MISMATCH, run: PROXY, first: 'identity-mismatch', evidence: 'proxy-set' },
  {
    error: MISMATCH,
    run: LOGIN_HOSTS.login,
    environment: { loginUrlEmpty: true },
    first: 'identity-mismatch',
  },
  { error: WRONG_ORG, first: 'wrong-org' },
  { error: WRONG_ORG, run: LOGIN_HOSTS.sandbox, first: 'wrong-org' },
  {
    error: WRONG_ORG,
    run: LOGIN_HOSTS.login,
    environment: { loginUrlEmpty: true },
    first: 'login-url-empty',
    evidence: 'login-url-empty',
  },
  {
    error: oauthError('invalid_scope', 'too many scopes requested'),
    first: 'too-many-scopes',
  },
  {
    error: oauthError('invalid_scope', 'words nobody has seen yet'),
    first: 'unknown-words',
  },
  {
    error: oauthError('access_denied', 'end-user denied authorization'),
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: 'unknown-words',
  },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    environment: { loginUrlEmpty: true },
    first: 'login-url-empty',
  },
  {
    error: retryable(oauthError('server_error', 'words that nobody knows', 500)),
    run: LOGIN_HOSTS.login,
    environment: { loginUrlEmpty: true },
    first: 'shared-login-host',
  },
  { error: SESSION, run: { scope: 'refresh_token' }, first: 'token-without-api-scope' },
  {
    error: SESSION_API,
    run: { scope: 'refresh_token' },
    first: 'token-without-api-scope',
    evidence: 'scope-without-api',
  },
];
