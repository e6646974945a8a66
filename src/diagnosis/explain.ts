/**
 * Everything a step says beyond its two lines: loaded by a dynamic import, when there is something
 * to explain.
 */
import type * as Core from '@actions/core';
import type { Findings } from '../findings.ts';
import type { CheckedCertificate } from '../inputs/certificate.ts';
import { InputError } from '../inputs/errors.ts';
import type { Token } from '../salesforce/token.ts';
import { VERSION } from '../version.ts';
import {
  certificateExpired,
  certificateExpires,
  clockSkew,
  jwtToken,
  type Notice,
  needlessPassphrase,
} from './notices.ts';
import { report, successSummary } from './report.ts';
import { workflowHint } from './workflow-run.ts';

type Runner = Pick<typeof Core, 'error' | 'warning' | 'summary'>;

interface Failed {
  readonly toolkit: Runner;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly findings: Findings;
  readonly summaryWanted: boolean;
}

/**
 * The one place where failure ends: an annotation, and a summary where it is wanted.
 * @param error whatever ended the step
 */
export async function explainFailure(
  error: unknown,
  { toolkit, env, findings, summaryWanted }: Failed,
): Promise<void> {
  const secretsMissing = error instanceof InputError && error.code === 'missing';
  const { title, message, summary } = report(error, findings, {
    version: VERSION,
    actionRepository: env['GITHUB_ACTION_REPOSITORY'] ?? '',
    actionRef: env['GITHUB_ACTION_REF'] ?? '',
    ...(secretsMissing ? { runnerHint: workflowHint() } : {}),
  });
  toolkit.error(message, { title });
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
    await core.summary.addRaw(markdown).write();
  } catch {
    // No file for it, or none that can be written.
  }
}

export function warnNeedlessPassphrase(core: Runner): void {
  warn(core, needlessPassphrase());
}

/** @param skewSeconds server clock minus ours */
export function warnSkew(core: Runner, skewSeconds: number): void {
  warn(core, clockSkew(skewSeconds));
}

export function warnJwtToken(core: Runner): void {
  warn(core, jwtToken());
}

/** An expired certificate is an error to look at, but not one that ends the step: Salesforce takes it. */
export function warnExpiry(core: Runner, { notAfter, daysLeft }: CheckedCertificate): void {
  const date = notAfter.toISOString().slice(0, 10);
  if (daysLeft < 0) {
    const { title, message } = certificateExpired(date);
    core.error(message, { title });
  } else {
    warn(core, certificateExpires(date, daysLeft));
  }
}

function warn(core: Runner, { title, message }: Notice): void {
  core.warning(message, { title });
}
