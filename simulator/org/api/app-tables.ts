import { elementOf } from '../metadata/components.ts';
import { namesIn } from '../metadata/rules.ts';
import type { OrgState } from '../state.ts';
import type { TenantName } from '../tenants.ts';
import { PROFILES } from '../users-and-licenses.ts';
import { type Table, type TableRow, TIMESTAMP } from './table.ts';

/** Tables of apps and of the users that may use them. */
export const APP_TABLES: readonly Table[] = [
  {
    type: 'ExternalClientApplication',
    columns: ['Id', 'DeveloperName', 'MasterLabel', 'DistributionState', 'LastModifiedDate'],
    rows: (state, { tenant }) =>
      appsOf(state, tenant.name)
        .filter(({ kind }) => kind === 'external')
        .map(({ id, name, label }) => ({
          Id: id,
          DeveloperName: name,
          MasterLabel: label,
          DistributionState: 'Local',
          LastModifiedDate: TIMESTAMP,
        })),
  },
  {
    type: 'ConnectedApplication',
    columns: ['Id', 'Name', 'OptionsAllowAdminApprovedUsersOnly'],
    rows: (state, { tenant }) =>
      appsOf(state, tenant.name)
        .filter(({ kind }) => kind === 'connected')
        .map(({ id, label, isAdminApproved }) => ({
          Id: id,
          Name: label,
          OptionsAllowAdminApprovedUsersOnly: isAdminApproved,
        })),
  },
  {
    // Contains a row for each permission set and profile that the policies of an app list.
    type: 'SetupEntityAccess',
    columns: [
      'Id',
      'ParentId',
      'SetupEntityId',
      'SetupEntityType',
      'Parent.Name',
      'Parent.Label',
      'Parent.IsOwnedByProfile',
      'Parent.Profile.Name',
    ],
    notOnTooling: true,
    rows: (state, { tenant }) =>
      appsOf(state, tenant.name).flatMap((app) => accessRows(state, tenant.name, app)),
  },
  {
    // Contains a row for each user and app if the app got a token after the user had approved it.
    type: 'OauthToken',
    columns: ['AppName', 'UserId', 'UseCount', 'LastUsedDate'],
    rows: ({ records }, { tenant }) =>
      records.approvals
        .filter((approval) => approval.tenant === tenant.name)
        .map(({ userId, appName }) => ({
          AppName: appName,
          UserId: userId,
          UseCount: 1,
          LastUsedDate: TIMESTAMP,
        })),
  },
];

interface AppRecord {
  readonly id: string;
  readonly kind: 'external' | 'connected';
  readonly name: string;
  readonly label: string;
  readonly isAdminApproved: boolean;
  readonly permissionSets: readonly string[];
  readonly profiles: readonly string[];
}

function appsOf({ metadata, directory }: OrgState, tenant: TenantName): AppRecord[] {
  const componentsOf = (type: string) =>
    metadata.retrieve(tenant, [{ type, members: ['*'] }]).components;
  const policies = componentsOf('ExtlClntAppOauthConfigurablePolicies');
  const external = componentsOf('ExternalClientApplication').map(({ fullName, xml }): AppRecord => {
    const policy =
      policies.find((item) => elementOf(item.xml, 'externalClientApplication') === fullName)?.xml ??
      '';
    return {
      id: directory.idOf('0xI', `${tenant}/${fullName}`),
      kind: 'external',
      name: fullName,
      label: elementOf(xml, 'label'),
      isAdminApproved: policy.includes('AdminApprovedPreAuthorized'),
      permissionSets: namesIn(elementOf(policy, 'commaSeparatedPermissionSet')),
      profiles: namesIn(elementOf(policy, 'commaSeparatedProfile')),
    };
  });
  const connected = componentsOf('ConnectedApp').map(
    ({ fullName, xml }): AppRecord => ({
      id: directory.idOf('0H4', `${tenant}/${fullName}`),
      kind: 'connected',
      name: fullName,
      label: elementOf(xml, 'label'),
      isAdminApproved: elementOf(xml, 'isAdminApproved') === 'true',
      permissionSets: allOf(xml, 'permissionSetName'),
      profiles: allOf(xml, 'profileName'),
    }),
  );
  return [...external, ...connected];
}

const allOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)<`, 'g'))].map(([, text = '']) => text.trim());

function accessRows({ directory }: OrgState, tenant: TenantName, app: AppRecord): TableRow[] {
  const sets = directory
    .permissionSets(tenant)
    .filter(({ name }) => app.permissionSets.includes(name))
    .map(({ id, name, label }) => ({
      ParentId: id,
      'Parent.Name': name,
      'Parent.Label': label,
      'Parent.IsOwnedByProfile': false,
      'Parent.Profile.Name': null,
    }));
  const profiles = Object.keys(PROFILES)
    .filter((name) => app.profiles.includes(name))
    .map((name) => ({
      ParentId: profileSetId(directory, name),
      'Parent.Name': `X${profileSetId(directory, name).toLowerCase()}`,
      'Parent.Label': name,
      'Parent.IsOwnedByProfile': true,
      'Parent.Profile.Name': name,
    }));
  return [...sets, ...profiles].map((row) => ({
    ...row,
    Id: directory.idOf('0J0', `${app.id}/${row.ParentId}`),
    SetupEntityId: app.id,
    SetupEntityType: app.kind === 'external' ? 'ExternalClientApplication' : 'ConnectedApplication',
  }));
}

/** Returns the ID of the hidden permission set that contains the permissions of a profile. */
export const profileSetId = (directory: OrgState['directory'], profile: string): string =>
  directory.idOf('0PS', `profile/${profile}`);
