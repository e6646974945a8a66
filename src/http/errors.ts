import { ActionError, type ActionErrorOptions } from '../errors.ts';

/** Name of the endpoint that a request was sent to. Used to attribute errors. */
export type RequestName = 'token' | 'userinfo' | 'revoke' | 'key-service';

interface TransportErrorFields {
  readonly request: RequestName;
  readonly host: string;
}

/**
 * No complete response was received. `code` is the code of the Node error (`ENOTFOUND`, …) or the
 * ProxyError, or `timeout`.
 */
export class TransportError extends ActionError {
  readonly request: RequestName;
  /** Host of the request, including the port if it is not the default port. */
  readonly host: string;

  constructor(options: ActionErrorOptions<string> & TransportErrorFields) {
    super(options);
    this.request = options.request;
    this.host = options.host;
  }
}

/** The proxy is misconfigured or failed. The HTTP client converts this to a TransportError. */
export class ProxyError extends ActionError {}

/** Returns true for 408, 429 and 5xx, because a retry may succeed. */
export function isTransientStatus(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}
