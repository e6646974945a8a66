/** Failures, the configurations in which they happen, and the cause that must come first. */
import type { WorkflowHint } from '../../src/diagnosis/workflow-run.ts';
import type { StepError } from '../../src/errors.ts';
import type { Findings } from '../../src/findings.ts';
import {
  AT,
  answered,
  cut,
  guard,
  input,
  oauth,
  odd,
  PROXY,
  SANDBOX_USER,
  SELF_HOSTED,
} from './runs.ts';

interface Case {
  readonly error: StepError;
  readonly run?: Partial<Findings>;
  readonly hint?: WorkflowHint;
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
export const NOT_LET_IN = 'The app does not pre-authorize this user.';
const NO_OFFLINE_SCOPE = 'The app lacks the scope “Perform requests at any time';
export const NOT_A_PAIR = 'The certificate in the app does not match the private key.';
export const OLDER_CERTIFICATE = 'The app holds a different certificate, perhaps an older one.';
const TEST_HOST = 'test.salesforce.com ';
const SHARED_HOST = 'External Client Apps often fail at the shared hosts';
const NO_CERTIFICATE = 'The app has no certificate, or JWT Bearer Flow is off.';
const HIGH_ASSURANCE = 'The app or the user’s profile demands a High Assurance session';
const SESSION_ENDED = 'Somebody ended the session while this job used it.';
const BLOCKED = 'The app comes from another org and is not installed in this one';
const UNAVAILABLE = 'Salesforce is temporarily unavailable, or the org is in maintenance.';
const IN_BETWEEN = 'A proxy or firewall answers instead of Salesforce, or changes the request.';
const WRONG_HOST = '`login-url` is misspelled, or the My Domain was renamed.';
const BAD_PROXY = 'The proxy is down, or its address is wrong.';
const NEEDS_PROXY = 'The runner can reach the internet only through a proxy.';
const API_ACCESS = 'API Access Control is on and does not allow the app.';
const API_ENABLED = 'The user lacks the permission API Enabled.';

export const NOT_APPROVED = oauth('invalid_grant', "user hasn't approved this consumer");
export const AUDIENCE = oauth('invalid_grant', 'audience is invalid');
export const ASSERTION = oauth('invalid_grant', 'invalid assertion');
const EXPIRED = oauth('invalid_grant', 'expired authorization code');
export const CREDENTIALS = oauth('invalid_client', 'invalid client credentials');
const CLIENT_ID = oauth('invalid_client_id', 'client identifier invalid');
const NOT_ADMIN = oauth('invalid_app_access', 'user is not admin approved to access this app');
export const NOT_INSTALLED = oauth(
  'app_not_found',
  'External client app is not installed in this org',
);
const INSTALL = oauth('invalid_client', 'app must be installed into org');
const CROSS_ORG = oauth(
  'OAUTH_AUTHORIZATION_BLOCKED',
  'Cross-org OAuth flows are not supported for this external client app',
);
const WRONG_DOMAIN = oauth('invalid_grant', 'request not supported on this domain');
const NO_SCOPES = oauth('invalid_grant', 'no valid scopes defined');
const APPROVAL_GONE = oauth('invalid_grant', 'expired access/refresh token');
const IP = oauth('invalid_grant', 'ip restricted or invalid login hours');
const INACTIVE = oauth('invalid_grant', 'inactive user');
const GRANT = oauth('unsupported_grant_type', 'grant type not supported');
const SCOPE = oauth(
  'invalid_request',
  'refresh_token scope is required and the connected app should be installed and preauthorized',
);
export const FAILURE = oauth('invalid_grant', 'authentication failure');
const RETRY = oauth('unknown_error', 'retry your request');
export const BARE = oauth('invalid_grant');
const SESSION = answered(
  {
    status: 401,
    form: 'rest',
    error: 'INVALID_SESSION_ID',
    description: 'Session expired or invalid',
  },
  'userinfo',
);
const SESSION_API = answered(
  {
    status: 401,
    form: 'rest',
    error: 'INVALID_SESSION_ID',
    description: 'This session is not valid for use with the REST API',
  },
  'userinfo',
);
const API_OFF = answered(
  {
    status: 403,
    form: 'rest',
    error: 'API_DISABLED_FOR_ORG',
    description: 'API is not enabled for this Organization or Partner',
  },
  'userinfo',
);
const REDIRECT = answered({ status: 302, form: 'empty', location: 'sso.acme.com' });
const MAINTENANCE = answered({ status: 503, form: 'html', excerpt: 'Down for Maintenance' });
const BROKEN = answered({ status: 500, form: 'html', excerpt: 'Internal Server Error' });
const BUSY = answered({ status: 429, form: 'text', excerpt: 'Slow down' });
const NOT_FOUND = answered({ status: 404, form: 'html', excerpt: 'Not Found' });
const PAGE = answered({ status: 403, form: 'html', excerpt: 'Access denied' });
const EMPTY_SUCCESS = odd('not-json', { form: 'empty' });
const NO_TOKEN = odd('no-access-token', { form: 'json' });
const OUT_OF_TIME = guard('out-of-time', { seconds: 60 });
const EMPTY_SECRET = input('missing', 'private-key', { missing: 'private-key' });

export const CASES: readonly Case[] = [
  { error: NOT_APPROVED, first: NOT_LET_IN },
  { error: NOT_APPROVED, run: AT.login, first: NOT_LET_IN },
  { error: NOT_APPROVED, run: { ...AT.test, ...SANDBOX_USER }, first: NOT_LET_IN },
  {
    error: NOT_APPROVED,
    run: { ...AT.login, ...SANDBOX_USER },
    first: SANDBOX_AT_PRODUCTION,
    why: 'ends with “.uat”, as in a sandbox, but login.salesforce.com is for production',
  },
  { error: NOT_APPROVED, run: SANDBOX_USER, first: SANDBOX_AT_PRODUCTION, why: 'acme.my.' },
  {
    error: NOT_APPROVED,
    run: { ...AT.login, username: 'test-abc123@example.com' },
    first: SANDBOX_AT_PRODUCTION,
    why: 'is that of a scratch org',
  },
  { error: NOT_APPROVED, run: AT.test, first: PRODUCTION_AT_SANDBOX, why: 'ci@acme.com.uat' },
  {
    error: NOT_APPROVED,
    run: { ...AT.sandbox, loginUrl: 'https://acme--full.sandbox.my.salesforce.com' },
    first: PRODUCTION_AT_SANDBOX,
    why: 'ci@acme.com.full',
  },
  {
    error: NOT_APPROVED,
    run: { ...AT.sandbox, username: 'ci@acme.com.dev1' },
    first: OTHER_SANDBOX,
    why: 'ends with “.dev1”, but acme--uat.sandbox.my.salesforce.com is the sandbox “uat”',
  },
  { error: NOT_APPROVED, run: { ...AT.sandbox, ...SANDBOX_USER }, first: NOT_LET_IN },
  { error: NOT_APPROVED, run: { ...AT.login, username: 'ci@acme.com.qa' }, first: NOT_LET_IN },

  { error: AUDIENCE, first: OWN_AUDIENCE, why: 'https://login.salesforce.com as audience' },
  { error: AUDIENCE, run: { ...AT.sandbox, ...SANDBOX_USER }, first: OWN_AUDIENCE },
  {
    error: AUDIENCE,
    run: AT.login,
    first: MY_DOMAIN_ONLY,
    why: 'went to login.salesforce.com, not to the org’s My Domain',
  },
  {
    error: AUDIENCE,
    run: { audience: 'https://test.salesforce.com', audienceGiven: true },
    first: 'The audience does not match the login URL.',
    why: 'https://test.salesforce.com, but acme.my.salesforce.com needs',
  },
  {
    error: AUDIENCE,
    run: { ...AT.sandbox, audience: 'https://login.salesforce.com' },
    first: 'The audience does not match the login URL.',
    why: 'needs https://test.salesforce.com',
  },
  {
    error: AUDIENCE,
    run: { audience: 'https://acme.my.salesforce.com/', audienceGiven: true },
    first: 'The org does not accept its My Domain as audience.',
  },
  { error: AUDIENCE, run: { ...AT.login, ...SANDBOX_USER }, first: SANDBOX_AT_PRODUCTION },
  {
    error: AUDIENCE,
    run: AT.site,
    first: 'An Experience Cloud site accepts only its own URL, with its path, as audience.',
  },
  {
    error: AUDIENCE,
    run: { ...AT.other, audienceGiven: true },
    first: 'The org expects a different audience than https://a.example.',
  },
  {
    error: AUDIENCE,
    run: { secondAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'HTTP 400' } },
    first: 'The org accepts neither https://login.salesforce.com nor its My Domain as audience.',
    why: 'refused https://login.salesforce.com, then https://acme.my.salesforce.com (HTTP',
  },
  {
    error: AUDIENCE,
    run: {
      loginUrl: 'https://acme.my.sfcrmproducts.cn',
      audience: 'https://login.salesforce.com',
      audienceGiven: true,
    },
    first: 'The audience does not match the login URL.',
    why: 'needs https://login.sfcrmproducts.cn',
  },

