import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { PERMISSION_SET_DESCRIPTION, permissionSetName } from './metadata-project.ts';
import { commandLine } from './options.ts';
import { type SalesforceCli, soqlString } from './sf.ts';

/** Returns who created the permission set of an app, as far as its description shows. */
export async function permissionSetOrigin(
  sf: SalesforceCli,
  app: string,
): Promise<'missing' | 'this command' | 'somebody else'> {
  const name = soqlString(permissionSetName(app));
  const [permissionSet] = await sf.query<{ Description: string | null }>(
    `SELECT Description FROM PermissionSet WHERE Name = ${name}`,
  );
  if (permissionSet === undefined) return 'missing';
  return permissionSet.Description?.startsWith(PERMISSION_SET_DESCRIPTION)
    ? 'this command'
    : 'somebody else';
}

/**
 * Checks that the deployment of a new app does not overwrite a permission set that was created by
 * hand.
 * @throws SetupError
 */
export async function requireOwnPermissionSet(
  { options }: SetupContext,
  sf: SalesforceCli,
  app: string,
): Promise<void> {
  if ((await permissionSetOrigin(sf, app)) !== 'somebody else') return;
  const name = permissionSetName(app);
  throw new SetupError(
    `The permission set ${name} exists, but was not created by this command. The new app ${app} would overwrite it. Choose another --name, or delete the permission set if nobody needs it: Setup → Permission Sets. A refresh of a sandbox copies it from production, but not the app.`,
    commandLine(options, { name: `${options.name} CI` }),
  );
}
