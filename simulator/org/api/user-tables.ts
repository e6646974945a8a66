import { elementOf } from '../metadata/components.ts';
import { namesIn } from '../metadata/rules.ts';
import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import type { User } from '../tenants.ts';
import { INTEGRATION_LICENSE, PROFILES } from '../users-and-licenses.ts';
import type { Table } from './table.ts';

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
    type: 'UserLogin',
    columns: ['Id', 'UserId', 'IsFrozen'],
    rows: (state, { tenant }) =>
      [...state.users.values()]
        .filter((user) => user.tenant === tenant.name)
        .map(({ userId18, frozen = false }) => ({
          Id: userId18.replace(/^005/, '0Yw'),
          UserId: userId18,
          IsFrozen: frozen,
        })),
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
    columns: ['Id', 'AssigneeId', 'Assignee.Username', 'PermissionSetId', 'PermissionSet.Name'],
    rows: assignmentRows,
  },
  {
    // An app's policy creates a row for each permission set that it lists.
    type: 'SetupEntityAccess',
    columns: ['Id', 'ParentId', 'SetupEntityType'],
    rows: ({ directory, metadata }, { tenant }) => {
      const policies = metadata.list(tenant.name, 'ExtlClntAppOauthConfigurablePolicies');
      const granted = policies.flatMap(({ xml }) =>
        namesIn(elementOf(xml, 'commaSeparatedPermissionSet')),
      );
      return directory
        .permissionSets(tenant.name)
        .filter(({ name }) => granted.includes(name))
        .map(({ id }) => ({
          Id: id.replace(/^0PS/, '0J0'),
          ParentId: id,
          SetupEntityType: 'ExternalClientApplication',
        }));
    },
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

function assignmentRows({ directory, users }: OrgState, { tenant }: Session) {
  const sets = directory.permissionSets(tenant.name);
  const usernameOf = (userId: string): string | undefined =>
    [...users.values()].find(({ userId18 }) => userId18 === userId)?.username;
  return directory.assignments
    .filter((assignment) => assignment.tenant === tenant.name)
    .map(({ id, userId, targetId }) => ({
      Id: id,
      AssigneeId: userId,
      'Assignee.Username': usernameOf(userId),
      PermissionSetId: targetId,
      'PermissionSet.Name': sets.find((set) => set.id === targetId)?.name,
    }));
}
