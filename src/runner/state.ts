/** What the main step leaves for the post step, by the names it has in the runner's state file. */
export const STATE = {
  instanceUrl: 'instance-url',
  /** Only where it is to be revoked: state is a file of the runner. */
  accessToken: 'access-token',
  /** Enough to recognise the token in a file without keeping it. */
  tokenHash: 'access-token-sha256',
} as const;
