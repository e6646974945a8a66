import type { OrgState } from '../state.ts';
import { PROFILES, type ProfileName } from '../users-and-licenses.ts';
import type { Table, TableRow } from './table.ts';

const toDateTime = (time: number): string => new Date(time).toISOString().replace('Z', '+0000');

/** Tables with records about sign-ins. */
export const LOGIN_TABLES: readonly Table[] = [
  {
    type: 'LoginHistory',
    notOnTooling: true,
    columns: [
      'Id',
      'UserId',
      'LoginTime',
      'Status',
      'LoginType',
      'LoginSubType',
      'Application',
      'LoginUrl',
      'SourceIp',
    ],
    notFilterable: ['Status', 'Application', 'ApiType', 'Browser', 'Platform'],
    rows: ({ records }, { tenant }) =>
      records.logins
        .filter((row) => row.tenant === tenant.name)
        .map(({ id, userId, time, status, application, loginUrl, sourceIp }) => ({
          Id: id,
          UserId: userId,
          LoginTime: toDateTime(time),
          Status: status,
          LoginType: 'Remote Access 2.0',
          // No source documents the value for the JWT bearer flow.
          LoginSubType: null,
          Application: application,
          LoginUrl: loginUrl,
          SourceIp: sourceIp,
        })),
  },
  {
    type: 'SetupAuditTrail',
    columns: ['Id', 'Action', 'Section', 'Display', 'CreatedDate', 'CreatedBy.Username'],
    notFilterable: ['Display', 'Section'],
    rows: ({ records }, { tenant }) =>
      records.auditTrail
        .filter((row) => row.tenant === tenant.name)
        .map(({ id, time, action, display, by }) => ({
          Id: id,
          Action: action,
          Section: 'Manage Users',
          Display: display,
          CreatedDate: toDateTime(time),
          'CreatedBy.Username': by,
        })),
  },
  {
    type: 'UserLogin',
    columns: ['Id', 'UserId', 'IsFrozen', 'IsPasswordLocked'],
    rows: (state, { tenant }) =>
      [...state.users.values()]
        .filter((user) => user.tenant === tenant.name)
        .map(({ userId18, frozen = false }) => ({
          Id: userId18.replace(/^005/, '0Yw'),
          UserId: userId18,
          IsFrozen: frozen,
          IsPasswordLocked: false,
        })),
  },
  {
    // In a real org, `Metadata` can only be selected in a query that returns one row.
    type: 'Profile',
    onlyOnTooling: true,
    columns: ['Id', 'Name', 'FullName', 'Metadata'],
    rows: ({ directory }) =>
      Object.entries(PROFILES).map(([name, { id }]) => ({
        Id: id,
        Name: name,
        FullName: name,
        Metadata: profileMetadata(directory, name as ProfileName),
      })),
  },
];

function profileMetadata(directory: OrgState['directory'], name: ProfileName): TableRow {
  const { ipRanges = [], loginHours } = directory.profileLimits.get(name) ?? {};
  return { loginIpRanges: ipRanges, loginHours: loginHours ?? null };
}
