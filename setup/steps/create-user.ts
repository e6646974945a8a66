import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { type SalesforceCli, soqlString } from '../sf.ts';
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

/** Creates the integration user as docs/setup.md recommends, and returns its ID. */
export function createUser(
  context: SetupContext,
  sf: SalesforceCli,
  org: TargetOrg,
  email: string,
): Promise<string> {
  const { options, terminal, record } = context;
  const username = options.user ?? '';
  return terminal.step('New user', async () => {
    const profileId = await requireProfile(sf, org);
    const locale = await localeOf(sf, org.admin);
    const fields = {
      Username: username,
      LastName: options.name.trim(),
      Email: email,
      Alias: ALIAS,
      ProfileId: profileId,
      ...locale,
    };
    const change = { where: org.name, what: `user ${username}`, how: 'created' };
    const id = await record.change(change, () => sf.create('User', fields));
    await assignPermissionSetLicense(sf, id);
    return { result: `${username}, license ${USER_LICENSE}, profile ${PROFILE}`, value: id };
  });
}

/**
 * Checks that the org has a free license and the profile of an integration user.
 * @throws SetupError if the org cannot have another integration user
 */
export async function requireLicense(sf: SalesforceCli, org: TargetOrg): Promise<void> {
  await requireFreeLicense(sf, org);
  await requireProfile(sf, org);
}

async function requireFreeLicense(sf: SalesforceCli, org: TargetOrg): Promise<void> {
  const [license] = await sf.query<{ TotalLicenses: number; UsedLicenses: number }>(
    `SELECT TotalLicenses, UsedLicenses FROM UserLicense WHERE Name = ${soqlString(USER_LICENSE)}`,
  );
  if (license !== undefined && license.UsedLicenses < license.TotalLicenses) return;
  const reason =
    license === undefined
      ? 'has no license'
      : `has no free license (${license.TotalLicenses} in use)`;
  throw new SetupError(
    `${org.name} ${reason} "${USER_LICENSE}".`,
    `Create the user by hand, with a Salesforce license and the profile "Minimum Access - Salesforce" (docs/setup.md); then run the same command without --create-user.`,
  );
}

async function requireProfile(sf: SalesforceCli, org: TargetOrg): Promise<string> {
  const [profile] = await sf.query<{ Id: string }>(
    `SELECT Id FROM Profile WHERE Name = ${soqlString(PROFILE)}`,
  );
  if (profile === undefined) throw new SetupError(`${org.name} has no profile "${PROFILE}".`);
  return profile.Id;
}

/** Reads a user's locale fields, which Salesforce requires for the new user. */
async function localeOf(sf: SalesforceCli, username: string): Promise<Record<string, string>> {
  const [user] = await sf.query<Record<(typeof LOCALE_FIELDS)[number], string>>(
    `SELECT ${LOCALE_FIELDS.join(', ')} FROM User WHERE Username = ${soqlString(username)}`,
  );
  return user === undefined
    ? {}
    : Object.fromEntries(LOCALE_FIELDS.map((name) => [name, user[name]]));
}

async function assignPermissionSetLicense(sf: SalesforceCli, userId: string): Promise<void> {
  const [license] = await sf.query<{ Id: string }>(
    `SELECT Id FROM PermissionSetLicense WHERE DeveloperName = ${soqlString(PERMISSION_SET_LICENSE)}`,
  );
  if (license === undefined) return;
  await sf.create('PermissionSetLicenseAssign', {
    AssigneeId: userId,
    PermissionSetLicenseId: license.Id,
  });
}
