import {
  assignmentsOf,
  isExpired,
  mayManageUsers,
  needsActivation,
  withoutManageUsers,
} from './assignments.ts';
import { findUser, USER_LIMIT } from './find-user.ts';
import { findingsOf, type OrgFinding } from './finding.ts';
import { checkHours } from './login-hours.ts';
import { hasValue, type Reading, readValue } from './reader.ts';
import type { UserReadings } from './readings.ts';
import type { AssignmentRow, AuditRecord, UserRow } from './rows.ts';
import type { RefusedSignIn } from './target.ts';
import { formatTime } from './values.ts';

const { right, wrong, open, unseen } = findingsOf('User');

interface UserFacts {
  readonly users: Reading<readonly UserRow[]>;
  readonly user: UserReadings | undefined;
  readonly assignments: Reading<readonly AssignmentRow[]>;
  /** Username with which the CLI is signed in. */
  readonly admin: string;
  readonly orgName: string;
  readonly timeZone: string | undefined;
}

/** Checks whether the user exists, may sign in, and may use the API. */
export function checkUser(facts: UserFacts, signIn: RefusedSignIn): OrgFinding[] {
  const { users, user, assignments, orgName } = facts;
  if (!hasValue(users)) return [unseen('the users of the org', users.problem, SEE_USERS)];
  const row = findUser(users.value, signIn);
  if (row === undefined || user === undefined) return [missingUser(users.value, facts, signIn)];
  const { Username, IsActive, Profile } = row;
  const license = Profile?.UserLicense?.Name;
  const profile = Profile === null ? '' : `, profile ${Profile.Name}`;
  const name = `${Username.trim()} exists${profile}${license === undefined ? '' : ` (license ${license})`}`;
  return [
    Username === Username.trim()
      ? right(name)
      : wrong('username-with-space', `the username in ${orgName} is “${Username}”, with a space`),
    IsActive
      ? right('active', 'user-inactive')
      : wrong(
          'user-inactive',
          `${signIn.username} is not active${byWhom(user, signIn, 'deactivateduser')}`,
        ),
    ...checkFrozen(user, signIn),
    checkApi(assignments, signIn),
    ...checkLimits(user, signIn, facts.timeZone),
  ];
}

function missingUser(
  users: readonly UserRow[],
  { assignments, admin, orgName }: UserFacts,
  { username }: RefusedSignIn,
): OrgFinding {
  const isAssigned = assignmentsOf(readValue(assignments) ?? [], username).length > 0;
  if (isAssigned || users.length >= USER_LIMIT) {
    const problem = isAssigned
      ? 'the org returned permission sets of the user, but not the user'
      : `the org returned only the first ${USER_LIMIT} users with a similar username`;
    return unseen(`the user ${username}`, problem, SEE_USERS);
  }
  const lower = username.toLowerCase();
  const similar = users.filter(({ Username }) => {
    const other = Username.trim().toLowerCase();
    return other.startsWith(`${lower}.`) || lower.startsWith(`${other}.`);
  });
  const hint =
    similar.length === 0
      ? ''
      : `; there is ${similar.map(({ Username }) => Username.trim()).join(', ')}`;
  return mayManageUsers(assignments, admin)
    ? wrong('user-missing', `${orgName} has no user ${username}${hint}`)
    : open(
        `${orgName} shows no user ${username}${hint}; ${withoutManageUsers(admin)}, without which an org can hide users`,
        'user-missing',
      );
}

const SEE_USERS = 'give the signed-in user Manage Users';

function checkFrozen(user: UserReadings, signIn: RefusedSignIn): OrgFinding[] {
  const { isFrozen } = user;
  if (!hasValue(isFrozen))
    return [unseen('whether the user is frozen', isFrozen.problem, SEE_USERS)];
  if (isFrozen.value === undefined)
    return [unseen('whether the user is frozen', 'the org returned no record of its logins')];
  return [
    isFrozen.value
      ? wrong('user-frozen', `${signIn.username} is frozen${byWhom(user, signIn, 'frozeuser')}`)
      : right('not frozen', 'user-frozen'),
  ];
}

/**
 * Returns the end of a sentence that states who froze or deactivated the user, or why this cannot
 * be seen. Setup Audit Trail contains the username only within the sentence in `Display`.
 */
function byWhom({ audit }: UserReadings, { username }: RefusedSignIn, action: string): string {
  if (!hasValue(audit)) return `; by whom cannot be seen: ${audit.problem}`;
  const row = audit.value.find(
    ({ Action, Display }: AuditRecord) => Action === action && containsUsername(Display, username),
  );
  if (row !== undefined)
    return `, by ${row.CreatedBy?.Username ?? 'Salesforce'} at ${formatTime(row.CreatedDate)}`;
  return action === 'frozeuser'
    ? '; Setup Audit Trail does not say by whom: look for a mail with the subject “Salesforce Security notification”'
    : '';
}

/** Returns true unless the username in the text is only a part of a longer one. */
function containsUsername(text: string, username: string): boolean {
  const escaped = username.replace(/[^\w@]/g, '\\$&');
  return new RegExp(`(?<![\\w.@+-])${escaped}(?![\\w@+-]|\\.\\w)`, 'i').test(text);
}

function checkApi(
  assignments: Reading<readonly AssignmentRow[]>,
  { username, time }: RefusedSignIn,
): OrgFinding {
  const what = 'whether the user has API Enabled';
  const remedy = 'give the signed-in user View Setup and Configuration';
  if (!hasValue(assignments)) return unseen(what, assignments.problem, remedy);
  const own = assignmentsOf(assignments.value, username);
  // Every user has an assignment for the profile. If there is none, the permission sets are hidden.
  if (own.length === 0)
    return unseen(what, 'the org returned neither the profile nor a permission set', remedy);
  const sources = own.filter(
    (row) => row.PermissionSet.PermissionsApiEnabled && !isExpired(row, time),
  );
  const source = sources.find((row) => !needsActivation(row));
  if (source === undefined) {
    const [inactive] = sources;
    return wrong(
      'api-disabled',
      inactive === undefined
        ? `neither the profile nor a permission set gives ${username} API Enabled`
        : `only the permission set ${inactive.PermissionSet.Label} gives ${username} API Enabled, and it requires session activation, which no sign-in with a JWT has`,
    );
  }
  const { IsOwnedByProfile, Label } = source.PermissionSet;
  return right(
    `API Enabled by ${IsOwnedByProfile ? 'the profile' : `the permission set ${Label}`}`,
    'api-disabled',
  );
}

/** Checks the limits of the profile, except for Login IP Ranges, which need a row of Login History. */
function checkLimits(
  { profile }: UserReadings,
  { time }: RefusedSignIn,
  timeZone: string | undefined,
): OrgFinding[] {
  const what = 'Login IP Ranges and Login Hours of the profile';
  if (!hasValue(profile)) return [unseen(what, profile.problem)];
  const metadata = profile.value?.Metadata;
  if (metadata == null) return [unseen(what, 'the org returned the profile without its settings')];
  const { loginIpRanges, loginHours } = metadata;
  return [
    ...(loginIpRanges == null
      ? [unseen('Login IP Ranges', 'the org returned the settings of the profile without them')]
      : loginIpRanges.length === 0
        ? [right('no Login IP Ranges', 'ip-ranges')]
        : []),
    checkHours(loginHours, { time, timeZone }),
  ];
}
