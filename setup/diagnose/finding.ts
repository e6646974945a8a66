import { oneLine } from '../../src/redaction/one-line.ts';
import type { OrgCauseId } from './causes.ts';

/** The checks, in the order of the report. */
export const CHECKS = ['Org', 'User', 'App', 'Grant', 'Login History'] as const;
export type CheckName = (typeof CHECKS)[number];

/**
 * `right` and `wrong`: the org shows the setting. `unseen`: the org does not show it, and the text
 * contains the reason. `open`: the org shows it, but no source states whether it makes a sign-in
 * with a JWT fail.
 */
export type FindingState = 'right' | 'wrong' | 'unseen' | 'open';

/** A line of the report. */
export interface OrgFinding {
  readonly check: CheckName;
  readonly state: FindingState;
  readonly text: string;
  /** The cause that the finding proves if it is `wrong`, or suggests if it is `open`. */
  readonly cause?: OrgCauseId;
  /** The causes that the finding disproves if it is `right`. */
  readonly excludes?: readonly OrgCauseId[];
}

/**
 * Returns functions that create the findings of a check. Each text becomes one line, because a line break
 * in a value of the org would look like another line of the report.
 */
export const findingsOf = (check: CheckName) => {
  const finding = (state: FindingState, text: string, cause?: OrgCauseId): OrgFinding => ({
    check,
    state,
    text: oneLine(text, Number.POSITIVE_INFINITY),
    ...(cause === undefined ? {} : { cause }),
  });
  return {
    right: (text: string, ...excludes: readonly OrgCauseId[]): OrgFinding => ({
      ...finding('right', text),
      ...(excludes.length === 0 ? {} : { excludes }),
    }),
    wrong: (cause: OrgCauseId, text: string) => finding('wrong', text, cause),
    open: (text: string, cause?: OrgCauseId) => finding('open', text, cause),
    /** @param remedy completes the sentence “To see it, …” */
    unseen: (what: string, problem: string, remedy?: string) =>
      finding(
        'unseen',
        `cannot see ${what}: ${problem}${remedy === undefined ? '' : `. To see it, ${remedy}`}`,
      ),
  };
};
