import type { Environment } from '../runtime.ts';

/** Names in the runner's state, through which the main step passes values to the post step. */
export const STATE = {
  instanceUrl: 'instance-url',
  /** The URL that issued the token: the instance may be on its host. */
  loginUrl: 'login-url',
  /** Saved only if the token is to be revoked, because the runner stores the state on disk. */
  accessToken: 'access-token',
  /** The result of `digestOf`, which identifies the token without storing it. */
  tokenDigest: 'access-token-sha256',
} as const;

/** Returns true if the main step saved something for the post step. */
export function hasSavedState(env: Environment): boolean {
  return [STATE.accessToken, STATE.tokenDigest].some((name) => Boolean(env[`STATE_${name}`]));
}
