import type { ActionInputs } from '../inputs/inputs.ts';
import { MIN_FRAGMENT_LENGTH } from '../redaction/fragments.ts';
import type { SecretRegistry } from '../redaction/secrets.ts';
import { sessionOf, type Token } from '../salesforce/token.ts';
import { appendValues } from './command-files.ts';
import { STATE } from './state.ts';
import { digestOf } from './token-digest.ts';

/** The outputs of action.yml, in its order. */
export interface Outputs {
  readonly 'access-token': string;
  readonly 'instance-url': string;
  readonly 'org-id': string;
  readonly 'user-id': string;
  readonly username: string;
  readonly 'token-type': string;
  readonly scope: string;
  readonly 'token-format': string;
}

type PublishOptions = Pick<ActionInputs, 'username' | 'exportEnv' | 'revokeToken'>;

interface PublishDependencies {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly secrets: SecretRegistry;
}

/**
 * Hands the token to the steps that follow. Called after every check has passed; the token and its
 * instance have been masked since they were read. State comes first, so that what cannot be handed
 * on is still revoked.
 * @throws RunnerError when one of the runner's files cannot be written
 */
export function publish(
  token: Token,
  options: PublishOptions,
  { env, secrets }: PublishDependencies,
): void {
  const value = token.accessToken.reveal();
  if (options.exportEnv) secrets.mask(tokenFragments(value));

  const outputs: Outputs = {
    'access-token': value,
    'instance-url': token.instanceUrl,
    'org-id': token.orgId,
    'user-id': token.userId,
    username: options.username,
    'token-type': token.tokenType,
    scope: token.scope,
    'token-format': token.format,
  };
  const state = {
    ...(options.exportEnv ? { [STATE.tokenDigest]: digestOf(value) } : {}),
    ...(options.revokeToken
      ? { [STATE.instanceUrl]: token.instanceUrl, [STATE.accessToken]: value }
      : {}),
  };
  const variables = {
    SF_ACCESS_TOKEN: value,
    SF_ORG_INSTANCE_URL: token.instanceUrl,
    // The CLI would treat a JWT there as an unknown alias.
    ...(token.format === 'opaque' ? { SF_TARGET_ORG: value } : {}),
  };
  appendValues('GITHUB_STATE', state, env);
  const rollback = appendValues('GITHUB_OUTPUT', { ...outputs }, env);
  try {
    if (options.exportEnv) appendValues('GITHUB_ENV', variables, env);
  } catch (error) {
    rollback();
    throw error;
  }
}

/**
 * Where `CI` is not `true`, `sf project deploy` draws a box 80 characters wide with its "username",
 * the token, broken over two lines, which the mask of the whole does not find. So each stretch of
 * it is masked too: no run of 12 characters or more is left readable, wherever it is broken.
 */
function tokenFragments(token: string): string[] {
  const session = sessionOf(token);
  // The last 12 characters too: else what is left over would make a longer run with its neighbour.
  if (session.length < MIN_FRAGMENT_LENGTH) return [];
  const fragments = session.match(new RegExp(`.{${MIN_FRAGMENT_LENGTH}}`, 'g'));
  return [...new Set(fragments).add(session.slice(-MIN_FRAGMENT_LENGTH))];
}
