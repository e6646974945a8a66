import { ActionError, type ActionErrorOptions } from '../errors.ts';

/** What came back over HTTP, read as far as it could be read and safe to show. */
export interface ResponseInfo {
  /** HTTP status. */
  readonly status: number;
  readonly bodyKind: 'oauth' | 'rest' | 'json' | 'html' | 'text' | 'empty';
  /** `error` of OAuth, or `errorCode` of a REST array. */
  readonly error?: string;
  /** `error_description` of OAuth, or `message` of a REST array. */
  readonly description?: string;
  /** The beginning of a body that is neither: the title of a page, the first words of a text. */
  readonly excerpt?: string;
  /** It says `login rate exceeded`, wherever and however. */
  readonly rateExceeded?: true;
  /** Host that a redirect points at. */
  readonly location?: string;
  /** Server time in milliseconds, from the `Date` header. */
  readonly serverTime?: number;
  /** `Retry-After` in milliseconds from when the answer came. */
  readonly retryAfter?: number;
}

/** Which request an error belongs to: the exchange, the check that `verify` asks for, or the revocation. */
export type RequestName = 'token' | 'userinfo' | 'revoke';

interface ResponseErrorFields {
  readonly request: RequestName;
  readonly response: ResponseInfo;
}

/** An answer came, but not the one that was asked for. */
export abstract class ResponseError<Code extends string = string> extends ActionError<Code> {
  readonly request: RequestName;
  readonly response: ResponseInfo;

  constructor({ request, response, ...options }: ActionErrorOptions<Code> & ResponseErrorFields) {
    super(options);
    this.request = request;
    this.response = response;
  }
}

/** Salesforce, or something on the way, answered with anything but a success. */
export class HttpStatusError extends ResponseError {
  constructor(options: ResponseErrorFields & { readonly transient?: boolean }) {
    super({ ...options, code: options.response.error ?? String(options.response.status) });
  }
}

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

/** The status says success, but the body is not what it should be. */
export class InvalidResponseError extends ResponseError<InvalidResponseCode> {}

/** No answer came, or not a whole one. `code` is Node's (`ENOTFOUND`, `CERT_HAS_EXPIRED`, …) or one of ours. */
export class TransportError extends ActionError {
  readonly request: RequestName;
  readonly host: string;

  constructor(
    options: ActionErrorOptions<string> & { readonly request: RequestName; readonly host: string },
  ) {
    super(options);
    this.request = options.request;
    this.host = options.host;
  }
}

export type VerificationErrorCode = 'wrong-org' | 'wrong-user' | 'unknown-org' | 'out-of-time';

/** Salesforce gave a token, or time to wait for one; a limit that the workflow set was not kept. */
export class VerificationError extends ActionError<VerificationErrorCode> {}

/** What a request ends with where it does not end well. */
export type RequestError = HttpStatusError | InvalidResponseError | TransportError;

export function isRequestError(error: unknown): error is RequestError {
  return error instanceof ResponseError || error instanceof TransportError;
}

/**
 * A few words for a line of the log: why a request failed. Of an error that is none of ours only the
 * code is said: its message may quote anything.
 */
export function shortReason(error: unknown): string {
  if (!isRequestError(error)) {
    const { code, name } = error as NodeJS.ErrnoException;
    return code ?? name;
  }
  if (error instanceof TransportError) return `${error.code} (${error.host})`;
  const { status, error: code } = error.response;
  if (error instanceof InvalidResponseError) return `HTTP ${status}, ${error.code}`;
  return code === undefined ? `HTTP ${status}` : `HTTP ${status} ${code}`;
}
