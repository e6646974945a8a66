import { randomText } from './salesforce-id.ts';
import type { TenantName } from './tenants.ts';

/** An External Client App, with its settings as Setup shows them. */
export interface App {
  consumerKey: string;
  /** The certificate under "Upload Files"; it verifies the assertions. */
  certificatePem: string | undefined;
  scopes: string[];
  permittedUsers: 'admin-approved' | 'self-authorized';
  /** Usernames of the users that may use the app because of their profile or a permission set. */
  approvedUsers: 'everyone' | Set<string>;
  /**
   * App Policies → Selected Profiles and Selected Permission Sets. Both are empty if all users may
   * use the app.
   */
  selectedProfiles: string[];
  selectedPermissionSets: string[];
  /** False if the app was deployed without policies. */
  hasPolicies: boolean;
  isEnabled: boolean;
  /** True if the app's OAuth plugin is enabled. */
  isOauthEnabled: boolean;
  /**
   * Session policy. `Block` makes the app unusable, and `RaiseSessionLevel` requires `sessionLevel`.
   */
  policyAction: 'Block' | 'RaiseSessionLevel' | undefined;
  sessionLevel: 'STANDARD' | 'HIGH_ASSURANCE';
  installedIn: Set<TenantName>;
  tokenFormat: 'opaque' | 'jwt';
  /** Audiences that are accepted in addition to those of the login host. */
  audiences: string[];
  /** False in older orgs, which reject their own My Domain as audience. */
  acceptsMyDomainAsAudience: boolean;
}

/** The policies with which Salesforce creates an app. */
export const DEFAULT_POLICIES = {
  hasPolicies: true,
  isEnabled: true,
  isOauthEnabled: true,
  policyAction: undefined,
  sessionLevel: 'STANDARD',
} as const;

export function makeApp({ certificatePem, consumerKey }: Partial<App>): App {
  return {
    consumerKey: consumerKey ?? `3MVG9${randomText(80)}`,
    certificatePem,
    scopes: ['api', 'refresh_token', 'web'],
    permittedUsers: 'admin-approved',
    approvedUsers: 'everyone',
    selectedProfiles: [],
    selectedPermissionSets: [],
    ...DEFAULT_POLICIES,
    installedIn: new Set(['production', 'developer', 'sandbox', 'scratch']),
    tokenFormat: 'opaque',
    audiences: [],
    acceptsMyDomainAsAudience: true,
  };
}
