/** Loaded by a dynamic import, where a step failed or a summary is wanted. */
import { statSync } from 'node:fs';
import type * as Core from '@actions/core';
import type { Findings } from '../findings.ts';
import { InputError } from '../inputs/errors.ts';
import { type Annotator, annotate } from '../runner/annotate.ts';
import type { Token } from '../salesforce/token.ts';
import { VERSION } from '../version.ts';
import { report, successSummary } from './report.ts';
import { workflowHint } from './workflow-run.ts';

type Runner = Annotator & Pick<typeof Core, 'summary'>;

interface Failed {
  readonly toolkit: Runner;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly findings: Findings;
  readonly summaryWanted: boolean;
}

/** Where every failure ends: an annotation, and a summary where it is wanted. */
export async function explainFailure(
  error: unknown,
  { toolkit, env, findings, summaryWanted }: Failed,
): Promise<void> {
  const secretsMissing = error instanceof InputError && error.code === 'missing';
  const { title, message, summary } = report(error, findings, {
    version: VERSION,
    serverUrl: env['GITHUB_SERVER_URL'] || 'https://github.com',
    actionRepository: env['GITHUB_ACTION_REPOSITORY'] ?? '',
    actionRef: env['GITHUB_ACTION_REF'] ?? '',
    ...(secretsMissing ? { runnerHint: workflowHint() } : {}),
  });
  annotate(toolkit, { level: 'error', title, message });
  if (summaryWanted) await summarise(toolkit, summary);
}

export async function summariseSuccess(
  { orgId, format, scope }: Token,
  { toolkit, findings }: Pick<Failed, 'toolkit' | 'findings'>,
): Promise<void> {
  const { attempts, username = '', loginUrl = '', fingerprint = '' } = findings;
  const host = new URL(loginUrl).host;
  const facts = { orgId, username, host, tokenFormat: format, scope, attempts, fingerprint };
  await summarise(toolkit, successSummary(facts));
}

/** A summary is an extra: where the runner takes none, the log has said everything. */
async function summarise(core: Runner, markdown: string): Promise<void> {
  try {
    const path = process.env['GITHUB_STEP_SUMMARY'] ?? '';
    // A pipe that nobody reads would keep the step; a device may be the log.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) return;
    await core.summary.addRaw(markdown).write();
  } catch {
    // No file for it, or none that can be written.
  }
}
