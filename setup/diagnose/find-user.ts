import type { UserRow } from './rows.ts';
import type { RefusedSignIn } from './target.ts';

/** The query on users returns at most this number of rows. */
export const USER_LIMIT = 2000;

export const NO_USER = 'the org returned no such user';

/**
 * Returns the user with this username or, if there is none, one whose username also has a trailing
 * space, which Salesforce does not ignore.
 */
export const findUser = (
  users: readonly UserRow[],
  { username }: RefusedSignIn,
): UserRow | undefined =>
  users.find(({ Username }) => Username.toLowerCase() === username.toLowerCase()) ??
  users.find(({ Username }) => Username.trim().toLowerCase() === username.toLowerCase());
