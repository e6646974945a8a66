import type { Entry } from './entry.ts';
import {
  JUST_CHANGED,
  KEY_PAIR,
  MY_DOMAIN_ONLY,
  NO_CERTIFICATE,
  OTHER_APP,
  OWN_AUDIENCE,
  WRONG_ORG,
} from './shared.ts';

/** What the token endpoint answers where it refuses the assertion. Titles are Salesforce’s own words. */

const SITE = {
  only: 'site host',
  what: 'An Experience Cloud site accepts only its own URL, with its path, as audience.',
  fix: 'Set `login-url` to the URL of the site, such as https://acme.my.site.com/partners, and remove `audience`.',
  where: 'workflow',
} as const;

const REMOVE_AUDIENCE = {
  fix: 'Remove the line `audience:`. The step then uses {fitting}.',
  where: 'workflow',
} as const;

export const AUDIENCE_INVALID = {
  title: 'audience is invalid',
  says: ['audience is invalid', 'audience validation failed', 'invalid audience'],
  history: ['none', 'noUser'],
  causes: [
    {
      ...REMOVE_AUDIENCE,
      only: 'audience does not fit',
      what: 'The audience does not match the login URL.',
    },
    {
      ...REMOVE_AUDIENCE,
      only: 'own audience',
      what: 'The org does not accept its My Domain as audience.',
    },
    SITE,
    ...WRONG_ORG,
    OWN_AUDIENCE,
    { ...MY_DOMAIN_ONLY, only: 'generic host' },
    {
      only: 'both audiences refused',
      what: 'The org accepts neither {audience} nor its My Domain as audience.',
      fix: 'Check that `login-url` is the Current My Domain URL of this org. If it is, try this line:',
      lines: ['audience: {other}'],
      where: 'audience',
    },
    {
      only: 'audience given',
      what: 'The org expects a different audience than {audience}.',
      fix: 'Set `audience` to https://login.salesforce.com for production, https://test.salesforce.com for a sandbox, or the org’s My Domain.',
      where: 'audience',
    },
  ],
} as const satisfies Entry;

export const INVALID_ASSERTION = {
  title: 'invalid assertion',
  says: ['invalid assertion', 'assertion is invalid'],
  history: ['none', 'noUser', 'signature', 'timestamp'],
  causes: [...WRONG_ORG, ...KEY_PAIR, NO_CERTIFICATE, OTHER_APP, MY_DOMAIN_ONLY, JUST_CHANGED],
} as const satisfies Entry;

export const EXPIRED = {
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
} as const satisfies Entry;

export const INVALID_CREDENTIALS = {
  title: 'invalid client credentials',
  says: ['invalid client credentials'],
  errors: ['invalid_client'],
  history: ['signature'],
  causes: [...KEY_PAIR, NO_CERTIFICATE, OTHER_APP, JUST_CHANGED],
} as const satisfies Entry;

export const CLIENT_ID_INVALID = {
  title: 'client identifier invalid',
  says: ['client identifier invalid'],
  errors: ['invalid_client_id'],
  history: ['noConsumer', 'deleted', 'none'],
  causes: [
    ...WRONG_ORG,
    {
      only: 'sandbox host',
      what: 'The sandbox was refreshed, which does not keep the app or its consumer key.',
      fix: 'Create the app in the sandbox again. “npm run setup” with --consumer-key keeps the key that the workflow has.',
      where: 'consumerKey',
    },
    {
      what: 'The consumer key is incomplete or misspelled, or the app was deleted.',
      fix: 'Copy the Consumer Key again (not the Consumer Secret).',
      where: 'consumerKey',
    },
    {
      hint: 'generic host',
      what: 'The app is in another org.',
      fix: 'Set `login-url` to the My Domain of the org in which you see the app.',
      where: 'myDomain',
    },
    JUST_CHANGED,
  ],
} as const satisfies Entry;
