/** Loaded by a dynamic import, only if a step failed or `job-summary` is `always`. */
import { statSync } from 'node:fs';
import { InputError } from '../inputs/errors.ts';
import type { RunInfo } from '../run-context.ts';
import type { ActionsCore, Dependencies, Environment } from '../runtime.ts';
import type { Token } from '../salesforce/token.ts';
import { VERSION } from '../version.ts';
import type { CatalogEntry } from './catalog/entry.ts';
import { CATALOG } from './catalog/index.ts';
import { readEnvironmentFacts } from './environment-facts.ts';
import { needsKeyServiceEntries } from './match.ts';
import { report } from './report.ts';
import { successSummary } from './summary.ts';

interface FailureContext extends Pick<Dependencies, 'env'> {
  readonly core: Pick<ActionsCore, 'error' | 'summary'>;
  readonly runInfo: RunInfo;
  readonly summaryEnabled: boolean;
}

/** Reports a failure as an annotation and, if enabled, in the job summary. */
export async function explainFailure(
  error: unknown,
  { core, env, runInfo, summaryEnabled }: FailureContext,
): Promise<void> {
  const missingSecrets = await missingSecretsFor(error, env);
  const reportContext = {
    version: VERSION,
    serverUrl: env['GITHUB_SERVER_URL'] || 'https://github.com',
    actionRepository: env['GITHUB_ACTION_REPOSITORY'] ?? '',
    actionRef: env['GITHUB_ACTION_REF'] ?? '',
    environment: readEnvironmentFacts(env),
    ...(missingSecrets ? { missingSecrets } : {}),
  };
  const catalog = await catalogFor(error);
  const { title, message, summary } = report(error, runInfo, reportContext, catalog);
  core.error(message, { title });
  if (summaryEnabled) await writeSummary(summary, { core, env });
}

/**
 * If a required input is empty, returns why the secrets may be missing. No other error needs the
 * event of the run, or the package that reads it.
 */
async function missingSecretsFor(error: unknown, env: Environment) {
  if (!(error instanceof InputError && error.code === 'missing')) return undefined;
  const { missingSecretsReason } = await import('./missing-secrets.ts');
  return missingSecretsReason(env);
}

async function catalogFor(error: unknown): Promise<readonly CatalogEntry[]> {
  if (!needsKeyServiceEntries(error)) return CATALOG;
  const { KEY_SERVICE_CATALOG } = await import('./catalog/key-service/index.ts');
  return [...KEY_SERVICE_CATALOG, ...CATALOG];
}

export async function summarizeSuccess(
  { orgId, format, scope }: Token,
  { core, env, runInfo }: Pick<FailureContext, 'core' | 'env' | 'runInfo'>,
): Promise<void> {
  const { attempts, username = '', loginUrl = '', fingerprint = '', maskedHost } = runInfo;
  const loginHost = new URL(loginUrl).host;
  const host = loginHost === maskedHost ? '' : loginHost;
  const success = { orgId, username, host, tokenFormat: format, scope, attempts, fingerprint };
  await writeSummary(successSummary(success), { core, env });
}

/**
 * Writes the job summary. Never throws: the annotation contains all important information, so the
 * step does not depend on the summary.
 */
async function writeSummary(
  markdown: string,
  { core, env }: Pick<FailureContext, 'core' | 'env'>,
): Promise<void> {
  try {
    const path = env['GITHUB_STEP_SUMMARY'] ?? '';
    // Write only to a regular file: writing to a pipe without a reader would block the step, and a
    // device could be the log.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) return;
    await core.summary.addRaw(markdown).write();
  } catch {
    // The file is missing or cannot be written.
  }
}
