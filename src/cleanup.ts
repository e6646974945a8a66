/** The post step. Failures are reported as warnings, so that they never fail the job. */
import { createDependencies } from './run-context.ts';
import { cleanSfCaches } from './runner/sf-caches.ts';
import { STATE } from './runner/state.ts';
import { createTokenSearch } from './runner/token-digest.ts';
import type { Runtime } from './runtime.ts';
import { shortReason } from './salesforce/errors.ts';
import { readInstanceUrl } from './salesforce/instance-url.ts';
import { revoke } from './salesforce/revoke.ts';

const REVOKE_TIMEOUT_MS = 15_000;

/**
 * Revokes the token and removes it from the caches of `sf`. Never throws.
 * @returns the exit code, always 0
 */
export async function cleanup(runtime: Runtime): Promise<0> {
  const { core } = runtime;
  // Revoke first, because cleaning the caches may take long if another job has created many of them.
  if (core.getState(STATE.accessToken)) {
    await revokeToken(runtime).catch((error: unknown) => warn(core, 'revokeFailed', error));
  }
  if (core.getState(STATE.tokenDigest)) await removeTokenFromCaches(runtime);
  return 0;
}

async function removeTokenFromCaches({ core, home }: Runtime): Promise<void> {
  const containsToken = createTokenSearch(core.getState(STATE.tokenDigest));
  for (const { file, removed, error } of cleanSfCaches({ home, containsToken })) {
    if (removed > 0) core.info(`Removed the access token from ${file} (entries: ${removed}).`);
    else await warn(core, 'cacheNotCleaned', error, file);
  }
}

async function revokeToken(runtime: Runtime): Promise<void> {
  const { core, secrets, closeConnections, ...dependencies } = createDependencies(runtime);
  const accessToken = secrets.register(core.getState(STATE.accessToken));
  const instance = readInstanceUrl(core.getState(STATE.instanceUrl), core.getState(STATE.loginUrl));
  if ('code' in instance) throw Object.assign(new Error(), { code: instance.code });
  try {
    const { url: instanceUrl } = instance;
    const timeoutMs = REVOKE_TIMEOUT_MS;
    const options = { ...dependencies, secrets, timeoutMs };
    core.info(
      (await revoke({ accessToken, instanceUrl }, options))
        ? 'Revoked the access token.'
        : 'The access token was no longer valid: it was revoked, or its session has ended.',
    );
  } finally {
    closeConnections();
  }
}

async function warn(
  core: Runtime['core'],
  noticeName: 'cacheNotCleaned' | 'revokeFailed',
  error: unknown,
  file = '',
): Promise<void> {
  const reason = shortReason(error);
  try {
    const notices = await import('./diagnosis/notices.ts');
    notices.annotate(core, notices[noticeName](reason, file));
  } catch {
    // The module with the texts could not be loaded, so the notice consists of its name.
    core.warning(`${noticeName}: ${reason}`);
  }
}
