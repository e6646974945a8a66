import { soqlString } from '../sf.ts';
import { type FoundApp, findApp } from './find-app.ts';
import { findUser, NO_USER } from './find-user.ts';
import type { OrgReader } from './org-reader.ts';
import { hasValue, type MetadataFile, mapReading, type Reading, readValue } from './reader.ts';
import type { AccessRow, ApprovalRow, AssignmentRow, GroupMemberRow, UserRow } from './rows.ts';

/** Everything that is read about the app, its permitted users, and whether the user has approved it. */
export interface AppReadings extends FoundApp {
  /** Undefined if the app was not found. */
  readonly access: Reading<readonly AccessRow[]> | undefined;
  /** Permission sets in the user's permission set groups, if the user has any. */
  readonly groupMembers: Reading<readonly GroupMemberRow[]> | undefined;
  /** Tokens issued to the user. Only read if users may authorize the app themselves. */
  readonly approvals: Reading<readonly ApprovalRow[]> | undefined;
}

interface FirstReadings {
  readonly files: Promise<Reading<readonly MetadataFile[]>>;
  readonly users: Promise<Reading<readonly UserRow[]>>;
  readonly assignments: Promise<Reading<readonly AssignmentRow[]>>;
}

export async function readApp(
  reader: OrgReader,
  { files, users, assignments }: FirstReadings,
): Promise<AppReadings> {
  const { batch } = reader;
  const [external, ids] = await Promise.all([
    files,
    batch.query<{ Id: string; DeveloperName: string }>(
      'SELECT Id, DeveloperName FROM ExternalClientApplication LIMIT 2000',
    ),
  ]);
  const search = await findApp(reader, {
    external,
    ids: mapReading(ids, (rows) => rows.map(({ Id, DeveloperName: Name }) => ({ Id, Name }))),
  });
  const found = readValue(search.app);
  if (found === undefined)
    return { ...search, access: undefined, groupMembers: undefined, approvals: undefined };
  const groups = (readValue(await assignments) ?? []).flatMap(
    (row) => row.PermissionSetGroupId ?? [],
  );
  const [access, groupMembers, approvals] = await Promise.all([
    hasValue(found.id)
      ? batch.query<AccessRow>(
          `SELECT ParentId, Parent.Name, Parent.Label, Parent.IsOwnedByProfile, Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityId = ${soqlString(found.id.value)}`,
        )
      : found.id,
    groups.length === 0
      ? undefined
      : batch.query<GroupMemberRow>(
          `SELECT PermissionSetId, PermissionSetGroupId FROM PermissionSetGroupComponent WHERE PermissionSetGroupId IN (${groups.map(soqlString).join(', ')})`,
        ),
    found.oauthPolicies?.isSelfAuthorized === true ? readApprovals(reader, await users) : undefined,
  ]);
  return { ...search, access, groupMembers, approvals };
}

export const APPROVAL_LIMIT = 500;

async function readApprovals(
  { batch, signIn }: OrgReader,
  users: Reading<readonly UserRow[]>,
): Promise<Reading<readonly ApprovalRow[]>> {
  if (!hasValue(users)) return users;
  const user = findUser(users.value, signIn);
  if (user === undefined) return { problem: NO_USER };
  return batch.query<ApprovalRow>(
    `SELECT AppName FROM OauthToken WHERE UserId = ${soqlString(user.Id)} LIMIT ${APPROVAL_LIMIT}`,
  );
}
