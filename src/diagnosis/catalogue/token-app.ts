import type { Entry } from './entry.ts';
import {
  API_ACCESS,
  APP_ELSEWHERE,
  HIGH_ASSURANCE,
  JUST_CHANGED,
  MY_DOMAIN_ONLY,
  NO_API_SCOPE,
  NO_CERTIFICATE,
  NO_OFFLINE_SCOPE,
  NOT_INSTALLED,
  NOT_ON_APP,
  OWN_AUDIENCE,
  SHARED_HOST,
  WRONG_ORG,
} from './shared.ts';

/** What the token endpoint answers where it refuses the app, or the app refuses the user. Titles are Salesforce’s own words. */

export const NOT_APPROVED = {
  title: "user hasn't approved this consumer",
  says: ["user hasn't approved this consumer", "user hasn't approved consumer"],
  history: ['none', 'noUser', 'domain', 'notInstalled'],
  causes: [
    ...WRONG_ORG,
    NOT_ON_APP,
    NO_OFFLINE_SCOPE,
    {
      what: 'The org has no user with exactly this username.',
      tell: 'Login History has no row for this run.',
      fix: 'Copy the Username, not the Email. In a sandbox it ends with the sandbox’s name.',
      where: 'users',
    },
    MY_DOMAIN_ONLY,
    JUST_CHANGED,
  ],
} as const satisfies Entry;

export const NOT_ADMIN_APPROVED = {
  title: 'user is not admin approved to access this app',
  says: ['user is not admin approved'],
  errors: ['invalid_app_access', 'access_denied'],
  causes: [
    ...WRONG_ORG,
    NOT_ON_APP,
    {
      what: 'The app lists the permission set, but the user does not have it.',
      tell: 'the user’s Permission Set Assignments lack it.',
      fix: 'Assign the permission set to {username}.',
      where: 'permissions',
    },
    JUST_CHANGED,
  ],
} as const satisfies Entry;

export const APP_NOT_FOUND = {
  title: 'External client app is not installed in this org',
  says: ['app is not installed'],
  errors: ['app_not_found', 'OAUTH_EC_APP_NOT_FOUND'],
  history: ['none', 'notInstalled'],
  causes: [
    ...WRONG_ORG,
    SHARED_HOST,
    OWN_AUDIENCE,
    { ...NOT_ON_APP, when: 'My Domain refused as audience' },
    { ...NO_CERTIFICATE, when: 'My Domain refused as audience' },
    APP_ELSEWHERE,
    JUST_CHANGED,
  ],
} as const satisfies Entry;

export const CROSS_ORG = {
  title: 'Cross-org OAuth flows are not supported for this external client app',
  says: ['cross-org oauth flows are not supported'],
  errors: ['OAUTH_AUTHORIZATION_BLOCKED', 'invalid_distribution_state'],
  causes: [
    ...WRONG_ORG,
    {
      ...APP_ELSEWHERE,
      what: 'The app is in another org, and its Distribution State is Local.',
    },
    SHARED_HOST,
  ],
} as const satisfies Entry;

export const MUST_BE_INSTALLED = {
  title: 'app must be installed into org',
  says: ['app must be installed'],
  errors: ['OAUTH_APP_ACCESS_DENIED', 'OAUTH_APPROVAL_ERROR_GENERIC', 'installation_error'],
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
} as const satisfies Entry;

export const APP_BLOCKED = {
  title: 'app_blocked',
  errors: ['app_blocked', 'fail_close_app_blocked', 'OAUTH_APP_BLOCKED'],
  causes: [
    NOT_INSTALLED,
    {
      what: 'The External Client App is disabled.',
      fix: 'Enable it in its policies.',
      where: 'policies',
    },
    API_ACCESS,
  ],
} as const satisfies Entry;

export const NO_POLICIES = {
  title: 'oauth_policy_not_found',
  errors: ['oauth_policy_not_found', 'ecapp_policy_not_found'],
  causes: [
    {
      what: 'The External Client App has no policies in this org, perhaps because it was deployed without them.',
      fix: 'Edit and save its policies. A metadata deployment needs both types of policies too.',
      where: 'policies',
    },
    APP_ELSEWHERE,
    JUST_CHANGED,
  ],
} as const satisfies Entry;

export const OFFLINE_SCOPE = {
  title:
    'refresh_token scope is required and the connected app should be installed and preauthorized',
  says: ['refresh_token scope is required', 'should be installed and preauthorized'],
  history: ['notInstalled'],
  causes: [NO_OFFLINE_SCOPE, NOT_ON_APP, NOT_INSTALLED, JUST_CHANGED],
} as const satisfies Entry;

export const NO_SCOPES = {
  title: 'no valid scopes defined',
  says: ['no valid scopes defined'],
  errors: ['invalid_scope'],
  causes: [NO_API_SCOPE, NO_OFFLINE_SCOPE],
} as const satisfies Entry;

export const APPROVAL_EXPIRED = {
  title: 'expired access/refresh token',
  says: ['expired access/refresh token'],
  causes: [
    {
      ...NOT_ON_APP,
      what: 'The app relies on an approval that the user once gave, and that has expired or was revoked.',
      tell: 'Permitted Users is “All users can self-authorize”.',
    },
    JUST_CHANGED,
  ],
} as const satisfies Entry;

export const SESSION_LEVEL = {
  title: 'invalid_session_level',
  errors: ['invalid_session_level'],
  causes: [HIGH_ASSURANCE],
} as const satisfies Entry;
