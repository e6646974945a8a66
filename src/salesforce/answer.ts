import { harmless } from '../text.ts';
import type { Answer } from './errors.ts';
import type { HttpResponse } from './http.ts';

export interface ReadAnswer {
  readonly answer: Answer;
  /** The body as JSON, when it is JSON. */
  readonly json?: unknown;
}

/**
 * Reads whatever came back, without believing its Content-Type. Salesforce answers OAuth errors
 * (RFC 6749, section 5.2), arrays of REST errors, plain text and pages; so do proxies.
 * @param now local time in milliseconds when the answer came, for `Retry-After` dates
 */
export function readAnswer({ status, headers, body }: HttpResponse, now: number): ReadAnswer {
  const common = {
    status,
    ...defined('serverTime', time(headers.date)),
    ...defined('retryAfter', retryAfter(headers['retry-after'], now)),
    ...defined('location', host(headers.location)),
  };
  const json = parse(body);
  if (json === undefined) return { answer: { ...common, ...unreadable(body) } };

  const first: unknown = Array.isArray(json) ? json[0] : json;
  const fields = isRecord(first) ? first : {};
  const answer: Answer = {
    ...common,
    form: Array.isArray(json) ? 'rest' : 'error' in fields ? 'oauth' : 'json',
    ...defined('error', text(fields['error']) ?? text(fields['errorCode'])),
    ...defined('description', text(fields['error_description']) ?? text(fields['message'])),
  };
  return { answer, json };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function unreadable(body: string): Pick<Answer, 'form' | 'excerpt'> {
  if (body.trim() === '') return { form: 'empty' };
  // Only the beginning is ever shown; a page of 1 MiB need not be searched.
  const start = body.slice(0, 20_000);
  // A damaged success, or our own request sent back: not even a piece of either is shown.
  if (/access_token|assertion=/i.test(start.replace(/[^\x21-\x7E]+/g, ''))) return { form: 'text' };
  if (!/^\s*<(!doctype|html|head|body|\?xml)|<\/?(html|title|body)[\s>]/i.test(start)) {
    // Bytes that are no UTF-8 are no words either.
    if (start.includes('\uFFFD') || start.includes('\0')) return { form: 'text' };
    return { form: 'text', ...defined('excerpt', text(start)) };
  }
  const title = /<title[^>]*>([^<]*)/i.exec(start)?.[1];
  const words = start.replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>?/gi, ' ');
  return { form: 'html', ...defined('excerpt', text(title) ?? text(words)) };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? harmless(value) || undefined : undefined;
}

function time(value: string | undefined): number | undefined {
  const milliseconds = Date.parse(value ?? '');
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** Seconds, or a date (RFC 9110, section 10.2.3); gives milliseconds from now. */
function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = time(value);
  return at === undefined ? undefined : Math.max(0, at - now);
}

function host(location: string | undefined): string | undefined {
  return location && URL.canParse(location) ? text(new URL(location).host) : undefined;
}

function defined<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
