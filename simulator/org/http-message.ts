export interface SimRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly transport: 'tls' | 'http';
}

export interface SimResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
  /** Short description of the result, for the log. */
  readonly outcome?: string;
}

const JSON_TYPE = 'application/json;charset=UTF-8';

export function json(status: number, value: unknown, outcome?: string): SimResponse {
  const response = { status, headers: { 'Content-Type': JSON_TYPE }, body: JSON.stringify(value) };
  return outcome === undefined ? response : { ...response, outcome };
}

export function html(status: number, title: string, text: string): SimResponse {
  const body = `<html><head><title>${title}</title></head><body><p>${text}</p></body></html>\n`;
  return { status, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body, outcome: title };
}

export function plainText(status: number, body: string, outcome = body): SimResponse {
  return { status, headers: { 'Content-Type': 'text/plain; charset=UTF-8' }, body, outcome };
}

/** Returns an error response of the token endpoint (RFC 6749, section 5.2). */
export function oauthError(error: string, description: string, status = 400): SimResponse {
  return json(status, { error, error_description: description }, `${error}: ${description}`);
}

/** Returns an error response of the REST API. */
export function restError(status: number, errorCode: string, message: string): SimResponse {
  return json(status, [{ message, errorCode }], errorCode);
}

export const INVALID_TOKEN = plainText(403, 'Bad_OAuth_Token');
export const MISSING_TOKEN = plainText(403, 'Missing_OAuth_Token');
