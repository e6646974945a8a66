import type { DiagnosedApp } from './app-files.ts';
import type { LoginHistoryRecord } from './rows.ts';
import type { RefusedSignIn } from './target.ts';

/**
 * Matches subtypes that a sign-in with a JWT never has. Other OAuth flows also have the type
 * "Remote Access 2.0".
 */
const OTHER_FLOWS = /^(oauth(?!.*jwt)|soapapi|ui|usernamepassword)/i;

/** The app of a row: this one, another one, or `unknown` if the org does not show enough to compare. */
export type RowOwner = 'this app' | 'unknown' | 'another app';

const OWNERS: readonly RowOwner[] = ['this app', 'unknown', 'another app'];

/** A row names its app only by a label. */
export function ownerOf(
  { Application }: LoginHistoryRecord,
  app: DiagnosedApp | undefined,
): RowOwner {
  const normalize = (text: string): string => text.trim().toLowerCase();
  const name = normalize(Application ?? '');
  if (app === undefined || /^(|n\/a|unknown|null)$/.test(name)) return 'unknown';
  if ([app.label, app.name].some((candidate) => normalize(candidate) === name)) return 'this app';
  return app.isLabelKnown ? 'another app' : 'unknown';
}

export interface FoundLogin {
  readonly row: LoginHistoryRecord;
  readonly owner: RowOwner;
}

/**
 * Returns the row of the rejected sign-in: the failed one closest to its time. Prefers rows of the
 * app, and returns a row of another app only if there is no other.
 */
export function findLogin(
  rows: readonly LoginHistoryRecord[],
  app: DiagnosedApp | undefined,
  { time }: RefusedSignIn,
): FoundLogin | undefined {
  const distance = ({ LoginTime }: LoginHistoryRecord): number =>
    Math.abs(Date.parse(LoginTime) - time);
  return rows
    .filter(
      ({ LoginType, LoginSubType, Status }) =>
        /remote access/i.test(LoginType) &&
        !OTHER_FLOWS.test(LoginSubType ?? '') &&
        !isSuccess(Status),
    )
    .map((row) => ({ row, owner: ownerOf(row, app) }))
    .sort(
      (left, right) =>
        OWNERS.indexOf(left.owner) - OWNERS.indexOf(right.owner) ||
        distance(left.row) - distance(right.row),
    )[0];
}

export const isSuccess = (status: string): boolean => /^success$/i.test(status.trim());
