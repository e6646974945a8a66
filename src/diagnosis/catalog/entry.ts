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
  /** Identifies the cause in sources.ts and in tests. Causes with the same texts have the same id. */
  readonly id: string;
  /** Without this evidence, the cause is left out. With it, the cause comes before those without evidence. */
  readonly impliedBy?: EvidenceId;
  /** Without this evidence, the cause is left out, but it does not change its rank. */
  readonly requires?: EvidenceId;
  /** With any of this evidence, the cause is left out, because the run disproves it. */
  readonly refutedBy?: readonly EvidenceId[];
  /** With this evidence, the cause comes before those without evidence. */
  readonly promotedBy?: EvidenceId;
  /** This evidence is shown with the cause, but does not change its rank. */
  readonly mentions?: EvidenceId;
  /** True if nothing else can be the cause, although the step did not check it. */
  readonly certain?: true;
  /** States the cause in one sentence. */
  readonly explanation: string;
  /** Completes the sentence “This is the cause if …”. */
  readonly appliesIf?: string;
  /** Says what to change. */
  readonly fix: string;
  /** Lines to copy: shell commands, or lines of a workflow. */
  readonly snippet?: readonly string[];
  /** Names the page on which to make the change. */
  readonly setupPath?: SetupPathName;
}

/** A code that the action itself gives to an error. */
export type ActionErrorCode =
  | InputErrorCode
  | InvalidResponseCode
  | VerificationErrorCode
  | 'timeout'
  | RunnerErrorCode
  | SigningErrorCode;

/**
 * One kind of failure, and one section of docs/troubleshooting.md. The fields from `errorCodes` to
 * `request` say which errors it matches.
 */
export interface CatalogEntry {
  /** Identifies the entry in sources.ts and in tests, so that a title can be corrected in one place. */
  readonly id: string;
  /** The message of Salesforce, if there is one, so that a search finds it. The anchor is made from it. */
  readonly title: string;
  /** Each code belongs to exactly one entry. */
  readonly errorCodes?: readonly ActionErrorCode[];
  /** Parts of an error description. `normalize` makes their spellings comparable. */
  readonly phrases?: readonly string[];
  /** Values of `error` (OAuth) or `errorCode` (REST) that identify the failure without a known description. */
  readonly salesforceErrors?: readonly string[];
  /** Codes of a key service; `*` matches anything. */
  readonly serviceErrors?: readonly string[];
  /** A value of `error` that identifies the failure only if the response has no description. */
  readonly errorWithoutDescription?: string;
  /** Codes of a TransportError, followed by an HTTP status if it has one. `*` matches anything. */
  readonly networkCodes?: readonly string[];
  /** The first and the last HTTP status that match if nothing above does. */
  readonly status?: readonly [from: number, to: number];
  readonly bodyKind?: ResponseInfo['bodyKind'];
  /** Restricts the entry to this request. */
  readonly request?: RequestName;
  /** Rows of Login History that a failure of this kind may leave. */
  readonly loginHistory?: readonly LoginHistoryStatus[];
  /** The most likely cause comes first. */
  readonly causes: readonly Cause[];
}
