import type { ActionErrorCode, CatalogEntry } from '../../src/diagnosis/catalog/entry.ts';
import { CATALOG } from '../../src/diagnosis/catalog/index.ts';
import { RESPONSE_ENTRIES } from '../../src/diagnosis/catalog/responses.ts';
import type { ActionError } from '../../src/errors.ts';
import type { InputErrorCode } from '../../src/inputs/errors.ts';
import { RunnerError, type RunnerErrorCode } from '../../src/runner/errors.ts';
import type { InvalidResponseCode, VerificationErrorCode } from '../../src/salesforce/errors.ts';
import {
  errorResponse,
  inputError,
  invalidResponse,
  networkError,
  oauthError,
  verificationError,
} from './builders.ts';

const RUNNER_ERRORS: Readonly<Record<RunnerErrorCode, ActionError>> = {
  'file-not-written': new RunnerError({ code: 'file-not-written' }),
  'no-runner': new RunnerError({ code: 'no-runner' }),
};

const VERIFICATION_ERRORS: Readonly<Record<VerificationErrorCode, ActionError>> = {
  'wrong-org': verificationError('wrong-org'),
  'wrong-user': verificationError('wrong-user'),
  'unknown-org': verificationError('unknown-org'),
  'out-of-time': verificationError('out-of-time'),
};

function errorWithCode(code: ActionErrorCode): ActionError {
  const actionErrors: Readonly<Partial<Record<ActionErrorCode, ActionError>>> = {
    ...RUNNER_ERRORS,
    ...VERIFICATION_ERRORS,
  };
  const isResponseCode = (RESPONSE_ENTRIES as readonly CatalogEntry[]).some((entry) =>
    entry.errorCodes?.includes(code),
  );
  return (
    actionErrors[code] ??
    (isResponseCode
      ? invalidResponse(code as InvalidResponseCode)
      : inputError(code as InputErrorCode))
  );
}

function networkErrorWithCode(code: string): ActionError {
  const [name = '', status] = code.replaceAll('*', 'X').split(' ');
  return networkError(name, status ? { status: Number(status) } : {});
}

/** Creates an error for each code, phrase and status that an entry lists, so that a new entry needs no test of its own. */
export function errorsFor(entry: CatalogEntry): (readonly [name: string, ActionError])[] {
  const {
    errorCodes = [],
    phrases = [],
    salesforceErrors = [],
    errorWithoutDescription,
    networkCodes = [],
    status,
    request,
  } = entry;
  const oauth400 = { status: 400, bodyKind: 'oauth' } as const;
  const namedErrors: (readonly [string, ActionError])[] = [
    ...errorCodes.map((code) => [code, errorWithCode(code)] as const),
    ...networkCodes.map((code) => [code, networkErrorWithCode(code)] as const),
    ...phrases.map(
      (phrase) => [phrase, errorResponse({ ...oauth400, description: phrase }, request)] as const,
    ),
    ...salesforceErrors.map(
      (error) => [error, errorResponse({ ...oauth400, error }, request)] as const,
    ),
  ];
  if (errorWithoutDescription)
    namedErrors.push([errorWithoutDescription, oauthError(errorWithoutDescription)]);
  if (status) {
    const response = { status: status[0], bodyKind: entry.bodyKind ?? 'empty' };
    namedErrors.push([`HTTP ${response.status}`, errorResponse(response, request)]);
  }
  return namedErrors;
}

/** Creates the errors for all entries, and two that no entry lists. */
export const everyError = (): ActionError[] => [
  ...CATALOG.flatMap(errorsFor).map(([, error]) => error),
  oauthError('something', 'new'),
  networkError('EWEIRD'),
];
