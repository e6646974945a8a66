import { soqlString } from '../sf.ts';
import type { Organization } from '../steps/inspect-org.ts';
import { type AppReadings, readApp } from './app-readings.ts';
import { findUser, USER_LIMIT } from './find-user.ts';
import type { OrgReader } from './org-reader.ts';
import {
  type MetadataFile,
  mapReading,
  type Reading,
  readValue,
  retrieve,
  toolingQuery,
} from './reader.ts';
import type {
  AssignmentRow,
  AuditRecord,
  LoginHistoryRecord,
  ProfileRow,
  UserRow,
} from './rows.ts';

/** Everything that is read about a user. */
export interface UserReadings {
  readonly isFrozen: Reading<boolean | undefined>;
  readonly profile: Reading<ProfileRow | undefined>;
  readonly logins: Reading<readonly LoginHistoryRecord[]>;
  /** Rows of Setup Audit Trail, which state who froze or deactivated users. */
  readonly audit: Reading<readonly AuditRecord[]>;
}

export interface Readings {
  readonly organization: Promise<Reading<readonly Organization[]>>;
  readonly files: Promise<Reading<readonly MetadataFile[]>>;
  readonly users: Promise<Reading<readonly UserRow[]>>;
  readonly assignments: Promise<Reading<readonly AssignmentRow[]>>;
  readonly user: Promise<UserReadings | undefined>;
  readonly app: Promise<AppReadings>;
}

const METADATA_TYPES = [
  'ExternalClientApplication',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
  'ProfileSessionSetting',
  'Settings:MyDomain',
  'Settings:ConnectedApp',
] as const;

/** Starts all reads in parallel. A query that depends on another result waits for it. */
export function startReading(reader: OrgReader): Readings {
  const { context, sf, batch, admin, signIn } = reader;
  const organization = batch.query<Organization>(
    'SELECT Id, Name, IsSandbox, OrganizationType, TrialExpirationDate, TimeZoneSidKey FROM Organization',
  );
  const files = retrieve(context, sf, METADATA_TYPES);
  const users = batch.query<UserRow>(
    `SELECT Id, Username, IsActive, ProfileId, Profile.Name, Profile.UserLicense.Name FROM User WHERE Username = ${soqlString(signIn.username)} OR Username LIKE ${soqlString(`${withoutLastPart(signIn.username)}%`)} LIMIT ${USER_LIMIT}`,
  );
  const assignments = batch.query<AssignmentRow>(
    `SELECT Assignee.Username, PermissionSetId, PermissionSetGroupId, IsActive, ExpirationDate, PermissionSet.Label, PermissionSet.IsOwnedByProfile, PermissionSet.PermissionsApiEnabled, PermissionSet.PermissionsManageUsers, PermissionSet.HasActivationRequired FROM PermissionSetAssignment WHERE Assignee.Username IN (${soqlString(signIn.username)}, ${soqlString(admin)})`,
  );
  const user = users.then((reading) => {
    const found = findUser(readValue(reading) ?? [], signIn);
    return found && readUser(reader, found);
  });
  const readings = {
    organization,
    files,
    users,
    assignments,
    user,
    app: readApp(reader, { files, users, assignments }),
  };
  // An interruption rejects all of these promises, but only the first rejection is awaited.
  for (const promise of Object.values(readings)) promise.catch(() => undefined);
  return readings;
}

/**
 * Returns the username without its last part, which may be the name of a sandbox: Salesforce
 * appends it there. The org may have a user with the same username but without this part, or with
 * another one.
 */
const withoutLastPart = (username: string): string => username.replace(/\.\w+$/, '');

async function readUser(reader: OrgReader, { Id, ProfileId }: UserRow): Promise<UserReadings> {
  const { sf, batch } = reader;
  const [logins, frozen, audit, profiles] = await Promise.all([
    readLogins(reader, Id),
    batch.query<{ IsFrozen: boolean }>(
      `SELECT IsFrozen FROM UserLogin WHERE UserId = ${soqlString(Id)}`,
    ),
    batch.query<AuditRecord>(
      "SELECT Action, Display, CreatedDate, CreatedBy.Username FROM SetupAuditTrail WHERE Action IN ('frozeuser', 'deactivateduser') ORDER BY CreatedDate DESC LIMIT 2000",
    ),
    toolingQuery<ProfileRow>(
      sf,
      `SELECT Id, Name, FullName, Metadata FROM Profile WHERE Id = ${soqlString(ProfileId)}`,
    ),
  ]);
  return {
    isFrozen: mapReading(frozen, ([row]) => row?.IsFrozen),
    profile: mapReading(profiles, ([row]) => row),
    logins,
    audit,
  };
}

const WINDOW_MS = 300_000;

type RawLogin = Omit<LoginHistoryRecord, 'Status' | 'LoginType'> & {
  readonly Status: string | null;
  readonly LoginType: string | null;
};

/**
 * Reads all rows of Login History around the time of the sign-in, because a query cannot filter by
 * status. Omits a row without a valid time, because it cannot be assigned to a sign-in.
 */
export async function readLogins(
  { batch, signIn: { time } }: OrgReader,
  userId: string,
): Promise<Reading<readonly LoginHistoryRecord[]>> {
  const literal = (at: number): string => new Date(at).toISOString().replace(/\.\d+/, '');
  const reading = await batch.query<RawLogin>(
    `SELECT LoginTime, Status, LoginType, LoginSubType, Application, LoginUrl, SourceIp FROM LoginHistory WHERE UserId = ${soqlString(userId)} AND LoginTime >= ${literal(time - WINDOW_MS)} AND LoginTime <= ${literal(time + WINDOW_MS)} ORDER BY LoginTime DESC LIMIT 2000`,
  );
  return mapReading(reading, (rows) =>
    rows
      .filter(({ LoginTime }) => !Number.isNaN(Date.parse(LoginTime)))
      .map((row) => ({
        ...row,
        Status: row.Status ?? 'no status',
        LoginType: row.LoginType ?? '',
      })),
  );
}
