import { randomText } from './salesforce-id.ts';
import type { TenantName } from './tenants.ts';

/** An External Client App, with its settings as Setup shows them. */
export interface App {
  consumerKey: string;
  /** The certificate under "Upload Files"; it verifies the assertions. */
  certificatePem: string | undefined;
  scopes: string[];
  permittedUsers: 'admin-approved' | 'self-authorized';
  /** Usernames with a profile or permission set that is assigned to the app. */
  approvedUsers: 'everyone' | Set<string>;
  /** App Policies → Selected Profiles and Selected Permission Sets, unless everyone may use the app. */
  selectedProfiles: string[];
  selectedPermissionSets: string[];
  /** False if the app was deployed without its policies. */
  hasPolicies: boolean;
  isEnabled: boolean;
  /** OAuth plugin of the app. */
  isOauthEnabled: boolean;
  /** Session policy: `Block` makes the app unusable, and `RaiseSessionLevel` requires `sessionLevel`. */
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
