import type { Job } from '../job.ts';
import { permissionSetOf } from '../kit.ts';
import { Problem } from '../problem.ts';
import { type Sf, soqlText } from '../sf.ts';
import type { OrgFacts } from './look.ts';

const LICENCE = 'Salesforce Integration';
const PROFILE = 'Minimum Access - API Only Integrations';
const DATA_LICENCE = 'SalesforceAPIIntegrationPsl';
const LOCALE = ['TimeZoneSidKey', 'LocaleSidKey', 'LanguageLocaleKey', 'EmailEncodingKey'] as const;
/** Salesforce allows eight characters. */
const ALIAS = 'ghaction';

/** Makes the integration user as docs/setup.md recommends it. Gives its id. */
export function createUser(job: Job, sf: Sf, org: OrgFacts, email: string): Promise<string> {
  const { options, screen, exists } = job;
  const username = options.user ?? '';
  return screen.step('New user', async () => {
    const [licence] = await sf.query<{ TotalLicenses: number; UsedLicenses: number }>(
      `SELECT TotalLicenses, UsedLicenses FROM UserLicense WHERE Name = '${LICENCE}'`,
    );
    if (licence === undefined || licence.UsedLicenses >= licence.TotalLicenses) {
      const reason =
        licence === undefined
          ? 'has no license'
          : `has no free license (${licence.TotalLicenses} in use)`;
      throw new Problem(
        `${org.name} ${reason} "${LICENCE}".`,
        `Create the user by hand, with a Salesforce license and the profile "Minimum Access - Salesforce" (docs/setup.md); then run the same command without --create-user.`,
      );
    }
    const [profile] = await sf.query<{ Id: string }>(
      `SELECT Id FROM Profile WHERE Name = '${PROFILE}'`,
    );
    if (profile === undefined) throw new Problem(`${org.name} has no profile "${PROFILE}".`);
    const [admin] = await sf.query<Record<(typeof LOCALE)[number], string>>(
      `SELECT ${LOCALE.join(', ')} FROM User WHERE Username = '${soqlText(org.admin)}'`,
    );
    exists.set('user', `perhaps the user ${username}`);
    const id = await sf.create('User', {
      Username: username,
      // sf reads the values in single quotes.
      LastName: options.name.trim().replaceAll("'", '’'),
      Email: email,
      Alias: ALIAS,
      ProfileId: profile.Id,
      ...(admin && Object.fromEntries(LOCALE.map((name) => [name, admin[name]]))),
    });
    exists.set('user', `the user ${username}`);
    const [dataLicence] = await sf.query<{ Id: string }>(
      `SELECT Id FROM PermissionSetLicense WHERE DeveloperName = '${DATA_LICENCE}'`,
    );
    if (dataLicence !== undefined) {
      await sf.create('PermissionSetLicenseAssign', {
        AssigneeId: id,
        PermissionSetLicenseId: dataLicence.Id,
      });
    }
    return { said: `${username}, license ${LICENCE}, profile ${PROFILE}`, value: id };
  });
}

/** Lets the user into the app. */
export function letIn(job: Job, sf: Sf, app: string, userId: string): Promise<void> {
  const { options, screen, exists } = job;
  const name = permissionSetOf(app);
  return screen.step('Permission', async () => {
    const [set] = await sf.query<{ Id: string }>(
      `SELECT Id FROM PermissionSet WHERE Name = '${name}'`,
    );
    if (set === undefined) {
      return {
        said: `${name} does not exist: the app's own policies decide who can use it`,
        value: undefined,
      };
    }
    const [given] = await sf.query<{ Id: string }>(
      `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${userId}' AND PermissionSetId = '${set.Id}'`,
    );
    if (given !== undefined) return { said: `${options.user} has ${name}`, value: undefined };
    await sf
      .create('PermissionSetAssignment', { AssigneeId: userId, PermissionSetId: set.Id })
      .catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        throw new Problem(
          `${name}, which grants API Enabled, cannot be assigned to ${options.user}. ${error.message}`,
          'A user with another license (docs/setup.md), by --user',
        );
      });
    exists.set('permission', `${name} for ${options.user}`);
    return { said: `${name} assigned to ${options.user}`, value: undefined };
  });
}
