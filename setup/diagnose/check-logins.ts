import type { DiagnosedApp } from './app-files.ts';
import { mayManageUsers, withoutManageUsers } from './assignments.ts';
import type { OrgCauseId } from './causes.ts';
import { checkAddress } from './check-address.ts';
import { NO_USER } from './find-user.ts';
import { findingsOf, type OrgFinding } from './finding.ts';
import { type FoundLogin, findLogin, isSuccess, ownerOf } from './login-rows.ts';
import { hasValue, type Reading } from './reader.ts';
import type { UserReadings } from './readings.ts';
import type { AssignmentRow, UserRow } from './rows.ts';
import { statusOf } from './statuses.ts';
import type { RefusedSignIn } from './target.ts';
import { formatTime } from './values.ts';

const { wrong, open, unseen } = findingsOf('Login History');

export interface LoginFacts {
  readonly users: Reading<readonly UserRow[]>;
  /** Undefined if the org did not return the user. */
  readonly user: UserReadings | undefined;
  readonly app: DiagnosedApp | undefined;
  readonly assignments: Reading<readonly AssignmentRow[]>;
  /** Username with which the CLI is signed in. */
  readonly admin: string;
  /** What the other checks found. A row must not contradict it. */
  readonly findings: readonly OrgFinding[];
}

/** Checks what Login History shows about the sign-in. */
export function checkLogins(facts: LoginFacts, signIn: RefusedSignIn): OrgFinding[] {
  const { users, user, app } = facts;
  if (!hasValue(users)) return [unseen('the rows of the user', users.problem)];
  if (user === undefined) return [open(`a row needs a user, and ${NO_USER}`)];
  if (!hasValue(user.logins)) {
    return [
      ...checkAddress(user, undefined),
      unseen('the rows of the user', user.logins.problem, SEE_ROWS),
    ];
  }
  const login = findLogin(user.logins.value, app, signIn);
  const address = checkAddress(user, login);
  if (login === undefined) return [...address, explainNoRow(user.logins.value, facts, signIn)];
  const findings = [...facts.findings, ...address];
  return [...address, explainRow(login, { ...facts, findings }, signIn)];
}

function explainNoRow(
  rows: Parameters<typeof findLogin>[0],
  { app, assignments, admin }: LoginFacts,
  { time }: RefusedSignIn,
): OrgFinding {
  const success = rows.find((row) => isSuccess(row.Status) && ownerOf(row, app) !== 'another app');
  if (success !== undefined) {
    return open(
      `a row says Success at ${formatTime(success.LoginTime)}, and none near ${formatTime(time)} says anything else`,
    );
  }
  return mayManageUsers(assignments, admin)
    ? open(
        `no row near ${formatTime(time)}: the request went to another org, or Salesforce refused it for the app or the audience, for which no status is documented`,
      )
    : unseen(
        'the rows of the user',
        `none is shown, and ${withoutManageUsers(admin)}, without which Salesforce shows only one’s own`,
        SEE_ROWS,
      );
}

const isOwnHost = ({ hostKind }: RefusedSignIn): boolean =>
  hostKind === 'my-domain' || hostKind === 'sandbox';

const SEE_ROWS = 'give the signed-in user Manage Users or Monitor Login History';

/**
 * Causes that the other checks look for in the settings of the org. A row with such a status names
 * the cause only if the settings agree, because someone may have changed them since.
 */
const IN_SETTINGS: readonly OrgCauseId[] = [
  'user-inactive',
  'user-frozen',
  'certificate-of-other-key',
  'app-deleted',
  'app-not-installed',
  'api-disabled',
  'ip-ranges',
  'login-hours',
  'my-domain-only',
];

function explainRow(
  { row, owner }: FoundLogin,
  { app, findings }: LoginFacts,
  signIn: RefusedSignIn,
): OrgFinding {
  const { Status, LoginTime, LoginUrl, SourceIp, Application } = row;
  const details = [
    `at ${formatTime(LoginTime)}`,
    ...(SourceIp ? [`from ${SourceIp}`] : []),
    ...(LoginUrl ? [`to ${LoginUrl}`] : []),
    ...(Application ? [`for the app ${Application}`] : []),
  ];
  const quoted = `“${Status}” ${details.join(', ')}`;
  if (owner === 'another app')
    return open(`${quoted}, which is not “${app?.label}”; no other row shows a rejection`);
  const status = statusOf(Status);
  if (status === undefined)
    return open(`${quoted}; this command does not know what that status means`);
  const { cause, meaning } = status;
  const text = `${quoted}: ${meaning}`;
  if (cause === undefined) return open(text);
  if (owner === 'unknown')
    return open(`${text}; the org does not show whether this row belongs to the app`, cause);
  // The status has a second meaning, which no setting shows.
  if (cause === 'my-domain-only' && isOwnHost(signIn)) return open(`${quoted}, at the My Domain`);
  if (findings.some(({ excludes = [] }) => excludes.includes(cause)))
    return wrong('fixed-since', `${text}; the settings of the org say so no longer`);
  if (cause === 'certificate-of-other-key' && app?.certificates.length === 0)
    return wrong(
      'certificate-missing',
      `${quoted}: the app did not have the certificate of the key`,
    );
  const isConfirmed = !IN_SETTINGS.includes(cause) || findings.some((item) => item.cause === cause);
  return isConfirmed
    ? wrong(cause, text)
    : open(`${text}; no setting that the org shows settles whether that is still so`, cause);
}
