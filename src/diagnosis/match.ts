import { TransportError } from '../http/errors.ts';
import { InputError } from '../inputs/errors.ts';
import { RunnerError } from '../runner/errors.ts';
import {
  InvalidResponseError,
  ResponseError,
  type ResponseInfo,
  TimeoutError,
  VerificationError,
} from '../salesforce/errors.ts';
import { SigningError } from '../signing/errors.ts';
import type { CatalogEntry } from './catalog/entry.ts';
import { ACTION_BUG } from './catalog/fallbacks.ts';
import { CATALOG, type CatalogedErrorCode } from './catalog/index.ts';
import { PASSKEY_PHRASE } from './catalog/responses.ts';
import { RATE_EXCEEDED } from './catalog/token-user.ts';

type Catalog = readonly CatalogEntry[];

/**
 * The field of the entry that matched the error, or `none` for errors that the action does not define.
 */
export type MatchedField =
  | keyof Pick<
      CatalogEntry,
      | 'errorCodes'
      | 'phrases'
      | 'salesforceErrors'
      | 'serviceErrors'
      | 'errorWithoutDescription'
      | 'networkCodes'
      | 'status'
    >
  | 'none';

export interface EntryMatch {
  readonly entry: CatalogEntry;
  readonly matchedBy: MatchedField;
  /** The phrase that the response contains, unless the title of the entry quotes the response. */
  readonly otherPhrase?: string;
}

/**
 * Normalizes spelling: `has not` and `hasn’t` become `hasnt`, and other sequences of special characters
 * become a space.
 */
function normalize(text: string): string {
  const unquoted = text.toLowerCase().replace(/['’‘`´]/g, '');
  const joined = unquoted.replace(/\b(has|have|is|are|was|does|do|did)\s+not\b/g, '$1nt');
  return ` ${joined.replace(/[^a-z0-9]+/g, ' ').trim()} `;
}

/**
 * Returns the entries for an error. Excludes entries for other requests, such as those for a token
 * that was already issued. Entries without a request describe Salesforce's responses, so they are
 * also excluded for a key service.
 */
const entriesFor = ({ request, transient }: ResponseError, catalog: Catalog) =>
  catalog.filter(
    (entry) =>
      (transient || !entry.transient) &&
      (entry.request === request || (!entry.request && request !== 'key-service')),
  );

function byPhrase(
  { error, description = '', excerpt = '', passkeyPage, rateExceeded }: ResponseInfo,
  entries: Catalog,
): EntryMatch | undefined {
  // The excerpt may lack the words by which the page was recognized.
  const pageText = rateExceeded ? RATE_EXCEEDED.title : passkeyPage ? PASSKEY_PHRASE : excerpt;
  const text = normalize(`${description} ${pageText}`);
  for (const entry of entries) {
    const phrases = entry.phrases?.filter((phrase) => text.includes(normalize(phrase))) ?? [];
    const [phrase] = phrases;
    if (phrase === undefined) continue;
    const title = normalize(entry.title);
    const isInTitle = [...phrases, error ?? phrase].some((words) =>
      title.includes(normalize(words).trim()),
    );
    return { entry, matchedBy: 'phrases', ...(isInTitle ? {} : { otherPhrase: phrase }) };
  }
  return undefined;
}

function bySalesforceError({ error }: ResponseInfo, entries: Catalog): EntryMatch | undefined {
  const entry = entries.find(({ salesforceErrors = [] }) =>
    salesforceErrors.some((code) => equalsIgnoreCase(code, error)),
  );
  return entry && { entry, matchedBy: 'salesforceErrors' };
}

function byErrorWithoutDescription(
  { error, description }: ResponseInfo,
  entries: Catalog,
): EntryMatch | undefined {
  if (description) return undefined;
  const entry = entries.find(({ errorWithoutDescription }) =>
    equalsIgnoreCase(errorWithoutDescription, error),
  );
  return entry && { entry, matchedBy: 'errorWithoutDescription' };
}

const equalsIgnoreCase = (code: string | undefined, error: string | undefined) =>
  code !== undefined && code.toLowerCase() === error?.toLowerCase();

function byServiceError(code: string, entries: Catalog): EntryMatch | undefined {
  const entry = entries.find(({ serviceErrors }) =>
    serviceErrors?.some((pattern) => matchesPattern(pattern, code)),
  );
  return entry && { entry, matchedBy: 'serviceErrors' };
}

function byStatus({ bodyKind, status }: ResponseInfo, entries: Catalog): EntryMatch | undefined {
  const entry = entries.find((candidate) => {
    if (candidate.status === undefined) return false;
    const [first, last] = candidate.status;
    return status >= first && status <= last && (candidate.bodyKind ?? bodyKind) === bodyKind;
  });
  return entry && { entry, matchedBy: 'status' };
}

const matchesPattern = (pattern: string, code: string) =>
  new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(code);

/**
 * Finds the entry for a network code. Prefers an entry for this request to the entries for all
 * requests.
 */
function byNetworkCode(
  { code, request, details: { status } }: TransportError,
  catalog: Catalog,
): EntryMatch | undefined {
  const codeAndStatus = status === undefined ? code : `${code} ${status}`;
  const entry = [request, undefined]
    .flatMap((name) => catalog.filter((candidate) => candidate.request === name))
    .find(({ networkCodes }) =>
      networkCodes?.some((pattern) => matchesPattern(pattern, codeAndStatus)),
    );
  return entry && { entry, matchedBy: 'networkCodes' };
}

function byErrorCode(code: CatalogedErrorCode, catalog: Catalog): EntryMatch | undefined {
  const entry = catalog.find(({ errorCodes }) => errorCodes?.includes(code));
  return entry && { entry, matchedBy: 'errorCodes' };
}

function match(error: unknown, catalog: Catalog): EntryMatch | undefined {
  if (error instanceof TransportError) return byNetworkCode(error, catalog);
  if (error instanceof ResponseError) return byResponse(error, catalog);
  const isActionError =
    error instanceof InputError ||
    error instanceof VerificationError ||
    error instanceof TimeoutError ||
    error instanceof RunnerError ||
    error instanceof SigningError;
  return isActionError ? byErrorCode(error.code, catalog) : undefined;
}

function byResponse(error: ResponseError, catalog: Catalog): EntryMatch | undefined {
  const { response, request, code } = error;
  const entries = entriesFor(error, catalog);
  const found = byPhrase(response, entries);
  if (found) return found;
  // The phrases are searched first, because a web page that is returned instead of a token may
  // state the reason, such as maintenance.
  if (error instanceof InvalidResponseError) return byErrorCode(error.code, catalog);
  if (request === 'key-service')
    return byServiceError(code, entries) ?? byStatus(response, entries);
  // A code that is not listed means something different from the status alone.
  const hasOtherCode = request === 'userinfo' && response.error !== undefined;
  return (
    bySalesforceError(response, entries) ??
    byErrorWithoutDescription(response, entries) ??
    byStatus(response, hasOtherCode ? entries.filter((entry) => !entry.request) : entries)
  );
}

/**
 * Finds the entry for an error by the description in the response, by its code, or by its status, in
 * this order.
 * @param catalog the entries to search
 */
export function findEntry(error: unknown, catalog: Catalog = CATALOG): EntryMatch {
  return match(error, catalog) ?? { entry: ACTION_BUG, matchedBy: 'none' };
}

/** Returns true if an entry for key services may explain the error better than a general one. */
export function needsKeyServiceEntries(error: unknown): boolean {
  return (
    (error instanceof TransportError && error.request === 'key-service') ||
    findEntry(error).matchedBy === 'none'
  );
}
