import { TRANSIENT_OAUTH_ERRORS } from '../../salesforce/errors.ts';
import type { CatalogEntry } from './entry.ts';
import {
  API_ENABLED,
  INTERCEPTING_PROXY,
  INTERCEPTION,
  JUST_CHANGED,
  MY_DOMAIN_ONLY,
  NO_CERTIFICATE,
  NOT_PREAUTHORIZED,
  POSSIBLY_WRONG_ORG,
  SHARED_HOST,
  UNAVAILABLE,
  USE_MY_DOMAIN,
  WRONG_HOST,
  WRONG_ORG,
} from './shared-causes.ts';

const OUTSIDE_RANGES =
  'is outside the Login IP Ranges of the user’s profile. “Relax IP restrictions” in the app does not help, because JWT bearer always enforces these ranges.';

export const IP_RESTRICTED = {
  id: 'ip-restricted',
  title: 'ip restricted',
  phrases: ['ip restricted', 'restricted ip', 'invalid login hours'],
  loginHistory: ['ip', 'hours'],
  causes: [
    {
      id: 'runner-address-outside-login-ranges',
      promotedBy: 'github-hosted-runner',
      refutedBy: ['proxy-set'],
      explanation: `The runner’s address ${OUTSIDE_RANGES}`,
      fix: 'Use a profile without Login IP Ranges, or a runner with a fixed address in the ranges.',
      setupPath: 'ipRanges',
    },
    {
      id: 'proxy-address-outside-login-ranges',
      impliedBy: 'proxy-set',
      explanation: `The public address of the proxy ${OUTSIDE_RANGES}`,
      fix: 'Add that address to Login IP Ranges, or add {host} to no_proxy if the runner’s own address is in the ranges.',
      setupPath: 'ipRanges',
    },
    {
      id: 'login-hours',
      requires: 'hours-possible',
      explanation: 'The profile’s Login Hours do not allow sign-ins at this time.',
      appliesIf: 'the step fails only at certain hours.',
      fix: 'Clear Login Hours.',
      setupPath: 'profile',
    },
    // Salesforce found the user, so these causes require that the username exists in both orgs.
    ...POSSIBLY_WRONG_ORG,
  ],
} as const satisfies CatalogEntry;

export const RATE_EXCEEDED = {
  id: 'login-rate-exceeded',
  title: 'login rate exceeded',
  phrases: ['login rate exceeded', 'rate limit exceeded'],
  salesforceErrors: ['rate_limit_exceeded', 'LOGIN_RATE_EXCEEDED', 'login rate exceeded'],
  loginHistory: ['rate'],
  causes: [
    {
      id: 'login-rate-exceeded',
      certain: true,
      explanation:
        'This user signed in too often. Salesforce allows 3,600 sign-ins an hour, from all clients together.',
      fix: 'Do not rerun the job yet. Salesforce says to wait an hour; in some reports 15 to 30 minutes were enough. Then sign in once per job, with one user for each pipeline.',
      setupPath: 'history',
    },
  ],
} as const satisfies CatalogEntry;

export const LOGINS_EXCEEDED = {
  id: 'maximum-logins-exceeded',
  title: 'Maximum Logins Exceeded',
  phrases: ['maximum logins exceeded'],
  loginHistory: ['logins'],
  causes: [
    {
      id: 'license-without-api-login',
      explanation:
        'The user’s license does not allow API sign-ins, for example that of an agent’s service user.',
      fix: 'Set `username` to a user with a Salesforce or a Salesforce Integration license.',
      setupPath: 'users',
    },
  ],
} as const satisfies CatalogEntry;

