/** What the post step does if there is something to do. A failure is only a warning: it must not fail the job. */
import { annotate } from './runner/annotate.ts';
import { cleanDeployCache } from './runner/deploy-cache.ts';
import { STATE } from './runner/state.ts';
import { holdsToken } from './runner/token-digest.ts';
import { reasonOf, SalesforceError } from './salesforce/errors.ts';
import { readInstanceUrl } from './salesforce/instance-url.ts';
import { proxyFor } from './salesforce/proxy.ts';
import { revoke } from './salesforce/revoke.ts';
import { keepSecrets } from './secret.ts';
import type { World } from './world.ts';

const TIMEOUT_MS = 15_000;

/** Tidies up after the job. @returns the exit code, 0 whatever happens; never throws */
export async function endOfJob(world: World): Promise<0> {
  const { toolkit } = world;
  if (toolkit.getState(STATE.tokenDigest))
    await orWarn('deployCacheNotCleaned', () => tidyUp(world), world);
  if (toolkit.getState(STATE.accessToken))
    await orWarn('revokeFailed', () => signOut(world), world);
  return 0;
}

async function tidyUp({ toolkit, ...world }: World): Promise<void> {
  const digest = toolkit.getState(STATE.tokenDigest);
  const found = (text: string) => holdsToken(text, digest);
  const removed = await cleanDeployCache({ ...world, holdsToken: found });
  if (removed > 0) {
    toolkit.info(`Removed the access token from ~/.sf/deploy-cache.json (entries: ${removed}).`);
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
      'The access token was no longer valid: it was revoked before, or its session has ended.',
    );
  }
}

/** Salesforce's answer to a token that it does not know, or no longer; RFC 7009, section 2.2, would have it be a success. */
function isAlreadyRevoked(error: unknown): boolean {
  return error instanceof SalesforceError && error.answer.error === 'invalid_token';
}

async function orWarn(
  notice: 'deployCacheNotCleaned' | 'revokeFailed',
  work: () => void | Promise<void>,
  { toolkit }: World,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const why = reasonOf(error);
    try {
      annotate(toolkit, (await import('./diagnosis/notices.ts'))[notice](why));
    } catch {
      // Not even the words can be loaded: one line has to do.
      toolkit.warning(`${notice}: ${why}`);
    }
  }
}
