import { isTransientStatus } from '../http/errors.ts';
import { isRecord } from '../json.ts';
import type { ResponseInfo } from '../salesforce/errors.ts';
import { parseResponse } from '../salesforce/response.ts';
import { KeyServiceError } from './errors.ts';
import type { ServiceContext } from './service.ts';

export interface ServiceRequest {
  /** Who answers, as its vendor calls it. */
  readonly service: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Finds the words of a refusal in its body. */
  readonly readRefusal: (body: Readonly<Record<string, unknown>>) => Refusal;
}

export interface Refusal {
  /** The code that a program would compare. */
  readonly code?: unknown;
  readonly message?: unknown;
  /** Set if the service says so; otherwise the HTTP status decides. */
  readonly transient?: boolean | undefined;
}

/**
 * Makes one request to a key service.
 * @returns the fields of the answer
 * @throws KeyServiceError, TransportError
 */
export async function requestFields(
  { service, deadline, readRefusal, ...request }: ServiceRequest,
  { http, secrets, now }: ServiceContext,
): Promise<Readonly<Record<string, unknown>>> {
  const timeoutMs = Math.max(1, deadline - now());
  const httpResponse = await http({ name: 'key-service', ...request, timeoutMs });
  const { response, json } = await parseResponse(httpResponse, { now, secrets });
  const details = { service, host: new URL(request.url).host };
  const fail = (refused: ResponseInfo, transient: boolean, code?: string) =>
    new KeyServiceError({
      request: 'key-service',
      code: code ?? refused.error ?? String(refused.status),
      response: refused,
      transient,
      details,
    });
  const isSuccess = response.status >= 200 && response.status <= 299;
  if (isSuccess && isRecord(json)) return json;
  // A page in place of an answer is a gateway's, and passes.
  if (isSuccess) throw fail(response, true, 'not-json');
  const { transient, ...words } = readRefusal(isRecord(json) ? json : {});
  const refused = await withWords(response, words, secrets);
  throw fail(refused, transient ?? isTransientStatus(response.status));
}

/** The refusal in the service's own words, safe to show; those of a proxy if it has none. */
async function withWords(
  { error, description, ...response }: ResponseInfo,
  { code, message }: Refusal,
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
  throw new KeyServiceError({
    request: 'key-service',
    code: error.code,
    response: { status: 200, bodyKind: 'json' },
    details: { service: error.service, host: new URL(error.url).host, field: name },
  });
}

/** A token is visible ASCII, so that nothing else can reach a header. */
export const TOKEN = /^[\x21-\x7E]{8,16000}$/;
