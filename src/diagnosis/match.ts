import { type RequestName, TransportError } from '../http/errors.ts';
import { InputError } from '../inputs/errors.ts';
import { RunnerError } from '../runner/errors.ts';
import {
  HttpStatusError,
  InvalidResponseError,
  type ResponseInfo,
  TimeoutError,
  VerificationError,
} from '../salesforce/errors.ts';
import type { CatalogEntry } from './catalog/entry.ts';
import { ACTION_BUG } from './catalog/fallbacks.ts';
import { CATALOG, type CatalogedErrorCode } from './catalog/index.ts';

/** The same for all spellings of a phrase: `has not` and `hasn’t` are `hasnt`, and a blank is whatever is no letter or digit. */
function normalize(text: string): string {
  const unquoted = text.toLowerCase().replace(/['’‘`´]/g, '');
  const joined = unquoted.replace(/\b(has|have|is|are|was|does|do|did)\s+not\b/g, '$1nt');
  return ` ${joined.replace(/[^a-z0-9]+/g, ' ').trim()} `;
}

/** What a good token meets cannot have befallen a request that still asks for one. */
const entriesFor = (request: RequestName) =>
  CATALOG.filter((entry) => (entry.request ?? request) === request);

const hasPhrase = (
  { phrases = [] }: CatalogEntry,
  { description = '', excerpt = '' }: ResponseInfo,
) => {
  const text = normalize(`${description} ${excerpt}`);
  return phrases.some((phrase) => text.includes(normalize(phrase)));
};

const byPhrase = (response: ResponseInfo, request: RequestName) =>
  entriesFor(request).find((entry) => hasPhrase(entry, response));

const equalsIgnoreCase = (code: string | undefined, error: string | undefined) =>
  code !== undefined && code.toLowerCase() === error?.toLowerCase();

const hasSalesforceError = ({ salesforceErrors = [] }: CatalogEntry, { error }: ResponseInfo) =>
  salesforceErrors.some((code) => equalsIgnoreCase(code, error));

const bySalesforceError = (response: ResponseInfo, request: RequestName) =>
  entriesFor(request).find((entry) => hasSalesforceError(entry, response)) ??
  (response.description
    ? undefined
    : entriesFor(request).find((entry) =>
        equalsIgnoreCase(entry.errorWithoutDescription, response.error),
      ));

/** Whether an answer is known by its code alone: what it says is not what the entry's title says. */
export const matchedByCodeOnly = (entry: CatalogEntry, response: ResponseInfo): boolean =>
  hasSalesforceError(entry, response) && !hasPhrase(entry, response);

const byStatus = ({ bodyKind, status }: ResponseInfo, request: RequestName) =>
  entriesFor(request).find((entry) => {
    if (entry.status === undefined) return false;
    const [first, last] = entry.status;
    return status >= first && status <= last && (entry.bodyKind ?? bodyKind) === bodyKind;
  });

const byNetworkCode = ({ code, details: { status } }: TransportError) => {
  const codeAndStatus = status === undefined ? code : `${code} ${status}`;
  const matches = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(codeAndStatus);
  return CATALOG.find((entry) => entry.networkCodes?.some(matches));
};

const byErrorCode = (code: CatalogedErrorCode) =>
  CATALOG.find((entry) => entry.errorCodes?.includes(code));

function match(error: unknown): CatalogEntry | undefined {
  if (error instanceof TransportError) return byNetworkCode(error);
  if (error instanceof HttpStatusError) {
    const { response, request } = error;
    return (
      byPhrase(response, request) ??
      bySalesforceError(response, request) ??
      byStatus(response, request)
    );
  }
  // A page in place of a token may say what is the matter.
  if (error instanceof InvalidResponseError)
    return byPhrase(error.response, error.request) ?? byErrorCode(error.code);
  const isOurs =
    error instanceof InputError ||
    error instanceof VerificationError ||
    error instanceof TimeoutError ||
    error instanceof RunnerError;
  return isOurs ? byErrorCode(error.code) : undefined;
}

/** The entry for an error: by the words, then by the code, then by what kind of answer it is. */
export function findEntry(error: unknown): CatalogEntry {
  return match(error) ?? ACTION_BUG;
}
