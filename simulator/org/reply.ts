export interface Incoming {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly via: 'tls' | 'http';
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
  /** One word or two for the record: what became of the request. */
  readonly outcome?: string;
}

const JSON_TYPE = 'application/json;charset=UTF-8';

export function json(status: number, value: unknown, outcome?: string): Reply {
  const answer = { status, headers: { 'Content-Type': JSON_TYPE }, body: JSON.stringify(value) };
  return outcome === undefined ? answer : { ...answer, outcome };
}

export function html(status: number, title: string, text: string): Reply {
  const body = `<html><head><title>${title}</title></head><body><p>${text}</p></body></html>\n`;
  return { status, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body, outcome: title };
}

export function plain(status: number, body: string, outcome = body): Reply {
  return { status, headers: { 'Content-Type': 'text/plain; charset=UTF-8' }, body, outcome };
}

/** How the token endpoint says no. */
export function oauthError(error: string, description: string, status = 400): Reply {
  return json(status, { error, error_description: description }, `${error}: ${description}`);
}

/** How the REST API says no. */
export function restError(status: number, errorCode: string, message: string): Reply {
  return json(status, [{ message, errorCode }], errorCode);
}
