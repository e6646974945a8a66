import type { Job } from '../job.ts';
import { commandLine } from '../options.ts';
import { Problem } from '../problem.ts';
import { INSTALL_SF, makeSf, type Sf, SfRefusal, soqlText } from '../sf.ts';

export interface OrgFacts {
  readonly id: string;
  readonly name: string;
  readonly isSandbox: boolean;
  /** `https://` and the host. */
  readonly myDomain: string;
  /** Who is signed in to it with the CLI. */
  readonly admin: string;
}

export interface UserFacts {
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

export function lookAtOrg(job: Job): Promise<{ sf: Sf; org: OrgFacts }> {
  const alias = job.options.org ?? '';
  return job.screen.step('Org', async () => {
    const sf = makeSf(job, alias);
    await requireRecent(sf);
    const display = await displayed(job, sf, alias);
    const [organization] = await sf
      .query<Organization>('SELECT Id, Name, IsSandbox FROM Organization')
      .catch((error: unknown) => {
        if (!(error instanceof SfRefusal)) throw error;
        throw new Problem(
          `The Salesforce CLI's session for ${alias} no longer works. ${error.message}`,
          loginCommand(alias, display.instanceUrl),
        );
      });
    if (organization === undefined) throw new Problem(`${alias} did not say which org it is.`);
    const org: OrgFacts = {
      id: organization.Id,
      name: organization.Name,
      isSandbox: organization.IsSandbox,
      myDomain: new URL(display.instanceUrl).origin,
      admin: display.username,
    };
    const kind = org.isSandbox ? 'sandbox' : 'production';
    return { said: `${org.name} (${org.id}), ${kind}, ${org.myDomain}`, value: { sf, org } };
  });
}

interface Organization {
  readonly Id: string;
  readonly Name: string;
  readonly IsSandbox: boolean;
}

interface Display {
  readonly username: string;
  readonly instanceUrl: string;
  readonly accessToken?: string;
}

const loginCommand = (alias: string, url = 'https://YOUR-DOMAIN.my.salesforce.com'): string =>
  `sf org login web --alias ${alias} --instance-url ${url.replace(/\/$/, '')}`;

async function requireRecent(sf: Sf): Promise<void> {
  const version = await sf.version();
  // Before it there was sfdx-cli, with higher numbers.
  const [, major, minor] = /@salesforce\/cli\/(\d+)\.(\d+)\./.exec(version) ?? [];
  const [oldestMajor, oldestMinor] = OLDEST_SF;
  if (Number(major) > oldestMajor) return;
  if (Number(major) === oldestMajor && Number(minor) >= oldestMinor) return;
  throw new Problem(
    `The Salesforce CLI is too old (${version || 'it does not say its version'}): External Client Apps need ${OLDEST_SF.join('.')} or newer.`,
    INSTALL_SF,
  );
}

async function displayed(
  { world, screen, secrets, options }: Job,
  sf: Sf,
  alias: string,
): Promise<Display> {
  const display = (): Promise<Display> => sf.org<Display>(['org', 'display']);
  let facts: Display;
  try {
    facts = await display();
  } catch (error) {
    if (!(error instanceof SfRefusal) || error.code !== 'NamedOrgNotFoundError') throw error;
    const problem = new Problem(`The Salesforce CLI knows no org "${alias}".`, loginCommand(alias));
    if (!world.isTerminal || options.yes) throw problem;
    await screen.aside(async () => {
      const url = await world.ask(
        `The Salesforce CLI knows no org "${alias}". My Domain to sign in to (empty: stop): `,
      );
      if (url === '') throw problem;
      screen.say('A browser opens; sign in as an administrator.');
      const args = ['org', 'login', 'web', '--alias', alias, '--instance-url', withScheme(url)];
      await world.run({ program: 'sf', args, interactive: true });
    });
    facts = await display();
  }
  // Older ones do not blot it out.
  secrets.add(facts.accessToken ?? '');
  return facts;
}

const withScheme = (url: string): string => (url.startsWith('https://') ? url : `https://${url}`);

const COLUMNS =
  'Id, Username, Email, IsActive, Profile.Name, Profile.PermissionsApiEnabled, Profile.UserLicense.Name';

/** Both are asked for at once: who signs in, and who is at the keyboard. */
export function lookAtUser(
  job: Job,
  sf: Sf,
  org: OrgFacts,
): Promise<{ user: UserFacts | undefined; admin: UserFacts | undefined }> {
  const { options, screen } = job;
  const username = options.user ?? '';
  return screen.step('User', async () => {
    const found = await sf.query<UserFacts>(
      `SELECT ${COLUMNS} FROM User WHERE Username IN ('${username}', '${soqlText(org.admin)}')`,
    );
    const named = (name: string) =>
      found.find(({ Username }) => Username.toLowerCase() === name.toLowerCase());
    const user = named(username);
    if (user === undefined && !options['create-user']) throw await noSuchUser(job, sf, org);
    if (user?.IsActive === false) {
      throw new Problem(
        `${username} is not active in ${org.name}.`,
        'Setup → Users → the user → Edit → Active. Then run the same command again.',
      );
    }
    return {
      said: user ? inWords(user) : `${username}: will be created`,
      value: { user, admin: named(org.admin) },
    };
  });
}

function inWords({ Username, Profile }: UserFacts): string {
  if (Profile === null) return `${Username}, active`;
  const { Name, PermissionsApiEnabled, UserLicense } = Profile;
  const api = PermissionsApiEnabled
    ? 'API Enabled'
    : 'API Enabled will come with the permission set';
  return `${Username}, active, ${Name} (license ${UserLicense.Name}), ${api}`;
}

async function noSuchUser({ options }: Job, sf: Sf, org: OrgFacts): Promise<Problem> {
  const username = options.user ?? '';
  // In a sandbox the username has the sandbox's name at its end.
  const similar = await sf.query<{ Username: string }>(
    `SELECT Username FROM User WHERE Username LIKE '${username}.%' AND IsActive = true LIMIT 1`,
  );
  const [other] = similar;
  const sentence = `There is no user ${username} in ${org.name} (${org.id}).`;
  return other === undefined
    ? new Problem(
        `${sentence} It may be a user of another org.`,
        commandLine(options, { 'create-user': true }),
      )
    : new Problem(
        `${sentence} There is ${other.Username}.`,
        commandLine(options, { user: other.Username }),
      );
}
