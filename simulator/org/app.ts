import { randomText } from './salesforce-id.ts';
import type { TenantName } from './tenants.ts';

/** The External Client App, as its pages in Setup show it. */
export interface App {
  consumerKey: string;
  /** What "Upload Files" holds; assertions are checked against it. */
  certificatePem: string | undefined;
  scopes: string[];
  permittedUsers: 'admin-approved' | 'self-authorized';
  /** Usernames whose profile or permission set is on the app. */
  approvedUsers: 'everyone' | Set<string>;
  installedIn: Set<TenantName>;
  tokenFormat: 'opaque' | 'jwt';
  /** Accepted beside those which the host decides. */
  audiences: string[];
  /** Older orgs refuse their own My Domain as audience. */
  acceptsMyDomainAsAudience: boolean;
}

export function makeApp({ certificatePem, consumerKey }: Partial<App>): App {
  return {
    consumerKey: consumerKey ?? `3MVG9${randomText(80)}`,
    certificatePem,
    scopes: ['api', 'refresh_token', 'web'],
    permittedUsers: 'admin-approved',
    approvedUsers: 'everyone',
    installedIn: new Set(['production', 'developer', 'sandbox', 'scratch']),
    tokenFormat: 'opaque',
    audiences: [],
    acceptsMyDomainAsAudience: true,
  };
}
