import type { CatalogEntry } from './entry.ts';
import {
  JUST_CHANGED,
  KEY_MISMATCH,
  KEY_OF_OTHER_APP,
  MY_DOMAIN_AUDIENCE,
  MY_DOMAIN_ONLY,
  NO_CERTIFICATE,
  WRONG_ORG,
} from './shared-causes.ts';

/** What the token endpoint answers where it refuses the assertion. Titles are Salesforce’s own words. */

const EXPERIENCE_CLOUD_SITE = {
  decidedBy: 'site host',
  explanation: 'An Experience Cloud site accepts only its own URL, with its path, as audience.',
  fix: 'Set `login-url` to the URL of the site, such as https://acme.my.site.com/partners, and remove `audience`.',
  setupPath: 'workflow',
} as const;

const REMOVE_AUDIENCE = {
  fix: 'Remove the line `audience:`. The step then uses {fitting}.',
  setupPath: 'workflow',
} as const;

export const AUDIENCE_INVALID = {
  title: 'audience is invalid',
  phrases: ['audience is invalid', 'audience validation failed', 'invalid audience'],
  loginHistory: ['none', 'noUser'],
  causes: [
    {
      ...REMOVE_AUDIENCE,
      decidedBy: 'audience does not fit',
      explanation: 'The audience does not match the login URL.',
    },
    {
      ...REMOVE_AUDIENCE,
      decidedBy: 'own audience',
      explanation: 'The org does not accept its My Domain as audience.',
    },
    EXPERIENCE_CLOUD_SITE,
    ...WRONG_ORG,
    MY_DOMAIN_AUDIENCE,
    { ...MY_DOMAIN_ONLY, decidedBy: 'generic host' },
    {
      decidedBy: 'both audiences refused',
      explanation: 'The org accepts neither {audience} nor its My Domain as audience.',
      fix: 'Check that `login-url` is the Current My Domain URL of this org. If it is, try this line:',
      snippet: ['audience: {other}'],
      setupPath: 'audience',
    },
    {
      decidedBy: 'audience given',
      explanation: 'The org expects a different audience than {audience}.',
      fix: 'Set `audience` to https://login.salesforce.com for production, https://test.salesforce.com for a sandbox, or the org’s My Domain.',
      setupPath: 'audience',
    },
  ],
} as const satisfies CatalogEntry;

export const INVALID_ASSERTION = {
  title: 'invalid assertion',
  phrases: ['invalid assertion', 'assertion is invalid'],
  loginHistory: ['none', 'noUser', 'signature', 'timestamp'],
  causes: [
    ...WRONG_ORG,
    ...KEY_MISMATCH,
    NO_CERTIFICATE,
    KEY_OF_OTHER_APP,
    MY_DOMAIN_ONLY,
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const EXPIRED_ASSERTION = {
  title: 'expired authorization code',
  phrases: ['expired authorization code', 'assertion expired', 'assertion is expired'],
  loginHistory: ['timestamp'],
  causes: [
    {
      promotedBy: 'clock is wrong',
      explanation: 'The runner’s clock is wrong.',
      fix: 'Synchronize the runner’s clock with NTP. The time zone does not matter.',
    },
    {
      promotedBy: 'clock is right',
      explanation: 'The request reached Salesforce minutes after it was signed.',
      fix: 'Look for a proxy that delays requests, or a runner that was suspended.',
    },
  ],
} as const satisfies CatalogEntry;

export const INVALID_CREDENTIALS = {
  title: 'invalid client credentials',
  phrases: ['invalid client credentials'],
  salesforceErrors: ['invalid_client'],
  loginHistory: ['signature'],
  causes: [...KEY_MISMATCH, NO_CERTIFICATE, KEY_OF_OTHER_APP, JUST_CHANGED],
} as const satisfies CatalogEntry;

export const CLIENT_ID_INVALID = {
  title: 'client identifier invalid',
  phrases: ['client identifier invalid'],
  salesforceErrors: ['invalid_client_id'],
  loginHistory: ['noConsumer', 'deleted', 'none'],
  causes: [
    ...WRONG_ORG,
    {
      decidedBy: 'sandbox host',
      explanation: 'The sandbox was refreshed, which does not keep the app or its consumer key.',
      fix: 'Create the app in the sandbox again. “npm run setup” with --consumer-key keeps the key that the workflow has.',
      setupPath: 'consumerKey',
    },
    {
      explanation: 'The consumer key is incomplete or misspelled, or the app was deleted.',
      fix: 'Copy the Consumer Key again (not the Consumer Secret).',
      setupPath: 'consumerKey',
    },
    {
      mentions: 'generic host',
      explanation: 'The app is in another org.',
      fix: 'Set `login-url` to the My Domain of the org in which you see the app.',
      setupPath: 'myDomain',
    },
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;
