/** Failures, the configurations in which they happen, and the cause that must come first. */
import type { MissingSecretsReason } from '../../src/diagnosis/missing-secrets.ts';
import type { ActionError } from '../../src/errors.ts';
import type { RunInfo } from '../../src/run.ts';
import {
  errorResponse,
  inputError,
  invalidResponse,
  LOGIN_HOSTS,
  networkError,
  oauthError,
  PROXY,
  SANDBOX_USER,
  SELF_HOSTED,
  timeoutError,
} from './builders.ts';

interface RankingCase {
  readonly error: ActionError;
  readonly run?: Partial<RunInfo>;
  readonly missingSecrets?: MissingSecretsReason;
  /** How the first cause begins. */
  readonly first: string;
  /** A part of the reason that is given for it. */
  readonly why?: string;
}

const SANDBOX_AT_PRODUCTION = 'The user is in a sandbox, but the login URL is for production.';
const PRODUCTION_AT_SANDBOX = 'The user is in production, but the login URL is for a sandbox.';
const OTHER_SANDBOX = 'The username and the login URL are for different sandboxes.';
export const MY_DOMAIN_ONLY = 'The org accepts sign-ins only at its My Domain.';
const OWN_AUDIENCE = 'The org accepts only its own My Domain as audience.';
export const NOT_PREAUTHORIZED = 'The app does not pre-authorize this user.';
const NO_OFFLINE_SCOPE = 'The app lacks the scope “Perform requests at any time';
export const KEY_MISMATCH = 'The certificate in the app does not match the private key.';
export const OLDER_CERTIFICATE = 'The app holds a different certificate, perhaps an older one.';
const TEST_HOST = 'test.salesforce.com ';
const SHARED_HOST = 'External Client Apps often fail at the shared hosts';
const NO_CERTIFICATE = 'The app has no certificate, or JWT Bearer Flow is off.';
const HIGH_ASSURANCE = 'The app or the user’s profile demands a High Assurance session';
const SESSION_ENDED = 'Somebody ended the session while this job used it.';
const NOT_INSTALLED_OR_BLOCKED = 'The app comes from another org and is not installed in this one';
const UNAVAILABLE = 'Salesforce is temporarily unavailable, or the org is in maintenance.';
const INTERCEPTED = 'A proxy or firewall answers instead of Salesforce, or changes the request.';
const WRONG_HOST = '`login-url` is misspelled, or the My Domain was renamed.';
const BAD_PROXY = 'The proxy is down, or its address is wrong.';
const NEEDS_PROXY = 'The runner can reach the internet only through a proxy.';
const API_ACCESS = 'API Access Control is on and does not allow the app.';
const API_ENABLED = 'The user lacks the permission API Enabled.';

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
const NO_SCOPES = oauthError('invalid_grant', 'no valid scopes defined');
const APPROVAL_EXPIRED = oauthError('invalid_grant', 'expired access/refresh token');
const IP = oauthError('invalid_grant', 'ip restricted or invalid login hours');
const INACTIVE = oauthError('invalid_grant', 'inactive user');
const GRANT = oauthError('unsupported_grant_type', 'grant type not supported');
const SCOPE = oauthError(
  'invalid_request',
  'refresh_token scope is required and the connected app should be installed and preauthorized',
);
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
const OUT_OF_TIME = timeoutError({ seconds: 60 });
const EMPTY_SECRET = inputError('missing', 'private-key', { missing: 'private-key' });

