import type { RunInfo } from '../run-context.ts';
import { audienceFor } from '../salesforce/hosts.ts';
import type { ReportContext } from './help-url.ts';

/** Input of a diagnosis. */
export interface DiagnosisInput {
  readonly run: RunInfo;
  /** The thrown value, which may be anything. */
  readonly error?: unknown;
  readonly reportContext?: ReportContext;
}

/** @returns the host of the login URL; undefined if the run failed before it was read */
export const loginHost = (run: RunInfo): string | undefined => URL.parse(run.loginUrl ?? '')?.host;

/**
 * @returns the audience for the host, even if the workflow sets a different one; undefined if none can
 * be derived
 */
export const expectedAudience = (run: RunInfo): string | undefined =>
  run.loginUrl && audienceFor(run.loginUrl);

/**
 * Returns the proxy and the variable that configures it, because the job and the runner may each set
 * one.
 */
export const describeProxy = ({ proxy, proxyVariable }: RunInfo): string | undefined =>
  proxy && (proxyVariable ? `${proxy} (${proxyVariable})` : proxy);
