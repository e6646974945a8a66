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
import { type EntryMatch, findEntry } from './match.ts';

/** A cause that is possible in this run. */
export interface PossibleCause {
  readonly cause: Cause;
  /** The fact of this run that supports the cause. */
  readonly evidence?: string;
}

/** The result of a diagnosis, which is only data. `renderDiagnosis` turns it into text. */
export interface Diagnosis extends EntryMatch {
  /** The most likely cause comes first. */
  readonly causes: readonly PossibleCause[];
  /** True if only one cause is possible, and it is certain. */
  readonly certain: boolean;
  /** True if Salesforce itself rejected the sign-in, so that the org may show the reason. */
  readonly refused: boolean;
  /** The Login History statuses that this run may have created. */
  readonly loginHistory: readonly LoginHistoryStatus[];
}

/** Finds the catalog entry for an error and ranks its causes by the evidence of this run. */
export function diagnose(input: DiagnosisInput, catalog?: readonly CatalogEntry[]): Diagnosis {
  const match = findEntry(input.error, catalog);
  const { entry, matchedBy } = match;
  const isUnknown = matchedBy === 'salesforceErrors' && hasUnknownWords(input.error);
  const { loginHistory = isUnknown ? UNKNOWN_RESPONSE.loginHistory : [] } = entry;
  const causes = [
    ...(isRefusedSignIn(input.error) ? rankCauses([EMPTY_LOGIN_URL], input) : []),
    ...(isUnknown ? rankCauses([UNKNOWN_WORDS], input) : []),
    ...rankCauses(entry.causes, input),
  ];
  return {
    ...match,
    causes,
    refused: isRefusal(input.error),
    certain: causes.length === 1 && (causes[0]?.cause.certain ?? isOwnCheck(input.error)),
    loginHistory: EVIDENCE['signed-in'](input)
      ? []
      : loginHistory.filter((status) => isPossibleStatus(status, input)),
  };
}

/**
 * Returns true if the step itself detected the error, so that its cause is certain. An empty input
 * is excluded, because it can have many causes.
 */
function isOwnCheck(error: unknown): boolean {
  return (
    (error instanceof InputError && error.code !== 'missing') ||
    error instanceof VerificationError ||
    error instanceof RunnerError
  );
}

/**
 * Returns true if Salesforce rejected the sign-in or issued a token for another org, and a retry
 * cannot help.
 */
function isRefusedSignIn(error: unknown): boolean {
  if (error instanceof VerificationError) return error.code === 'wrong-org';
  return isRefusedTokenRequest(error) && isRefusal(error);
}

/** Returns true if Salesforce itself rejected the token request, and a retry cannot help. */
const isRefusal = (error: unknown): error is HttpStatusError =>
  error instanceof HttpStatusError &&
  error.request === 'token' &&
  !error.transient &&
  error.response.bodyKind === 'oauth';

/**
 * Returns true if the token request was rejected, and a retry cannot help. Excludes the limit for
 * sign-ins, which Salesforce checks only for a user that it found.
 */
const isRefusedTokenRequest = (error: unknown): error is HttpStatusError =>
  error instanceof HttpStatusError &&
  error.request === 'token' &&
  !error.transient &&
  !error.response.rateExceeded;

/**
 * Returns true if the token request was rejected with a description that neither consists of words
 * of the error code nor contains all of them.
 */
function hasUnknownWords(error: unknown): boolean {
  if (!isRefusedTokenRequest(error)) return false;
  const { error: code = '', description } = error.response;
  if (description === undefined) return false;
  const [codeWords, words] = [code, description].map((text) =>
    text
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length > 2 && word !== 'oauth'),
  ) as [string[], string[]];
  return (
    !words.every((word) => codeWords.includes(word)) &&
    !codeWords.every((word) => words.includes(word))
  );
}

/**
 * Removes causes whose required evidence is missing or that the run rules out, and moves causes with
 * promoting evidence to the front. The other causes keep the order of the catalog.
 */
function rankCauses(causes: readonly Cause[], input: DiagnosisInput): PossibleCause[] {
  const find = (id: EvidenceId | undefined) => id && EVIDENCE[id](input);
  const isPossible = ({ impliedBy, requires = impliedBy, refutedBy = [] }: Cause) =>
    (!requires || find(requires) !== undefined) && !refutedBy.some((id) => find(id) !== undefined);
  const possible = causes
    .filter(isPossible)
    .map((cause) => ({ cause, promotion: find(cause.impliedBy ?? cause.promotedBy) }));
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
