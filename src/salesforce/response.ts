import type { HttpResponse } from '../http/client.ts';
import { isRecord } from '../json.ts';
import type { Dependencies } from '../runtime.ts';
import type { ResponseInfo } from './errors.ts';
import { isSalesforceHost } from './hosts.ts';

export interface ParsedResponse {
  readonly response: ResponseInfo;
  /** The parsed body if it is JSON. */
  readonly json?: unknown;
}

/**
 * Parses a response regardless of its Content-Type. Salesforce and proxies return OAuth errors
 * (RFC 6749, section 5.2), arrays of REST errors, plain text and HTML pages. Masks every token in
 * the body.
 */
export async function parseResponse(
  { status, headers, body }: HttpResponse,
  { now, secrets }: Pick<Dependencies, 'now' | 'secrets'>,
): Promise<ParsedResponse> {
  const { date, location, 'retry-after': retryAfterHeader } = headers;
  const receivedAt = now();
  const serverTime = parseHttpDate(date);
  const json = parseJson(body);
  const root: unknown = Array.isArray(json) ? json[0] : json;
  const fields = isRecord(root) ? root : {};
  secrets.mask(findTokens(fields));

  const toSafeText = async (value: unknown) =>
    typeof value === 'string' ? (await secrets.redact(value)) || undefined : undefined;
  const host = hostOf(location);
  // A My Domain may be as long as a token, but its labels are not, so they are redacted as words.
  const separator = isSalesforceHost(host ?? '') ? ' ' : '.';
  const safeHost = await toSafeText(host?.replaceAll('.', separator));
  const bodyText = json === undefined ? describeBody(body) : describeJson(json, fields);
  const response: ResponseInfo = {
    status,
    bodyKind: bodyText.bodyKind,
    ...optionalField('serverTime', serverTime),
    ...optionalField('retryAfter', parseRetryAfter(retryAfterHeader, serverTime ?? receivedAt)),
    ...optionalField('rateExceeded', isRateLimited(body, fields) || undefined),
    ...optionalField('passkeyPage', PASSKEY_PAGE.test(`${location} ${body}`) || undefined),
    ...optionalField('location', safeHost?.replaceAll(separator, '.')),
    ...optionalField('error', await firstText(bodyText.error, toSafeText)),
    ...optionalField('description', await firstText(bodyText.description, toSafeText)),
    ...optionalField('excerpt', await firstText(bodyText.excerpt, toSafeText)),
  };
  return json === undefined ? { response } : { response, json };
}

/** The path of the page “Create a Passkey”. */
const PASSKEY_PAGE = /\/_ui\/identity\/webauthn\//;

/**
 * Candidates for the strings in `ResponseInfo`, in order of preference. They are unsanitized, and
 * therefore not safe to display.
 */
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

function parseJson(body: string): unknown {
  try {
    // A parser may ignore a byte order mark (RFC 8259, section 8.1).
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function describeBody(body: string): UnsafeResponseText {
  if (body.trim() === '') return { bodyKind: 'empty' };
  // Only the beginning is displayed, so a page of 1 MiB need not be searched.
  const start = body.slice(0, 20_000);
  // Never quote a truncated response with a token, from any service, or a copy of the action's own
  // request.
  if (/access_?token|"value":|assertion=/i.test(start.replace(/[^\x21-\x7E]+/g, '')))
    return { bodyKind: 'text' };
  if (!/^\s*<(!doctype|html|head|body|\?xml)|<\/?(html|title|body)[\s>]/i.test(start)) {
    // Do not quote binary data.
    if (start.includes('\uFFFD') || start.includes('\0')) return { bodyKind: 'text' };
    return { bodyKind: 'text', excerpt: [start] };
  }
  const title = /<title[^<>]*>([^<]*)/i.exec(start)?.[1];
  const visibleText = start.replace(/<(script|style)[\s\S]*?(?:<\/\1>|$)|<[^<>]*>?/gi, ' ');
  return { bodyKind: 'html', excerpt: [title, visibleText] };
}

/** Maximum number of tokens, which is more than a response from Salesforce contains. */
const MAX_TOKENS = 4;

/**
 * Returns the tokens in fields named `…_token`, which are masked before the response is displayed.
 * Their number is limited, so that an untrusted server cannot hide the rest of the log.
 */
function findTokens(fields: Record<string, unknown>): string[] {
  return Object.entries(fields)
    .flatMap(([name, value]) =>
      name.endsWith('_token') && typeof value === 'string'
        ? (value.match(/[\x21-\x7E]{16,}/g) ?? [])
        : [],
    )
    .filter(looksLikeToken)
    .slice(0, MAX_TOKENS);
}

/**
 * Returns true if the value consists of visible ASCII (RFC 6749, appendix A.12) and is not an ordinary
 * word.
 */
export function looksLikeToken(value: string): boolean {
  return /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\x21-\x7E]{8,16000}$/.test(value);
}

/** Returns true if a field or page contains these words, whatever separates them. */
function isRateLimited(body: string, fields: Record<string, unknown>): boolean {
  const texts = [body, ...Object.values(fields).filter((value) => typeof value === 'string')];
  const separators = /<[^<>]*>|&#?\w{1,31};|%[\da-f]{2}|\\u[\da-f]{4}|\\[nrt]|[^a-z]/gi;
  return texts.some((text) => /loginrateexceeded/i.test(text.replace(separators, '')));
}

function parseHttpDate(value: string | undefined): number | undefined {
  const milliseconds = Date.parse(value ?? '');
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/**
 * Parses `Retry-After`, which is a number of seconds or a date (RFC 9110, section 10.2.3).
 * @returns milliseconds after the response was sent
 */
function parseRetryAfter(value: string | undefined, sentAt: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = parseHttpDate(value);
  return date === undefined ? undefined : Math.max(0, date - sentAt);
}

function hostOf(location: string | undefined): string | undefined {
  return location && URL.canParse(location) ? new URL(location).host : undefined;
}

function optionalField<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
