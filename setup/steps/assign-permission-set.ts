import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { permissionSetName } from '../metadata-project.ts';
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
  const { options, terminal, record } = context;
  const name = permissionSetName(app);
  return terminal.step('Permission', async () => {
    const permissionSetId = await findPermissionSet(sf, name);
    if (permissionSetId === undefined) {
      return {
        result: `${name} does not exist: the app's own policies decide who can use it`,
        value: undefined,
      };
    }
    const [assignment] = await sf.query<{ Id: string }>(
      `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = ${soqlString(userId)} AND PermissionSetId = ${soqlString(permissionSetId)}`,
    );
    const grant = await describeGrant(sf, permissionSetId);
    if (assignment !== undefined)
      return { result: `${options.user} has ${name}${grant}`, value: undefined };
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
