import { findingsOf, type OrgFinding } from './finding.ts';
import type { Reading } from './reader.ts';
import { hasValue, readValue } from './reader.ts';
import type { AppReadings } from './readings.ts';
import type { AccessRow, AssignmentRow } from './rows.ts';
import type { RefusedSignIn } from './target.ts';

const { right, wrong, open, unseen } = findingsOf('Grant');

/** Checks whether the app's policies allow this user. */
export function checkGrant(
  { app, access, groupMembers, approvals }: AppReadings,
  assignments: Reading<readonly AssignmentRow[]>,
  signIn: RefusedSignIn,
): OrgFinding[] {
  const found = readValue(app);
  if (found === undefined) return [];
  if (!found.hasPolicies) return [];
  if (found.isSelfAuthorized) return checkApproval(found.label, approvals);
  const permittedUsers = right('Permitted Users: Admin approved users are pre-authorized');
  if (access === undefined || !hasValue(access)) {
    const problem = access?.problem ?? 'the org did not return the ID of the app';
    return [permittedUsers, unseen('whom the app lets in', problem, SEE_SETUP)];
  }
  if (!hasValue(assignments))
    return [
      permittedUsers,
      unseen('the permission sets of the user', assignments.problem, SEE_SETUP),
    ];
  const own = assignments.value.filter(
    ({ Assignee }) => Assignee.Username.trim().toLowerCase() === signIn.username.toLowerCase(),
  );
  // Every user has an assignment for the profile. Without any assignment, either the permission
  // sets are hidden or the user does not exist.
  if (own.length === 0) {
    const problem = 'the org returned neither a profile nor a permission set of such a user';
    return [permittedUsers, unseen('whether the app lets the user in', problem, SEE_SETUP)];
  }
  const members = new Set(
    (groupMembers && readValue(groupMembers))?.map((row) => row.PermissionSetId),
  );
  return [
    permittedUsers,
    judge({ label: found.label, access: access.value, own, members, signIn }),
  ];
}

const SEE_SETUP = 'give the signed-in user View Setup and Configuration';

function checkApproval(label: string, approvals: AppReadings['approvals']): OrgFinding[] {
  const policy = 'Permitted Users: All users can self-authorize';
  if (approvals !== undefined && !hasValue(approvals)) {
    return [
      open(
        `${policy}. Without an approval by the user, Salesforce refuses the sign-in; the approvals cannot be seen: ${approvals.problem}`,
        'self-authorized',
      ),
    ];
  }
  // `AppName` is the label of the app, for External Client Apps as well as Connected Apps.
  const isApproved = approvals?.value.some(({ AppName }) => AppName === label) === true;
  return [
    isApproved
      ? open(
          `${policy}. The user has approved “${label}” once; that approval may have expired, or lack refresh_token`,
          'self-authorized',
        )
      : wrong(
          'self-authorized',
          `the app “${label}” leaves it to the users to authorize it, and this user has no approval`,
        ),
  ];
}

interface GrantFacts {
  readonly label: string;
  readonly access: readonly AccessRow[];
  /** All assignments of the user, one of which stands for the profile. */
  readonly own: readonly AssignmentRow[];
  /** IDs of the permission sets that the user has through a permission set group. */
  readonly members: ReadonlySet<string>;
  readonly signIn: RefusedSignIn;
}

const describeAccess = (rows: readonly AccessRow[]): string =>
  rows
    .map(({ Parent }) =>
      Parent.IsOwnedByProfile
        ? `the profile ${Parent.Profile?.Name ?? Parent.Label}`
        : `the permission set ${Parent.Label}`,
    )
    .join(', ');

function judge({ label, access, own, members, signIn }: GrantFacts): OrgFinding {
  if (access.length === 0) {
    return wrong(
      'nobody-selected',
      `the app “${label}” selects no profile and no permission set, so it lets nobody in`,
    );
  }
  const matches = own.filter(({ PermissionSetId }) =>
    access.some(({ ParentId }) => ParentId === PermissionSetId),
  );
  const isExpired = ({ IsActive, ExpirationDate }: AssignmentRow): boolean =>
    IsActive === false || (ExpirationDate != null && Date.parse(ExpirationDate) < signIn.time);
  const needsActivation = ({ PermissionSet }: AssignmentRow): boolean =>
    PermissionSet.HasActivationRequired === true;
  const valid = matches.find((row) => !isExpired(row) && !needsActivation(row));
  if (valid !== undefined) {
    const { IsOwnedByProfile, Label } = valid.PermissionSet;
    return right(
      `the user has ${IsOwnedByProfile ? 'the profile' : 'the permission set'} ${Label}, which the app selects`,
    );
  }
  const expired = matches.find(isExpired);
  if (expired !== undefined) {
    const date = expired.ExpirationDate?.slice(0, 10);
    return wrong(
      'assignment-expired',
      `the assignment of the permission set ${expired.PermissionSet.Label} to ${signIn.username} ${date === undefined ? 'is not active' : `expired on ${date}`}`,
    );
  }
  const [inactive] = matches;
  if (inactive !== undefined) {
    return wrong(
      'permission-set-needs-activation',
      `the permission set ${inactive.PermissionSet.Label} of ${signIn.username} requires session activation, which no sign-in with a JWT has`,
    );
  }
  if (access.some(({ ParentId }) => members.has(ParentId))) {
    return open(
      `the user has ${describeAccess(access.filter(({ ParentId }) => members.has(ParentId)))} only through a permission set group; no source says whether that counts`,
      'user-not-selected',
    );
  }
  return wrong(
    'user-not-selected',
    `the app “${label}” lets in only ${describeAccess(access)}, and ${signIn.username} has none of these`,
  );
}
