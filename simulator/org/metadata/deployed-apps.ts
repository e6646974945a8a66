import type { App } from '../app.ts';
import type { OrgState } from '../state.ts';
import type { TenantName } from '../tenants.ts';
import { elementOf } from './components.ts';
import { certificateIn, namesIn } from './rules.ts';

/** The app that an assertion is for: the one that is always there, or one that was deployed. */
export function appOf(state: OrgState, consumerKey: unknown): App | undefined {
  if (consumerKey === state.app.consumerKey) return state.app;
  const found = state.tenants
    .map(({ name }) => deployedApp(state, name, consumerKey))
    .filter((app) => app !== undefined);
  const [first] = found;
  // A copied sandbox has the app of its production org: one app, in both of them.
  return first && { ...first, installedIn: new Set(found.flatMap((app) => [...app.installedIn])) };
}

/** For the user of this org: each org has its own certificate and its own policy. */
export function appIn(state: OrgState, app: App, tenant: TenantName): App {
  return app === state.app ? app : (deployedApp(state, tenant, app.consumerKey) ?? app);
}

function deployedApp(state: OrgState, tenant: TenantName, consumerKey: unknown): App | undefined {
  const isIt = ({ xml }: { xml: string }) => elementOf(xml, 'consumerKey') === consumerKey;
  const connected = state.metadata.list(tenant, 'ConnectedApp').find(isIt);
  const settings = state.metadata.list(tenant, 'ExtlClntAppGlobalOauthSettings').find(isIt);
  const found = connected ?? settings;
  if (found === undefined) return undefined;
  const app = elementOf(found.xml, 'externalClientApplication');
  const partOf = (type: string): string =>
    state.metadata
      .list(tenant, type)
      .find(({ xml }) => elementOf(xml, 'externalClientApplication') === app)?.xml ?? '';
  const policy = partOf('ExtlClntAppOauthConfigurablePolicies');
  const isOn = elementOf(partOf('ExtlClntAppConfigurablePolicies'), 'isEnabled') === 'true';
  const sets = namesIn(elementOf(policy, 'commaSeparatedPermissionSet'));
  return {
    consumerKey: String(consumerKey),
    certificatePem: certificateIn(elementOf(found.xml, 'certificate'))?.toString(),
    scopes: scopesOf(connected?.xml ?? partOf('ExtlClntAppOauthSettings'), connected !== undefined),
    permittedUsers:
      elementOf(policy, 'permittedUsersPolicyType') === 'AdminApprovedPreAuthorized' || connected
        ? 'admin-approved'
        : 'self-authorized',
    approvedUsers: connected ? 'everyone' : state.directory.usersWith(tenant, sets),
    installedIn: new Set(connected || isOn ? [tenant] : []),
    tokenFormat: elementOf(found.xml, 'isNamedUserJwtEnabled') === 'true' ? 'jwt' : 'opaque',
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
