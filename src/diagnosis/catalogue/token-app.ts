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
        what: 'The org has no user with this username.',
        tell: 'Login History shows no row for this run.',
        fix: 'Copy the Username, not the Email. In a sandbox it ends with the sandbox name.',
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
        what: 'The audience does not match the login URL.',
        fix: 'Remove the line `audience:`. The step then uses {fitting}.',
        where: 'workflow',
      },
      {
        only: 'own audience',
        what: 'The org does not accept its My Domain as audience.',
        fix: 'Remove the line `audience:`. The step then uses {fitting}.',
        where: 'workflow',
      },
      {
        only: 'site host',
        what: 'An Experience Cloud site accepts only its own URL, with its path, as audience.',
        fix: 'Set `login-url` to the URL of the site, such as https://acme.my.site.com/partners, and remove `audience`.',
        where: 'workflow',
      },
      ...WRONG_ORG,
      OWN_AUDIENCE,
      {
        ...MY_DOMAIN_ONLY,
        only: 'generic host',
        fix: 'Set `login-url` to the org’s My Domain, such as https://acme.my.salesforce.com. If that is not enough, set `audience` to the same URL.',
      },
      {
        what: 'The org expects a different audience than {audience}.',
        fix: 'Set `audience` to https://login.salesforce.com for production, https://test.salesforce.com for a sandbox, or the org’s My Domain.',
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
        fix: 'Synchronize the runner’s clock with NTP. The time zone does not matter.',
      },
      {
        when: 'clock is right',
        what: 'The request reached Salesforce minutes after it was signed.',
        fix: 'Look for a proxy that delays requests, or a runner that was suspended.',
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
        tell: 'the app shows none.',
        fix: 'Select Enable JWT Bearer Flow (Connected App: “Use digital signatures”), upload the certificate, save, then open the app again to check that it is there.',
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
        what: 'The sandbox was refreshed, which does not copy the app.',
        fix: 'Create the app in the sandbox again. “npm run setup” with --consumer-key keeps the key that the workflow has.',
        where: 'consumerKey',
      },
      {
        what: 'The consumer key is incomplete or misspelled, or the app was deleted.',
        fix: 'Copy the Consumer Key again, not the Consumer Secret.',
        where: 'consumerKey',
      },
      {
        hint: 'generic host',
        what: 'The app is in a different org than the login URL.',
        fix: 'Set `login-url` to the My Domain of the org that has the app.',
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
        what: 'The app lists a permission set that the user does not have.',
        tell: 'Permission Set Assignments of the user does not list it.',
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
      { ...TEST_HOST, what: 'test.salesforce.com does not find the app of your sandbox.' },
      OWN_AUDIENCE,
      {
        hint: 'sandbox host',
        what: 'The app is not in this org. A sandbox refresh does not copy it.',
        tell: 'External Client App Manager in this org does not list the app.',
        fix: 'Create the app in this org, and use its consumer key.',
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
        what: 'The user cannot use apps that are not installed.',
        tell: 'other users can use the app.',
        fix: 'Assign the user the permission “Approve Uninstalled Connected Apps”.',
        where: 'permissions',
      },
    ],
  },
] as const satisfies readonly Entry[];
