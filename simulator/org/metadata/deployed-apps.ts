import type { App } from '../app.ts';
import type { OrgState } from '../state.ts';
import type { TenantName } from '../tenants.ts';
import { elementOf } from './components.ts';
import { certificateIn, namesIn } from './rules.ts';

/** The app that an assertion is for: the one that is always there, or one that was deployed. */
export function appByConsumerKey(state: OrgState, consumerKey: unknown): App | undefined {
  if (consumerKey === state.app.consumerKey) return state.app;
  const apps = state.tenants
    .map(({ name }) => deployedApp(state, name, consumerKey))
    .filter((app) => app !== undefined);
  const [firstApp] = apps;
  // A copied sandbox has the app of its production org: one app, in both of them.
  return (
    firstApp && { ...firstApp, installedIn: new Set(apps.flatMap((app) => [...app.installedIn])) }
  );
}

/** For the user of this org: each org has its own certificate and its own policy. */
export function appInTenant(state: OrgState, app: App, tenant: TenantName): App {
  return app === state.app ? app : (deployedApp(state, tenant, app.consumerKey) ?? app);
}

function deployedApp(state: OrgState, tenant: TenantName, consumerKey: unknown): App | undefined {
  const hasConsumerKey = ({ xml }: { xml: string }) =>
    elementOf(xml, 'consumerKey') === consumerKey;
  const connectedApp = state.metadata.list(tenant, 'ConnectedApp').find(hasConsumerKey);
  const settings = state.metadata
    .list(tenant, 'ExtlClntAppGlobalOauthSettings')
    .find(hasConsumerKey);
  const source = connectedApp ?? settings;
  if (source === undefined) return undefined;
  const app = elementOf(source.xml, 'externalClientApplication');
  const xmlOf = (type: string): string =>
    state.metadata
      .list(tenant, type)
      .find(({ xml }) => elementOf(xml, 'externalClientApplication') === app)?.xml ?? '';
  const policy = xmlOf('ExtlClntAppOauthConfigurablePolicies');
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
    approvedUsers: connectedApp ? 'everyone' : state.directory.usersWith(tenant, permissionSets),
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
