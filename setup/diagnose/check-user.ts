import { describeRanges, findLogin } from './check-logins.ts';
import { findingsOf, type OrgFinding } from './finding.ts';
import { checkHours } from './login-hours.ts';
import { hasValue, type Reading, readValue } from './reader.ts';
import { findUser, type UserReadings } from './readings.ts';
import type { AssignmentRow, AuditRecord, UserRow } from './rows.ts';
import type { RefusedSignIn } from './target.ts';
import { formatTime } from './values.ts';

const { right, wrong, open, unseen } = findingsOf('User');

interface UserFacts {
  readonly users: Reading<readonly UserRow[]>;
  readonly user: UserReadings | undefined;
  readonly assignments: Reading<readonly AssignmentRow[]>;
  readonly orgName: string;
  readonly timeZone: string | undefined;
}

/** Checks whether the user exists, may sign in, and may use the API. */
export function checkUser(facts: UserFacts, signIn: RefusedSignIn): OrgFinding[] {
  const { users, user, assignments, orgName } = facts;
  if (!hasValue(users)) return [unseen('the users of the org', users.problem)];
  const row = findUser(users.value, signIn);
  if (row === undefined || user === undefined) return [missingUser(users.value, signIn, orgName)];
  const { Username, IsActive, Profile } = row;
  const license = Profile?.UserLicense?.Name;
  const profile = Profile === null ? '' : `, profile ${Profile.Name}`;
  const name = `${Username.trim()} exists${profile}${license === undefined ? '' : ` (license ${license})`}`;
  return [
    Username === Username.trim()
      ? right(name)
      : wrong('username-with-space', `the username in ${orgName} is “${Username}”, with a space`),
    IsActive
      ? right('active')
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
  { username }: RefusedSignIn,
  orgName: string,
): OrgFinding {
  const lower = username.toLowerCase();
  const similar = users.filter(({ Username }) => {
    const other = Username.trim().toLowerCase();
    return other.startsWith(`${lower}.`) || lower.startsWith(`${other}.`);
  });
  const hint =
    similar.length === 0
      ? ''
      : `; there is ${similar.map(({ Username }) => Username.trim()).join(', ')}`;
  return wrong('user-missing', `${orgName} has no user ${username}${hint}`);
}

function checkFrozen(user: UserReadings, signIn: RefusedSignIn): OrgFinding[] {
  const { isFrozen } = user;
  if (!hasValue(isFrozen))
    return [
      unseen(
        'whether the user is frozen',
        isFrozen.problem,
        'give the signed-in user Manage Users',
      ),
    ];
  if (isFrozen.value === undefined)
    return [unseen('whether the user is frozen', 'the org returned no record of its logins')];
  return [
    isFrozen.value
      ? wrong('user-frozen', `${signIn.username} is frozen${byWhom(user, signIn, 'frozeuser')}`)
      : right('not frozen'),
  ];
}

/**
 * Returns the end of a sentence that states who froze or deactivated the user, or why this cannot
 * be seen. Setup Audit Trail contains the username only within the sentence in `Display`.
 */
function byWhom({ audit }: UserReadings, { username }: RefusedSignIn, action: string): string {
  if (!hasValue(audit)) return `; by whom cannot be seen: ${audit.problem}`;
  const row = audit.value.find(
    ({ Action, Display }: AuditRecord) =>
      Action === action && Display.toLowerCase().includes(username.toLowerCase()),
  );
  if (row !== undefined)
    return `, by ${row.CreatedBy?.Username ?? 'Salesforce'} at ${formatTime(row.CreatedDate)}`;
  return action === 'frozeuser'
    ? '; Setup Audit Trail does not say by whom: look for a mail with the subject “Salesforce Security notification”'
    : '';
}

function checkApi(
  assignments: Reading<readonly AssignmentRow[]>,
  { username, time }: RefusedSignIn,
): OrgFinding {
  const what = 'whether the user has API Enabled';
  const remedy = 'give the signed-in user View Setup and Configuration';
  if (!hasValue(assignments)) return unseen(what, assignments.problem, remedy);
  const own = assignments.value.filter(
    ({ Assignee }) => Assignee.Username.trim().toLowerCase() === username.toLowerCase(),
  );
  // Every user has an assignment for the profile. If there is none, the permission sets are hidden.
  if (own.length === 0)
    return unseen(what, 'the org returned neither the profile nor a permission set', remedy);
  const source = own.find(
    ({ PermissionSet, IsActive, ExpirationDate }) =>
      PermissionSet.PermissionsApiEnabled &&
      IsActive !== false &&
      (ExpirationDate == null || Date.parse(ExpirationDate) > time),
  );
  if (source === undefined)
    return wrong(
      'api-disabled',
      `neither the profile nor a permission set gives ${username} API Enabled`,
    );
  const { IsOwnedByProfile, Label } = source.PermissionSet;
  return right(
    `API Enabled by ${IsOwnedByProfile ? 'the profile' : `the permission set ${Label}`}`,
  );
}

function checkLimits(
  { profile, logins }: UserReadings,
  signIn: RefusedSignIn,
  timeZone: string | undefined,
): OrgFinding[] {
  const what = 'Login IP Ranges and Login Hours of the profile';
  if (!hasValue(profile)) return [unseen(what, profile.problem)];
  const metadata = profile.value?.Metadata;
  if (metadata == null) return [unseen(what, 'the org returned the profile without its settings')];
  const ranges = metadata.loginIpRanges ?? [];
  const row = findLogin(readValue(logins) ?? [], signIn);
  const addressFinding =
    ranges.length === 0
      ? [right('no Login IP Ranges')]
      : row?.SourceIp
        ? []
        : [
            open(
              `Login IP Ranges ${describeRanges(ranges)}; no row of Login History shows the address of the runner to compare`,
              'ip-ranges',
            ),
          ];
  return [...addressFinding, checkHours(metadata.loginHours, { time: signIn.time, timeZone })];
}
