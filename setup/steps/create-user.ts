import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { permissionSetName } from '../metadata-project.ts';
import { escapeSoql, type SalesforceCli } from '../sf.ts';
import type { TargetOrg } from './inspect-org.ts';

const USER_LICENSE = 'Salesforce Integration';
const PROFILE = 'Minimum Access - API Only Integrations';
const PERMISSION_SET_LICENSE = 'SalesforceAPIIntegrationPsl';
const LOCALE_FIELDS = [
  'TimeZoneSidKey',
  'LocaleSidKey',
  'LanguageLocaleKey',
  'EmailEncodingKey',
] as const;
/** Salesforce allows eight characters. */
const ALIAS = 'ghaction';

/** Makes the integration user as docs/setup.md recommends it. Gives its id. */
export function createUser(
  context: SetupContext,
  sf: SalesforceCli,
  org: TargetOrg,
  email: string,
): Promise<string> {
  const { options, terminal, created } = context;
  const username = options.user ?? '';
  return terminal.step('New user', async () => {
    const [license] = await sf.query<{ TotalLicenses: number; UsedLicenses: number }>(
      `SELECT TotalLicenses, UsedLicenses FROM UserLicense WHERE Name = '${USER_LICENSE}'`,
    );
    if (license === undefined || license.UsedLicenses >= license.TotalLicenses) {
      const reason =
        license === undefined
          ? 'has no license'
          : `has no free license (${license.TotalLicenses} in use)`;
      throw new SetupError(
        `${org.name} ${reason} "${USER_LICENSE}".`,
        `Create the user by hand, with a Salesforce license and the profile "Minimum Access - Salesforce" (docs/setup.md); then run the same command without --create-user.`,
      );
    }
    const [profile] = await sf.query<{ Id: string }>(
      `SELECT Id FROM Profile WHERE Name = '${PROFILE}'`,
    );
    if (profile === undefined) throw new SetupError(`${org.name} has no profile "${PROFILE}".`);
    const [admin] = await sf.query<Record<(typeof LOCALE_FIELDS)[number], string>>(
      `SELECT ${LOCALE_FIELDS.join(', ')} FROM User WHERE Username = '${escapeSoql(org.admin)}'`,
    );
    created.set('user', `perhaps the user ${username}`);
    const id = await sf.create('User', {
      Username: username,
      // sf reads the values in single quotes.
      LastName: options.name.trim().replaceAll("'", '’'),
      Email: email,
      Alias: ALIAS,
      ProfileId: profile.Id,
      ...(admin && Object.fromEntries(LOCALE_FIELDS.map((name) => [name, admin[name]]))),
    });
    created.set('user', `the user ${username}`);
    const [permissionSetLicense] = await sf.query<{ Id: string }>(
      `SELECT Id FROM PermissionSetLicense WHERE DeveloperName = '${PERMISSION_SET_LICENSE}'`,
    );
    if (permissionSetLicense !== undefined) {
      await sf.create('PermissionSetLicenseAssign', {
        AssigneeId: id,
        PermissionSetLicenseId: permissionSetLicense.Id,
      });
    }
    return { result: `${username}, license ${USER_LICENSE}, profile ${PROFILE}`, value: id };
  });
}

/** Lets the user into the app. */
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
      `SELECT Id FROM PermissionSet WHERE Name = '${name}'`,
    );
    if (permissionSet === undefined) {
      return {
        result: `${name} does not exist: the app's own policies decide who can use it`,
        value: undefined,
      };
    }
    const [assignment] = await sf.query<{ Id: string }>(
      `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${userId}' AND PermissionSetId = '${permissionSet.Id}'`,
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
