import type { Findings } from '../findings.ts';
import { type Diagnosis, diagnose, type RankedCause } from './diagnose.ts';
import { summarise } from './summary.ts';
import { helpUrl, type Surroundings } from './surroundings.ts';

export { type Success, successSummary } from './summary.ts';
export type { Surroundings } from './surroundings.ts';

export interface Report {
  /** Title of the annotation. */
  readonly title: string;
  /** Body of the annotation: plain text of several lines. */
  readonly message: string;
  /** Markdown for the job summary. */
  readonly summary: string;
}

/** How many of the less likely causes the annotation names; the summary has them all. */
const ALSO_NAMED = 3;

/** A failure in words, for the annotation and the job summary. @param error whatever ended the step */
export function report(error: unknown, run: Findings, surroundings: Surroundings): Report {
  const diagnosis = diagnose(error, run, surroundings);
  const link = helpUrl(surroundings, diagnosis.anchor);
  return {
    title: `Salesforce sign-in: ${diagnosis.title}`,
    message: messageOf(diagnosis, link),
    summary: summarise(diagnosis, run, link),
  };
}

/** The order is the contract's: what failed, the answer, the cause and why, the fix, the link. */
function messageOf({ failed, answered, causes, trace }: Diagnosis, link: string): string {
  return [
    failed,
    ...(answered ? [answered] : []),
    ...causes.slice(0, 1).flatMap((first) => fixOf(first, causes.length > 1)),
    ...trace.map((line) => `  ${line}`),
    ...causes.slice(1, 1 + ALSO_NAMED).map(({ what }) => `Also possible: ${what}`),
    `Help: ${link}`,
  ].join('\n');
}

function fixOf({ what, why, tell, fix, lines, where }: RankedCause, oneOfMany: boolean): string[] {
  const [place, connectedApp] = where;
  return [
    `${oneOfMany ? 'Most likely cause' : 'Cause'}: ${what}`,
    ...(why ? [`Why: ${why}.`] : []),
    ...(tell ? [`This is the cause if ${tell}`] : []),
    `Fix: ${fix}`,
    ...lines.map((line) => `  ${line}`),
    ...(place ? [`Where: ${place}`] : []),
    ...(connectedApp ? [`  (Connected App: ${connectedApp})`] : []),
  ];
}