export const CASES: readonly RankingCase[] = [
  { error: NOT_APPROVED, first: NOT_PREAUTHORIZED },
  { error: NOT_APPROVED, run: LOGIN_HOSTS.login, first: NOT_PREAUTHORIZED },
  { error: NOT_APPROVED, run: { ...LOGIN_HOSTS.test, ...SANDBOX_USER }, first: NOT_PREAUTHORIZED },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: SANDBOX_AT_PRODUCTION,
    why: 'ends with “.uat”, as in a sandbox, but login.salesforce.com is for production',
  },
  { error: NOT_APPROVED, run: SANDBOX_USER, first: SANDBOX_AT_PRODUCTION, why: 'acme.my.' },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.login, username: 'test-abc123@example.com' },
    first: SANDBOX_AT_PRODUCTION,
    why: 'is that of a scratch org',
  },
  {
    error: NOT_APPROVED,
    run: LOGIN_HOSTS.test,
    first: PRODUCTION_AT_SANDBOX,
    why: 'ci@acme.com.uat',
  },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.sandbox, loginUrl: 'https://acme--full.sandbox.my.salesforce.com' },
    first: PRODUCTION_AT_SANDBOX,
    why: 'ci@acme.com.full',
  },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.sandbox, username: 'ci@acme.com.dev1' },
    first: OTHER_SANDBOX,
    why: 'ends with “.dev1”, but acme--uat.sandbox.my.salesforce.com is the sandbox “uat”',
  },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: NOT_PREAUTHORIZED,
  },
  {
    error: NOT_APPROVED,
    run: { ...LOGIN_HOSTS.login, username: 'ci@acme.com.qa' },
    first: NOT_PREAUTHORIZED,
  },

  { error: AUDIENCE, first: OWN_AUDIENCE, why: 'https://login.salesforce.com as audience' },
  { error: AUDIENCE, run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER }, first: OWN_AUDIENCE },
  {
    error: AUDIENCE,
    run: LOGIN_HOSTS.login,
    first: MY_DOMAIN_ONLY,
    why: 'went to login.salesforce.com, not to the org’s My Domain',
  },
  {
    error: AUDIENCE,
    run: { audience: 'https://test.salesforce.com', audienceFromInput: true },
    first: 'The audience does not match the login URL.',
    why: 'https://test.salesforce.com, but acme.my.salesforce.com needs',
  },
  {
    error: AUDIENCE,
    run: { ...LOGIN_HOSTS.sandbox, audience: 'https://login.salesforce.com' },
    first: 'The audience does not match the login URL.',
    why: 'needs https://test.salesforce.com',
  },
  {
    error: AUDIENCE,
    run: { audience: 'https://acme.my.salesforce.com/', audienceFromInput: true },
    first: 'The org does not accept its My Domain as audience.',
  },
  { error: AUDIENCE, run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER }, first: SANDBOX_AT_PRODUCTION },
  {
    error: AUDIENCE,
    run: LOGIN_HOSTS.site,
    first: 'An Experience Cloud site accepts only its own URL, with its path, as audience.',
  },
  {
    error: AUDIENCE,
    run: { ...LOGIN_HOSTS.other, audienceFromInput: true },
    first: 'The org expects a different audience than https://a.example.',
  },
  {
    error: AUDIENCE,
    run: { fallbackAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'HTTP 400' } },
    first: 'The org accepts neither https://login.salesforce.com nor its My Domain as audience.',
    why: 'refused https://login.salesforce.com, then https://acme.my.salesforce.com (HTTP',
  },
  {
    error: AUDIENCE,
    run: {
      loginUrl: 'https://acme.my.sfcrmproducts.cn',
      audience: 'https://login.salesforce.com',
      audienceFromInput: true,
    },
    first: 'The audience does not match the login URL.',
    why: 'needs https://login.sfcrmproducts.cn',
  },

  { error: ASSERTION, first: KEY_MISMATCH, why: 'sets no certificate input' },
  { error: ASSERTION, run: { certificateMatched: true }, first: OLDER_CERTIFICATE },
  {
    error: ASSERTION,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: SANDBOX_AT_PRODUCTION,
  },

  { error: EXPIRED, first: 'The runner’s clock is wrong' },
  {
    error: EXPIRED,
    run: { skewSeconds: 420 },
    first: 'The runner’s clock is wrong',
    why: '420 seconds behind',
  },
  {
    error: EXPIRED,
    run: { skewSeconds: -3600 },
    first: 'The runner’s clock is wrong',
    why: '3600 seconds ahead of',
  },
  {
    error: EXPIRED,
    run: { skewSeconds: -30 },
    first: 'The request reached Salesforce minutes after it was signed.',
    why: 'agree',
  },

  { error: CREDENTIALS, first: KEY_MISMATCH },
  {
    error: CREDENTIALS,
    run: { certificateMatched: true },
    first: OLDER_CERTIFICATE,
    why: 'matches the private key',
  },
  {
    error: CREDENTIALS,
    run: { ...LOGIN_HOSTS.login, certificateMatched: true },
    first: OLDER_CERTIFICATE,
  },

  {
    error: CLIENT_ID,
    first: 'The consumer key is incomplete or misspelled, or the app was deleted.',
  },
  {
    error: CLIENT_ID,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'The sandbox was refreshed, which does not keep the app',
    why: 'a refresh replaces',
  },
  {
    error: CLIENT_ID,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: SANDBOX_AT_PRODUCTION,
  },
  {
    error: CLIENT_ID,
    run: LOGIN_HOSTS.login,
    first: 'The consumer key is incomplete or misspelled, or the app was deleted.',
  },

  { error: NOT_ADMIN, first: NOT_PREAUTHORIZED },
  { error: NOT_ADMIN, run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER }, first: NOT_PREAUTHORIZED },
  { error: NOT_ADMIN, run: { ...LOGIN_HOSTS.sandbox }, first: PRODUCTION_AT_SANDBOX },

  { error: NOT_INSTALLED, first: OWN_AUDIENCE },
  {
    error: NOT_INSTALLED,
    run: { ...LOGIN_HOSTS.test, ...SANDBOX_USER },
    first: SHARED_HOST,
    why: 'test.s',
  },
  {
    error: NOT_INSTALLED,
    run: LOGIN_HOSTS.login,
    first: SHARED_HOST,
    why: 'login.salesforce.com, not',
  },
  {
    error: NOT_INSTALLED,
    run: { fallbackAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'HTTP 400' } },
    first: NOT_PREAUTHORIZED,
    why: 'refuses the My Domain as audience too',
  },
  { error: NOT_INSTALLED, run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER }, first: OWN_AUDIENCE },
  {
    error: NOT_INSTALLED,
    run: {
      ...LOGIN_HOSTS.sandbox,
      ...SANDBOX_USER,
      audience: 'https://acme--uat.sandbox.my.salesforce.com',
    },
    first: NOT_PREAUTHORIZED,
    why: 'refuses the My Domain as audience too',
  },

  {
    error: INSTALL,
    first: NOT_INSTALLED_OR_BLOCKED,
  },
  {
    error: INSTALL,
    run: LOGIN_HOSTS.login,
    first: NOT_INSTALLED_OR_BLOCKED,
  },
  { error: INSTALL, run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER }, first: SANDBOX_AT_PRODUCTION },

  {
    error: IP,
    first: 'The runner’s address is outside the Login IP Ranges of the user’s profile',
    why: 'GitHub-hosted',
  },
  {
    error: IP,
    run: SELF_HOSTED,
    first: 'The runner’s address is outside the Login IP Ranges of the user’s profile',
  },
  {
    error: IP,
    run: PROXY,
    first: 'The public address of the proxy is outside the Login IP Ranges.',
    why: 'proxy.acme.com:3128',
  },

  { error: CROSS_ORG, first: 'The app is in another org, and its Distribution State is Local.' },
  { error: CROSS_ORG, run: LOGIN_HOSTS.login, first: SHARED_HOST },
  {
    error: CROSS_ORG,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: SANDBOX_AT_PRODUCTION,
  },
  { error: WRONG_DOMAIN, first: WRONG_HOST },
  {
    error: WRONG_DOMAIN,
    run: LOGIN_HOSTS.test,
    first: 'This app or flow works only at the org’s own domain.',
  },
  { error: WRONG_DOMAIN, run: LOGIN_HOSTS.site, first: WRONG_HOST },
  { error: NO_SCOPES, first: 'The app lacks the scope “Manage user data via APIs (api)”.' },
  { error: NO_SCOPES, run: LOGIN_HOSTS.login, first: 'The app lacks the scope “Manage user data' },
  {
    error: NO_SCOPES,
    run: LOGIN_HOSTS.sandbox,
    first: 'The app lacks the scope “Manage user data',
  },
  { error: APPROVAL_EXPIRED, first: 'The app relies on an approval that the user once gave' },
  { error: APPROVAL_EXPIRED, run: LOGIN_HOSTS.login, first: 'The app relies on an approval' },
  { error: APPROVAL_EXPIRED, run: LOGIN_HOSTS.sandbox, first: 'The app relies on an approval' },
  { error: oauthError('app_blocked'), first: NOT_INSTALLED_OR_BLOCKED },
  { error: oauthError('fail_close_app_blocked'), first: NOT_INSTALLED_OR_BLOCKED },
  { error: oauthError('app_blocked'), run: LOGIN_HOSTS.login, first: NOT_INSTALLED_OR_BLOCKED },
  { error: oauthError('oauth_policy_not_found'), first: 'The External Client App has no policies' },
  {
    error: oauthError('ecapp_policy_not_found'),
    run: LOGIN_HOSTS.login,
    first: 'The External Client App has no',
  },
  {
    error: oauthError('oauth_policy_not_found'),
    run: LOGIN_HOSTS.sandbox,
    first: 'The External Client App has',
  },
  { error: oauthError('invalid_session_level'), first: HIGH_ASSURANCE },
  { error: oauthError('oauth_flow_disabled', 'off'), first: NO_CERTIFICATE },

  { error: INACTIVE, first: 'The user is deactivated or frozen.' },
  {
    error: INACTIVE,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: 'The user is deactivated or frozen.',
    why: 'refresh',
  },
  { error: INACTIVE, run: SANDBOX_USER, first: SANDBOX_AT_PRODUCTION },

  { error: GRANT, first: NO_CERTIFICATE },
  { error: GRANT, run: PROXY, first: NO_CERTIFICATE },
  { error: GRANT, run: LOGIN_HOSTS.login, first: NO_CERTIFICATE },

  { error: SCOPE, first: NO_OFFLINE_SCOPE },
  { error: SCOPE, run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER }, first: NO_OFFLINE_SCOPE },
  { error: SCOPE, run: PROXY, first: NO_OFFLINE_SCOPE },

  { error: FAILURE, first: API_ENABLED },
  { error: FAILURE, run: LOGIN_HOSTS.login, first: API_ENABLED },
  { error: FAILURE, run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER }, first: SANDBOX_AT_PRODUCTION },

  { error: RETRY, run: { attempts: 3 }, first: UNAVAILABLE, why: '3 attempts' },
  { error: RETRY, first: UNAVAILABLE },
  { error: RETRY, run: LOGIN_HOSTS.test, first: SHARED_HOST },
  {
    error: RETRY,
    run: { ...LOGIN_HOSTS.login, attempts: 4 },
    first: SHARED_HOST,
    why: 'login.salesforce',
  },

  { error: INVALID_GRANT, first: 'Salesforce did not say why.' },
  { error: INVALID_GRANT, run: LOGIN_HOSTS.login, first: 'Salesforce did not say why.' },
  {
    error: INVALID_GRANT,
    run: { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    first: SANDBOX_AT_PRODUCTION,
  },

  { error: SESSION, first: SESSION_ENDED },
  { error: SESSION, run: PROXY, first: SESSION_ENDED },
  {
    error: SESSION,
    run: { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    first: SESSION_ENDED,
  },
  {
    error: SESSION,
    run: { revokeToken: true },
    first: 'Another job of this pipeline revoked the token',
    why: 'sets revoke-token',
  },
  { error: SESSION_API, first: API_ACCESS },
  { error: SESSION_API, run: LOGIN_HOSTS.login, first: API_ACCESS },
  { error: SESSION_API, run: PROXY, first: API_ACCESS },
  { error: API_OFF, first: API_ENABLED },
  { error: API_OFF, run: LOGIN_HOSTS.login, first: API_ENABLED },
  { error: API_OFF, run: PROXY, first: API_ENABLED },

  { error: REDIRECT, first: WRONG_HOST },
  { error: REDIRECT, run: PROXY, first: INTERCEPTED },
  { error: REDIRECT, run: LOGIN_HOSTS.sandbox, first: WRONG_HOST },
  { error: MAINTENANCE, first: UNAVAILABLE },
  { error: MAINTENANCE, run: PROXY, first: UNAVAILABLE },
  {
    error: MAINTENANCE,
    run: { ...LOGIN_HOSTS.test, attempts: 3 },
    first: UNAVAILABLE,
    why: '3 attempts',
  },
  { error: BROKEN, run: { attempts: 3 }, first: UNAVAILABLE },
  { error: BROKEN, run: LOGIN_HOSTS.test, first: TEST_HOST },
  { error: BROKEN, run: PROXY, first: INTERCEPTED, why: 'does not look like Salesforce’s' },
  { error: oauthError('odd', 'new words', 500), run: PROXY, first: UNAVAILABLE },
  { error: BUSY, first: 'Salesforce, or a proxy on the way, takes no more requests' },
  { error: BUSY, run: PROXY, first: 'Salesforce, or a proxy on the way, takes no more requests' },
  {
    error: BUSY,
    run: LOGIN_HOSTS.test,
    first: 'Salesforce, or a proxy on the way, takes no more requests',
  },
  { error: NOT_FOUND, first: WRONG_HOST },
  { error: NOT_FOUND, run: PROXY, first: INTERCEPTED },
  { error: NOT_FOUND, run: LOGIN_HOSTS.site, first: WRONG_HOST },
  { error: PAGE, first: WRONG_HOST },
  { error: PAGE, run: PROXY, first: INTERCEPTED },
  { error: PAGE, run: LOGIN_HOSTS.login, first: WRONG_HOST },
  { error: EMPTY_SUCCESS, first: WRONG_HOST },
  { error: EMPTY_SUCCESS, run: PROXY, first: INTERCEPTED },
  { error: EMPTY_SUCCESS, run: LOGIN_HOSTS.test, first: WRONG_HOST },
  { error: NO_TOKEN, first: WRONG_HOST },
  { error: NO_TOKEN, run: PROXY, first: INTERCEPTED },
  { error: NO_TOKEN, run: LOGIN_HOSTS.other, first: WRONG_HOST },
  { error: OUT_OF_TIME, first: 'The 60 seconds of `timeout-seconds` passed' },
  { error: OUT_OF_TIME, run: { attempts: 3 }, first: 'The 60 seconds of `timeout-seconds` passed' },
  {
    error: OUT_OF_TIME,
    run: PROXY,
    first: 'The 60 seconds of `timeout-seconds`',
    why: 'proxy.acme',
  },

  { error: networkError('ENOTFOUND'), first: WRONG_HOST },
  {
    error: networkError('ENOTFOUND'),
    run: SELF_HOSTED,
    first: NEEDS_PROXY,
    why: 'self-hosted runner',
  },
  { error: networkError('ENOTFOUND'), run: PROXY, first: BAD_PROXY },
  // One is named, though not for this host: nobody can say that none is.
  {
    error: networkError('ENOTFOUND'),
    run: { ...SELF_HOSTED, proxyVariable: 'HTTPS_PROXY' },
    first: WRONG_HOST,
  },
  {
    error: networkError('ECONNREFUSED'),
    first: 'A firewall refuses the connection, or `login-url` is misspelled.',
  },
  { error: networkError('ECONNREFUSED'), run: SELF_HOSTED, first: NEEDS_PROXY },
  { error: networkError('ECONNREFUSED'), run: PROXY, first: BAD_PROXY },
  {
    error: networkError('ECONNRESET'),
    run: { attempts: 3 },
    first: UNAVAILABLE,
    why: '3 attempts',
  },
  { error: networkError('ECONNRESET'), run: SELF_HOSTED, first: UNAVAILABLE },
  { error: networkError('ECONNRESET'), run: PROXY, first: INTERCEPTED },
  {
    error: networkError('timeout', { milliseconds: 20_000 }),
    first: 'Salesforce or the network is slow.',
  },
  { error: networkError('ETIMEDOUT'), run: SELF_HOSTED, first: NEEDS_PROXY },
  { error: networkError('ETIMEDOUT'), run: PROXY, first: BAD_PROXY },
  {
    error: networkError('ERR_TLS_CERT_ALTNAME_INVALID'),
    first: '`login-url` is misspelled or has an extra dot',
  },
  {
    error: networkError('ERR_TLS_CERT_ALTNAME_INVALID'),
    run: LOGIN_HOSTS.sandbox,
    first: '`login-url` is misspelled or has an extra dot',
  },
  { error: networkError('ERR_TLS_CERT_ALTNAME_INVALID'), run: PROXY, first: INTERCEPTED },
  {
    error: networkError('CERT_HAS_EXPIRED'),
    first: 'The certificate of a TLS-inspecting proxy or firewall has expired',
  },
  {
    error: networkError('CERT_HAS_EXPIRED'),
    run: PROXY,
    first: 'The certificate of a TLS-inspecting proxy or firewall has expired',
  },
  {
    error: networkError('CERT_NOT_YET_VALID'),
    run: { ...SELF_HOSTED, skewSeconds: 9e7 },
    first: 'The runner’s clock is wrong',
  },
  { error: networkError('EPROTO'), first: INTERCEPTED },
  { error: networkError('EPROTO'), run: SELF_HOSTED, first: INTERCEPTED },
  { error: networkError('EPROTO'), run: PROXY, first: INTERCEPTED },
  {
    error: networkError('proxy-plain', { cause: 'EPROTO' }),
    run: { ...PROXY, proxyVariable: 'https_proxy' },
    first: 'https_proxy begins with https://, but the proxy uses plain HTTP.',
    why: 'proxy.acme.com:3128 (https_proxy)',
  },
  {
    error: networkError('proxy-certificate', { cause: 'CERT_HAS_EXPIRED' }),
    run: { ...PROXY, proxyVariable: 'HTTPS_PROXY' },
    first: 'HTTPS_PROXY begins with https://, and the runner does not trust the certificate',
    why: 'proxy.acme.com:3128 (HTTPS_PROXY)',
  },
  {
    error: networkError('proxy-invalid', { variable: 'https_proxy' }),
    run: { ...SELF_HOSTED, proxyVariable: 'https_proxy' },
    first: 'The value of https_proxy is not the address of a proxy.',
  },

  {
    error: EMPTY_SECRET,
    missingSecrets: { reason: 'fork', fork: 'the fork mallory/deploy' },
    first: 'GitHub gives no Actions secrets to pull requests from forks',
    why: 'this pull request is from the fork mallory/deploy',
  },
  {
    error: EMPTY_SECRET,
    missingSecrets: { reason: 'dependabot', job: 'deploy' },
    first: 'GitHub gives no Actions secrets to pull requests from forks',
    why: 'Dependabot started this run',
  },
  {
    error: EMPTY_SECRET,
    missingSecrets: { reason: 'other', job: 'deploy' },
    first: 'The secret or variable is not available to the job deploy.',
  },
  { error: EMPTY_SECRET, first: 'The secret or variable is not available to this job.' },
];