export const INACTIVE_USER = {
  id: 'inactive-user',
  title: 'inactive user',
  phrases: ['inactive user', 'user is inactive'],
  salesforceErrors: ['inactive_user'],
  loginHistory: ['inactive'],
  causes: [
    ...WRONG_ORG,
    {
      id: 'user-inactive',
      explanation: 'The user is deactivated or frozen.',
      fix: 'On the page of {username}, select Active or click Unfreeze.',
      setupPath: 'users',
    },
    {
      id: 'user-frozen-automatically',
      explanation:
        'Salesforce itself froze the user. Since April 2026 it does so after sign-ins from VPNs, proxies and high-risk addresses, and sends the mail “Salesforce Security notification”.',
      appliesIf: 'that mail came, or the user is frozen again after every Unfreeze.',
      fix: 'Unfreeze the user only after the step has another address, or the next sign-in freezes the user again.',
      setupPath: 'users',
    },
  ],
} as const satisfies CatalogEntry;

export const INACTIVE_ORG = {
  id: 'inactive-org',
  title: 'inactive organization',
  phrases: ['inactive org', 'inactive organization'],
  salesforceErrors: ['inactive_org'],
  loginHistory: ['org'],
  causes: [
    {
      id: 'org-inactive',
      explanation:
        'The org is locked, suspended, closed or in maintenance, or its trial has expired.',
      fix: 'Log in with a browser to see which.',
      setupPath: 'company',
    },
  ],
} as const satisfies CatalogEntry;

export const UNSUPPORTED_GRANT_TYPE = {
  id: 'unsupported-grant-type',
  title: 'grant type not supported',
  phrases: [
    'grant type not supported',
    'unsupported grant type',
    'unauthorized client',
    'not authorized for this grant type',
  ],
  salesforceErrors: ['unsupported_grant_type', 'unauthorized_client', 'oauth_flow_disabled'],
  causes: [
    ...WRONG_ORG,
    NO_CERTIFICATE,
    MY_DOMAIN_ONLY,
    WRONG_HOST,
    { ...INTERCEPTION, requires: 'proxy-set' },
  ],
} as const satisfies CatalogEntry;

export const INVALID_REQUEST = {
  id: 'invalid-request',
  title: 'invalid_request',
  phrases: ['scope parameter not supported', 'missing required parameter'],
  salesforceErrors: ['invalid_assertion_type', 'bad_jti_claim'],
  errorWithoutDescription: 'invalid_request',
  causes: [INTERCEPTING_PROXY],
} as const satisfies CatalogEntry;

export const AUTHENTICATION_FAILURE = {
  id: 'authentication-failure',
  title: 'authentication failure',
  phrases: ['authentication failure'],
  salesforceErrors: ['login_error'],
  loginHistory: ['none', 'noUser', 'apiDisabled', 'inactive', 'domain'],
  causes: [...WRONG_ORG, API_ENABLED, MY_DOMAIN_ONLY],
} as const satisfies CatalogEntry;

export const WRONG_DOMAIN = {
  id: 'unsupported-domain',
  title: 'request not supported on this domain',
  phrases: ['request not supported on this domain'],
  loginHistory: ['domain'],
  causes: [
    {
      ...USE_MY_DOMAIN,
      id: 'unsupported-domain',
      impliedBy: 'shared-login-host',
      explanation: 'This app or flow works only at the org’s own domain.',
    },
    WRONG_HOST,
  ],
} as const satisfies CatalogEntry;

export const RETRY_REQUEST = {
  id: 'retry-request',
  title: 'retry your request',
  phrases: ['retry your request', 'activation secret invalid'],
  salesforceErrors: TRANSIENT_OAUTH_ERRORS.filter((code) => code !== 'slow_down'),
  loginHistory: ['platform'],
  causes: [SHARED_HOST, UNAVAILABLE],
} as const satisfies CatalogEntry;

export const INVALID_GRANT = {
  id: 'invalid-grant',
  title: 'invalid_grant',
  errorWithoutDescription: 'invalid_grant',
  loginHistory: ['none', 'noUser', 'signature', 'timestamp', 'ip', 'domain', 'inactive'],
  causes: [
    ...WRONG_ORG,
    {
      id: 'reason-not-given',
      explanation: 'Salesforce did not say why.',
      fix: 'Find the row of {username} at the time above. Its Status says why.',
      setupPath: 'history',
    },
    NOT_PREAUTHORIZED,
    MY_DOMAIN_ONLY,
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;
