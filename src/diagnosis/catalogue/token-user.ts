import type { Entry } from './entry.ts';
import {
  API_ENABLED,
  IN_BETWEEN,
  JUST_CHANGED,
  MY_DOMAIN_ONLY,
  NO_OFFLINE_SCOPE,
  NOT_INSTALLED,
  NOT_ON_APP,
  TEST_HOST,
  UNAVAILABLE,
  WRONG_HOST,
  WRONG_ORG,
} from './shared.ts';

/** What the token endpoint answers where the user, the org or the request is refused. Titles are Salesforce’s own words. */
export const USER_ENTRIES = [
  {
    title: 'ip restricted',
    says: ['ip restricted', 'restricted ip', 'invalid login hours'],
    also: ['ip restricted or invalid login hours'],
    history: ['oauthIp', 'ip', 'hours'],
    causes: [
      {
        when: 'GitHub-hosted runner',
        what: 'The runner’s address is outside the Login IP Ranges of the user’s profile. “Relax IP restrictions” in the app does not help, because JWT bearer always enforces these ranges.',
        fix: 'Use a profile without Login IP Ranges, or a runner with a fixed address that is in the ranges.',
        where: 'profile',
      },
      {
        only: 'proxy set',
        what: 'The public address of the proxy is outside the Login IP Ranges.',
        fix: 'Add that address to Login IP Ranges.',
        where: 'profile',
      },
      {
        what: 'Login Hours of the profile do not allow sign-ins now.',
        tell: 'it fails only at certain hours.',
        fix: 'Clear the Login Hours.',
        where: 'profile',
      },
    ],
  },
  {
    title: 'login rate exceeded',
    says: ['login rate exceeded', 'rate limit exceeded'],
    errors: ['rate_limit_exceeded', 'LOGIN_RATE_EXCEEDED', 'login rate exceeded'],
    status: [429, 429],
    history: ['rate', 'tokenRate'],
    causes: [
      {
        what: 'This user signed in too often. Salesforce allows about 3,600 sign-ins an hour, from all clients together.',
        tell: 'Login History shows many rows for this user.',
        fix: 'Wait 15 to 60 minutes; each further try makes it longer. Sign in once per job instead of once per command, and use one user for each pipeline.',
        where: 'history',
      },
    ],
  },
  {
    title: 'inactive user',
    says: ['inactive user', 'user is inactive'],
    errors: ['inactive_user'],
    history: ['inactive'],
    causes: [
      ...WRONG_ORG,
      {
        hint: 'sandbox host',
        what: 'The user is deactivated or frozen.',
        fix: 'Open {username}, and select Active or click Unfreeze.',
        where: 'users',
      },
    ],
  },
  {
    title: 'inactive organization',
    says: ['inactive org', 'inactive organization'],
    errors: ['inactive_org'],
    history: ['org'],
    causes: [
      {
        what: 'The org is locked, suspended, closed or in maintenance, or its trial has expired.',
        fix: 'Sign in with a browser, which says more.',
        where: 'company',
      },
    ],
  },
  {
    title: 'grant type not supported',
    says: ['grant type not supported', 'unsupported grant type', 'unauthorized client'],
    errors: ['unsupported_grant_type', 'unauthorized_client'],
    causes: [
      { ...IN_BETWEEN, only: 'proxy set' },
      {
        what: 'JWT Bearer Flow is not enabled in the app.',
        fix: 'Select Enable JWT Bearer Flow (Connected App: “Use digital signatures”) and upload the certificate.',
        where: 'certificate',
      },
      WRONG_HOST,
    ],
  },
  {
    title:
      'refresh_token scope is required and the connected app should be installed and preauthorized',
    says: ['refresh_token scope is required', 'should be installed and preauthorized'],
    history: ['notInstalled'],
    causes: [NO_OFFLINE_SCOPE, NOT_ON_APP, NOT_INSTALLED, JUST_CHANGED],
  },
  {
    title: 'invalid_request',
    says: ['scope parameter not supported', 'missing required parameter'],
    bare: 'invalid_request',
    causes: [IN_BETWEEN],
  },
  {
    title: 'authentication failure',
    says: ['authentication failure'],
    history: ['none', 'apiDisabled', 'inactive', 'domain'],
    causes: [...WRONG_ORG, API_ENABLED, MY_DOMAIN_ONLY],
  },
  {
    title: 'retry your request',
    says: ['retry your request', 'activation secret invalid'],
    errors: ['unknown_error', 'server_error', 'temporarily_unavailable'],
    history: ['platform'],
    causes: [TEST_HOST, UNAVAILABLE],
  },
  {
    title: 'invalid_grant',
    bare: 'invalid_grant',
    history: ['none', 'signature', 'timestamp', 'ip', 'domain', 'inactive'],
    causes: [
      ...WRONG_ORG,
      {
        what: 'Salesforce did not say why.',
        fix: 'Find the row for this run. Its Status says why.',
        where: 'history',
      },
      NOT_ON_APP,
      MY_DOMAIN_ONLY,
    ],
  },
] as const satisfies readonly Entry[];
