import type { RequestName } from '../../http/errors.ts';
import type { InputErrorCode } from '../../inputs/errors.ts';
import type { RunnerErrorCode } from '../../runner/errors.ts';
import type {
  InvalidResponseCode,
  ResponseInfo,
  VerificationErrorCode,
} from '../../salesforce/errors.ts';
import type { SigningErrorCode } from '../../signing/errors.ts';
import type { EvidenceId } from '../evidence.ts';
import type { LoginHistoryStatus } from './login-history.ts';
import type { SetupPathName } from './setup-paths.ts';

/**
 * One possible reason for a failure, and its fix. `{name}` in a text is replaced by a value of the run
 * (see `templateValues`).
 */
export interface Cause {
  /** Identifies the cause in sources.ts and in tests. Causes with the same texts have the same ID. */
  readonly id: string;
  /**
   * The cause is omitted if this evidence is not found. Otherwise, it is ranked before causes without
   * evidence.
   */
  readonly impliedBy?: EvidenceId;
  /** The cause is omitted if this evidence is not found. */
  readonly requires?: EvidenceId;
  /** The cause is omitted if any of this evidence is found, because the run rules it out. */
  readonly refutedBy?: readonly EvidenceId[];
  /** If this evidence is found, the cause is ranked before those without evidence. */
  readonly promotedBy?: EvidenceId;
  /** This evidence is shown with the cause but does not affect its rank. */
  readonly mentions?: EvidenceId;
  /**
   * True if the cause is certain whenever no other one is possible, although the step did not
   * verify it.
   */
  readonly certain?: true;
  /** States the cause in one sentence. */
  readonly explanation: string;
  /** Completes the sentence “This is the cause if …”. */
  readonly appliesIf?: string;
  /** Explains what to change. */
  readonly fix: string;
  /** Lines to copy: shell commands, or lines of a workflow. */
  readonly snippet?: readonly string[];
  /** The page on which to make the change. */
  readonly setupPath?: SetupPathName;
}

/** A code that the action itself assigns to an error. */
export type ActionErrorCode =
  | InputErrorCode
  | InvalidResponseCode
  | VerificationErrorCode
  | 'timeout'
  | RunnerErrorCode
  | SigningErrorCode;

/**
 * One kind of failure, which has its own section in docs/troubleshooting.md. The fields from
 * `errorCodes` to `request` determine which errors it matches.
 */
export interface CatalogEntry {
  /**
   * Identifies the entry in sources.ts and in tests, so that its title can be corrected in one place.
   */
  readonly id: string;
  /**
   * Salesforce's own message if there is one, so that users find it by searching. The anchor of the
   * section is derived from this title.
   */
  readonly title: string;
  /** Each error code belongs to exactly one entry. */
  readonly errorCodes?: readonly ActionErrorCode[];
  /**
   * Phrases that the description or the excerpt of a response may contain. The phrases and the
   * response are compared after they have been normalized by `normalize`.
   */
  readonly phrases?: readonly string[];
  /**
   * Values of `error` (OAuth) or `errorCode` (REST) that identify the failure even if the description
   * is unknown.
   */
  readonly salesforceErrors?: readonly string[];
  /** Codes of a key service. `*` matches any characters. */
  readonly serviceErrors?: readonly string[];
  /** A value of `error` that identifies the failure only if the response has no description. */
  readonly errorWithoutDescription?: string;
  /**
   * Codes of a TransportError, followed by an HTTP status if it has one. `*` matches any characters.
   */
  readonly networkCodes?: readonly string[];
  /** The first and last HTTP status of a range that matches if no other field does. */
  readonly status?: readonly [from: number, to: number];
  readonly bodyKind?: ResponseInfo['bodyKind'];
  /** Restricts the entry to errors that the step retries. */
  readonly transient?: true;
  /** Restricts the entry to this request. */
  readonly request?: RequestName;
  /** Login History statuses that a failure of this kind may create. */
  readonly loginHistory?: readonly LoginHistoryStatus[];
  /** Ordered by likelihood, the most likely cause first. */
  readonly causes: readonly Cause[];
}
