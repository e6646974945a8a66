import type { RequestName } from '../../http/errors.ts';
import type { InputErrorCode } from '../../inputs/errors.ts';
import type { RunnerErrorCode } from '../../runner/errors.ts';
import type {
  InvalidResponseCode,
  ResponseInfo,
  VerificationErrorCode,
} from '../../salesforce/errors.ts';
import type { EvidenceId } from '../evidence.ts';
import type { LoginHistoryStatus } from './login-history.ts';
import type { SetupPathName } from './setup-paths.ts';

/** One reason for a symptom, and its cure. `{name}` in a text is filled in from the run. */
export interface Cause {
  /** The clue without which this is not the cause; with it, it is the most likely one. */
  readonly decidedBy?: EvidenceId;
  /** The clue without which this is not the cause; it leaves the order as it is. */
  readonly requires?: EvidenceId;
  /** The clue that makes this the most likely cause. */
  readonly promotedBy?: EvidenceId;
  /** A clue that is worth mentioning, but leaves the order as it is. */
  readonly mentions?: EvidenceId;
  /** The cause, in one plain sentence. */
  readonly explanation: string;
  /** How to tell it from the other causes. */
  readonly appliesIf?: string;
  /** What to change. */
  readonly fix: string;
  /** Lines to copy: commands, or lines of a workflow. */
  readonly snippet?: readonly string[];
  /** Where to change it. */
  readonly setupPath?: SetupPathName;
}

/** A failure that has a code of our own. */
export type ActionErrorCode =
  | InputErrorCode
  | InvalidResponseCode
  | VerificationErrorCode
  | 'timeout'
  | RunnerErrorCode;

/**
 * A symptom: one section of docs/troubleshooting.md. Plain data; the fields from `problems` to
 * `request` say what it matches.
 */
export interface CatalogEntry {
  /** Salesforce's own text where there is one, so that a search finds it. Gives the anchor. */
  readonly title: string;
  /** Codes of our own. Each stands in one entry. */
  readonly errorCodes?: readonly ActionErrorCode[];
  /** Phrases of the description, in any spelling that `normalise` makes the same. */
  readonly phrases?: readonly string[];
  /** `error` of OAuth or `errorCode` of a REST array, enough where the description is unknown. */
  readonly salesforceErrors?: readonly string[];
  /** An `error` that means nothing beside a description: used where there is none. */
  readonly errorWithoutDescription?: string;
  /** Codes of a TransportError, with a status where there is one; `*` stands for anything. */
  readonly networkCodes?: readonly string[];
  /** First and last HTTP status, for answers that say nothing better. */
  readonly status?: readonly [from: number, to: number];
  readonly bodyKind?: ResponseInfo['bodyKind'];
  /** The only request that this can befall. */
  readonly request?: RequestName;
  /** What Setup → Login History may show. */
  readonly loginHistory?: readonly LoginHistoryStatus[];
  /** Most likely first. */
  readonly causes: readonly Cause[];
}
