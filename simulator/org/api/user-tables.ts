import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import type { User } from '../tenants.ts';
import { INTEGRATION_LICENSE, PROFILES } from '../users-and-licenses.ts';
import { profileSetId } from './app-tables.ts';
import type { Table, TableRow } from './table.ts';

/** Tables of users, licenses, profiles and permission sets. */
export const USER_TABLES: readonly Table[] = [
  {
    type: 'User',
    columns: [
      'Id',
      'Username',
      'Name',
      'Email',
      'IsActive',
      'ProfileId',
      'TimeZoneSidKey',
      'LocaleSidKey',
      'LanguageLocaleKey',
      'EmailEncodingKey',
      'Profile.Name',
      'Profile.PermissionsApiEnabled',
      'Profile.UserLicense.Name',
    ],
    rows: (state, { tenant }) =>
      [...state.users.values()]
        .filter((user) => user.tenant === tenant.name)
        .map((user) => userRow(state, user)),
  },
  {
    type: 'UserLicense',
    columns: ['Id', 'Name', 'Status', 'TotalLicenses', 'UsedLicenses'],
    rows: ({ directory }) =>
      [...directory.licenses].map(([Name, { id, total, used }]) => ({
        Id: id,
        Name,
        Status: 'Active',
        TotalLicenses: total,
        UsedLicenses: used,
      })),
  },
  {
    type: 'Profile',
    columns: ['Id', 'Name', 'PermissionsApiEnabled', 'UserLicense.Name'],
    notOnTooling: true,
    rows: ({ directory }) =>
      Object.entries(PROFILES)
        .filter(([, { license }]) => directory.licenses.has(license))
        .map(([Name, { id, license, apiEnabled }]) => ({
          Id: id,
          Name,
          PermissionsApiEnabled: apiEnabled,
          'UserLicense.Name': license,
        })),
  },
  {
    type: 'PermissionSetLicense',
    columns: ['Id', 'DeveloperName', 'MasterLabel', 'Status'],
    rows: ({ directory }) =>
      directory.licenses.has('Salesforce Integration')
        ? [
            {
              Id: INTEGRATION_LICENSE.id,
              DeveloperName: INTEGRATION_LICENSE.name,
              MasterLabel: INTEGRATION_LICENSE.label,
              Status: 'Active',
            },
          ]
        : [],
  },
  {
    type: 'PermissionSet',
    columns: ['Id', 'Name', 'Description'],
    rows: ({ directory }, { tenant }) =>
      directory
        .permissionSets(tenant.name)
        .map(({ id, name, description }) => ({ Id: id, Name: name, Description: description })),
  },
  {
    type: 'PermissionSetAssignment',
    columns: [
      'Id',
      'AssigneeId',
      'Assignee.Username',
      'PermissionSetId',
      'PermissionSetGroupId',
      'IsActive',
      'ExpirationDate',
      'PermissionSet.Name',
      'PermissionSet.Label',
      'PermissionSet.IsOwnedByProfile',
      'PermissionSet.PermissionsApiEnabled',
      'PermissionSet.PermissionsManageUsers',
      'PermissionSet.HasActivationRequired',
    ],
    rows: assignmentRows,
  },
  {
    type: 'PermissionSetLicenseAssign',
    columns: ['Id', 'AssigneeId', 'PermissionSetLicenseId'],
    rows: ({ directory }, { tenant }) =>
      directory.licenseAssignments
        .filter((assignment) => assignment.tenant === tenant.name)
        .map(({ id, userId, targetId }) => ({
          Id: id,
          AssigneeId: userId,
          PermissionSetLicenseId: targetId,
        })),
  },
];

export function userRow({ directory }: OrgState, user: User): Readonly<Record<string, unknown>> {
  const { userId18, username, active } = user;
  const { license, apiEnabled } = directory.profileOf(user);
  return {
    Id: userId18,
    Username: username,
    Name: 'Continuous Integration',
    Email: username,
    IsActive: active,
    ProfileId: directory.profileOf(user).id,
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    'Profile.Name': Object.entries(PROFILES).find(
      ([, profile]) => profile.id === directory.profileOf(user).id,
    )?.[0],
    'Profile.PermissionsApiEnabled': apiEnabled,
    'Profile.UserLicense.Name': license,
  };
}

function assignmentRows({ directory, users }: OrgState, { tenant }: Session): TableRow[] {
  const sets = directory.permissionSets(tenant.name);
  const tenantUsers = [...users.values()].filter((user) => user.tenant === tenant.name);
  return tenantUsers.flatMap((user) => [
    profileRow(directory, user),
    ...directory.assignments
      .filter(({ userId }) => userId === user.userId18)
      .map(({ id, targetId, expires }) => {
        const set = sets.find((candidate) => candidate.id === targetId);
        return {
          Id: id,
          AssigneeId: user.userId18,
          'Assignee.Username': user.username,
          PermissionSetId: targetId,
          PermissionSetGroupId: null,
          IsActive: expires === undefined || expires > Date.now(),
          ExpirationDate: expires === undefined ? null : new Date(expires).toISOString(),
          'PermissionSet.Name': set?.name,
          'PermissionSet.Label': set?.label,
          'PermissionSet.IsOwnedByProfile': false,
          'PermissionSet.PermissionsApiEnabled': set?.apiEnabled,
          'PermissionSet.PermissionsManageUsers': false,
          'PermissionSet.HasActivationRequired': set?.needsActivation,
        };
      }),
  ]);
}

/**
 * Returns the assignment of a user's profile, which Salesforce represents as an assignment of its
 * hidden permission set.
 */
function profileRow(directory: OrgState['directory'], user: User): TableRow {
  const name = directory.profileNameOf(user);
  const setId = profileSetId(directory, name);
  return {
    Id: directory.idOf('0Pa', `${user.userId18}/${name}`),
    AssigneeId: user.userId18,
    'Assignee.Username': user.username,
    PermissionSetId: setId,
    PermissionSetGroupId: null,
    IsActive: true,
    ExpirationDate: null,
    'PermissionSet.Name': `X${setId.toLowerCase()}`,
    'PermissionSet.Label': name,
    'PermissionSet.IsOwnedByProfile': true,
    'PermissionSet.PermissionsApiEnabled': PROFILES[name].apiEnabled,
    'PermissionSet.PermissionsManageUsers': name === 'System Administrator',
    'PermissionSet.HasActivationRequired': false,
  };
}
