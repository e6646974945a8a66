import type { CatalogEntry } from './entry.ts';
import {
  API_ACCESS,
  APP_NOT_IN_ORG,
  HIGH_ASSURANCE,
  JUST_CHANGED,
  MY_DOMAIN_AUDIENCE,
  MY_DOMAIN_ONLY,
  NO_API_SCOPE,
  NO_CERTIFICATE,
  NO_OFFLINE_SCOPE,
  NOT_INSTALLED,
  NOT_PREAUTHORIZED,
  SHARED_HOST,
  WRONG_ORG,
} from './shared-causes.ts';

/** What the token endpoint answers where it refuses the app, or the app refuses the user. Titles are Salesforce’s own words. */

export const NOT_APPROVED = {
  title: "user hasn't approved this consumer",
  phrases: ["user hasn't approved this consumer", "user hasn't approved consumer"],
  loginHistory: ['none', 'noUser', 'domain', 'notInstalled'],
  causes: [
    ...WRONG_ORG,
    NOT_PREAUTHORIZED,
    NO_OFFLINE_SCOPE,
    {
      explanation: 'The org has no user with exactly this username.',
      appliesIf: 'Login History has no row for this run.',
      fix: 'Copy the Username, not the Email. In a sandbox it ends with the sandbox’s name.',
      setupPath: 'users',
    },
    MY_DOMAIN_ONLY,
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const NOT_ADMIN_APPROVED = {
  title: 'user is not admin approved to access this app',
  phrases: ['user is not admin approved'],
  salesforceErrors: ['invalid_app_access', 'access_denied'],
  causes: [
    ...WRONG_ORG,
    NOT_PREAUTHORIZED,
    {
      explanation: 'The app lists the permission set, but the user does not have it.',
      appliesIf: 'the user’s Permission Set Assignments lack it.',
      fix: 'Assign the permission set to {username}.',
      setupPath: 'permissions',
    },
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const APP_NOT_FOUND = {
  title: 'External client app is not installed in this org',
  phrases: ['app is not installed'],
  salesforceErrors: ['app_not_found', 'OAUTH_EC_APP_NOT_FOUND'],
  loginHistory: ['none', 'notInstalled'],
  causes: [
    ...WRONG_ORG,
    SHARED_HOST,
    MY_DOMAIN_AUDIENCE,
    { ...NOT_PREAUTHORIZED, promotedBy: 'My Domain refused as audience' },
    { ...NO_CERTIFICATE, promotedBy: 'My Domain refused as audience' },
    APP_NOT_IN_ORG,
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const CROSS_ORG = {
  title: 'Cross-org OAuth flows are not supported for this external client app',
  phrases: ['cross-org oauth flows are not supported'],
  salesforceErrors: ['OAUTH_AUTHORIZATION_BLOCKED', 'invalid_distribution_state'],
  causes: [
    ...WRONG_ORG,
    {
      ...APP_NOT_IN_ORG,
      explanation: 'The app is in another org, and its Distribution State is Local.',
    },
    SHARED_HOST,
  ],
} as const satisfies CatalogEntry;

export const MUST_BE_INSTALLED = {
  title: 'app must be installed into org',
  phrases: ['app must be installed'],
  salesforceErrors: [
    'OAUTH_APP_ACCESS_DENIED',
    'OAUTH_APPROVAL_ERROR_GENERIC',
    'installation_error',
  ],
  loginHistory: ['notInstalled'],
  causes: [
    ...WRONG_ORG,
    NOT_INSTALLED,
    {
      explanation: 'The user may not use apps that are not installed.',
      appliesIf: 'other users can use the app.',
      fix: 'Give the user the permission “Approve Uninstalled Connected Apps”.',
      setupPath: 'permissions',
    },
  ],
} as const satisfies CatalogEntry;

export const APP_BLOCKED = {
  title: 'app_blocked',
  salesforceErrors: ['app_blocked', 'fail_close_app_blocked', 'OAUTH_APP_BLOCKED'],
  causes: [
    NOT_INSTALLED,
    {
      explanation: 'The External Client App is disabled.',
      fix: 'Enable it in its policies.',
      setupPath: 'policies',
    },
    API_ACCESS,
  ],
} as const satisfies CatalogEntry;

export const NO_POLICIES = {
  title: 'oauth_policy_not_found',
  salesforceErrors: ['oauth_policy_not_found', 'ecapp_policy_not_found'],
  causes: [
    {
      explanation:
        'The External Client App has no policies in this org, perhaps because it was deployed without them.',
      fix: 'Edit and save its policies. A metadata deployment needs both types of policies too.',
      setupPath: 'policies',
    },
    APP_NOT_IN_ORG,
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const OFFLINE_SCOPE = {
  title:
    'refresh_token scope is required and the connected app should be installed and preauthorized',
  phrases: ['refresh_token scope is required', 'should be installed and preauthorized'],
  loginHistory: ['notInstalled'],
  causes: [NO_OFFLINE_SCOPE, NOT_PREAUTHORIZED, NOT_INSTALLED, JUST_CHANGED],
} as const satisfies CatalogEntry;

export const NO_SCOPES = {
  title: 'no valid scopes defined',
  phrases: ['no valid scopes defined'],
  salesforceErrors: ['invalid_scope'],
  causes: [NO_API_SCOPE, NO_OFFLINE_SCOPE],
} as const satisfies CatalogEntry;

export const APPROVAL_EXPIRED = {
  title: 'expired access/refresh token',
  phrases: ['expired access/refresh token'],
  causes: [
    {
      ...NOT_PREAUTHORIZED,
      explanation:
        'The app relies on an approval that the user once gave, and that has expired or was revoked.',
      appliesIf: 'Permitted Users is “All users can self-authorize”.',
    },
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const SESSION_LEVEL = {
  title: 'invalid_session_level',
  salesforceErrors: ['invalid_session_level'],
  causes: [HIGH_ASSURANCE],
} as const satisfies CatalogEntry;
