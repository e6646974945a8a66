import type { Findings } from '../findings.ts';
import { SalesforceError, TransportError } from '../salesforce/errors.ts';
import type { Cause, Entry } from './catalogue/entry.ts';
import { type HistoryRow, type HistoryStatus, LOGIN_HISTORY } from './catalogue/login-history.ts';
import { PLACES } from './catalogue/places.ts';
import { BUG, OTHER_ANSWER, OTHER_CONNECTION } from './catalogue/unlisted.ts';
import { CLUES, type ClueName, type Facts } from './clues.ts';
import { entryFor, knownByCode } from './match.ts';
import type { Surroundings } from './surroundings.ts';
import { fill, foreign, valuesOf, whatCame, whatFailed } from './words.ts';

/** A cause in the words of this run. */
export interface RankedCause {
  readonly what: string;
  /** Why it is likely in this very run. */
  readonly why?: string;
  readonly tell?: string;
  readonly fix: string;
  readonly lines: readonly string[];
  /** Where to click: in an External Client App, then in a Connected App if that differs. */
  readonly where: readonly string[];
}

export interface Diagnosis {
  readonly title: string;
  /** Section of docs/troubleshooting.md. */
  readonly anchor: string;
  readonly failed: string;
  readonly answered?: string;
  /** The most likely first. */
  readonly causes: readonly RankedCause[];
  readonly history: readonly HistoryStatus[];
  /** Where a mistake of the action's own was made; empty for everything else. */
  readonly trace: readonly string[];
}

/** The anchor that GitHub gives to a heading: letters, digits, `-` and `_`; blanks become `-`. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** What went wrong, for a person. @param error whatever was thrown */
export function diagnose(error: unknown, run: Findings, surroundings?: Surroundings): Diagnosis {
  const facts: Facts = { run, error, ...(surroundings ? { surroundings } : {}) };
  const entry = entryFor(error);
  const answered = whatCame(facts);
  return {
    title: titleOf(entry, error),
    anchor: anchorOf(entry.title),
    failed: whatFailed(facts),
    ...(answered ? { answered } : {}),
    causes: rank(entry, facts),
    history: (entry.history ?? []).filter((status) => canBe(status, facts)),
    trace: entry === BUG ? trace(error) : [],
  };
}

/** An answer that nobody has seen yet is its own title; so is a code that is known without its words. */
function titleOf(entry: Entry, error: unknown): string {
  if (error instanceof SalesforceError) {
    const { description, error: code, status } = error.answer;
    if (entry === OTHER_ANSWER) return foreign(description ?? code ?? `HTTP ${status}`);
    if (code && knownByCode(entry, error.answer)) return foreign(code);
  }
  if (entry === OTHER_CONNECTION && error instanceof TransportError) return foreign(error.code);
  return entry.title;
}

function canBe(status: HistoryStatus, facts: Facts): boolean {
  const [, , , clue]: HistoryRow = LOGIN_HISTORY[status];
  return clue === undefined || CLUES[clue](facts) !== undefined;
}

/** Causes for which a clue is found come first; within both groups, the catalogue's order stands. */
function rank(entry: Entry, facts: Facts): RankedCause[] {
  const seen = (name: ClueName | undefined) => name && CLUES[name](facts);
  const values = valuesOf(facts);
  const found = entry.causes.flatMap((cause) => {
    const why = seen(cause.only ?? cause.when);
    const impossible = (cause.only && !why) || (cause.needs && !seen(cause.needs));
    return impossible ? [] : [{ cause, why }];
  });
  const ordered = [...found.filter((it) => it.why), ...found.filter((it) => !it.why)];
  return ordered.map(({ cause, why }) =>
    inWords(cause, why ?? seen(cause.hint ?? cause.needs), values),
  );
}

function inWords(
  { what, tell, fix, lines = [], where }: Cause,
  why: string | undefined,
  values: Readonly<Record<string, unknown>>,
): RankedCause {
  return {
    what: fill(what, values),
    ...(why ? { why: foreign(why) } : {}),
    ...(tell ? { tell: fill(tell, values) } : {}),
    fix: fill(fix, values),
    lines: lines.map((line) => fill(line, values)),
    where: where ? PLACES[where] : [],
  };
}

/**
 * The kind of an error that is not ours, and the functions it came through. A message could quote a
 * value, and a stack begins with it: only what looks like a frame is taken.
 */
export function trace(error: unknown): string[] {
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
