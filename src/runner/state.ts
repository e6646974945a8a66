/** What the main step leaves for the post step, by the names it has in the runner's state file. */
export const STATE = {
  instanceUrl: 'instance-url',
  /** Only where it is to be revoked: state is a file of the runner. */
  accessToken: 'access-token',
  /** Enough to find the token in a file without keeping it. */
  tokenDigest: 'access-token-sha256',
} as const;

/** Whether the main step left something to do. */
export function hasSavedState(env: Readonly<NodeJS.ProcessEnv>): boolean {
  return [STATE.accessToken, STATE.tokenDigest].some((name) => Boolean(env[`STATE_${name}`]));
}
