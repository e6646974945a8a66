import { InputError } from '../inputs/errors.ts';
import { RunnerError } from '../runner/errors.ts';
import {
  HttpStatusError,
  InvalidResponseError,
  type RequestName,
  type ResponseInfo,
  TransportError,
  VerificationError,
} from '../salesforce/errors.ts';
import type { CatalogEntry } from './catalog/entry.ts';
import { ACTION_BUG } from './catalog/fallbacks.ts';
import { CATALOG, type CatalogedErrorCode } from './catalog/index.ts';

/** The field of an entry by which an error was found; `none` for errors that the action does not define. */
export type MatchedField =
  | keyof Pick<
      CatalogEntry,
      | 'errorCodes'
      | 'phrases'
      | 'salesforceErrors'
      | 'errorWithoutDescription'
      | 'networkCodes'
      | 'status'
    >
  | 'none';

export interface EntryMatch {
  readonly entry: CatalogEntry;
  readonly matchedBy: MatchedField;
}

/** Makes spellings comparable: `has not` and `hasn’t` become `hasnt`, and anything but letters and digits a space. */
function normalize(text: string): string {
  const unquoted = text.toLowerCase().replace(/['’‘`´]/g, '');
  const joined = unquoted.replace(/\b(has|have|is|are|was|does|do|did)\s+not\b/g, '$1nt');
  return ` ${joined.replace(/[^a-z0-9]+/g, ' ').trim()} `;
}

/** Leaves out entries that belong to another request, such as those for a token that was already issued. */
const entriesFor = (request: RequestName) =>
  CATALOG.filter((entry) => (entry.request ?? request) === request);

function byPhrase(
  { description = '', excerpt = '' }: ResponseInfo,
  request: RequestName,
): EntryMatch | undefined {
  const text = normalize(`${description} ${excerpt}`);
  const entry = entriesFor(request).find(({ phrases = [] }) =>
    phrases.some((phrase) => text.includes(normalize(phrase))),
  );
  return entry && { entry, matchedBy: 'phrases' };
}

function bySalesforceError({ error }: ResponseInfo, request: RequestName): EntryMatch | undefined {
  const entry = entriesFor(request).find(({ salesforceErrors = [] }) =>
    salesforceErrors.some((code) => equalsIgnoreCase(code, error)),
  );
  return entry && { entry, matchedBy: 'salesforceErrors' };
}

function byErrorWithoutDescription(
  { error, description }: ResponseInfo,
  request: RequestName,
): EntryMatch | undefined {
  if (description) return undefined;
  const entry = entriesFor(request).find(({ errorWithoutDescription }) =>
    equalsIgnoreCase(errorWithoutDescription, error),
  );
  return entry && { entry, matchedBy: 'errorWithoutDescription' };
}

const equalsIgnoreCase = (code: string | undefined, error: string | undefined) =>
  code !== undefined && code.toLowerCase() === error?.toLowerCase();

function byStatus(
  { bodyKind, status }: ResponseInfo,
  request: RequestName,
): EntryMatch | undefined {
  const entry = entriesFor(request).find((candidate) => {
    if (candidate.status === undefined) return false;
    const [first, last] = candidate.status;
    return status >= first && status <= last && (candidate.bodyKind ?? bodyKind) === bodyKind;
  });
  return entry && { entry, matchedBy: 'status' };
}

function byNetworkCode({ code, details: { status } }: TransportError): EntryMatch | undefined {
  const codeAndStatus = status === undefined ? code : `${code} ${status}`;
  const matches = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(codeAndStatus);
  const entry = CATALOG.find(({ networkCodes }) => networkCodes?.some(matches));
  return entry && { entry, matchedBy: 'networkCodes' };
}

function byErrorCode(code: CatalogedErrorCode): EntryMatch | undefined {
  const entry = CATALOG.find(({ errorCodes }) => errorCodes?.includes(code));
  return entry && { entry, matchedBy: 'errorCodes' };
}

function match(error: unknown): EntryMatch | undefined {
  if (error instanceof TransportError) return byNetworkCode(error);
  if (error instanceof HttpStatusError) {
    const { response, request } = error;
    return (
      byPhrase(response, request) ??
      bySalesforceError(response, request) ??
      byErrorWithoutDescription(response, request) ??
      byStatus(response, request)
    );
  }
  // A web page in place of a token may state the reason, such as maintenance.
  if (error instanceof InvalidResponseError)
    return byPhrase(error.response, error.request) ?? byErrorCode(error.code);
  const isActionError =
    error instanceof InputError ||
    error instanceof VerificationError ||
    error instanceof RunnerError;
  return isActionError ? byErrorCode(error.code) : undefined;
}

/** Finds the entry for an error: first by the words of a response, then by its code, then by its status. */
export function findEntry(error: unknown): EntryMatch {
  return match(error) ?? { entry: ACTION_BUG, matchedBy: 'none' };
}