  { error: ASSERTION, first: NOT_A_PAIR, why: 'sets no certificate input' },
  { error: ASSERTION, run: { certificateMatched: true }, first: OLDER_CERTIFICATE },
  { error: ASSERTION, run: { ...AT.login, ...SANDBOX_USER }, first: SANDBOX_AT_PRODUCTION },

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

  { error: CREDENTIALS, first: NOT_A_PAIR },
  {
    error: CREDENTIALS,
    run: { certificateMatched: true },
    first: OLDER_CERTIFICATE,
    why: 'matches the private key',
  },
  { error: CREDENTIALS, run: { ...AT.login, certificateMatched: true }, first: OLDER_CERTIFICATE },

  {
    error: CLIENT_ID,
    first: 'The consumer key is incomplete or misspelled, or the app was deleted.',
  },
  {
    error: CLIENT_ID,
    run: { ...AT.sandbox, ...SANDBOX_USER },
    first: 'The sandbox was refreshed, which does not keep the app',
    why: 'a refresh replaces',
  },
  { error: CLIENT_ID, run: { ...AT.login, ...SANDBOX_USER }, first: SANDBOX_AT_PRODUCTION },
  {
    error: CLIENT_ID,
    run: AT.login,
    first: 'The consumer key is incomplete or misspelled, or the app was deleted.',
  },

