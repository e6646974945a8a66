import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { commandLine } from '../options.ts';
import { createSalesforceCli, escapeSoql, INSTALL_SF, type SalesforceCli, SfError } from '../sf.ts';

export interface TargetOrg {
  readonly id: string;
  readonly name: string;
  readonly isSandbox: boolean;
  /** `https://` and the host. */
  readonly myDomain: string;
  /** Who is signed in to it with the CLI. */
  readonly admin: string;
}

export interface UserRecord {
  readonly Id: string;
  readonly Username: string;
  readonly Email: string;
  readonly IsActive: boolean;
  readonly Profile: {
    readonly Name: string;
    readonly PermissionsApiEnabled: boolean;
    readonly UserLicense: { readonly Name: string };
  } | null;
}

/** December 2023: by then the CLI knew the metadata of External Client Apps. */
const OLDEST_SF = [2, 20] as const;

export function inspectOrg(context: SetupContext): Promise<{ sf: SalesforceCli; org: TargetOrg }> {
  const alias = context.options.org ?? '';
  return context.terminal.step('Org', async () => {
    const sf = createSalesforceCli(context, alias);
    await requireCliVersion(sf);
    const display = await requireOrg(context, sf, alias);
    const [organization] = await sf
      .query<Organization>('SELECT Id, Name, IsSandbox FROM Organization')
      .catch((error: unknown) => {
        if (!(error instanceof SfError)) throw error;
        throw new SetupError(
          `The Salesforce CLI's session for ${alias} no longer works. ${error.message}`,
          loginCommand(alias, display.instanceUrl),
        );
      });
    if (organization === undefined) throw new SetupError(`${alias} did not say which org it is.`);
    const org: TargetOrg = {
      id: organization.Id,
      name: organization.Name,
      isSandbox: organization.IsSandbox,
      myDomain: new URL(display.instanceUrl).origin,
      admin: display.username,
    };
    const kind = org.isSandbox ? 'sandbox' : 'production';
    return { result: `${org.name} (${org.id}), ${kind}, ${org.myDomain}`, value: { sf, org } };
  });
}

interface Organization {
  readonly Id: string;
  readonly Name: string;
  readonly IsSandbox: boolean;
}

interface OrgDisplay {
  readonly username: string;
  readonly instanceUrl: string;
  readonly accessToken?: string;
}

const loginCommand = (alias: string, url = 'https://YOUR-DOMAIN.my.salesforce.com'): string =>
  `sf org login web --alias ${alias} --instance-url ${url.replace(/\/$/, '')}`;

async function requireCliVersion(sf: SalesforceCli): Promise<void> {
  const version = await sf.version();
  // Before it there was sfdx-cli, with higher numbers.
  const [, major, minor] = /@salesforce\/cli\/(\d+)\.(\d+)\./.exec(version) ?? [];
  const [oldestMajor, oldestMinor] = OLDEST_SF;
  if (Number(major) > oldestMajor) return;
  if (Number(major) === oldestMajor && Number(minor) >= oldestMinor) return;
  throw new SetupError(
    `The Salesforce CLI is too old (${version || 'it does not say its version'}): External Client Apps need ${OLDEST_SF.join('.')} or newer.`,
    INSTALL_SF,
  );
}

async function requireOrg(
  { runtime, terminal, redactor, options }: SetupContext,
  sf: SalesforceCli,
  alias: string,
): Promise<OrgDisplay> {
  const displayOrg = (): Promise<OrgDisplay> => sf.org<OrgDisplay>(['org', 'display']);
  let orgDisplay: OrgDisplay;
  try {
    orgDisplay = await displayOrg();
  } catch (error) {
    if (!(error instanceof SfError) || error.code !== 'NamedOrgNotFoundError') throw error;
    const unknownOrg = new SetupError(
      `The Salesforce CLI knows no org "${alias}".`,
      loginCommand(alias),
    );
    if (!runtime.isTerminal || options.yes) throw unknownOrg;
    await terminal.suspend(async () => {
      const url = await runtime.ask(
        `The Salesforce CLI knows no org "${alias}". My Domain to sign in to (empty: stop): `,
      );
      if (url === '') throw unknownOrg;
      terminal.say('A browser opens; sign in as an administrator.');
      const args = ['org', 'login', 'web', '--alias', alias, '--instance-url', withScheme(url)];
      await runtime.run({ program: 'sf', args, interactive: true });
    });
    orgDisplay = await displayOrg();
  }
  // Older ones do not blot it out.
  redactor.add(orgDisplay.accessToken ?? '');
  return orgDisplay;
}

const withScheme = (url: string): string => (url.startsWith('https://') ? url : `https://${url}`);

const COLUMNS =
  'Id, Username, Email, IsActive, Profile.Name, Profile.PermissionsApiEnabled, Profile.UserLicense.Name';

/** Both are asked for at once: who signs in, and who is at the keyboard. */
export function inspectUser(
  context: SetupContext,
  sf: SalesforceCli,
  org: TargetOrg,
): Promise<{ user: UserRecord | undefined; admin: UserRecord | undefined }> {
  const { options, terminal } = context;
  const username = options.user ?? '';
  return terminal.step('User', async () => {
    const users = await sf.query<UserRecord>(
      `SELECT ${COLUMNS} FROM User WHERE Username IN ('${username}', '${escapeSoql(org.admin)}')`,
    );
    const findUser = (name: string) =>
      users.find(({ Username }) => Username.toLowerCase() === name.toLowerCase());
    const user = findUser(username);
    if (user === undefined && !options['create-user']) throw await userNotFound(context, sf, org);
    if (user?.IsActive === false) {
      throw new SetupError(
        `${username} is not active in ${org.name}.`,
        'Setup → Users → the user → Edit → Active. Then run the same command again.',
      );
    }
    return {
      result: user ? describeUser(user) : `${username}: will be created`,
      value: { user, admin: findUser(org.admin) },
    };
  });
}

function describeUser({ Username, Profile }: UserRecord): string {
  if (Profile === null) return `${Username}, active`;
  const { Name, PermissionsApiEnabled, UserLicense } = Profile;
  const api = PermissionsApiEnabled
    ? 'API Enabled'
    : 'API Enabled will come with the permission set';
  return `${Username}, active, ${Name} (license ${UserLicense.Name}), ${api}`;
}

async function userNotFound(
  { options }: SetupContext,
  sf: SalesforceCli,
  org: TargetOrg,
): Promise<SetupError> {
  const username = options.user ?? '';
  // In a sandbox the username has the sandbox's name at its end.
  const similarUsers = await sf.query<{ Username: string }>(
    `SELECT Username FROM User WHERE Username LIKE '${username}.%' AND IsActive = true LIMIT 1`,
  );
  const [similarUser] = similarUsers;
  const sentence = `There is no user ${username} in ${org.name} (${org.id}).`;
  return similarUser === undefined
    ? new SetupError(
        `${sentence} It may be a user of another org.`,
        commandLine(options, { 'create-user': true }),
      )
    : new SetupError(
        `${sentence} There is ${similarUser.Username}.`,
        commandLine(options, { user: similarUser.Username }),
      );
}
