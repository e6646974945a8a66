import { TransportError } from '../http/errors.ts';
import type { RunInfo } from '../run.ts';
import { HttpStatusError } from '../salesforce/errors.ts';
import type { CatalogEntry, Cause } from './catalog/entry.ts';
import { ACTION_BUG, UNKNOWN_CONNECTION_ERROR, UNKNOWN_RESPONSE } from './catalog/fallbacks.ts';
import {
  LOGIN_HISTORY,
  type LoginHistoryRow,
  type LoginHistoryStatus,
} from './catalog/login-history.ts';
import { SETUP_PATHS } from './catalog/setup-paths.ts';
import { type DiagnosisInput, EVIDENCE, type EvidenceId } from './evidence.ts';
import type { ReportContext } from './help-url.ts';
import { findEntry, matchedByCodeOnly } from './match.ts';
import {
  describeFailure,
  describeResponse,
  inlineValue,
  interpolate,
  templateValues,
} from './messages.ts';

/** A cause in the words of this run. */
export interface RankedCause {
  readonly explanation: string;
  /** Why it is likely in this very run. */
  readonly why?: string;
  readonly appliesIf?: string;
  readonly fix: string;
  readonly snippet: readonly string[];
  /** Where to click: in an External Client App, then in a Connected App if that differs. */
  readonly setupPaths: readonly string[];
}

export interface Diagnosis {
  readonly title: string;
  /** Section of docs/troubleshooting.md. */
  readonly anchor: string;
  readonly failureLine: string;
  readonly responseLine?: string;
  /** The most likely first. */
  readonly causes: readonly RankedCause[];
  readonly loginHistory: readonly LoginHistoryStatus[];
  /** Where a mistake of the action's own was made; empty for everything else. */
  readonly stack: readonly string[];
}

/** The anchor that GitHub gives to a heading: letters, digits, `-` and `_`; blanks become `-`. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** What went wrong, for a person. @param error whatever was thrown */
export function diagnose(error: unknown, run: RunInfo, reportContext?: ReportContext): Diagnosis {
  const input: DiagnosisInput = { run, error, ...(reportContext ? { reportContext } : {}) };
  const entry = findEntry(error);
  const responseLine = describeResponse(input);
  return {
    title: reportTitle(entry, error),
    anchor: anchorOf(entry.title),
    failureLine: describeFailure(input),
    ...(responseLine ? { responseLine } : {}),
    causes: rankCauses(entry, input),
    loginHistory: (entry.loginHistory ?? []).filter((status) => isPossible(status, input)),
    stack: entry === ACTION_BUG ? safeStackTrace(error) : [],
  };
}

/** An answer that nobody has seen yet is its own title; so is a code that is known without its words. */
function reportTitle(entry: CatalogEntry, error: unknown): string {
  if (error instanceof HttpStatusError) {
    const { description, error: code, status } = error.response;
    if (entry === UNKNOWN_RESPONSE) return inlineValue(description ?? code ?? `HTTP ${status}`);
    if (code && matchedByCodeOnly(entry, error.response)) return inlineValue(code);
  }
  if (entry === UNKNOWN_CONNECTION_ERROR && error instanceof TransportError)
    return inlineValue(error.code);
  return entry.title;
}

function isPossible(status: LoginHistoryStatus, input: DiagnosisInput): boolean {
  const [, , , evidence]: LoginHistoryRow = LOGIN_HISTORY[status];
  return evidence === undefined || EVIDENCE[evidence](input) !== undefined;
}

/** Causes for which a clue is found come first; within both groups, the catalogue's order stands. */
function rankCauses(entry: CatalogEntry, input: DiagnosisInput): RankedCause[] {
  const evidenceFor = (id: EvidenceId | undefined) => id && EVIDENCE[id](input);
  const values = templateValues(input);
  const possible = entry.causes.flatMap((cause) => {
    const why = evidenceFor(cause.decidedBy ?? cause.promotedBy);
    const impossible =
      (cause.decidedBy && !why) || (cause.requires && !evidenceFor(cause.requires));
    return impossible ? [] : [{ cause, why }];
  });
  const ordered = [
    ...possible.filter((candidate) => candidate.why),
    ...possible.filter((candidate) => !candidate.why),
  ];
  return ordered.map(({ cause, why }) =>
    renderCause(cause, why ?? evidenceFor(cause.mentions ?? cause.requires), values),
  );
}

function renderCause(
  { explanation, appliesIf, fix, snippet = [], setupPath }: Cause,
  why: string | undefined,
  values: Readonly<Record<string, unknown>>,
): RankedCause {
  return {
    explanation: interpolate(explanation, values),
    ...(why ? { why: inlineValue(why) } : {}),
    ...(appliesIf ? { appliesIf: interpolate(appliesIf, values) } : {}),
    fix: interpolate(fix, values),
    snippet: snippet.map((line) => interpolate(line, values)),
    setupPaths: setupPath ? SETUP_PATHS[setupPath] : [],
  };
}

/**
 * The kind of an error that is not ours, and the functions it came through. A message could quote a
 * value, and a stack begins with it: only what looks like a frame is taken.
 */
export function safeStackTrace(error: unknown): string[] {
  if (!(error instanceof Error)) return [typeof error];
  const { name, message, stack = '', code } = error as NodeJS.ErrnoException;
  const word = (text: unknown) =>
    typeof text === 'string' ? /^\w{1,60}$/.exec(text)?.[0] : undefined;
  const frames = (message ? stack.replaceAll(message, '') : stack)
    .split('\n')
    .map((line) => /^\s+at (?:([\w$.<> ]{1,80}) \()?\S*?([\w.-]{1,60}:\d+:\d+)\)?$/.exec(line))
    .flatMap((frame) => (frame ? [`at ${frame[1] ?? '?'} (${frame[2]})`] : []));
  return [[word(name) ?? 'Error', word(code)].filter(Boolean).join(' '), ...frames.slice(0, 8)];
}
