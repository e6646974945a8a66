import type { Environment } from '../runtime.ts';

/** Names of the values that the main step passes to the post step in the runner's state. */
export const STATE = {
  instanceUrl: 'instance-url',
  /** URL that issued the token. The instance may be on the same host. */
  loginUrl: 'login-url',
  /** The token. Only saved if it is to be revoked, because the runner stores the state on disk. */
  accessToken: 'access-token',
  /** The result of `digestOf`, which identifies the token without storing it. */
  tokenDigest: 'access-token-sha256',
} as const;

/** Returns true if the main step saved anything for the post step. */
export function hasSavedState(env: Environment): boolean {
  return [STATE.accessToken, STATE.tokenDigest].some((name) => Boolean(env[`STATE_${name}`]));
}
