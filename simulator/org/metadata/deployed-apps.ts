import { type App, DEFAULT_POLICIES } from '../app.ts';
import type { Tenant, TenantName } from '../tenants.ts';
import { elementOf } from './components.ts';
import type { Metadata } from './metadata.ts';
import { certificateIn, namesIn } from './rules.ts';

interface AppSources {
  /** The app that exists before any deployment. */
  readonly app: App;
  readonly tenants: readonly Tenant[];
  readonly metadata: Metadata;
  readonly directory: {
    usersWith(tenant: TenantName, permissionSets: readonly string[]): Set<string>;
  };
}

/** Returns the app with this consumer key: the app that always exists, or a deployed one. */
export function appByConsumerKey(sources: AppSources, consumerKey: unknown): App | undefined {
  if (consumerKey === sources.app.consumerKey) return sources.app;
  const apps = sources.tenants
    .map(({ name }) => deployedApp(sources, name, consumerKey))
    .filter((app) => app !== undefined);
  const [firstApp] = apps;
  // A sandbox contains a copy of its production org's app, so one app can be installed in several orgs.
  return (
    firstApp && { ...firstApp, installedIn: new Set(apps.flatMap((app) => [...app.installedIn])) }
  );
}

/** Returns the app as configured in this org, because each org has its own certificate and policies. */
export function appInTenant(sources: AppSources, app: App, tenant: TenantName): App {
  return app === sources.app ? app : (deployedApp(sources, tenant, app.consumerKey) ?? app);
}

function deployedApp(
  sources: AppSources,
  tenant: TenantName,
  consumerKey: unknown,
): App | undefined {
  const hasConsumerKey = ({ xml }: { xml: string }) =>
    elementOf(xml, 'consumerKey') === consumerKey;
  const connectedApp = sources.metadata.list(tenant, 'ConnectedApp').find(hasConsumerKey);
  const settings = sources.metadata
    .list(tenant, 'ExtlClntAppGlobalOauthSettings')
    .find(hasConsumerKey);
  const source = connectedApp ?? settings;
  if (source === undefined) return undefined;
  const app = elementOf(source.xml, 'externalClientApplication');
  const xmlOf = (type: string): string =>
    sources.metadata
      .list(tenant, type)
      .find(({ xml }) => elementOf(xml, 'externalClientApplication') === app)?.xml ?? '';
  const policy = xmlOf('ExtlClntAppOauthConfigurablePolicies');
  const sessionPolicy = connectedApp?.xml ?? policy;
  const policyAction = elementOf(sessionPolicy, 'policyAction') as App['policyAction'] | '';
  const isEnabled = elementOf(xmlOf('ExtlClntAppConfigurablePolicies'), 'isEnabled') === 'true';
  const permissionSets = namesIn(elementOf(policy, 'commaSeparatedPermissionSet'));
  return {
    consumerKey: String(consumerKey),
    certificatePem: certificateIn(elementOf(source.xml, 'certificate'))?.toString(),
    scopes: scopesOf(
      connectedApp?.xml ?? xmlOf('ExtlClntAppOauthSettings'),
      connectedApp !== undefined,
    ),
    permittedUsers:
      elementOf(policy, 'permittedUsersPolicyType') === 'AdminApprovedPreAuthorized' || connectedApp
        ? 'admin-approved'
        : 'self-authorized',
    approvedUsers: connectedApp ? 'everyone' : sources.directory.usersWith(tenant, permissionSets),
    selectedProfiles: [],
    selectedPermissionSets: permissionSets,
    ...DEFAULT_POLICIES,
    policyAction: policyAction || undefined,
    sessionLevel: /<(required)?[sS]essionLevel>HIGH_ASSURANCE</.test(sessionPolicy)
      ? 'HIGH_ASSURANCE'
      : 'STANDARD',
    installedIn: new Set(connectedApp || isEnabled ? [tenant] : []),
    tokenFormat: elementOf(source.xml, 'isNamedUserJwtEnabled') === 'true' ? 'jwt' : 'opaque',
    audiences: [],
    acceptsMyDomainAsAudience: true,
  };
}

const SCOPES: Readonly<Record<string, string>> = {
  Api: 'api',
  RefreshToken: 'refresh_token',
  Web: 'web',
  Full: 'full',
};

function scopesOf(xml: string, isConnected: boolean): string[] {
  const names = isConnected
    ? [...xml.matchAll(/<scopes>([^<]*)</g)].map(([, scope = '']) => scope.trim())
    : namesIn(elementOf(xml, 'commaSeparatedOauthScopes'));
  return names.map((name) => SCOPES[name] ?? name);
}
