import { TransportError } from '../http/errors.ts';
import { HttpStatusError, InvalidResponseError } from '../salesforce/errors.ts';
import { ACTION_BUG, UNKNOWN_CONNECTION_ERROR, UNKNOWN_RESPONSE } from './catalog/fallbacks.ts';
import type { LoginHistoryStatus } from './catalog/login-history.ts';
import { SETUP_PATHS } from './catalog/setup-paths.ts';
import type { Diagnosis, PossibleCause } from './diagnose.ts';
import type { DiagnosisInput } from './diagnosis-input.ts';
import { describeAudiences, describeNoProxy } from './extra-lines.ts';
import { anchorOf } from './help-url.ts';
import {
  describeFailure,
  describeResponse,
  inlineValue,
  interpolate,
  templateValues,
} from './messages.ts';
import { safeStackTrace } from './stack-trace.ts';

/** A possible cause as text, with the values of this run filled in. */
export interface RenderedCause {
  readonly explanation: string;
  readonly evidence?: string;
  readonly appliesIf?: string;
  readonly fix: string;
  readonly snippet: readonly string[];
  /** The path for an External Client App, followed by the one for a Connected App if it differs. */
  readonly setupPaths: readonly string[];
}

/** Texts that the annotation and the job summary share. */
export interface RenderedDiagnosis {
  readonly title: string;
  /** The section of docs/troubleshooting.md. */
  readonly anchor: string;
  readonly failureLine: string;
  readonly responseLine?: string;
  /** Additional information: the responses to both audiences, and settings that have no effect. */
  readonly notes: readonly string[];
  /** The most likely cause comes first. */
  readonly causes: readonly RenderedCause[];
  /** True if only one cause is possible, and it is certain. */
  readonly certain: boolean;
  readonly refused: boolean;
  readonly loginHistory: readonly LoginHistoryStatus[];
  /** Empty unless the error is a bug in the action. */
  readonly stack: readonly string[];
}

/** Renders a diagnosis as user-facing text. */
export function renderDiagnosis(diagnosis: Diagnosis, input: DiagnosisInput): RenderedDiagnosis {
  const { entry, causes, certain, refused, loginHistory } = diagnosis;
  const responseLine = describeResponse(input);
  const values = templateValues(input);
  return {
    title: renderTitle(diagnosis, input.error),
    anchor: anchorOf(entry.title),
    failureLine: describeFailure(input),
    ...(responseLine ? { responseLine } : {}),
    notes: [...describeAudiences(input.run), ...describeNoProxy(input)],
    causes: causes.map((possible) => renderCause(possible, values)),
    certain,
    refused,
    loginHistory,
    stack: entry === ACTION_BUG ? safeStackTrace(input.error) : [],
  };
}

/**
 * Returns true if the response is from Salesforce. If it is from a key service, the second line
 * quotes the message of the service, and the title of the entry explains it.
 */
const isOfSalesforce = (error: unknown) =>
  error instanceof HttpStatusError || error instanceof InvalidResponseError;

/** Returns the title of the entry, or what Salesforce or Node reported if that says more. */
function renderTitle({ entry, matchedBy, otherPhrase }: Diagnosis, error: unknown): string {
  // A title that is only a code is replaced by the code of the response below.
  if (otherPhrase && isOfSalesforce(error) && !/^\w+$/.test(entry.title))
    return inlineValue(error.response.description ?? otherPhrase);
  if (error instanceof HttpStatusError) {
    const { description, error: code, status } = error.response;
    if (entry === UNKNOWN_RESPONSE) return inlineValue(description ?? code ?? `HTTP ${status}`);
    if (code && matchedBy === 'salesforceErrors') return inlineValue(code);
    // A title such as “Not found (HTTP 404)” or “INVALID_SESSION_ID: …” contains the most common status
    // or code.
    if (!/phrases|status/.test(matchedBy)) return entry.title;
    return entry.title
      .replace(/HTTP [\dx]+/, `HTTP ${status}`)
      .replace(/^[a-z]+_\w+(?=: |$)/i, inlineValue(code ?? `HTTP ${status}`));
  }
  if (error instanceof TransportError) {
    if (entry === UNKNOWN_CONNECTION_ERROR) return inlineValue(error.code);
    // A title such as “ENOTFOUND: …” contains the most common of several Node error codes.
    if (/^[A-Z_\d]+$/.test(error.code))
      return entry.title.replace(/^[A-Z_]+(?=: )|HPE_\w+/, error.code);
  }
  return entry.title;
}

function renderCause(
  { cause, evidence }: PossibleCause,
  values: Readonly<Record<string, unknown>>,
): RenderedCause {
  const { explanation, appliesIf, fix, snippet = [], setupPath } = cause;
  return {
    explanation: interpolate(explanation, values),
    ...(evidence ? { evidence: inlineValue(evidence) } : {}),
    ...(appliesIf ? { appliesIf: interpolate(appliesIf, values) } : {}),
    fix: interpolate(fix, values),
    snippet: snippet.map((line) => interpolate(line, values)),
    setupPaths: setupPath ? SETUP_PATHS[setupPath] : [],
  };
}
