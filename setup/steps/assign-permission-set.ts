import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { permissionSetName } from '../metadata-project.ts';
import { type SalesforceCli, soqlString } from '../sf.ts';

/** Assigns the app's permission set to the user, which authorizes the user for the app. */
export function assignPermissionSet(
  context: SetupContext,
  sf: SalesforceCli,
  app: string,
  userId: string,
): Promise<void> {
  const { options, terminal, created } = context;
  const name = permissionSetName(app);
  return terminal.step('Permission', async () => {
    const [permissionSet] = await sf.query<{ Id: string }>(
      `SELECT Id FROM PermissionSet WHERE Name = ${soqlString(name)}`,
    );
    if (permissionSet === undefined) {
      return {
        result: `${name} does not exist: the app's own policies decide who can use it`,
        value: undefined,
      };
    }
    const [assignment] = await sf.query<{ Id: string }>(
      `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = ${soqlString(userId)} AND PermissionSetId = ${soqlString(permissionSet.Id)}`,
    );
    if (assignment !== undefined)
      return { result: `${options.user} has ${name}`, value: undefined };
    await sf
      .create('PermissionSetAssignment', { AssigneeId: userId, PermissionSetId: permissionSet.Id })
      .catch((error: unknown) => {
        if (!(error instanceof SetupError)) throw error;
        throw new SetupError(
          `${name}, which grants API Enabled, cannot be assigned to ${options.user}. ${error.message}`,
          'A user with another license (docs/setup.md), by --user',
        );
      });
    created.set('permission', `${name} for ${options.user}`);
    return { result: `${name} assigned to ${options.user}`, value: undefined };
  });
}
