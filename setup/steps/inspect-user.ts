import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { commandLine } from '../options.ts';
import { type SalesforceCli, soqlString } from '../sf.ts';
import { requireLicense } from './create-user.ts';
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

export interface UserInspection {
  readonly user: UserRecord | undefined;
  readonly admin: UserRecord | undefined;
  readonly isFrozen: boolean;
}

const FIELDS =
  'Id, Username, Email, IsActive, Profile.Name, Profile.PermissionsApiEnabled, Profile.UserLicense.Name';

/**
 * Queries two users at the same time: the one that the workflow signs in as, and the administrator who
 * runs the command.
 */
export function inspectUser(
  context: SetupContext,
  sf: SalesforceCli,
  org: TargetOrg,
): Promise<UserInspection> {
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
    // Fail here, because the app is deployed before the user is created.
    if (user === undefined) await requireLicense(sf, org);
    if (user?.IsActive === false) {
      throw new SetupError(
        `${username} is not active in ${org.name}.`,
        'Setup → Users → the user → Edit → Active. Then run the same command again.',
      );
    }
    const isFrozen = user !== undefined && (await readFrozen(sf, user.Id));
    if (isFrozen && !options.compromised) {
      throw new SetupError(
        `${username} is frozen in ${org.name}, so it cannot sign in. If the key was leaked, use --compromised.`,
        'Setup → Users → the user → Unfreeze. Then run the same command again.',
      );
    }
    const result = user ? describeUser(user) : `${username}: will be created`;
    const value = { user, admin: findUser(org.admin), isFrozen };
    return { result: isFrozen ? `${result}, frozen` : result, value };
  });
}

async function readFrozen(sf: SalesforceCli, userId: string): Promise<boolean> {
  const [login] = await sf.query<{ IsFrozen: boolean }>(
    `SELECT IsFrozen FROM UserLogin WHERE UserId = ${soqlString(userId)}`,
  );
  return login?.IsFrozen === true;
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
  // In a sandbox, the name of the sandbox is appended to the username.
  const [similarUser] = await sf.query<{ Username: string }>(
    `SELECT Username FROM User WHERE Username LIKE ${soqlString(`${username}.%`)} AND IsActive = true LIMIT 1`,
  );
  const sentence = `There is no user ${username} in ${org.name} (${org.id}).`;
  return similarUser === undefined
    ? new SetupError(
        `${sentence} It may be misspelled, or a user of another org. To create it, add --create-user.`,
        commandLine(options, { user: 'USERNAME' }),
      )
    : new SetupError(
        `${sentence} There is ${similarUser.Username}.`,
        commandLine(options, { user: similarUser.Username }),
      );
}
