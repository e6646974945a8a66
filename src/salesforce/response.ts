import type { HttpResponse } from '../http/client.ts';
import type { SecretRegistry } from '../redaction/secrets.ts';
import type { ResponseInfo } from './errors.ts';

interface ResponseDependencies {
  /** Milliseconds since the epoch, for `Retry-After` dates. */
  readonly now: () => number;
  readonly secrets: Pick<SecretRegistry, 'redact' | 'mask'>;
}

export interface ParsedResponse {
  readonly response: ResponseInfo;
  /** The body as JSON, when it is JSON. */
  readonly json?: unknown;
}

/**
 * Reads whatever came back, without believing its Content-Type. Salesforce answers OAuth errors
 * (RFC 6749, section 5.2), arrays of REST errors, plain text and pages; so do proxies.
 */
export async function parseResponse(
  { status, headers, body }: HttpResponse,
  { now, secrets }: ResponseDependencies,
): Promise<ParsedResponse> {
  const { date, location, 'retry-after': retryAfterHeader } = headers;
  const receivedAt = now();
  const json = parseJson(body);
  const root: unknown = Array.isArray(json) ? json[0] : json;
  const fields = isRecord(root) ? root : {};
  secrets.mask(findTokens(fields));

  const toSafeText = async (value: unknown) =>
    typeof value === 'string' ? (await secrets.redact(value)) || undefined : undefined;
  const bodyText = json === undefined ? describeBody(body) : describeJson(json, fields);
  const response: ResponseInfo = {
    status,
    bodyKind: bodyText.bodyKind,
    ...optionalField('serverTime', parseHttpDate(date)),
    ...optionalField('retryAfter', parseRetryAfter(retryAfterHeader, receivedAt)),
    ...optionalField('rateExceeded', isRateLimited(body, fields) || undefined),
    ...optionalField('location', await toSafeText(hostOf(location))),
    ...optionalField('error', await firstText(bodyText.error, toSafeText)),
    ...optionalField('description', await firstText(bodyText.description, toSafeText)),
    ...optionalField('excerpt', await firstText(bodyText.excerpt, toSafeText)),
  };
  return json === undefined ? { response } : { response, json };
}

/** What an answer says, as it says it: nothing in here has been made safe to show. */
interface UnsafeResponseText {
  readonly bodyKind: ResponseInfo['bodyKind'];
  readonly error?: readonly unknown[];
  readonly description?: readonly unknown[];
  readonly excerpt?: readonly unknown[];
}

function describeJson(json: unknown, fields: Record<string, unknown>): UnsafeResponseText {
  return {
    bodyKind: Array.isArray(json) ? 'rest' : 'error' in fields ? 'oauth' : 'json',
    error: [fields['error'], fields['errorCode']],
    description: [fields['error_description'], fields['message']],
  };
}

async function firstText(
  values: readonly unknown[] = [],
  toSafeText: (value: unknown) => Promise<string | undefined>,
): Promise<string | undefined> {
  for (const value of values) {
    const safeText = await toSafeText(value);
    if (safeText !== undefined) return safeText;
  }
  return undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(body: string): unknown {
  try {
    // RFC 8259, section 8.1: a byte order mark may be ignored.
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function describeBody(body: string): UnsafeResponseText {
  if (body.trim() === '') return { bodyKind: 'empty' };
  // Only the beginning is ever shown; a page of 1 MiB need not be searched.
  const start = body.slice(0, 20_000);
  // A damaged success, or our own request sent back: not even a piece of either is shown.
  if (/access_token|assertion=/i.test(start.replace(/[^\x21-\x7E]+/g, '')))
    return { bodyKind: 'text' };
  if (!/^\s*<(!doctype|html|head|body|\?xml)|<\/?(html|title|body)[\s>]/i.test(start)) {
    // Bytes that are no UTF-8 are no words either.
    if (start.includes('\uFFFD') || start.includes('\0')) return { bodyKind: 'text' };
    return { bodyKind: 'text', excerpt: [start] };
  }
  const title = /<title[^<>]*>([^<]*)/i.exec(start)?.[1];
  const visibleText = start.replace(/<(script|style)[\s\S]*?(?:<\/\1>|$)|<[^<>]*>?/gi, ' ');
  return { bodyKind: 'html', excerpt: [title, visibleText] };
}

/**
 * Any token in an answer, asked for or not: masked before a word of the answer is shown. Visible
 * ASCII (RFC 6749, appendix A.12), and so no sentence of ours, and no lines that the runner would mask one by one.
 */
function findTokens(fields: Record<string, unknown>): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    name.endsWith('_token') && typeof value === 'string'
      ? (value.match(/[\x21-\x7E]{16,}/g) ?? [])
      : [],
  );
}

/** In a code, a sentence or a page; with whatever stands between the words, escaped or not. */
function isRateLimited(body: string, fields: Record<string, unknown>): boolean {
  const texts = [body, ...Object.values(fields).filter((value) => typeof value === 'string')];
  const separators = /<[^<>]*>|&#?\w{1,31};|%[\da-f]{2}|\\u[\da-f]{4}|\\[nrt]|[^a-z]/gi;
  return texts.some((text) => /loginrateexceeded/i.test(text.replace(separators, '')));
}

function parseHttpDate(value: string | undefined): number | undefined {
  const milliseconds = Date.parse(value ?? '');
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** Seconds, or a date (RFC 9110, section 10.2.3); gives milliseconds from now. */
function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = parseHttpDate(value);
  return date === undefined ? undefined : Math.max(0, date - now);
}

function hostOf(location: string | undefined): string | undefined {
  return location && URL.canParse(location) ? new URL(location).host : undefined;
}

function optionalField<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
