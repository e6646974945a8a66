import type { ActionInputs } from '../inputs/inputs.ts';
import { MIN_FRAGMENT_LENGTH } from '../redaction/fragments.ts';
import type { Dependencies, Environment } from '../runtime.ts';
import { sessionOf, type Token } from '../salesforce/token.ts';
import { appendValues } from './command-files.ts';
import { STATE } from './state.ts';
import { digestOf } from './token-digest.ts';

/** The outputs of action.yml, in the same order. */
export interface Outputs {
  readonly 'access-token': string;
  readonly 'instance-url': string;
  readonly 'org-id': string;
  readonly 'user-id': string;
  readonly username: string;
  readonly 'token-type': string;
  readonly scope: string;
  readonly 'token-format': string;
  /** A date such as `2027-01-31`. Empty if there is no certificate. */
  readonly 'certificate-expires': string;
}

type StateOptions = Pick<ActionInputs, 'exportEnv' | 'revokeToken'> & { readonly loginUrl: string };

/**
 * Saves what the post step needs, even if the job is canceled while the token is being verified.
 * @returns a function that removes the state
 * @throws RunnerError if the runner's file cannot be written
 */
export function saveState(token: Token, options: StateOptions, env: Environment): () => void {
  const value = token.accessToken.reveal();
  const digest = options.exportEnv ? { [STATE.tokenDigest]: digestOf(value) } : {};
  const revocation = options.revokeToken
    ? {
        [STATE.instanceUrl]: token.instanceUrl,
        [STATE.loginUrl]: options.loginUrl,
        [STATE.accessToken]: value,
      }
    : {};
  return appendValues('GITHUB_STATE', { ...digest, ...revocation }, env);
}

interface PublishOptions extends Pick<ActionInputs, 'username' | 'exportEnv'> {
  readonly certificateExpires?: string | undefined;
}

/**
 * Writes the outputs and, if `export-env` is set, the environment variables. By this time, the
 * token has been masked and the state has been saved.
 * @throws RunnerError if one of the runner's files cannot be written
 */
export function publish(
  token: Token,
  options: PublishOptions,
  { env, secrets }: Pick<Dependencies, 'env' | 'secrets'>,
): void {
  const value = token.accessToken.reveal();
  const isUsername = options.exportEnv && token.format === 'opaque';
  if (isUsername) secrets.mask(tokenFragments(value));

  const outputs: Outputs = {
    'access-token': value,
    'instance-url': token.instanceUrl,
    'org-id': token.orgId,
    'user-id': token.userId,
    username: options.username,
    'token-type': token.tokenType,
    scope: token.scope,
    'token-format': token.format,
    'certificate-expires': options.certificateExpires ?? '',
  };
  const variables = {
    SF_ACCESS_TOKEN: value,
    SF_ORG_INSTANCE_URL: token.instanceUrl,
    // The CLI would treat a JWT in this variable as an unknown alias.
    ...(isUsername ? { SF_TARGET_ORG: value } : {}),
  };
  const rollback = appendValues('GITHUB_OUTPUT', { ...outputs }, env);
  try {
    if (options.exportEnv) appendValues('GITHUB_ENV', variables, env);
  } catch (error) {
    rollback();
    throw error;
  }
}

/** Maximum number of fragments to mask. A Salesforce session ID has eight. */
const MAX_FRAGMENTS = 40;

/**
 * Returns the fragments of a token to mask. Unless `CI` is `true`, `sf project deploy` prints the token
 * as "username" in a box that is 80 characters wide, wrapped over two lines, so that the mask of the
 * whole token does not match. With these masks, no 12 consecutive characters remain readable. Excludes
 * fragments that could be ordinary words.
 */
function tokenFragments(token: string): string[] {
  const session = sessionOf(token);
  const fragments = session.match(new RegExp(`.{${MIN_FRAGMENT_LENGTH}}`, 'g')) ?? [];
  // The last 12 characters are also a fragment, so that the remainder is never readable.
  return [
    ...new Set([...fragments.slice(0, MAX_FRAGMENTS), session.slice(-MIN_FRAGMENT_LENGTH)]),
  ].filter((fragment) => fragment.length === MIN_FRAGMENT_LENGTH && /[A-Z\d]/.test(fragment));
}
