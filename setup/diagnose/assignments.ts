import { type Reading, readValue } from './reader.ts';
import type { AssignmentRow } from './rows.ts';

type Assignments = Reading<readonly AssignmentRow[]>;

/** Returns the assignments of a user. Every user has one for the profile. */
export const assignmentsOf = (
  assignments: readonly AssignmentRow[],
  username: string,
): readonly AssignmentRow[] =>
  assignments.filter(
    ({ Assignee }) => Assignee.Username.trim().toLowerCase() === username.toLowerCase(),
  );

export const isExpired = ({ IsActive, ExpirationDate }: AssignmentRow, time: number): boolean =>
  IsActive === false || (ExpirationDate != null && Date.parse(ExpirationDate) < time);

/** Returns true if a session must activate the permission set, which no sign-in with a JWT does. */
export const needsActivation = ({ PermissionSet }: AssignmentRow): boolean =>
  PermissionSet.HasActivationRequired === true;

/**
 * Returns true if the administrator is known to have Manage Users, which shows all users and what
 * belongs to them. Without it, an empty result may only mean that the org hides the rows.
 */
export const mayManageUsers = (assignments: Assignments, admin: string): boolean =>
  assignmentsOf(readValue(assignments) ?? [], admin).some(
    (row) =>
      row.PermissionSet.PermissionsManageUsers === true &&
      row.IsActive !== false &&
      !needsActivation(row),
  );

export const withoutManageUsers = (admin: string): string =>
  `no permission set of ${admin} is known to have Manage Users`;
