/** What the post step does where there is something to do. A failure is a warning: the job went well. */
import { homedir } from 'node:os';
import * as core from '@actions/core';
import { StepError } from './errors.ts';
import { cleanDeployCache } from './runner/deploy-cache.ts';
import { hash } from './runner/publish.ts';
import { STATE } from './runner/state.ts';
import { proxyFor, toolkitHttp } from './salesforce/http.ts';
import { reason } from './salesforce/retry.ts';
import { revoke } from './salesforce/revoke.ts';

const TIMEOUT_MS = 15_000;

const token = core.getState(STATE.accessToken);
const tokenHash = core.getState(STATE.tokenHash);

export async function endJob(): Promise<void> {
  if (tokenHash) await orWarn('deploy-cache', tidyUp);
  if (token) await orWarn('revoke', signOut);
}

function tidyUp(): void {
  const removed = cleanDeployCache(homedir(), (value) => hash(value) === tokenHash);
  if (removed > 0) core.info(`Removed the access token from ~/.sf/deploy-cache.json (${removed}).`);
}

async function signOut(): Promise<void> {
  const instanceUrl = core.getState(STATE.instanceUrl);
  for (const secret of proxyFor(instanceUrl).secrets) core.setSecret(secret);
  await revoke(toolkitHttp, instanceUrl, token, TIMEOUT_MS);
  core.info('Revoked the access token.');
}

async function orWarn(what: 'deploy-cache' | 'revoke', work: () => void | Promise<void>) {
  try {
    await work();
  } catch (error) {
    const { deployCacheNotCleaned, revokeFailed } = await import('./diagnosis/notices.ts');
    const why = error instanceof StepError ? reason(error) : nodeCode(error);
    const { title, message } = what === 'revoke' ? revokeFailed(why) : deployCacheNotCleaned(why);
    core.warning(message, { title });
  }
}

/** Not the message: it may quote what it could not read. */
function nodeCode(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
