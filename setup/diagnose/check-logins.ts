import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { OrgCauseId } from './causes.ts';
import type { DiagnosedApp } from './find-app.ts';
import { findingsOf, type OrgFinding } from './finding.ts';
import { hasValue, type Reading, readValue } from './reader.ts';
import type { UserReadings } from './readings.ts';
import type { AssignmentRow, LoginHistoryRecord, ProfileMetadata } from './rows.ts';
import { statusOf } from './statuses.ts';
import type { RefusedSignIn } from './target.ts';
import { formatTime } from './values.ts';

const { right, wrong, open, unseen } = findingsOf('Login History');

/**
 * Matches subtypes that a sign-in with a JWT never has. Other OAuth flows also have the type
 * "Remote Access 2.0".
 */
const OTHER_FLOWS = /^(oauth(?!.*jwt)|soapapi|ui|usernamepassword)/i;

/** Returns the row of the rejected sign-in: the failed one closest to the time of the sign-in. */
export function findLogin(
  rows: readonly LoginHistoryRecord[],
  { time }: RefusedSignIn,
): LoginHistoryRecord | undefined {
  const distance = ({ LoginTime }: LoginHistoryRecord): number =>
    Math.abs(Date.parse(LoginTime) - time);
  return rows
    .filter(
      ({ LoginType, LoginSubType, Status }) =>
        /remote access/i.test(LoginType) &&
        !OTHER_FLOWS.test(LoginSubType ?? '') &&
        !isSuccess(Status),
    )
    .sort((left, right) => distance(left) - distance(right))[0];
}

const isSuccess = (status: string): boolean => /^success$/i.test(status.trim());

export interface LoginFacts {
  /** Undefined if the org does not have the user. */
  readonly user: UserReadings | undefined;
  readonly isActive: boolean;
  readonly app: DiagnosedApp | undefined;
  readonly assignments: Reading<readonly AssignmentRow[]>;
  /** Username with which the CLI is signed in. */
  readonly admin: string;
}

/** Checks what Login History shows about the sign-in. */
export function checkLogins(facts: LoginFacts, signIn: RefusedSignIn): OrgFinding[] {
  const { user, assignments, admin } = facts;
  if (user === undefined) return [open('a row needs a user, and this org has no such user')];
  if (!hasValue(user.logins))
    return [unseen('the rows of the user', user.logins.problem, SEE_ROWS)];
  const row = findLogin(user.logins.value, signIn);
  if (row !== undefined) return [...checkAddress(row, user), explainRow(row, facts, signIn)];
  const success = user.logins.value.find(({ Status }) => isSuccess(Status));
  if (success !== undefined) {
    return [
      open(
        `a row says Success at ${formatTime(success.LoginTime)}, and none near ${formatTime(signIn.time)} says anything else`,
      ),
    ];
  }
  const mayManageUsers = readValue(assignments)?.some(
    ({ Assignee, PermissionSet }) =>
      Assignee.Username.toLowerCase() === admin.toLowerCase() &&
      PermissionSet.PermissionsManageUsers === true,
  );
  if (mayManageUsers !== true) {
    return [
      unseen(
        'the rows of the user',
        `none is shown, and no permission set of ${admin} has Manage Users, without which Salesforce shows only one’s own`,
        SEE_ROWS,
      ),
    ];
  }
  return [
    open(
      `no row near ${formatTime(signIn.time)}: the request went to another org, or Salesforce refused it for the app or the audience, for which no status is documented`,
    ),
  ];
}

const isOwnHost = ({ hostKind }: RefusedSignIn): boolean =>
  hostKind === 'my-domain' || hostKind === 'sandbox';

const SEE_ROWS = 'give the signed-in user Manage Users or Monitor Login History';

function explainRow(
  { Status, LoginTime, LoginUrl, SourceIp, Application }: LoginHistoryRecord,
  facts: LoginFacts,
  signIn: RefusedSignIn,
): OrgFinding {
  const details = [
    `at ${formatTime(LoginTime)}`,
    ...(SourceIp ? [`from ${SourceIp}`] : []),
    ...(LoginUrl ? [`to ${LoginUrl}`] : []),
    ...(Application ? [`for the app ${Application}`] : []),
  ];
  const quoted = `“${Status}” ${details.join(', ')}`;
  const status = statusOf(Status);
  if (status === undefined)
    return open(`${quoted}; this command does not know what that status means`);
  const { cause, meaning } = status;
  if (cause === undefined) return open(`${quoted}: ${meaning}`);
  if (CONTRADICTED[cause]?.(facts, signIn) === true)
    return wrong('fixed-since', `${quoted}: ${meaning}; the settings of the org say so no longer`);
  // The status has a second meaning, which no setting shows.
  if (cause === 'my-domain-only' && isOwnHost(signIn)) return open(`${quoted}, at the My Domain`);
  const isMissing = cause === 'certificate-of-other-key' && facts.app?.certificates.length === 0;
  return isMissing
    ? wrong('certificate-missing', `${quoted}: the app did not have the certificate of the key`)
    : wrong(cause, `${quoted}: ${meaning}`);
}

/**
 * Functions, by cause, that return true if the org's current settings contradict the status in
 * Login History.
 */
const CONTRADICTED: Readonly<
  Partial<Record<OrgCauseId, (facts: LoginFacts, signIn: RefusedSignIn) => boolean>>
> = {
  'user-inactive': ({ isActive }) => isActive,
  'user-frozen': ({ user }) => user !== undefined && readValue(user.isFrozen) === false,
  'certificate-of-other-key': ({ app }, { fingerprint }) =>
    app?.certificates.some((certificate) => certificate.fingerprint === fingerprint) === true,
  'app-deleted': ({ app }) => app !== undefined,
  'app-not-installed': ({ app }) => app !== undefined,
  'ip-ranges': ({ user }) => limitsOf(user)?.loginIpRanges?.length === 0,
  'login-hours': ({ user }) => limitsOf(user)?.loginHours === null,
};

const limitsOf = (user: UserReadings | undefined): ProfileMetadata | null | undefined =>
  user && readValue(user.profile)?.Metadata;

/** Compares the IP address in the row with the Login IP Ranges of the profile. */
function checkAddress({ SourceIp }: LoginHistoryRecord, { profile }: UserReadings): OrgFinding[] {
  const ranges = readValue(profile)?.Metadata?.loginIpRanges ?? [];
  const isInside = SourceIp ? isInRanges(SourceIp, ranges) : undefined;
  if (ranges.length === 0 || isInside === undefined) return [];
  return isInside
    ? [right(`${SourceIp} is in the Login IP Ranges of the profile`)]
    : [
        wrong(
          'ip-ranges',
          `${SourceIp} is outside the Login IP Ranges of the profile: ${describeRanges(ranges)}`,
        ),
      ];
}

type Ranges = NonNullable<ProfileMetadata['loginIpRanges']>;

export const describeRanges = (ranges: Ranges): string =>
  ranges.map(({ startAddress, endAddress }) => `${startAddress}–${endAddress}`).join(', ');

/**
 * Returns true if the address is in one of the ranges. Returns undefined for text that is not an IP
 * address, such as "Salesforce.com IP".
 */
function isInRanges(address: string, ranges: Ranges): boolean | undefined {
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;
  if (family === undefined) return undefined;
  const list = new BlockList();
  const isOfFamily = family === 'ipv4' ? isIPv4 : isIPv6;
  for (const { startAddress, endAddress } of ranges) {
    if (isOfFamily(startAddress) && isOfFamily(endAddress))
      list.addRange(startAddress, endAddress, family);
  }
  return list.check(address, family);
}
