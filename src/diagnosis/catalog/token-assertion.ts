import type { CatalogEntry } from './entry.ts';
import {
  APP_NOT_IN_ORG,
  CERTIFICATE_EXPIRED,
  JUST_CHANGED,
  KEY_MISMATCH,
  KEY_OF_OTHER_APP,
  MY_DOMAIN_AUDIENCE,
  MY_DOMAIN_ONLY,
  NO_CERTIFICATE,
  NOT_PREAUTHORIZED,
  POSSIBLY_SHARED_HOST,
  WRONG_ORG,
} from './shared-causes.ts';

const EXPERIENCE_CLOUD_SITE = {
  id: 'site-audience-required',
  impliedBy: 'site-host',
  explanation: 'An Experience Cloud site accepts only its own URL, with its path, as audience.',
  fix: 'Set `login-url` to the URL of the site, such as https://acme.my.site.com/partners, and remove `audience`.',
  setupPath: 'workflow',
} as const;

const REMOVE_AUDIENCE = {
  fix: 'Remove the line `audience:`. The step then uses {expected-audience}.',
  setupPath: 'workflow',
} as const;

export const AUDIENCE_INVALID = {
  id: 'audience-invalid',
  title: 'audience is invalid',
  phrases: ['audience is invalid', 'audience validation failed', 'invalid audience'],
  loginHistory: ['none', 'noUser', 'policy'],
  causes: [
    {
      id: 'login-url-mismatch',
      impliedBy: 'login-url-mismatch',
      explanation: 'The username and the audience belong to another org than `login-url`.',
      fix: 'Set `login-url` to {audience}, and remove the line `audience:`.',
      setupPath: 'workflow',
    },
    {
      ...REMOVE_AUDIENCE,
      id: 'audience-mismatch',
      impliedBy: 'audience-mismatch',
      explanation: 'The audience does not match the login URL.',
    },
    {
      ...REMOVE_AUDIENCE,
      id: 'my-domain-audience-not-accepted',
      impliedBy: 'my-domain-as-audience',
      explanation: 'The org does not accept its My Domain as audience.',
    },
    EXPERIENCE_CLOUD_SITE,
    ...WRONG_ORG,
    MY_DOMAIN_AUDIENCE,
    { ...MY_DOMAIN_ONLY, impliedBy: 'shared-login-host' },
    {
      id: 'both-audiences-refused',
      impliedBy: 'both-audiences-refused',
      explanation:
        'The org accepts neither {audience} nor the My Domain as audience, so the audience alone is not the reason.',
      fix: 'Check that `login-url` is the Current My Domain URL of this org. If it is, try this line:',
      snippet: ['audience: {opposite-audience}'],
      setupPath: 'audience',
    },
    {
      id: 'audience-input-wrong',
      impliedBy: 'audience-from-input',
      refutedBy: ['my-domain-as-audience'],
      explanation: 'The org expects a different audience than {audience}.',
      fix: 'Set `audience` to https://login.{domain} for production, https://test.{domain} for a sandbox, or the org’s My Domain.',
      setupPath: 'audience',
    },
  ],
} as const satisfies CatalogEntry;

export const INVALID_ASSERTION = {
  id: 'invalid-assertion',
  title: 'invalid assertion',
  phrases: ['invalid assertion', 'assertion is invalid', 'validate jwt'],
  loginHistory: ['none', 'noUser', 'signature', 'timestamp'],
  causes: [
    ...WRONG_ORG,
    ...KEY_MISMATCH,
    NO_CERTIFICATE,
    KEY_OF_OTHER_APP,
    CERTIFICATE_EXPIRED,
    MY_DOMAIN_ONLY,
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const EXPIRED_ASSERTION = {
  id: 'assertion-expired',
  title: 'expired authorization code',
  phrases: ['expired authorization code', 'assertion expired', 'assertion is expired'],
  loginHistory: ['timestamp'],
  causes: [
    {
      id: 'clock-wrong',
      promotedBy: 'clock-skewed',
      refutedBy: ['clock-not-behind', 'clock-compensated'],
      explanation: 'The runner’s clock is wrong.',
      fix: 'Synchronize the runner’s clock with NTP. The time zone does not matter.',
    },
    {
      ...NOT_PREAUTHORIZED,
      promotedBy: 'clock-not-behind',
      mentions: 'clock-compensated',
    },
    {
      id: 'request-delayed',
      refutedBy: ['answered-quickly'],
      explanation: 'The request reached Salesforce minutes after it was signed.',
      fix: 'Look for a proxy that delays requests, or a runner that was suspended.',
    },
  ],
} as const satisfies CatalogEntry;

export const INVALID_CREDENTIALS = {
  id: 'invalid-client-credentials',
  title: 'invalid client credentials',
  phrases: ['invalid client credentials'],
  salesforceErrors: ['invalid_client'],
  loginHistory: ['signature'],
  causes: [
    ...WRONG_ORG,
    ...KEY_MISMATCH,
    NO_CERTIFICATE,
    KEY_OF_OTHER_APP,
    CERTIFICATE_EXPIRED,
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const CLIENT_ID_INVALID = {
  id: 'client-id-invalid',
  title: 'client identifier invalid',
  phrases: ['client identifier invalid'],
  salesforceErrors: ['invalid_client_id'],
  loginHistory: ['noConsumer', 'deleted', 'none'],
  causes: [
    WRONG_ORG[0],
    {
      ...WRONG_ORG[1],
      id: 'production-app-at-sandbox-host',
      explanation: 'The app and the user are in production, but the login URL is for a sandbox.',
      fix: 'Set `login-url` to the My Domain of the production org. For the sandbox, set `consumer-key` and `username` to those in it.',
    },
    WRONG_ORG[2],
    WRONG_ORG[3],
    {
      id: 'consumer-key-wrong',
      explanation:
        'The consumer key is incomplete or misspelled, or its app was deleted or never created.',
      fix: 'Copy the Consumer Key again (not the Consumer Secret).',
      setupPath: 'consumerKey',
    },
    POSSIBLY_SHARED_HOST,
    APP_NOT_IN_ORG,
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;