  { error: NOT_ADMIN, first: NOT_LET_IN },
  { error: NOT_ADMIN, run: { ...AT.sandbox, ...SANDBOX_USER }, first: NOT_LET_IN },
  { error: NOT_ADMIN, run: { ...AT.sandbox }, first: PRODUCTION_AT_SANDBOX },

  { error: NOT_INSTALLED, first: OWN_AUDIENCE },
  { error: NOT_INSTALLED, run: { ...AT.test, ...SANDBOX_USER }, first: SHARED_HOST, why: 'test.s' },
  { error: NOT_INSTALLED, run: AT.login, first: SHARED_HOST, why: 'login.salesforce.com, not' },
  {
    error: NOT_INSTALLED,
    run: { secondAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'HTTP 400' } },
    first: NOT_LET_IN,
    why: 'refuses the My Domain as audience too',
  },
  { error: NOT_INSTALLED, run: { ...AT.sandbox, ...SANDBOX_USER }, first: OWN_AUDIENCE },
  {
    error: NOT_INSTALLED,
    run: {
      ...AT.sandbox,
      ...SANDBOX_USER,
      audience: 'https://acme--uat.sandbox.my.salesforce.com',
    },
    first: NOT_LET_IN,
    why: 'refuses the My Domain as audience too',
  },

  {
    error: INSTALL,
    first: BLOCKED,
  },
  {
    error: INSTALL,
    run: AT.login,
    first: BLOCKED,
  },
  { error: INSTALL, run: { ...AT.login, ...SANDBOX_USER }, first: SANDBOX_AT_PRODUCTION },

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
  { error: CROSS_ORG, run: AT.login, first: SHARED_HOST },
  { error: CROSS_ORG, run: { ...AT.login, ...SANDBOX_USER }, first: SANDBOX_AT_PRODUCTION },
  { error: WRONG_DOMAIN, first: WRONG_HOST },
  {
    error: WRONG_DOMAIN,
    run: AT.test,
    first: 'This app or flow works only at the org’s own domain.',
  },
  { error: WRONG_DOMAIN, run: AT.site, first: WRONG_HOST },
  { error: NO_SCOPES, first: 'The app lacks the scope “Manage user data via APIs (api)”.' },
  { error: NO_SCOPES, run: AT.login, first: 'The app lacks the scope “Manage user data' },
  { error: NO_SCOPES, run: AT.sandbox, first: 'The app lacks the scope “Manage user data' },
  { error: APPROVAL_GONE, first: 'The app relies on an approval that the user once gave' },
  { error: APPROVAL_GONE, run: AT.login, first: 'The app relies on an approval' },
  { error: APPROVAL_GONE, run: AT.sandbox, first: 'The app relies on an approval' },
  { error: oauth('app_blocked'), first: BLOCKED },
  { error: oauth('fail_close_app_blocked'), first: BLOCKED },
  { error: oauth('app_blocked'), run: AT.login, first: BLOCKED },
  { error: oauth('oauth_policy_not_found'), first: 'The External Client App has no policies' },
  {
    error: oauth('ecapp_policy_not_found'),
    run: AT.login,
    first: 'The External Client App has no',
  },
  { error: oauth('oauth_policy_not_found'), run: AT.sandbox, first: 'The External Client App has' },
  { error: oauth('invalid_session_level'), first: HIGH_ASSURANCE },
  { error: oauth('oauth_flow_disabled', 'off'), first: NO_CERTIFICATE },

  { error: INACTIVE, first: 'The user is deactivated or frozen.' },
  {
    error: INACTIVE,
    run: { ...AT.sandbox, ...SANDBOX_USER },
    first: 'The user is deactivated or frozen.',
    why: 'refresh',
  },
  { error: INACTIVE, run: SANDBOX_USER, first: SANDBOX_AT_PRODUCTION },

  { error: GRANT, first: NO_CERTIFICATE },
  { error: GRANT, run: PROXY, first: NO_CERTIFICATE },
  { error: GRANT, run: AT.login, first: NO_CERTIFICATE },

  { error: SCOPE, first: NO_OFFLINE_SCOPE },
  { error: SCOPE, run: { ...AT.sandbox, ...SANDBOX_USER }, first: NO_OFFLINE_SCOPE },
  { error: SCOPE, run: PROXY, first: NO_OFFLINE_SCOPE },

  { error: FAILURE, first: API_ENABLED },
  { error: FAILURE, run: AT.login, first: API_ENABLED },
  { error: FAILURE, run: { ...AT.login, ...SANDBOX_USER }, first: SANDBOX_AT_PRODUCTION },

  { error: RETRY, run: { attempts: 3 }, first: UNAVAILABLE, why: '3 attempts' },
  { error: RETRY, first: UNAVAILABLE },
  { error: RETRY, run: AT.test, first: SHARED_HOST },
  { error: RETRY, run: { ...AT.login, attempts: 4 }, first: SHARED_HOST, why: 'login.salesforce' },

  { error: BARE, first: 'Salesforce did not say why.' },
  { error: BARE, run: AT.login, first: 'Salesforce did not say why.' },
  { error: BARE, run: { ...AT.login, ...SANDBOX_USER }, first: SANDBOX_AT_PRODUCTION },

  { error: SESSION, first: SESSION_ENDED },
  { error: SESSION, run: PROXY, first: SESSION_ENDED },
  {
    error: SESSION,
    run: { ...AT.sandbox, ...SANDBOX_USER },
    first: SESSION_ENDED,
  },
  {
    error: SESSION,
    run: { revokeToken: true },
    first: 'Another job of this pipeline revoked the token',
    why: 'sets revoke-token',
  },
  { error: SESSION_API, first: API_ACCESS },
  { error: SESSION_API, run: AT.login, first: API_ACCESS },
  { error: SESSION_API, run: PROXY, first: API_ACCESS },
  { error: API_OFF, first: API_ENABLED },
  { error: API_OFF, run: AT.login, first: API_ENABLED },
  { error: API_OFF, run: PROXY, first: API_ENABLED },

  { error: REDIRECT, first: WRONG_HOST },
  { error: REDIRECT, run: PROXY, first: IN_BETWEEN },
  { error: REDIRECT, run: AT.sandbox, first: WRONG_HOST },
  { error: MAINTENANCE, first: UNAVAILABLE },
  { error: MAINTENANCE, run: PROXY, first: UNAVAILABLE },
  { error: MAINTENANCE, run: { ...AT.test, attempts: 3 }, first: UNAVAILABLE, why: '3 attempts' },
  { error: BROKEN, run: { attempts: 3 }, first: UNAVAILABLE },
  { error: BROKEN, run: AT.test, first: TEST_HOST },
  { error: BROKEN, run: PROXY, first: IN_BETWEEN, why: 'does not look like Salesforce’s' },
  { error: oauth('odd', 'new words', 500), run: PROXY, first: UNAVAILABLE },
  { error: BUSY, first: 'Salesforce, or a proxy on the way, takes no more requests' },
  { error: BUSY, run: PROXY, first: 'Salesforce, or a proxy on the way, takes no more requests' },
  { error: BUSY, run: AT.test, first: 'Salesforce, or a proxy on the way, takes no more requests' },
  { error: NOT_FOUND, first: WRONG_HOST },
  { error: NOT_FOUND, run: PROXY, first: IN_BETWEEN },
  { error: NOT_FOUND, run: AT.site, first: WRONG_HOST },
  { error: PAGE, first: WRONG_HOST },
  { error: PAGE, run: PROXY, first: IN_BETWEEN },
  { error: PAGE, run: AT.login, first: WRONG_HOST },
  { error: EMPTY_SUCCESS, first: WRONG_HOST },
  { error: EMPTY_SUCCESS, run: PROXY, first: IN_BETWEEN },
  { error: EMPTY_SUCCESS, run: AT.test, first: WRONG_HOST },
  { error: NO_TOKEN, first: WRONG_HOST },
  { error: NO_TOKEN, run: PROXY, first: IN_BETWEEN },
  { error: NO_TOKEN, run: AT.other, first: WRONG_HOST },
  { error: OUT_OF_TIME, first: 'The 60 seconds of `timeout-seconds` passed' },
  { error: OUT_OF_TIME, run: { attempts: 3 }, first: 'The 60 seconds of `timeout-seconds` passed' },
  {
    error: OUT_OF_TIME,
    run: PROXY,
    first: 'The 60 seconds of `timeout-seconds`',
    why: 'proxy.acme',
  },

  { error: cut('ENOTFOUND'), first: WRONG_HOST },
  { error: cut('ENOTFOUND'), run: SELF_HOSTED, first: NEEDS_PROXY, why: 'self-hosted runner' },
  { error: cut('ENOTFOUND'), run: PROXY, first: BAD_PROXY },
  // One is named, though not for this host: nobody can say that none is.
  {
    error: cut('ENOTFOUND'),
    run: { ...SELF_HOSTED, proxyVariable: 'HTTPS_PROXY' },
    first: WRONG_HOST,
  },
  {
    error: cut('ECONNREFUSED'),
    first: 'A firewall refuses the connection, or `login-url` is misspelled.',
  },
  { error: cut('ECONNREFUSED'), run: SELF_HOSTED, first: NEEDS_PROXY },
  { error: cut('ECONNREFUSED'), run: PROXY, first: BAD_PROXY },
  { error: cut('ECONNRESET'), run: { attempts: 3 }, first: UNAVAILABLE, why: '3 attempts' },
  { error: cut('ECONNRESET'), run: SELF_HOSTED, first: UNAVAILABLE },
  { error: cut('ECONNRESET'), run: PROXY, first: IN_BETWEEN },
  { error: cut('timeout', { milliseconds: 20_000 }), first: 'Salesforce or the network is slow.' },
  { error: cut('ETIMEDOUT'), run: SELF_HOSTED, first: NEEDS_PROXY },
  { error: cut('ETIMEDOUT'), run: PROXY, first: BAD_PROXY },
  {
    error: cut('ERR_TLS_CERT_ALTNAME_INVALID'),
    first: '`login-url` is misspelled or has an extra dot',
  },
  {
    error: cut('ERR_TLS_CERT_ALTNAME_INVALID'),
    run: AT.sandbox,
    first: '`login-url` is misspelled or has an extra dot',
  },
  { error: cut('ERR_TLS_CERT_ALTNAME_INVALID'), run: PROXY, first: IN_BETWEEN },
  {
    error: cut('CERT_HAS_EXPIRED'),
    first: 'The certificate of a TLS-inspecting proxy or firewall has expired',
  },
  {
    error: cut('CERT_HAS_EXPIRED'),
    run: PROXY,
    first: 'The certificate of a TLS-inspecting proxy or firewall has expired',
  },
  {
    error: cut('CERT_NOT_YET_VALID'),
    run: { ...SELF_HOSTED, skewSeconds: 9e7 },
    first: 'The runner’s clock is wrong',
  },
  { error: cut('EPROTO'), first: IN_BETWEEN },
  { error: cut('EPROTO'), run: SELF_HOSTED, first: IN_BETWEEN },
  { error: cut('EPROTO'), run: PROXY, first: IN_BETWEEN },
  {
    error: cut('proxy-plain', { cause: 'EPROTO' }),
    run: { ...PROXY, proxyVariable: 'https_proxy' },
    first: 'https_proxy begins with https://, but the proxy uses plain HTTP.',
    why: 'proxy.acme.com:3128 (https_proxy)',
  },
  {
    error: cut('proxy-certificate', { cause: 'CERT_HAS_EXPIRED' }),
    run: { ...PROXY, proxyVariable: 'HTTPS_PROXY' },
    first: 'HTTPS_PROXY begins with https://, and the runner does not trust the certificate',
    why: 'proxy.acme.com:3128 (HTTPS_PROXY)',
  },
  {
    error: cut('proxy-unreadable', { variable: 'https_proxy' }),
    run: { ...SELF_HOSTED, proxyVariable: 'https_proxy' },
    first: 'The value of https_proxy is not the address of a proxy.',
  },

  {
    error: EMPTY_SECRET,
    hint: { reason: 'fork', from: 'the fork mallory/deploy' },
    first: 'GitHub gives no Actions secrets to pull requests from forks',
    why: 'this pull request is from the fork mallory/deploy',
  },
  {
    error: EMPTY_SECRET,
    hint: { reason: 'dependabot', job: 'deploy' },
    first: 'GitHub gives no Actions secrets to pull requests from forks',
    why: 'Dependabot started this run',
  },
  {
    error: EMPTY_SECRET,
    hint: { reason: 'other', job: 'deploy' },
    first: 'The secret or variable is not available to the job deploy.',
  },
  { error: EMPTY_SECRET, first: 'The secret or variable is not available to this job.' },
];
