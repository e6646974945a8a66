import type { RunInfo } from '../run.ts';
import { type Diagnosis, diagnose, type RankedCause } from './diagnose.ts';
import { helpUrl, type ReportContext } from './help-url.ts';
import { failureSummary } from './summary.ts';

export type { ReportContext as Surroundings } from './help-url.ts';
export { type SuccessSummary as Success, successSummary } from './summary.ts';

export interface FailureReport {
  /** Title of the annotation. */
  readonly title: string;
  /** Body of the annotation: plain text of several lines. */
  readonly message: string;
  /** Markdown for the job summary. */
  readonly summary: string;
}

/** How many of the less likely causes the annotation names; the summary has them all. */
const MAX_OTHER_CAUSES = 3;

/** A failure in words, for the annotation and the job summary. @param error whatever ended the step */
export function report(error: unknown, run: RunInfo, reportContext: ReportContext): FailureReport {
  const diagnosis = diagnose(error, run, reportContext);
  const link = helpUrl(reportContext, diagnosis.anchor);
  return {
    title: `Salesforce sign-in: ${diagnosis.title}`,
    message: annotationMessage(diagnosis, link),
    summary: failureSummary(diagnosis, run, link),
  };
}

/** The order is the contract's: what failed, the answer, the cause and why, the fix, the link. */
function annotationMessage(
  { failureLine, responseLine, causes, stack }: Diagnosis,
  link: string,
): string {
  return [
    failureLine,
    ...(responseLine ? [responseLine] : []),
    ...causes.slice(0, 1).flatMap((likeliest) => causeLines(likeliest, causes.length > 1)),
    ...stack.map((line) => `  ${line}`),
    ...causes
      .slice(1, 1 + MAX_OTHER_CAUSES)
      .map(({ explanation }) => `Also possible: ${explanation}`),
    `Help: ${link}`,
  ].join('\n');
}

function causeLines(
  { explanation, why, appliesIf, fix, snippet, setupPaths }: RankedCause,
  hasAlternatives: boolean,
): string[] {
  const [path, connectedApp] = setupPaths;
  return [
    `${hasAlternatives ? 'Most likely cause' : 'Cause'}: ${explanation}`,
    ...(why ? [`Why: ${why}.`] : []),
    ...(appliesIf ? [`This is the cause if ${appliesIf}`] : []),
    `Fix: ${fix}`,
    ...snippet.map((line) => `  ${line}`),
    ...(path ? [`Where: ${path}`] : []),
    ...(connectedApp ? [`  (Connected App: ${connectedApp})`] : []),
  ];
}
