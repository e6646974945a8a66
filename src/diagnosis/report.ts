import type { RunInfo } from '../run-context.ts';
import { annotationMessage } from './annotation.ts';
import type { CatalogEntry } from './catalog/entry.ts';
import { CATALOG } from './catalog/index.ts';
import { diagnose } from './diagnose.ts';
import { helpUrl, type ReportContext } from './help-url.ts';
import { renderDiagnosis } from './render.ts';
import { failureSummary } from './summary.ts';

export interface FailureReport {
  /** The title of the annotation. */
  readonly title: string;
  /** The body of the annotation, as plain text. */
  readonly message: string;
  /** The job summary, as Markdown. */
  readonly summary: string;
}

/**
 * Explains a failure: diagnoses it, then renders the annotation and the job summary.
 * @param error any thrown value
 * @param catalog the entries to search
 */
export function report(
  error: unknown,
  run: RunInfo,
  reportContext: ReportContext,
  catalog: readonly CatalogEntry[] = CATALOG,
): FailureReport {
  const input = { run, error, reportContext };
  const rendered = renderDiagnosis(diagnose(input, catalog), input);
  const link = helpUrl(reportContext, rendered.anchor);
  return {
    title: `Salesforce sign-in: ${rendered.title}`,
    message: annotationMessage(rendered, link),
    summary: failureSummary(rendered, run, link),
  };
}
