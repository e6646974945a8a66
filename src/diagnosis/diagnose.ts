import { InputError } from '../inputs/errors.ts';
import { RunnerError } from '../runner/errors.ts';
import { HttpStatusError, VerificationError } from '../salesforce/errors.ts';
import type { CatalogEntry, Cause } from './catalog/entry.ts';
import { UNKNOWN_RESPONSE } from './catalog/fallbacks.ts';
import {
  LOGIN_HISTORY,
  type LoginHistoryRow,
  type LoginHistoryStatus,
} from './catalog/login-history.ts';
import { EMPTY_LOGIN_URL, UNKNOWN_WORDS } from './catalog/shared-causes.ts';
import type { DiagnosisInput } from './diagnosis-input.ts';
import { EVIDENCE, type EvidenceId } from './evidence.ts';
import { findEntry, type MatchedField } from './match.ts';

/** A cause that is possible in this run. */
export interface PossibleCause {
  readonly cause: Cause;
  /** The fact of this run that supports the cause. */
  readonly evidence?: string;
}

/** The result of the first pass: data only. The second pass, `renderDiagnosis`, turns it into text. */
export interface Diagnosis {
  readonly entry: CatalogEntry;
  readonly matchedBy: MatchedField;
  /** The most likely cause comes first. */
  readonly causes: readonly PossibleCause[];
  /** True if nothing but the first cause is possible. */
  readonly certain: boolean;
  /** True if Salesforce refused the sign-in, for a reason that its org may show. */
  readonly refused: boolean;
  /** The rows of Login History that this run may have left. */
  readonly loginHistory: readonly LoginHistoryStatus[];
}

/** Finds the catalog entry for an error and ranks its causes by the evidence of this run. */
export function diagnose(input: DiagnosisInput, catalog?: readonly CatalogEntry[]): Diagnosis {
  const { entry, matchedBy } = findEntry(input.error, catalog);
  const isUnknown = matchedBy === 'salesforceErrors' && hasUnknownWords(input.error);
  const { loginHistory = isUnknown ? UNKNOWN_RESPONSE.loginHistory : [] } = entry;
  const causes = [
    ...(isRefusedSignIn(input.error) ? rankCauses([EMPTY_LOGIN_URL], input) : []),
    ...(isUnknown ? rankCauses([UNKNOWN_WORDS], input) : []),
    ...rankCauses(entry.causes, input),
  ];
  return {
    entry,
    matchedBy,
    causes,
    refused: isRefusal(input.error),
    certain: causes.length === 1 && (causes[0]?.cause.certain ?? isOwnCheck(input.error)),
    loginHistory: loginHistory.filter((status) => isPossibleStatus(status, input)),
  };
}

/** True if the step itself found the error, so its cause is what it found. An empty input can have many causes. */
function isOwnCheck(error: unknown): boolean {
  return (
    (error instanceof InputError && error.code !== 'missing') ||
    error instanceof VerificationError ||
    error instanceof RunnerError
  );
}

/** True if Salesforce refused the sign-in, or gave a token for another org, and a retry cannot help. */
function isRefusedSignIn(error: unknown): boolean {
  if (error instanceof VerificationError) return error.code === 'wrong-org';
  return isRefusedTokenRequest(error) && isRefusal(error);
}

/** True if Salesforce itself refused the token, and a retry cannot help. */
const isRefusal = (error: unknown): error is HttpStatusError =>
  error instanceof HttpStatusError &&
  error.request === 'token' &&
  !error.transient &&
  error.response.bodyKind === 'oauth';

/** Excludes the limit for sign-ins, which Salesforce checks only for a user that it found. */
const isRefusedTokenRequest = (error: unknown): error is HttpStatusError =>
  error instanceof HttpStatusError &&
  error.request === 'token' &&
  !error.transient &&
  !error.response.rateExceeded;

/** True if the description says more than the code, which is all that the catalog knows about the error. */
function hasUnknownWords(error: unknown): boolean {
  if (!isRefusedTokenRequest(error)) return false;
  const { error: code = '', description } = error.response;
  if (description === undefined) return false;
  const [codeWords, words] = [code, description].map((text) =>
    text
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length > 2),
  ) as [string[], string[]];
  return (
    !words.every((word) => codeWords.includes(word)) &&
    !codeWords.every((word) => words.includes(word))
  );
}

/**
 * Leaves out causes without the evidence that they require and causes that the run disproves, and puts those
 * first that evidence promotes. Otherwise, the order of the catalog stays.
 */
function rankCauses(causes: readonly Cause[], input: DiagnosisInput): PossibleCause[] {
  const find = (id: EvidenceId | undefined) => id && EVIDENCE[id](input);
  const isPossible = ({ requires, refutedBy = [] }: Cause) =>
    (!requires || find(requires) !== undefined) && !refutedBy.some((id) => find(id) !== undefined);
  const possible = causes
    .filter(isPossible)
    .map((cause) => ({ cause, promotion: find(cause.promotedBy) }));
  const ranked = [
    ...possible.filter(({ promotion }) => promotion),
    ...possible.filter(({ promotion }) => !promotion),
  ];
  return ranked.map(({ cause, promotion }) => {
    const evidence = promotion ?? find(cause.mentions ?? cause.requires);
    return evidence ? { cause, evidence } : { cause };
  });
}

function isPossibleStatus(status: LoginHistoryStatus, input: DiagnosisInput): boolean {
  const [, , , requires]: LoginHistoryRow = LOGIN_HISTORY[status];
  return !requires || EVIDENCE[requires](input) !== undefined;
}
