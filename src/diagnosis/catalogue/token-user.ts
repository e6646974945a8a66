import type { Entry } from './entry.ts';
import {
  API_ENABLED,
  BETWEEN,
  IN_BETWEEN,
  MY_DOMAIN,
  MY_DOMAIN_ONLY,
  NO_CERTIFICATE,
  NOT_ON_APP,
  SHARED_HOST,
  UNAVAILABLE,
  WRONG_HOST,
  WRONG_ORG,
} from './shared.ts';

/** What the token endpoint answers where it refuses the user, the org or the request. Titles are Salesforce’s own words. */

export const IP_RESTRICTED = {
  title: 'ip restricted',
  says: ['ip restricted', 'restricted ip', 'invalid login hours'],
  history: ['ip', 'hours'],
  causes: [
    {
      when: 'GitHub-hosted runner',
      what: 'The runner’s address is outside the Login IP Ranges of the user’s profile. “Relax IP restrictions” in the app does not help, because JWT bearer always enforces these ranges.',
      fix: 'Use a profile without Login IP Ranges, or a runner with a fixed address that is in the ranges.',
      where: 'ipRanges',
    },
    {
      only: 'proxy set',
      what: 'The public address of the proxy is outside the Login IP Ranges.',
      fix: 'Add that address to Login IP Ranges.',
      where: 'ipRanges',
    },
    {
      what: 'The profile’s Login Hours do not allow sign-ins at this time.',
      tell: 'the step fails only at certain hours.',
      fix: 'Clear Login Hours.',
      where: 'profile',
    },
  ],
} as const satisfies Entry;

export const RATE_EXCEEDED = {
  title: 'login rate exceeded',
  says: ['login rate exceeded', 'rate limit exceeded'],
  errors: ['rate_limit_exceeded', 'LOGIN_RATE_EXCEEDED', 'login rate exceeded'],
  history: ['rate'],
  causes: [
    {
      what: 'This user signed in too often. Salesforce allows 3,600 sign-ins an hour, from all clients together.',
      fix: 'Do not rerun the job yet. Salesforce says to wait an hour; in some reports 15 to 30 minutes were enough. Then sign in once per job, with one user for each pipeline.',
      where: 'history',
    },
  ],
} as const satisfies Entry;

export const LOGINS_EXCEEDED = {
  title: 'Maximum Logins Exceeded',
  says: ['maximum logins exceeded'],
  history: ['logins'],
  causes: [
    {
      what: 'The user’s license does not allow API sign-ins, for example that of an agent’s service user.',
      fix: 'Use a user with a Salesforce or a Salesforce Integration license.',
      where: 'users',
    },
  ],
} as const satisfies Entry;

export const INACTIVE_USER = {
  title: 'inactive user',
  says: ['inactive user', 'user is inactive'],
  errors: ['inactive_user'],
  history: ['inactive'],
  causes: [
    ...WRONG_ORG,
    {
      hint: 'sandbox host',
      what: 'The user is deactivated or frozen.',
      fix: 'On the page of {username}, select Active or click Unfreeze.',
      where: 'users',
    },
  ],
} as const satisfies Entry;

export const INACTIVE_ORG = {
  title: 'inactive organization',
  says: ['inactive org', 'inactive organization'],
  errors: ['inactive_org'],
  history: ['org'],
  causes: [
    {
      what: 'The org is locked, suspended, closed or in maintenance, or its trial has expired.',
      fix: 'Log in with a browser to see which.',
      where: 'company',
    },
  ],
} as const satisfies Entry;

export const GRANT_TYPE = {
  title: 'grant type not supported',
  says: ['grant type not supported', 'unsupported grant type', 'unauthorized client'],
  errors: ['unsupported_grant_type', 'unauthorized_client', 'oauth_flow_disabled'],
  causes: [NO_CERTIFICATE, WRONG_HOST, { ...BETWEEN, needs: 'proxy set' }],
} as const satisfies Entry;

export const INVALID_REQUEST = {
  title: 'invalid_request',
  says: ['scope parameter not supported', 'missing required parameter'],
  errors: ['invalid_assertion_type', 'bad_jti_claim'],
  bare: 'invalid_request',
  causes: [IN_BETWEEN],
} as const satisfies Entry;

export const AUTHENTICATION_FAILURE = {
  title: 'authentication failure',
  says: ['authentication failure'],
  errors: ['login_error'],
  history: ['none', 'noUser', 'apiDisabled', 'inactive', 'domain'],
  causes: [...WRONG_ORG, API_ENABLED, MY_DOMAIN_ONLY],
} as const satisfies Entry;

export const WRONG_DOMAIN = {
  title: 'request not supported on this domain',
  says: ['request not supported on this domain'],
  history: ['domain'],
  causes: [
    {
      ...MY_DOMAIN,
      only: 'generic host',
      what: 'This app or flow works only at the org’s own domain.',
    },
    WRONG_HOST,
  ],
} as const satisfies Entry;

export const RETRY = {
  title: 'retry your request',
  says: ['retry your request', 'activation secret invalid'],
  errors: [
    'unknown_error',
    'server_error',
    'temporarily_unavailable',
    'service_unavailable',
    'system_down',
    'slow_down',
  ],
  history: ['platform'],
  causes: [SHARED_HOST, UNAVAILABLE],
} as const satisfies Entry;

export const INVALID_GRANT = {
  title: 'invalid_grant',
  bare: 'invalid_grant',
  history: ['none', 'noUser', 'signature', 'timestamp', 'ip', 'domain', 'inactive'],
  causes: [
    ...WRONG_ORG,
    {
      what: 'Salesforce did not say why.',
      fix: 'Find the row of this run. Its Status says why.',
      where: 'history',
    },
    NOT_ON_APP,
    MY_DOMAIN_ONLY,
  ],
} as const satisfies Entry;
