/** What the post step does where there is something to do. A failure is a warning: the job went well. */
import { annotate } from './runner/annotate.ts';
import { cleanDeployCache } from './runner/deploy-cache.ts';
import { STATE } from './runner/state.ts';
import { holdsToken } from './runner/token-digest.ts';
import { SalesforceError } from './salesforce/errors.ts';
import { readInstanceUrl } from './salesforce/instance-url.ts';
import { proxyFor } from './salesforce/proxy.ts';
import { reasonOf } from './salesforce/retry.ts';
import { revoke } from './salesforce/revoke.ts';
import { keepSecrets } from './secret.ts';
import type { World } from './world.ts';

const TIMEOUT_MS = 15_000;

/** Tidies up after the job. @returns the exit code, 0 whatever happens */
export async function endOfJob(world: World): Promise<0> {
  const { toolkit } = world;
  if (toolkit.getState(STATE.tokenDigest)) await orWarn('deploy-cache', () => tidyUp(world), world);
  if (toolkit.getState(STATE.accessToken)) await orWarn('revoke', () => signOut(world), world);
  return 0;
}

async function tidyUp({ toolkit, ...world }: World): Promise<void> {
  const digest = toolkit.getState(STATE.tokenDigest);
  const found = (text: string) => holdsToken(text, digest);
  const removed = await cleanDeployCache({ ...world, holdsToken: found });
  if (removed > 0) {
    toolkit.info(`Removed the access token from ~/.sf/deploy-cache.json (${removed}).`);
  }
}

async function signOut({ toolkit, env, http, now }: World): Promise<void> {
  const secrets = keepSecrets(toolkit.setSecret);
  const accessToken = secrets.keep(toolkit.getState(STATE.accessToken));
  const instance = readInstanceUrl(toolkit.getState(STATE.instanceUrl));
  if ('problem' in instance) throw Object.assign(new Error(), { code: instance.problem });
  const { url: instanceUrl } = instance;
  secrets.mask(proxyFor(instanceUrl, env).secrets);
  try {
    await revoke({ accessToken, instanceUrl }, { http, now, secrets, timeoutMs: TIMEOUT_MS });
    toolkit.info('Revoked the access token.');
  } catch (error) {
    if (!isAlreadyRevoked(error)) throw error;
    toolkit.info(
      'The access token was no longer valid: another job has revoked it, or its session has ended.',
    );
  }
}

/** Salesforce's answer to a token that it does not know (any more): RFC 7009 would have it be a success. */
function isAlreadyRevoked(error: unknown): boolean {
  return error instanceof SalesforceError && error.answer.error === 'invalid_token';
}

async function orWarn(
  what: 'deploy-cache' | 'revoke',
  work: () => void | Promise<void>,
  { toolkit }: World,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { deployCacheNotCleaned, revokeFailed } = await import('./diagnosis/notices.ts');
    const why = reasonOf(error);
    annotate(toolkit, what === 'revoke' ? revokeFailed(why) : deployCacheNotCleaned(why));
  }
}
