import { makeId } from './salesforce-id.ts';

/** An org with its own ID, My Domain and users. All orgs share one server. */
export interface Tenant {
  readonly name: TenantName;
  /** Changes when a sandbox is refreshed. */
  orgId: string;
  readonly myDomain: string;
  /** The generic login host of this org's users, which is also the expected audience. */
  readonly loginHost: 'login.salesforce.com' | 'test.salesforce.com';
  /** Record of the org's Organization object. */
  organization: Readonly<Record<string, string | boolean | null>>;
}

export type TenantName = 'production' | 'developer' | 'sandbox' | 'scratch';

export interface User {
  readonly userId18: string;
  readonly username: string;
  readonly tenant: TenantName;
  active: boolean;
  /** A frozen user is active, but cannot sign in. */
  frozen?: boolean;
}

export type Users = Map<string, User>;

interface TenantDefinition {
  readonly name: TenantName;
  readonly myDomain: string;
  readonly loginHost: Tenant['loginHost'];
  readonly username: string;
  readonly edition: string;
  readonly trialExpiration: string | null;
}

const TENANT_DEFINITIONS: readonly TenantDefinition[] = [
  {
    name: 'production',
    myDomain: 'acme.my.salesforce.com',
    loginHost: 'login.salesforce.com',
    username: 'ci@acme.com',
    edition: 'Enterprise Edition',
    trialExpiration: null,
  },
  {
    name: 'developer',
    myDomain: 'acme-dev-ed.develop.my.salesforce.com',
    loginHost: 'login.salesforce.com',
    username: 'ci@acme.dev',
    edition: 'Developer Edition',
    trialExpiration: null,
  },
  {
    name: 'sandbox',
    myDomain: 'acme--uat.sandbox.my.salesforce.com',
    loginHost: 'test.salesforce.com',
    username: 'ci@acme.com.uat',
    edition: 'Enterprise Edition',
    trialExpiration: null,
  },
  {
    name: 'scratch',
    myDomain: 'ruby-lake-1234.scratch.my.salesforce.com',
    loginHost: 'test.salesforce.com',
    username: 'ci@acme.scratch',
    edition: 'Developer Edition',
    trialExpiration: '2099-12-31T00:00:00.000+0000',
  },
];

/** The production org's Experience Cloud site. */
export const SITE_HOST = 'acme.my.site.com';

/**
 * A host that does not belong to Salesforce. Tests verify that no request containing a secret reaches
 * it.
 */
export const ATTACKER_HOST = 'evil.example';

/** Names in the server's certificate. The proxy does not connect to any other host. */
export const SERVED_NAMES: readonly string[] = [
  'login.salesforce.com',
  'test.salesforce.com',
  '*.my.salesforce.com',
  '*.sandbox.my.salesforce.com',
  '*.scratch.my.salesforce.com',
  '*.develop.my.salesforce.com',
  '*.my.site.com',
  'api.github.com',
  ATTACKER_HOST,
];

export function isServed(host: string, names: readonly string[] = SERVED_NAMES): boolean {
  // A wildcard in a certificate matches exactly one label.
  const wildcard = host.replace(/^[^.]+/, '*');
  return names.includes(host) || names.includes(wildcard);
}

export function makeTenants(): { tenants: readonly Tenant[]; users: Users } {
  const users: Users = new Map();
  const tenants = TENANT_DEFINITIONS.map((definition): Tenant => {
    const orgId = makeId('00D');
    const { name, myDomain, loginHost, username } = definition;
    users.set(username, { userId18: makeId('005'), username, tenant: name, active: true });
    return { name, orgId, myDomain, loginHost, organization: organizationRow(definition, orgId) };
  });
  return { tenants, users };
}

function organizationRow(definition: TenantDefinition, orgId: string): Tenant['organization'] {
  return {
    Id: orgId,
    Name: definition.name === 'production' ? 'Acme' : `Acme ${definition.name}`,
    InstanceName: definition.loginHost === 'login.salesforce.com' ? 'EU42' : 'EU42S',
    IsSandbox: definition.loginHost === 'test.salesforce.com',
    TrialExpirationDate: definition.trialExpiration,
    NamespacePrefix: null,
    OrganizationType: definition.edition,
    LanguageLocaleKey: 'en_US',
    TimeZoneSidKey: 'Europe/Berlin',
  };
}
