/** What the post step does if there is something to do. A failure is only a warning: it must not fail the job. */

import { resolveProxy } from './http/proxy.ts';
import { createSecretRegistry } from './redaction/secrets.ts';
import { annotate } from './runner/annotate.ts';
import { cleanDeployCache } from './runner/sf-deploy-cache.ts';
import { STATE } from './runner/state.ts';
import { containsToken } from './runner/token-digest.ts';
import type { Runtime } from './runtime.ts';
import { HttpStatusError, shortReason } from './salesforce/errors.ts';
import { readInstanceUrl } from './salesforce/instance-url.ts';
import { revoke } from './salesforce/revoke.ts';

const TIMEOUT_MS = 15_000;

/** Tidies up after the job. @returns the exit code, 0 whatever happens; never throws */
export async function cleanup(runtime: Runtime): Promise<0> {
  const { core } = runtime;
  if (core.getState(STATE.tokenDigest))
    await warnOnFailure(
      'deployCacheNotCleaned',
      () => removeTokenFromDeployCache(runtime),
      runtime,
    );
  if (core.getState(STATE.accessToken))
    await warnOnFailure('revokeFailed', () => revokeToken(runtime), runtime);
  return 0;
}

async function removeTokenFromDeployCache({ core, ...runtime }: Runtime): Promise<void> {
  const digest = core.getState(STATE.tokenDigest);
  const containsJobToken = (text: string) => containsToken(text, digest);
  const removed = await cleanDeployCache({ ...runtime, containsToken: containsJobToken });
  if (removed > 0) {
    core.info(`Removed the access token from ~/.sf/deploy-cache.json (entries: ${removed}).`);
  }
}

async function revokeToken({ core, env, http, now }: Runtime): Promise<void> {
  const secrets = createSecretRegistry(core.setSecret);
  const accessToken = secrets.register(core.getState(STATE.accessToken));
  const instance = readInstanceUrl(core.getState(STATE.instanceUrl));
  if ('code' in instance) throw Object.assign(new Error(), { code: instance.code });
  const { url: instanceUrl } = instance;
  secrets.mask(resolveProxy(instanceUrl, env).secrets);
  try {
    await revoke({ accessToken, instanceUrl }, { http, now, secrets, timeoutMs: TIMEOUT_MS });
    core.info('Revoked the access token.');
  } catch (error) {
    if (!isAlreadyRevoked(error)) throw error;
    core.info(
      'The access token was no longer valid: it was revoked before, or its session has ended.',
    );
  }
}

/** Salesforce's answer to a token that it does not know, or no longer; RFC 7009, section 2.2, would have it be a success. */
function isAlreadyRevoked(error: unknown): boolean {
  return error instanceof HttpStatusError && error.response.error === 'invalid_token';
}

async function warnOnFailure(
  noticeName: 'deployCacheNotCleaned' | 'revokeFailed',
  work: () => void | Promise<void>,
  { core }: Runtime,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = shortReason(error);
    try {
      annotate(core, (await import('./diagnosis/notices.ts'))[noticeName](reason));
    } catch {
      // Not even the words can be loaded: one line has to do.
      core.warning(`${noticeName}: ${reason}`);
    }
  }
}
