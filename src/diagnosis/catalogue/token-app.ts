import type { Entry } from './entry.ts';
import {
  JUST_CHANGED,
  KEY_PAIR,
  MY_DOMAIN_ONLY,
  NO_OFFLINE_SCOPE,
  NOT_INSTALLED,
  NOT_ON_APP,
  OTHER_APP,
  OWN_AUDIENCE,
  TEST_HOST,
  WRONG_ORG,
} from './shared.ts';

/** What the token endpoint answers where the assertion or the app is refused. Titles are Salesforce’s own words. */
export const APP_ENTRIES = [
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
] as const satisfies readonly Entry[];
