import { createHash } from 'node:crypto';
import type * as Core from '@actions/core';
import type { Request } from '../inputs/inputs.ts';
import type { Token } from '../salesforce/token.ts';
import { STATE } from './state.ts';

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

type Runner = Pick<
  typeof Core,
  'setSecret' | 'setOutput' | 'exportVariable' | 'saveState' | 'info'
>;
type Wishes = Pick<Request, 'username' | 'exportEnv' | 'maskInstanceUrl' | 'revokeToken'>;

/**
 * Hands the token to the steps that follow. Called after every check has passed; the token is
 * masked since it was read.
 */
export function publish(core: Runner, token: Token, wishes: Wishes): void {
  const value = token.accessToken.reveal();
  if (wishes.maskInstanceUrl) {
    core.setSecret(token.instanceUrl);
    core.setSecret(new URL(token.instanceUrl).host);
  }
  if (wishes.exportEnv) for (const piece of pieces(value)) core.setSecret(piece);

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
  if (wishes.exportEnv) {
    core.exportVariable('SF_ACCESS_TOKEN', value);
    core.exportVariable('SF_ORG_INSTANCE_URL', token.instanceUrl);
    // The CLI takes a JWT there for an alias that it does not know.
    if (token.format === 'opaque') core.exportVariable('SF_TARGET_ORG', value);
    core.saveState(STATE.tokenHash, hash(value));
  }
  if (wishes.revokeToken) {
    core.saveState(STATE.instanceUrl, token.instanceUrl);
    core.saveState(STATE.accessToken, value);
  }
  // Last, so that a failure before leaves none of them.
  for (const [name, output] of Object.entries(outputs)) core.setOutput(name, output);
  core.info(`Signed in to org ${token.orgId || '(id not told)'} as ${wishes.username}.`);
}

/**
 * Where `CI` is not `true`, `sf project deploy` draws a box 80 characters wide with its "username",
 * the token, broken over two lines, which the mask of the whole does not find. So each stretch of
 * it is masked too: no run of 12 characters or more is left readable, wherever it is broken.
 */
function pieces(token: string): string[] {
  const session = token.slice(token.indexOf('!') + 1);
  // The last 12 characters too: else what is left over would make a longer run with its neighbour.
  return session.length < 12 ? [] : [...new Set(session.match(/.{12}/g)).add(session.slice(-12))];
}

/** SHA-256 of a token, hex. */
export function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
