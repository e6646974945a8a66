import { isTransientStatus } from '../http/errors.ts';
import { isRecord } from '../json.ts';
import type { ResponseInfo } from '../salesforce/errors.ts';
import { looksLikeToken, parseResponse } from '../salesforce/response.ts';
import { KeyServiceError } from './errors.ts';
import type { ServiceContext } from './service.ts';

export interface ServiceRequest {
  /** Name of the responding service as its vendor writes it. */
  readonly service: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Parses the code and message of an error in the body. */
  readonly readErrorFields: (body: Readonly<Record<string, unknown>>) => ServiceErrorFields;
}

export interface ServiceFields {
  readonly fields: Readonly<Record<string, unknown>>;
  /** The URL of the request, for errors about the fields. */
  readonly url: string;
}

/** Sends one request to a path of a key service: GET without a body, POST with one. */
export type PathRequest = (path: string, deadline: number, body?: string) => Promise<ServiceFields>;

export interface ServiceErrorFields {
  /** Machine-readable error code. */
  readonly code?: unknown;
  readonly message?: unknown;
  /** Set if the error code shows whether a retry may succeed. Otherwise, the HTTP status does. */
  readonly transient?: boolean | undefined;
}

/**
 * Sends one request to a key service.
 * @returns the fields of the response
 * @throws KeyServiceError, TransportError
 */
export async function requestFields(
  { service, deadline, readErrorFields, ...request }: ServiceRequest,
  { http, secrets, now }: ServiceContext,
): Promise<Readonly<Record<string, unknown>>> {
  const timeoutMs = Math.max(1, deadline - now());
  const httpResponse = await http({ name: 'key-service', ...request, timeoutMs });
  const { response, json } = await parseResponse(httpResponse, { now, secrets });
  const details = { service, host: new URL(request.url).host };
  const fail = (errorResponse: ResponseInfo, transient: boolean, code?: string) =>
    new KeyServiceError({
      request: 'key-service',
      code: code ?? errorResponse.error ?? String(errorResponse.status),
      response: errorResponse,
      transient,
      details,
    });
  const isSuccess = response.status >= 200 && response.status <= 299;
  if (isSuccess && isRecord(json)) return json;
  // A gateway may return an HTML page instead of the service's response, so the error is transient.
  if (isSuccess) throw fail(response, true, 'not-json');
  const { transient, ...fields } = readErrorFields(isRecord(json) ? json : {});
  const errorResponse = await withServiceError(response, fields, secrets);
  throw fail(errorResponse, transient ?? isTransientStatus(response.status));
}

/** Returns the response with the redacted error of the service or, failing that, of a proxy. */
async function withServiceError(
  { error, description, ...response }: ResponseInfo,
  { code, message }: ServiceErrorFields,
  secrets: ServiceContext['secrets'],
): Promise<ResponseInfo> {
  const toText = async (value: unknown, fallback: string | undefined) =>
    (typeof value === 'string' && (await secrets.redact(value))) || fallback;
  const [shownCode, shownMessage] = [await toText(code, error), await toText(message, description)];
  return {
    ...response,
    ...(shownCode ? { error: shownCode } : {}),
    ...(shownMessage ? { description: shownMessage } : {}),
  };
}

/**
 * Reads a field that must be a non-empty string.
 * @throws KeyServiceError `no-signature` or `no-token`
 */
export function requireText(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  error: {
    readonly code: 'no-signature' | 'no-token';
    readonly service: string;
    readonly url: string;
  },
): string {
  const { [name]: value } = fields;
  if (typeof value === 'string' && value !== '') return value;
  throw fieldError(name, error);
}

/**
 * Reads a token and masks it. A value that cannot be a token is rejected without being masked, because
 * masking a word or many lines would damage the log.
 * @throws KeyServiceError `no-token`
 */
export function requireToken(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  from: { readonly service: string; readonly url: string },
  { secrets }: Pick<ServiceContext, 'secrets'>,
): string {
  const error = { code: 'no-token', ...from } as const;
  const token = requireText(fields, name, error);
  if (!looksLikeToken(token)) throw fieldError(name, error);
  secrets.mask([token]);
  return token;
}

const fieldError = (
  field: string,
  { code, service, url }: Parameters<typeof requireText>[2],
): KeyServiceError =>
  new KeyServiceError({
    request: 'key-service',
    code,
    response: { status: 200, bodyKind: 'json' },
    details: { service, host: new URL(url).host, field },
  });

/** A token is visible ASCII, so that it cannot add lines to a header. */
export const TOKEN = /^[\x21-\x7E]{8,16000}$/;
