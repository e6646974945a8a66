import { ActionError, type ActionErrorOptions, errorCode } from '../errors.ts';
import { type RequestName, TransportError } from '../http/errors.ts';

/** Summary of an HTTP response. Its strings are sanitized and safe to display. */
export interface ResponseInfo {
  /** HTTP status. */
  readonly status: number;
  readonly bodyKind: 'oauth' | 'rest' | 'json' | 'html' | 'text' | 'empty';
  /** Value of `error` in an OAuth error (RFC 6749, section 5.2), or of `errorCode` in a REST error. */
  readonly error?: string;
  /** Value of `error_description` in an OAuth error, or of `message` in a REST error. */
  readonly description?: string;
  /** Beginning of any other body: the title or text of a page, or plain text. */
  readonly excerpt?: string;
  /** Set if the body contains `login rate exceeded`, in any spelling. */
  readonly rateExceeded?: true;
  /** True if the response is the page “Create a Passkey” or redirects to it. */
  readonly passkeyPage?: true;
  /** Host in the `Location` header. */
  readonly location?: string;
  /** Time in the `Date` header, in milliseconds since the epoch. */
  readonly serverTime?: number;
  /** Delay from the `Retry-After` header, in milliseconds after the response was received. */
  readonly retryAfter?: number;
}

interface ResponseErrorFields {
  readonly request: RequestName;
  readonly response: ResponseInfo;
}

/** A response was received, but it cannot be used. */
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
 * Salesforce or an intermediary returned an error. `code` is the OAuth or REST error code, or the HTTP
 * status.
 */
export class HttpStatusError extends ResponseError {
  constructor(options: ResponseErrorFields & { readonly transient?: boolean }) {
    super({ ...options, code: options.response.error ?? String(options.response.status) });
  }
}

/** Values of `error` with which Salesforce reports that the same request may succeed later. */
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

/** The status indicates success, but the body is not what the endpoint should return. */
export class InvalidResponseError extends ResponseError<InvalidResponseCode> {}

export type VerificationErrorCode =
  | 'wrong-org'
  | 'wrong-user'
  | 'identity-mismatch'
  | 'unknown-org'
  | 'unproven-org';

/** The token is for another user or org, or they are unknown or contradictory. */
export class VerificationError extends ActionError<VerificationErrorCode> {}

/** The sign-in took longer than the limit in `timeout-seconds`. */
export class TimeoutError extends ActionError<'timeout'> {}

/** Any error that a request to Salesforce or a key service can cause. */
export type RequestError = ResponseError | TransportError;

export function isRequestError(error: unknown): error is RequestError {
  return error instanceof ResponseError || error instanceof TransportError;
}

/**
 * Returns a short reason for a log line. For errors other than request errors, returns only the code or
 * the name, because their messages may contain anything.
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
