import { CATALOG } from '../../src/diagnosis/catalog/complete.ts';
import type { ActionErrorCode, CatalogEntry } from '../../src/diagnosis/catalog/entry.ts';
import { SIGNING_ENTRIES } from '../../src/diagnosis/catalog/key-service/signing.ts';
import { RESPONSE_ENTRIES } from '../../src/diagnosis/catalog/responses.ts';
import type { ActionError, Details } from '../../src/errors.ts';
import type { InputErrorCode } from '../../src/inputs/errors.ts';
import { RunnerError, type RunnerErrorCode } from '../../src/runner/errors.ts';
import type {
  InvalidResponseCode,
  ResponseInfo,
  VerificationErrorCode,
} from '../../src/salesforce/errors.ts';
import type { SigningErrorCode } from '../../src/signing/errors.ts';
import {
  errorResponse,
  inputError,
  invalidResponse,
  networkError,
  oauthError,
  serviceError,
  signingError,
  timeoutError,
  verificationError,
} from './builders.ts';

const runnerErrors = (details: Details): Readonly<Record<RunnerErrorCode, ActionError>> => ({
  'file-not-written': new RunnerError({ code: 'file-not-written', details }),
  'no-runner': new RunnerError({ code: 'no-runner', details }),
});

const verificationErrors = (
  details: Details,
): Readonly<Record<VerificationErrorCode | 'timeout', ActionError>> => ({
  'wrong-org': verificationError('wrong-org', details),
  'wrong-user': verificationError('wrong-user', details),
  'identity-mismatch': verificationError('identity-mismatch', details),
  'unknown-org': verificationError('unknown-org', details),
  'unproven-org': verificationError('unproven-org', details),
  timeout: timeoutError(details),
});

function errorWithCode(code: ActionErrorCode, details: Details): ActionError {
  const actionErrors: Readonly<Partial<Record<ActionErrorCode, ActionError>>> = {
    ...runnerErrors(details),
    ...verificationErrors(details),
  };
  const isSigningCode = (SIGNING_ENTRIES as readonly CatalogEntry[]).some((entry) =>
    entry.errorCodes?.includes(code),
  );
  if (isSigningCode) return signingError(code as SigningErrorCode);
  const isResponseCode = (RESPONSE_ENTRIES as readonly CatalogEntry[]).some((entry) =>
    entry.errorCodes?.includes(code),
  );
  return (
    actionErrors[code] ??
    (isResponseCode
      ? invalidResponse(code as InvalidResponseCode, {}, details)
      : inputError(code as InputErrorCode, 'private-key', details))
  );
}

function networkErrorWithCode(
  code: string,
  request: CatalogEntry['request'],
  details: Details,
): ActionError {
  const [name = '', status] = code.replaceAll('*', 'X').split(' ');
  return networkError(name, { ...details, ...(status ? { status: Number(status) } : {}) }, request);
}

/** Creates the error for a response from a key service, or from Salesforce for other requests. */
const refusal = (
  response: ResponseInfo,
  { request, transient }: Pick<CatalogEntry, 'request' | 'transient'>,
): ActionError =>
  request === 'key-service'
    ? serviceError(response.error ?? String(response.status), response.description, {
        status: response.status,
        transient: transient === true,
      })
    : errorResponse(response, request);

/**
 * Creates an error for each code, phrase and status that an entry lists, together with its name, so
 * that a new entry does not need its own test.
 * @param details details of the errors that the action throws
 */
export function errorsFor(
  entry: CatalogEntry,
  details: Details = {},
): (readonly [name: string, ActionError])[] {
  const {
    errorCodes = [],
    phrases = [],
    salesforceErrors = [],
    serviceErrors = [],
    errorWithoutDescription,
    networkCodes = [],
    status,
    request,
    transient = false,
  } = entry;
  const oauth400 = { status: 400, bodyKind: 'oauth' } as const;
  const namedErrors: (readonly [string, ActionError])[] = [
    ...errorCodes.map((code) => [code, errorWithCode(code, details)] as const),
    ...networkCodes.map((code) => [code, networkErrorWithCode(code, request, details)] as const),
    ...phrases.map(
      (phrase) => [phrase, refusal({ ...oauth400, description: phrase }, entry)] as const,
    ),
    ...salesforceErrors.map((error) => [error, refusal({ ...oauth400, error }, entry)] as const),
    ...serviceErrors.map(
      (code) => [code, serviceError(code.replace('*', 'X'), undefined, { transient })] as const,
    ),
  ];
  if (errorWithoutDescription)
    namedErrors.push([errorWithoutDescription, oauthError(errorWithoutDescription)]);
  if (status) {
    const response = { status: status[0], bodyKind: entry.bodyKind ?? 'empty' };
    namedErrors.push([`HTTP ${response.status}`, refusal(response, entry)]);
  }
  return namedErrors;
}

/** Creates the errors for all entries, and two errors that no entry lists. */
export const everyError = (): ActionError[] => [
  ...CATALOG.flatMap((entry) => errorsFor(entry)).map(([, error]) => error),
  oauthError('something', 'new'),
  networkError('EWEIRD'),
];
