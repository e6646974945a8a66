/** Loaded by a dynamic import, only if a step failed or a summary is wanted. */
import { statSync } from 'node:fs';
import type * as Core from '@actions/core';
import type { RunInfo } from '../findings.ts';
import { InputError } from '../inputs/errors.ts';
import { type AnnotationCore, annotate } from '../runner/annotate.ts';
import type { Token } from '../salesforce/token.ts';
import { VERSION } from '../version.ts';
import { missingSecretsReason } from './missing-secrets.ts';
import { report } from './report.ts';
import { successSummary } from './summary.ts';

type ReportingCore = AnnotationCore & Pick<typeof Core, 'summary'>;

interface FailureContext {
  readonly core: ReportingCore;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly runInfo: RunInfo;
  readonly summaryWanted: boolean;
}

/** Reports a failure as an annotation, and as a job summary if one is wanted. */
export async function explainFailure(
  error: unknown,
  { core, env, runInfo, summaryWanted }: FailureContext,
): Promise<void> {
  const secretsMissing = error instanceof InputError && error.code === 'missing';
  const { title, message, summary } = report(error, runInfo, {
    version: VERSION,
    serverUrl: env['GITHUB_SERVER_URL'] || 'https://github.com',
    actionRepository: env['GITHUB_ACTION_REPOSITORY'] ?? '',
    actionRef: env['GITHUB_ACTION_REF'] ?? '',
    ...(secretsMissing ? { missingSecrets: missingSecretsReason() } : {}),
  });
  annotate(core, { level: 'error', title, message });
  if (summaryWanted) await writeSummary(core, summary);
}

export async function summarizeSuccess(
  { orgId, format, scope }: Token,
  { core, runInfo }: Pick<FailureContext, 'core' | 'runInfo'>,
): Promise<void> {
  const { attempts, username = '', loginUrl = '', fingerprint = '' } = runInfo;
  const host = new URL(loginUrl).host;
  const success = { orgId, username, host, tokenFormat: format, scope, attempts, fingerprint };
  await writeSummary(core, successSummary(success));
}

/** Never throws: the annotation already says everything, so a missing summary is no failure. */
async function writeSummary(core: ReportingCore, markdown: string): Promise<void> {
  try {
    const path = process.env['GITHUB_STEP_SUMMARY'] ?? '';
    // Writing to a pipe without a reader would block the step, and a device may be the log.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) return;
    await core.summary.addRaw(markdown).write();
  } catch {
    // The file is missing or cannot be written.
  }
}
