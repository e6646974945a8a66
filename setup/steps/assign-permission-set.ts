import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { permissionSetName } from '../metadata-project.ts';
import { commandLine } from '../options.ts';
import { type SalesforceCli, soqlString } from '../sf.ts';
import type { TargetOrg } from './inspect-org.ts';

interface PermissionSetStep {
  readonly sf: SalesforceCli;
  readonly org: TargetOrg;
  /** API name of the app. */
  readonly app: string;
  readonly userId: string;
}

/** Assigns the app's permission set to the user, which authorizes the user to sign in with the app. */
export function assignPermissionSet(
  context: SetupContext,
  { sf, org, app, userId }: PermissionSetStep,
): Promise<void> {
  const { options, terminal, record, runtime } = context;
  const name = permissionSetName(app);
  return terminal.step('Permission', async () => {
    const permissionSetId = await findPermissionSet(sf, name);
    if (permissionSetId === undefined) {
      return {
        result: `${name} does not exist: the app's own policies decide who can use it`,
        value: undefined,
      };
    }
    const assignment = await findAssignment(sf, { userId, permissionSetId });
    if (isExpired(assignment, runtime.now())) {
      const result = explainExpired(context, name, assignment);
      return { result, value: undefined, mark: '✗' };
    }
    const grant = await describeGrant(sf, permissionSetId);
    if (assignment !== undefined) {
      const date = dateOf(assignment);
      const end = date === undefined ? '' : ` until ${date}`;
      return { result: `${options.user} has ${name}${end}${grant}`, value: undefined };
    }
    const change = {
      where: org.name,
      what: assignmentWhat(name, options.user ?? ''),
      how: 'assigned',
    };
    await record.change(change, () =>
      sf
        .create('PermissionSetAssignment', { AssigneeId: userId, PermissionSetId: permissionSetId })
        .catch((error: unknown) => {
          if (!(error instanceof SetupError)) throw error;
          throw new SetupError(
            `${name}, which grants API Enabled, cannot be assigned to ${options.user}. ${error.message}`,
            'Use --user to choose a user with another license (docs/setup.md)',
            error,
          );
        }),
    );
    return { result: `${name} assigned to ${options.user}${grant}`, value: undefined };
  });
}

interface Assignment {
  readonly Id: string;
  readonly ExpirationDate?: string | null;
}

async function findAssignment(
  sf: SalesforceCli,
  { userId, permissionSetId }: { readonly userId: string; readonly permissionSetId: string },
): Promise<Assignment | undefined> {
  const query = (fields: string): Promise<readonly Assignment[]> =>
    sf.query<Assignment>(
      `SELECT ${fields} FROM PermissionSetAssignment WHERE AssigneeId = ${soqlString(userId)} AND PermissionSetId = ${soqlString(permissionSetId)}`,
    );
  const [assignment] = await query('Id, ExpirationDate').catch((error: unknown) => {
    // An org may not show when an assignment expires.
    if (error instanceof SetupError) return query('Id');
    throw error;
  });
  return assignment;
}

const dateOf = ({ ExpirationDate: date }: Assignment): string | undefined => date?.slice(0, 10);

const isExpired = (assignment: Assignment | undefined, now: number): assignment is Assignment =>
  Date.parse(assignment?.ExpirationDate ?? '') <= now;

/**
 * Returns the result of the step if the assignment has expired and a leaked key must be replaced all
 * the same.
 * @throws SetupError otherwise, because the new key could not sign in
 */
function explainExpired({ options }: SetupContext, name: string, assignment: Assignment): string {
  const problem = `the assignment of ${name} to ${options.user} expired on ${dateOf(assignment)}`;
  if (options.compromised) return `${problem}, so this user cannot sign in`;
  throw new SetupError(
    `Salesforce will refuse the sign-in: ${problem}.`,
    `Setup → Users → ${options.user} → Permission Set Assignments → Edit Assignments: remove ${name}, and add it without an expiration date; then: ${commandLine(options)}`,
  );
}

/** Returns the text that identifies the assignment in the record of changes. */
export const assignmentWhat = (permissionSet: string, username: string): string =>
  `assignment of ${permissionSet} to ${username}`;

async function findPermissionSet(sf: SalesforceCli, name: string): Promise<string | undefined> {
  const [permissionSet] = await sf.query<{ Id: string }>(
    `SELECT Id FROM PermissionSet WHERE Name = ${soqlString(name)}`,
  );
  return permissionSet?.Id;
}

/**
 * Returns a remark unless the app's policy lists the permission set. If it does not, every sign-in
 * is rejected, and waiting does not reveal the reason.
 */
async function describeGrant(sf: SalesforceCli, permissionSetId: string): Promise<string> {
  const soql = `SELECT Id FROM SetupEntityAccess WHERE ParentId = ${soqlString(permissionSetId)}`;
  try {
    const grants = await sf.query(soql);
    return grants.length > 0
      ? ''
      : '; the app does not list it yet (if the sign-in is refused: Setup → External Client App Manager → the app → Policies → Edit → App Policies → Selected Permission Sets)';
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return '; whether the app lists it is unchecked';
  }
}
