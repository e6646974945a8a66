import type { RenderedCause, RenderedDiagnosis } from './render.ts';

/**
 * The summary lists all causes. In the annotation, more than these would distract from the first one.
 */
const MAX_OTHER_CAUSES = 3;

/**
 * Renders the body of the annotation as several lines of plain text. Documentation and tests rely on
 * their order.
 */
export function annotationMessage(
  { failureLine, responseLine, notes, causes, certain, stack }: RenderedDiagnosis,
  link: string,
): string {
  return [
    failureLine,
    ...(responseLine ? [responseLine] : []),
    ...notes,
    ...causes.slice(0, 1).flatMap((likeliest) => causeLines(likeliest, certain)),
    ...stack.map((line) => `  ${line}`),
    ...causes
      .slice(1, 1 + MAX_OTHER_CAUSES)
      .map(({ explanation }) => `Also possible: ${explanation}`),
    `Help: ${link}`,
  ].join('\n');
}

function causeLines(
  { explanation, evidence, appliesIf, fix, snippet, setupPaths }: RenderedCause,
  certain: boolean,
): string[] {
  const [path, connectedApp] = setupPaths;
  return [
    `${certain ? 'Cause' : 'Most likely cause'}: ${explanation}`,
    ...(evidence ? [`Why: ${evidence}.`] : []),
    ...(appliesIf ? [`This is the cause if ${appliesIf}`] : []),
    `Fix: ${fix}`,
    ...snippet.map((line) => `  ${line}`),
    ...(path ? [`Where: ${path}`] : []),
    ...(connectedApp ? [`  (Connected App: ${connectedApp})`] : []),
  ];
}
