import type { Entry } from './entry.ts';
import {
  API_ENABLED,
  IN_BETWEEN,
  JUST_CHANGED,
  KEY_PAIR,
  MY_DOMAIN_ONLY,
  NO_OFFLINE_SCOPE,
  NOT_INSTALLED,
  NOT_ON_APP,
  OTHER_APP,
  OWN_AUDIENCE,
  TEST_HOST,
  UNAVAILABLE,
  WRONG_HOST,
  WRONG_ORG,
} from './shared.ts';

/** What the token endpoint answers to a JWT bearer request. Salesforce's own texts are the titles. */
export const TOKEN_ENTRIES: readonly Entry[] = [
  {
    title: "user hasn't approved this consumer",
    says: ["user hasn't approved this consumer", "user hasn't approved consumer"],
    history: ['none', 'domain', 'notInstalled'],
    causes: [
      ...WRONG_ORG,
      NOT_ON_APP,
      NO_OFFLINE_SCOPE,
      {
        what: 'The org has no user with exactly this username.',
        tell: 'Login History has no row for this run.',
        fix: 'Copy the Username, not the Email. In a sandbox it ends in the sandbox’s name.',
        where: 'users',
      },
      MY_DOMAIN_ONLY,
      JUST_CHANGED,
    ],
  },
  {
    title: 'audience is invalid',
    says: ['audience is invalid', 'audience validation failed', 'invalid audience'],
    history: ['none'],
    causes: [
      {
        only: 'audience does not fit',
        what: 'The audience does not fit the login URL.',
        fix: 'Remove the line `audience:`. Then {fitting} is used.',
        where: 'workflow',
      },
      {
        only: 'own audience',
        what: 'The org does not accept its My Domain as audience.',
        fix: 'Remove the line `audience:`. Then {fitting} is used.',
        where: 'workflow',
      },
      {
        only: 'site host',
        what: 'An Experience Cloud site wants exactly its own URL as audience, with its path.',
        fix: 'Set `login-url` to the site’s URL, like https://acme.my.site.com/partners, and leave `audience` out.',
        where: 'workflow',
      },
      ...WRONG_ORG,
      OWN_AUDIENCE,
      {
        ...MY_DOMAIN_ONLY,
        only: 'generic host',
        fix: 'Set `login-url` to the org’s My Domain, like https://acme.my.salesforce.com. If that is not enough, set `audience` to it too.',
      },
      {
        what: 'The org expects another audience than {audience}.',
        fix: 'Set `audience` to https://login.salesforce.com for production, https://test.salesforce.com for a sandbox, or to the org’s My Domain.',
        where: 'workflow',
      },
    ],
  },
  {
    title: 'invalid assertion',
    says: ['invalid assertion', 'assertion is invalid'],
    history: ['none', 'signature', 'timestamp'],
    causes: [...WRONG_ORG, ...KEY_PAIR, OTHER_APP, MY_DOMAIN_ONLY],
  },
  {
    title: 'expired authorization code',
    says: ['expired authorization code', 'assertion expired', 'assertion is expired'],
    history: ['timestamp'],
    causes: [
      {
        when: 'clock is wrong',
        what: 'The runner’s clock is wrong.',
        fix: 'Set the runner’s clock by NTP. Its time zone does not matter.',
      },
      {
        when: 'clock is right',
        what: 'The request reached Salesforce minutes after it was signed.',
        fix: 'Look for a proxy that holds requests back, or a runner that was suspended meanwhile.',
      },
    ],
  },
  {
    title: 'invalid client credentials',
    says: ['invalid client credentials'],
    errors: ['invalid_client'],
    history: ['signature'],
    causes: [
      ...KEY_PAIR,
      {
        what: 'The app has no certificate.',
        tell: 'the app’s page shows none.',
        fix: 'Enable JWT Bearer Flow (Connected App: “Use digital signatures”), upload the certificate, save, and look again whether it is there.',
        where: 'certificate',
      },
      OTHER_APP,
      JUST_CHANGED,
    ],
  },
  {
    title: 'client identifier invalid',
    says: ['client identifier invalid'],
    errors: ['invalid_client_id'],
    history: ['none', 'noConsumer', 'deleted'],
    causes: [
      ...WRONG_ORG,
      {
        only: 'sandbox host',
        what: 'The sandbox was refreshed, and its app now has another consumer key.',
        fix: 'Copy the consumer key anew from the app in the sandbox, or create the app there.',
        where: 'consumerKey',
      },
      {
        what: 'The consumer key is incomplete or mistyped, or its app was deleted.',
        fix: 'Copy the Consumer Key anew (not the Consumer Secret).',
        where: 'consumerKey',
      },
      {
        hint: 'generic host',
        what: 'The app belongs to another org than the login URL.',
        fix: 'Set `login-url` to the My Domain of the org in which you see the app.',
        where: 'myDomain',
      },
      JUST_CHANGED,
    ],
  },
  {
    title: 'user is not admin approved to access this app',
    says: ['user is not admin approved to access this app', 'user is not admin approved'],
    errors: ['invalid_app_access'],
    causes: [
      ...WRONG_ORG,
      NOT_ON_APP,
      {
        what: 'The app lists the permission set, but the user does not have it (any more).',
        tell: 'the user’s Permission Set Assignments lack it.',
        fix: 'Assign the permission set to {username}.',
        where: 'permissions',
      },
      JUST_CHANGED,
    ],
  },
  {
    title: 'External client app is not installed in this org',
    says: ['client app is not installed in this org', 'app is not installed'],
    errors: ['app_not_found', 'OAUTH_EC_APP_NOT_FOUND'],
    history: ['none', 'notInstalled'],
    causes: [
      ...WRONG_ORG,
      { ...TEST_HOST, what: 'The shared sandbox host does not find the app of your sandbox.' },
      OWN_AUDIENCE,
      {
        hint: 'sandbox host',
        what: 'The app was made in another org, or after this sandbox was refreshed.',
        tell: 'External Client Apps Manager of this very org does not list the app.',
        fix: 'Create the app in this org, and use the consumer key shown there.',
        where: 'consumerKey',
      },
      JUST_CHANGED,
    ],
  },
  {
    title: 'app must be installed into org',
    says: ['app must be installed'],
    errors: ['OAUTH_APP_BLOCKED', 'OAUTH_APP_ACCESS_DENIED', 'OAUTH_APPROVAL_ERROR_GENERIC'],
    history: ['notInstalled'],
    causes: [
      ...WRONG_ORG,
      NOT_INSTALLED,
      {
        what: 'The user may not use apps that are not installed.',
        tell: 'other users can use the app.',
        fix: 'Give the user the permission “Approve Uninstalled Connected Apps”.',
        where: 'permissions',
      },
    ],
  },
  {
    title: 'ip restricted',
    says: ['ip restricted', 'restricted ip', 'invalid login hours'],
    also: ['ip restricted or invalid login hours'],
    history: ['oauthIp', 'ip', 'hours'],
    causes: [
      {
        when: 'GitHub-hosted runner',
        what: 'The runner’s address is outside the Login IP Ranges of the user’s profile. (Relaxing IP restrictions in the app does not help: JWT bearer always enforces them.)',
        fix: 'Give the user a profile without Login IP Ranges; or use a runner with a fixed address, and add that to the ranges.',
        where: 'profile',
      },
      {
        only: 'proxy set',
        what: 'The address by which the proxy leaves your network is outside the Login IP Ranges.',
        fix: 'Add that address to Login IP Ranges.',
        where: 'profile',
      },
      {
        what: 'The profile’s Login Hours do not allow sign-ins at this time.',
        tell: 'it fails at certain hours only.',
        fix: 'Clear Login Hours.',
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
        what: 'This user signed in too often: about 3,600 times an hour are allowed, all clients together.',
        tell: 'Login History is full of this user’s rows.',
        fix: 'Wait an hour; trying again prolongs it. Sign in once per job rather than once per command, and give each pipeline a user of its own.',
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
        fix: 'On the page of {username}, tick Active, or click Unfreeze.',
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
        what: 'The org is locked, suspended, closed or in maintenance, or its trial has ended.',
        fix: 'Sign in with a browser: it says which.',
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
        what: 'The app is not enabled for JWT bearer.',
        fix: 'Enable JWT Bearer Flow (Connected App: “Use digital signatures”), and upload the certificate.',
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
        fix: 'Find the row of this run: its Status says why.',
        where: 'history',
      },
      NOT_ON_APP,
      MY_DOMAIN_ONLY,
    ],
  },
];
