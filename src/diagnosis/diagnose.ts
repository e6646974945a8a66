import type { CatalogEntry, Cause } from './catalog/entry.ts';
import {
  LOGIN_HISTORY,
  type LoginHistoryRow,
  type LoginHistoryStatus,
} from './catalog/login-history.ts';
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
  /** The rows of Login History that this run may have left. */
  readonly loginHistory: readonly LoginHistoryStatus[];
}

/** Finds the catalog entry for an error and ranks its causes by the evidence of this run. */
export function diagnose(input: DiagnosisInput, catalog?: readonly CatalogEntry[]): Diagnosis {
  const { entry, matchedBy } = findEntry(input.error, catalog);
  return {
    entry,
    matchedBy,
    causes: rankCauses(entry.causes, input),
    loginHistory: (entry.loginHistory ?? []).filter((status) => isPossibleStatus(status, input)),
  };
}

/**
 * Leaves out causes without the evidence that they require, and puts those first that evidence promotes.
 * Otherwise, the order of the catalog stays.
 */
function rankCauses(causes: readonly Cause[], input: DiagnosisInput): PossibleCause[] {
  const find = (id: EvidenceId | undefined) => id && EVIDENCE[id](input);
  const isPossible = ({ requires }: Cause) => !requires || find(requires) !== undefined;
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
