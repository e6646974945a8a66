import type { InputProblem } from '../../inputs/errors.ts';
import type { RunnerProblem } from '../../runner/errors.ts';
import type { Answer, AnswerProblem, GuardProblem, RequestName } from '../../salesforce/errors.ts';
import type { ClueName } from '../clues.ts';
import type { HistoryStatus } from './login-history.ts';
import type { PlaceName } from './places.ts';

/** One reason for a symptom, and its cure. `{name}` in a text is filled in from the run. */
export interface Cause {
  /** The clue without which this is not the cause; with it, it is the most likely one. */
  readonly only?: ClueName;
  /** The clue without which this is not the cause; it leaves the order as it is. */
  readonly needs?: ClueName;
  /** The clue that makes this the most likely cause. */
  readonly when?: ClueName;
  /** A clue that is worth mentioning, but leaves the order as it is. */
  readonly hint?: ClueName;
  /** The cause, in one plain sentence. */
  readonly what: string;
  /** How to tell it from the other causes. */
  readonly tell?: string;
  /** What to change. */
  readonly fix: string;
  /** Lines to copy: commands, or lines of a workflow. */
  readonly lines?: readonly string[];
  /** Where to change it. */
  readonly where?: PlaceName;
}

/** A failure that has a code of our own. */
export type Problem = InputProblem | AnswerProblem | GuardProblem | RunnerProblem;

/**
 * A symptom: one section of docs/troubleshooting.md. Plain data; the fields from `problems` to
 * `request` say what it matches.
 */
export interface Entry {
  /** Salesforce's own text where there is one, so that a search finds it. Gives the anchor. */
  readonly title: string;
  /** Codes of our own. Each stands in one entry. */
  readonly problems?: readonly Problem[];
  /** Phrases of the description, in any spelling that `normalise` makes the same. */
  readonly says?: readonly string[];
  /** `error` of OAuth or `errorCode` of a REST array, enough where the description is unknown. */
  readonly errors?: readonly string[];
  /** An `error` that means nothing beside a description: used where there is none. */
  readonly bare?: string;
  /** Codes of a TransportError, with a status where there is one; `*` stands for anything. */
  readonly codes?: readonly string[];
  /** First and last HTTP status, for answers that say nothing better. */
  readonly status?: readonly [from: number, to: number];
  readonly form?: Answer['form'];
  /** The only request that this can befall. */
  readonly request?: RequestName;
  /** What Setup → Login History may show. */
  readonly history?: readonly HistoryStatus[];
  /** Most likely first. */
  readonly causes: readonly Cause[];
}
