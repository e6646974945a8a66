import type { Request } from '../inputs/inputs.ts';
import { SHORTEST_PIECE } from '../pieces.ts';
import { sessionOf, type Token } from '../salesforce/token.ts';
import type { Secrets } from '../secret.ts';
import { writeValues } from './command-files.ts';
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

type Wishes = Pick<Request, 'username' | 'exportEnv' | 'revokeToken'>;

interface Means {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly secrets: Secrets;
}

/**
 * Hands the token to the steps that follow. Called after every check has passed; the token and its
 * instance have been masked since they were read. State comes first, so that what cannot be handed
 * on is still revoked.
 * @throws RunnerError when one of the runner's files cannot be written
 */
export function publish(token: Token, wishes: Wishes, { env, secrets }: Means): void {
  const value = token.accessToken.reveal();
  if (wishes.exportEnv) secrets.mask(pieces(value));

  const outputs: Outputs = {
    'access-token': value,
    'instance-url': token.instanceUrl,
    'org-id': token.orgId,
    'user-id': token.userId,
    username: wishes.username,
    'token-type': token.tokenType,
    scope: token.scope,
    'token-format': token.format,
  };
  const state = {
    ...(wishes.exportEnv ? { [STATE.tokenDigest]: digestOf(value) } : {}),
    ...(wishes.revokeToken
      ? { [STATE.instanceUrl]: token.instanceUrl, [STATE.accessToken]: value }
      : {}),
  };
  const variables = {
    SF_ACCESS_TOKEN: value,
    SF_ORG_INSTANCE_URL: token.instanceUrl,
    // The CLI would treat a JWT there as an unknown alias.
    ...(token.format === 'opaque' ? { SF_TARGET_ORG: value } : {}),
  };
  writeValues('GITHUB_STATE', state, env);
  const takeBack = writeValues('GITHUB_OUTPUT', { ...outputs }, env);
  try {
    if (wishes.exportEnv) writeValues('GITHUB_ENV', variables, env);
  } catch (error) {
    takeBack();
    throw error;
  }
}

/**
 * Where `CI` is not `true`, `sf project deploy` draws a box 80 characters wide with its "username",
 * the token, broken over two lines, which the mask of the whole does not find. So each stretch of
 * it is masked too: no run of 12 characters or more is left readable, wherever it is broken.
 */
function pieces(token: string): string[] {
  const session = sessionOf(token);
  // The last 12 characters too: else what is left over would make a longer run with its neighbour.
  if (session.length < SHORTEST_PIECE) return [];
  const whole = session.match(new RegExp(`.{${SHORTEST_PIECE}}`, 'g'));
  return [...new Set(whole).add(session.slice(-SHORTEST_PIECE))];
}
