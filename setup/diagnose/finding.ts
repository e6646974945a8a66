import type { OrgCauseId } from './causes.ts';

/** A check of the report. */
export const CHECKS = ['Org', 'User', 'App', 'Grant', 'Login History'] as const;
export type CheckName = (typeof CHECKS)[number];

/**
 * `right` and `wrong` are what the org shows. `unseen` is what it does not show, with the reason, and `open`
 * is what it shows, but of which no source says whether it refuses such a sign-in.
 */
export type FindingState = 'right' | 'wrong' | 'unseen' | 'open';

/** One line of the report. */
export interface OrgFinding {
  readonly check: CheckName;
  readonly state: FindingState;
  readonly text: string;
  /** The cause that it proves if it is `wrong`, and suggests if it is `open`. */
  readonly cause?: OrgCauseId;
}

/** Returns functions that make the findings of a check. */
export const findingsOf = (check: CheckName) => ({
  right: (text: string): OrgFinding => ({ check, state: 'right', text }),
  wrong: (cause: OrgCauseId, text: string): OrgFinding => ({ check, state: 'wrong', text, cause }),
  open: (text: string, cause?: OrgCauseId): OrgFinding =>
    cause === undefined ? { check, state: 'open', text } : { check, state: 'open', text, cause },
  /** @param remedy completes the sentence “To see it, …” */
  unseen: (what: string, problem: string, remedy?: string): OrgFinding => ({
    check,
    state: 'unseen',
    text: `cannot see ${what}: ${problem}${remedy === undefined ? '' : `. To see it, ${remedy}`}`,
  }),
});
