import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { commandLine } from '../options.ts';
import { type SalesforceCli, soqlString } from '../sf.ts';
import type { TargetOrg } from './inspect-org.ts';

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

const FIELDS =
  'Id, Username, Email, IsActive, Profile.Name, Profile.PermissionsApiEnabled, Profile.UserLicense.Name';

/** Queries the user that the workflow signs in as, and the administrator who runs the command, at once. */
export function inspectUser(
  context: SetupContext,
  sf: SalesforceCli,
  org: TargetOrg,
): Promise<{ user: UserRecord | undefined; admin: UserRecord | undefined }> {
  const { options, terminal } = context;
  const username = options.user ?? '';
  return terminal.step('User', async () => {
    const users = await sf.query<UserRecord>(
      `SELECT ${FIELDS} FROM User WHERE Username IN (${soqlString(username)}, ${soqlString(org.admin)})`,
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
    : 'API Enabled will be granted by the permission set';
  return `${Username}, active, ${Name} (license ${UserLicense.Name}), ${api}`;
}

async function userNotFound(
  { options }: SetupContext,
  sf: SalesforceCli,
  org: TargetOrg,
): Promise<SetupError> {
  const username = options.user ?? '';
  // In a sandbox, the sandbox's name is appended to the username.
  const [similarUser] = await sf.query<{ Username: string }>(
    `SELECT Username FROM User WHERE Username LIKE ${soqlString(`${username}.%`)} AND IsActive = true LIMIT 1`,
  );
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
