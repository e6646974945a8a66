import { ActionError, type ActionErrorOptions, errorCode } from '../errors.ts';
import { type RequestName, TransportError } from '../http/errors.ts';

/** Summary of an HTTP response. Its strings are sanitized and safe to display. */
export interface ResponseInfo {
  /** HTTP status. */
  readonly status: number;
  readonly bodyKind: 'oauth' | 'rest' | 'json' | 'html' | 'text' | 'empty';
  /** `error` of an OAuth error (RFC 6749, section 5.2), or `errorCode` of a REST error. */
  readonly error?: string;
  /** `error_description` of an OAuth error, or `message` of a REST error. */
  readonly description?: string;
  /** The beginning of any other body: the title or the text of a page, or plain text. */
  readonly excerpt?: string;
  /** Set if the body contains `login rate exceeded`, in any spelling. */
  readonly rateExceeded?: true;
  /** True if it is, or redirects to, the page “Create a Passkey”. */
  readonly passkeyPage?: true;
  /** Host of the `Location` header. */
  readonly location?: string;
  /** The `Date` header, in milliseconds since the epoch. */
  readonly serverTime?: number;
  /** `Retry-After`, in milliseconds from when the response was received. */
  readonly retryAfter?: number;
}

interface ResponseErrorFields {
  readonly request: RequestName;
  readonly response: ResponseInfo;
}

/** A response was received, but it is not usable. */
export abstract class ResponseError<Code extends string = string> extends ActionError<Code> {
  readonly request: RequestName;
  readonly response: ResponseInfo;

  constructor({ request, response, ...options }: ActionErrorOptions<Code> & ResponseErrorFields) {
    super(options);
    this.request = request;
    this.response = response;
  }
}

/**
 * Salesforce, or a server in between, returned an error. `code` is the OAuth or REST error, or the
 * status.
 */
export class HttpStatusError extends ResponseError {
  constructor(options: ResponseErrorFields & { readonly transient?: boolean }) {
    super({ ...options, code: options.response.error ?? String(options.response.status) });
  }
}

/** Values of `error` that Salesforce returns if repeating the same request may succeed. */
export const TRANSIENT_OAUTH_ERRORS: readonly string[] = [
  'unknown_error',
  'server_error',
  'temporarily_unavailable',
  'service_unavailable',
  'system_down',
  'slow_down',
];

export type InvalidResponseCode =
  | 'not-json'
  | 'not-an-object'
  | 'no-access-token'
  | 'access-token-format'
  | 'no-instance-url'
  | 'instance-url-format'
  | 'instance-url-http'
  | 'instance-url-foreign'
  | 'no-identity';

/** The status of the response is a success, but its body is not what the endpoint should return. */
export class InvalidResponseError extends ResponseError<InvalidResponseCode> {}

export type VerificationErrorCode = 'wrong-org' | 'wrong-user' | 'unknown-org' | 'unproven-org';

/** The token is valid, but not for the user or the org that the workflow expects. */
export class VerificationError extends ActionError<VerificationErrorCode> {}

/** The sign-in took longer than `timeout-seconds` allows. */
export class TimeoutError extends ActionError<'timeout'> {}

/** An error that a request to Salesforce or a key service can fail with. */
export type RequestError = ResponseError | TransportError;

export function isRequestError(error: unknown): error is RequestError {
  return error instanceof ResponseError || error instanceof TransportError;
}

/**
 * Returns a short reason for a log line. For errors other than request errors, it uses only the
 * code or the name, because their messages may contain anything.
 */
export function shortReason(error: unknown): string {
  if (!isRequestError(error)) return errorCode(error) ?? (error as Error).name;
  if (error instanceof TransportError) return `${error.code} (${error.host})`;
  const { service = '' } = error.details;
  const prefix = service && `${service}: `;
  const { status, error: code } = error.response;
  if (error instanceof InvalidResponseError) return `HTTP ${status}, ${error.code}`;
  return prefix + (code === undefined ? `HTTP ${status}` : `HTTP ${status} ${code}`);
}
