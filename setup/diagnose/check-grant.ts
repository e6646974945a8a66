import { APPROVAL_LIMIT, type AppReadings } from './app-readings.ts';
import { assignmentsOf, mayManageUsers, withoutManageUsers } from './assignments.ts';
import { findingsOf, type OrgFinding } from './finding.ts';
import { hasValue, type Reading, readValue } from './reader.ts';
import type { AssignmentRow } from './rows.ts';
import { judgeSelection, SEE_SETUP } from './selection.ts';
import type { RefusedSignIn } from './target.ts';

const { right, wrong, open, unseen } = findingsOf('Grant');

interface GrantReadings extends AppReadings {
  readonly assignments: Reading<readonly AssignmentRow[]>;
  /** Username with which the CLI is signed in. */
  readonly admin: string;
}

/** Checks whether the app's policies allow this user. */
export function checkGrant(readings: GrantReadings, signIn: RefusedSignIn): OrgFinding[] {
  const { app, access, groupMembers, assignments } = readings;
  const found = readValue(app);
  if (found === undefined || found.lacksPolicies) return [];
  const { label, oauthPolicies } = found;
  if (oauthPolicies?.isSelfAuthorized === undefined)
    return [unseen('whom the app lets in', 'the org did not return its Permitted Users')];
  if (oauthPolicies.isSelfAuthorized) return [checkApproval(label, readings, found.isLabelKnown)];
  const permittedUsers = right('Permitted Users: Admin approved users are pre-authorized');
  if (access === undefined || !hasValue(access)) {
    const problem = access?.problem ?? 'the app was not found';
    return [permittedUsers, unseen('whom the app lets in', problem, SEE_SETUP)];
  }
  if (!hasValue(assignments))
    return [
      permittedUsers,
      unseen('the permission sets of the user', assignments.problem, SEE_SETUP),
    ];
  const own = assignmentsOf(assignments.value, signIn.username);
  // Every user has an assignment for the profile. Without any assignment, either the permission
  // sets are hidden or the user does not exist.
  if (own.length === 0) {
    const problem = 'the org returned neither a profile nor a permission set of such a user';
    return [permittedUsers, unseen('whether the app lets the user in', problem, SEE_SETUP)];
  }
  return [
    permittedUsers,
    judgeSelection({ label, oauthPolicies, access: access.value, own, groupMembers, signIn }),
  ];
}

function checkApproval(
  label: string,
  { approvals, assignments, admin }: GrantReadings,
  isLabelKnown: boolean,
): OrgFinding {
  const policy = 'Permitted Users: All users can self-authorize';
  const cannotSee = (problem: string): OrgFinding =>
    open(
      `${policy}. Without an approval by the user, Salesforce refuses the sign-in; the approvals cannot be seen: ${problem}`,
      'self-authorized',
    );
  if (approvals === undefined) return cannotSee('they were not read');
  if (!hasValue(approvals)) return cannotSee(approvals.problem);
  // `AppName` is the label of the app, for External Client Apps as well as Connected Apps.
  if (approvals.value.some(({ AppName }) => AppName === label)) {
    return open(
      `${policy}. The user has approved “${label}” once; that approval may have expired, or lack refresh_token`,
      'self-authorized',
    );
  }
  if (!isLabelKnown) return cannotSee('the org did not return the label of the app');
  if (approvals.value.length >= APPROVAL_LIMIT)
    return cannotSee(`the user has given more than ${APPROVAL_LIMIT} of them`);
  if (!mayManageUsers(assignments, admin))
    return cannotSee(`none is shown, and ${withoutManageUsers(admin)}`);
  return wrong(
    'self-authorized',
    `the app “${label}” leaves it to the users to authorize it, and this user has no approval`,
  );
}
