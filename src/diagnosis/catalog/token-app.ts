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
  NOT_SELECTED,
  SHARED_HOST,
  WRONG_ORG,
} from './shared-causes.ts';

export const NOT_APPROVED = {
  id: 'user-not-approved',
  title: "user hasn't approved this consumer",
  phrases: ["user hasn't approved this consumer", "user hasn't approved consumer"],
  loginHistory: ['none', 'noUser', 'domain', 'notInstalled', 'policy'],
  causes: [
    ...WRONG_ORG,
    NOT_PREAUTHORIZED,
    MY_DOMAIN_ONLY,
    NO_OFFLINE_SCOPE,
    {
      id: 'username-unknown',
      explanation: 'The org has no user with exactly this username.',
      appliesIf: 'Setup → Users lists no such Username.',
      fix: 'Copy the Username, not the Email. In a sandbox it ends with the sandbox’s name.',
      setupPath: 'users',
    },
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const NOT_ADMIN_APPROVED = {
  id: 'user-not-admin-approved',
  title: 'user is not admin approved to access this app',
  phrases: ['user is not admin approved'],
  salesforceErrors: ['invalid_app_access', 'access_denied'],
  loginHistory: ['policy'],
  causes: [
    ...WRONG_ORG,
    NOT_SELECTED,
    {
      id: 'permission-set-unassigned',
      explanation: 'The app lists the permission set, but the user does not have it.',
      appliesIf: 'the user’s Permission Set Assignments lack it.',
      fix: 'Assign the permission set to {username}.',
      setupPath: 'permissions',
    },
    API_ACCESS,
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const APP_NOT_FOUND = {
  id: 'app-not-found',
  title: 'External client app is not installed in this org',
  phrases: ['app is not installed'],
  salesforceErrors: ['app_not_found', 'OAUTH_EC_APP_NOT_FOUND'],
  loginHistory: ['none', 'notInstalled', 'policy'],
  causes: [
    ...WRONG_ORG,
    SHARED_HOST,
    MY_DOMAIN_AUDIENCE,
    { ...APP_NOT_IN_ORG, promotedBy: 'my-domain-audience-rejected' },
    NOT_PREAUTHORIZED,
    NO_CERTIFICATE,
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const CROSS_ORG = {
  id: 'cross-org',
  title: 'Cross-org OAuth flows are not supported for this external client app',
  phrases: ['cross-org oauth flows are not supported'],
  salesforceErrors: ['OAUTH_AUTHORIZATION_BLOCKED', 'invalid_distribution_state'],
  causes: [
    ...WRONG_ORG,
    {
      ...APP_NOT_IN_ORG,
      id: 'app-distribution-local',
      explanation: 'The app is in another org, and its Distribution State is Local.',
    },
    SHARED_HOST,
  ],
} as const satisfies CatalogEntry;

export const MUST_BE_INSTALLED = {
  id: 'app-must-be-installed',
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
      id: 'uninstalled-apps-forbidden',
      explanation: 'The user lacks the permission “Approve Uninstalled Connected Apps”.',
      appliesIf: 'other users can use the app.',
      fix: 'Give it to the user.',
      setupPath: 'permissions',
    },
  ],
} as const satisfies CatalogEntry;

export const APP_BLOCKED = {
  id: 'app-blocked',
  title: 'app_blocked',
  phrases: ['app is blocked'],
  salesforceErrors: ['app_blocked', 'fail_close_app_blocked', 'OAUTH_APP_BLOCKED'],
  causes: [
    ...WRONG_ORG,
    {
      ...NOT_INSTALLED,
      id: 'app-blocked-by-admin',
      explanation: 'An admin blocked the app.',
      fix: 'Click Unblock next to the app.',
    },
    {
      id: 'app-disabled',
      explanation: 'The External Client App is disabled.',
      fix: 'Enable it in its policies.',
      setupPath: 'policies',
    },
    API_ACCESS,
  ],
} as const satisfies CatalogEntry;

export const NO_POLICIES = {
  id: 'policy-not-found',
  title: 'oauth_policy_not_found',
  salesforceErrors: ['oauth_policy_not_found', 'ecapp_policy_not_found'],
  causes: [
    ...WRONG_ORG,
    {
      id: 'policies-missing',
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
  id: 'refresh-token-scope-required',
  title:
    'refresh_token scope is required and the connected app should be installed and preauthorized',
  phrases: ['refresh_token scope is required', 'should be installed and preauthorized'],
  loginHistory: ['notInstalled'],
  causes: [NO_OFFLINE_SCOPE, NOT_PREAUTHORIZED, NOT_INSTALLED, JUST_CHANGED],
} as const satisfies CatalogEntry;

export const NO_SCOPES = {
  id: 'no-valid-scopes',
  title: 'no valid scopes defined',
  phrases: ['no valid scopes defined'],
  salesforceErrors: ['invalid_scope'],
  causes: [...WRONG_ORG, NO_API_SCOPE, NO_OFFLINE_SCOPE],
} as const satisfies CatalogEntry;

export const TOO_MANY_SCOPES = {
  id: 'too-many-scopes',
  title: 'too many scopes requested',
  phrases: ['too many scopes'],
  causes: [
    {
      id: 'too-many-scopes',
      explanation:
        'The app, or earlier approvals of the user, give more scopes than a JWT-based access token can hold.',
      fix: 'Remove scopes, or turn off “Issue JSON Web Token (JWT)-based access tokens”. Then revoke OAuth Connected Apps on the user’s page.',
      setupPath: 'settings',
    },
  ],
} as const satisfies CatalogEntry;

export const APPROVAL_EXPIRED = {
  id: 'approval-expired',
  title: 'expired access/refresh token',
  phrases: ['expired access/refresh token'],
  causes: [
    {
      ...NOT_PREAUTHORIZED,
      id: 'approval-expired',
      explanation:
        'The app relies on an approval that the user once gave, and that has expired or was revoked.',
      appliesIf: 'Permitted Users is “All users can self-authorize”.',
    },
    JUST_CHANGED,
  ],
} as const satisfies CatalogEntry;

export const SESSION_LEVEL = {
  id: 'invalid-session-level',
  title: 'invalid_session_level',
  salesforceErrors: ['invalid_session_level'],
  causes: [HIGH_ASSURANCE],
} as const satisfies CatalogEntry;
