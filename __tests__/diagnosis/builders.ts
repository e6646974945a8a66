import { type RequestName, TransportError } from '../../src/http/errors.ts';
import type { InputName } from '../../src/inputs/defaults.ts';
import { InputError, type InputErrorCode } from '../../src/inputs/errors.ts';
import type { FallbackAudience, RunInfo } from '../../src/run-context.ts';
import {
  HttpStatusError,
  type InvalidResponseCode,
  InvalidResponseError,
  type ResponseInfo,
  TimeoutError,
  VerificationError,
  type VerificationErrorCode,
} from '../../src/salesforce/errors.ts';
import { KeyServiceError, SigningError, type SigningErrorCode } from '../../src/signing/errors.ts';

export const REPORT_CONTEXT = { version: '1.0.0' } as const;

/** Creates the data of a failed run. Each test sets only the values that matter to it. */
export function runWith(overrides: Partial<RunInfo> = {}): RunInfo {
  return {
    loginUrl: 'https://acme.my.salesforce.com',
    hostKind: 'my-domain',
    audience: 'https://login.salesforce.com',
    audienceFromInput: false,
    consumerKey: '3MVG9abcdefghijklmnopqrst',
    username: 'ci@acme.com',
    fingerprint: '4f'.repeat(32),
    attempts: 1,
    githubHosted: true,
    startedAt: 0,
    requestedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    ...overrides,
  };
}

/** A login URL of each kind, with its audience. `myDomain` is the default of `runWith`. */
export const LOGIN_HOSTS = {
  login: {
    loginUrl: 'https://login.salesforce.com',
    hostKind: 'login',
    audience: 'https://login.salesforce.com',
  },
  test: {
    loginUrl: 'https://test.salesforce.com',
    hostKind: 'test',
    audience: 'https://test.salesforce.com',
  },
  myDomain: {},
  sandbox: {
    loginUrl: 'https://acme--uat.sandbox.my.salesforce.com',
    hostKind: 'sandbox',
    audience: 'https://test.salesforce.com',
  },
  site: {
    loginUrl: 'https://acme.my.site.com/partners',
    hostKind: 'site',
    audience: 'https://acme.my.site.com/partners',
  },
  other: { loginUrl: 'https://localhost:8443', hostKind: 'other', audience: 'https://a.example' },
} as const satisfies Record<string, Partial<RunInfo>>;

export const SELF_HOSTED = { githubHosted: false } as const;
export const PROXY = { githubHosted: false, proxy: 'proxy.acme.com:3128' } as const;
export const SANDBOX_USER = { username: 'ci@acme.com.uat' } as const;

/** Creates the error for an OAuth error response (RFC 6749, section 5.2). */
export const oauthError = (error?: string, description?: string, status = 400) =>
  errorResponse({
    status,
    bodyKind: 'oauth',
    ...(error === undefined ? {} : { error }),
    ...(description === undefined ? {} : { description }),
  });

export const errorResponse = (
  response: ResponseInfo,
  request: Exclude<RequestName, 'key-service'> = 'token',
) => new HttpStatusError({ request, response });

/** Creates the result of a second request, with the My Domain of `runWith` as audience. */
export const fallbackAudience = (
  outcome: FallbackAudience['outcome'],
  error?: FallbackAudience['error'],
): FallbackAudience => ({
  audience: 'https://acme.my.salesforce.com',
  outcome,
  refusal: oauthError('app_not_found', 'External client app is not installed in this org'),
  ...(error ? { error } : {}),
});

export const networkError = (code: string, details = {}, request: RequestName = 'token') =>
  new TransportError({
    code,
    request,
    host: 'acme.my.salesforce.com',
    transient: true,
    details,
  });

export const invalidResponse = (
  code: InvalidResponseCode,
  response: Partial<ResponseInfo> = {},
  details = {},
) =>
  new InvalidResponseError({
    code,
    request: 'token',
    response: { status: 200, bodyKind: 'html', ...response },
    transient: true,
    details,
  });

export const verificationError = (code: VerificationErrorCode, details = {}) =>
  new VerificationError({ code, details });

export const inputError = (code: InputErrorCode, name: InputName = 'private-key', details = {}) =>
  new InputError({ code, input: name, details });

/** Creates the error for a request that a key service rejected. */
export const serviceError = (
  code: string,
  description?: string,
  { status = 400, transient = false } = {},
) =>
  new KeyServiceError({
    request: 'key-service',
    code,
    transient,
    response: {
      status,
      bodyKind: 'json',
      ...(/^\d+$/.test(code) ? {} : { error: code }),
      ...(description ? { description } : {}),
    },
    details: { service: 'AWS KMS', host: 'kms.eu-central-1.amazonaws.com' },
  });

export const signingError = (code: SigningErrorCode, details = {}) =>
  new SigningError({ code, details: { service: 'AWS KMS', ...details } });

export const timeoutError = (details = {}) => new TimeoutError({ code: 'timeout', details });
