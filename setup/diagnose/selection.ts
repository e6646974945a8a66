import type { DiagnosedApp } from './app-files.ts';
import { isExpired, needsActivation } from './assignments.ts';
import { findingsOf, type OrgFinding } from './finding.ts';
import { hasValue, type Reading, readValue } from './reader.ts';
import type { AccessRow, AssignmentRow, GroupMemberRow } from './rows.ts';
import type { RefusedSignIn } from './target.ts';

const { right, wrong, open, unseen } = findingsOf('Grant');

export const SEE_SETUP = 'give the signed-in user View Setup and Configuration';

interface GrantFacts {
  readonly label: string;
  readonly oauthPolicies: NonNullable<DiagnosedApp['oauthPolicies']>;
  readonly access: readonly AccessRow[];
  /** All assignments of the user, one of which stands for the profile. */
  readonly own: readonly AssignmentRow[];
  /** The permission sets that the user has through permission set groups. */
  readonly groupMembers: Reading<readonly GroupMemberRow[]> | undefined;
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

/** Compares the permission sets and profiles that the app selects with those of the user. */
export function judgeSelection({
  label,
  oauthPolicies,
  access,
  own,
  groupMembers,
  signIn,
}: GrantFacts): OrgFinding {
  const matches = own.filter(({ PermissionSetId }) =>
    access.some(({ ParentId }) => ParentId === PermissionSetId),
  );
  const valid = matches.find((row) => !isExpired(row, signIn.time) && !needsActivation(row));
  if (valid !== undefined) {
    const { IsOwnedByProfile, Label } = valid.PermissionSet;
    return right(
      `the user has ${IsOwnedByProfile ? 'the profile' : 'the permission set'} ${Label}, which the app selects`,
    );
  }
  const hidden = selectedWithoutRow(oauthPolicies, access);
  if (hidden.length > 0) {
    return unseen(
      'whether the app lets the user in',
      `its policies select ${hidden.join(', ')}, for which the org returned no record of SetupEntityAccess`,
      SEE_SETUP,
    );
  }
  if (access.length === 0) {
    return wrong(
      'nobody-selected',
      `the app “${label}” selects no profile and no permission set, so it lets nobody in`,
    );
  }
  const throughGroups = judgeGroups(access, own, groupMembers);
  return throughGroups ?? explainNoMatch({ label, access, matches, signIn });
}

/**
 * Returns the names that the policies of the app contain, but none of the rows. The two sources
 * describe the same selection, so the org hides rows if they differ.
 */
function selectedWithoutRow(
  { selectedPermissionSets, selectedProfiles }: GrantFacts['oauthPolicies'],
  access: readonly AccessRow[],
): readonly string[] {
  const known = access.flatMap(({ Parent }) => [Parent.Name, Parent.Label, Parent.Profile?.Name]);
  const withoutNamespace = (name: string): string => name.replace(/^\w+?__/, '');
  return [
    ...selectedPermissionSets.filter((name) => !known.includes(withoutNamespace(name))),
    // Metadata and records may spell the name of a standard profile differently, such as Admin.
    ...(access.some(({ Parent }) => Parent.IsOwnedByProfile) ? [] : selectedProfiles),
  ];
}

/** Returns a finding if the permission set groups of the user may contain a selected permission set. */
function judgeGroups(
  access: readonly AccessRow[],
  own: readonly AssignmentRow[],
  groupMembers: GrantFacts['groupMembers'],
): OrgFinding | undefined {
  if (groupMembers === undefined || !access.some(({ Parent }) => !Parent.IsOwnedByProfile))
    return undefined;
  const members = readValue(groupMembers) ?? [];
  const selected = access.filter(({ ParentId }) =>
    members.some(({ PermissionSetId }) => PermissionSetId === ParentId),
  );
  if (selected.length > 0) {
    return open(
      `the user has ${describeAccess(selected)} only through a permission set group; no source says whether that counts`,
      'user-not-selected',
    );
  }
  const hidden = own.filter(
    ({ PermissionSetGroupId }) =>
      PermissionSetGroupId !== null &&
      !members.some((member) => member.PermissionSetGroupId === PermissionSetGroupId),
  );
  return hidden.length === 0
    ? undefined
    : unseen(
        'the permission sets in the permission set groups of the user',
        hasValue(groupMembers)
          ? `the org returned none for ${hidden.map(({ PermissionSet }) => PermissionSet.Label).join(', ')}`
          : groupMembers.problem,
        SEE_SETUP,
      );
}

interface MatchFacts extends Pick<GrantFacts, 'label' | 'access' | 'signIn'> {
  /** Assignments of selected permission sets, none of which counts. */
  readonly matches: readonly AssignmentRow[];
}

function explainNoMatch({ label, access, matches, signIn }: MatchFacts): OrgFinding {
  const expired = matches.find((row) => isExpired(row, signIn.time));
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
  return wrong(
    'user-not-selected',
    `the app “${label}” lets in only ${describeAccess(access)}, and ${signIn.username} has none of these`,
  );
}
