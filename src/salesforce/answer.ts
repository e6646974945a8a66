import type { Secrets } from '../secret.ts';
import type { Answer } from './errors.ts';
import type { HttpResponse } from './http.ts';

interface Means {
  /** Milliseconds since the epoch, for `Retry-After` dates. */
  readonly now: () => number;
  readonly secrets: Pick<Secrets, 'clean' | 'mask'>;
}

export interface ReadAnswer {
  readonly answer: Answer;
  /** The body as JSON, when it is JSON. */
  readonly json?: unknown;
}

/**
 * Reads whatever came back, without believing its Content-Type. Salesforce answers OAuth errors
 * (RFC 6749, section 5.2), arrays of REST errors, plain text and pages; so do proxies.
 */
export async function readAnswer(
  { status, headers, body }: HttpResponse,
  { now, secrets }: Means,
): Promise<ReadAnswer> {
  const { date, location, 'retry-after': wait } = headers;
  const at = now();
  const json = parse(body);
  const first: unknown = Array.isArray(json) ? json[0] : json;
  const fields = isRecord(first) ? first : {};
  secrets.mask(tokensIn(fields));

  const text = async (value: unknown) =>
    typeof value === 'string' ? (await secrets.clean(value)) || undefined : undefined;
  const said = json === undefined ? whatElse(body) : whatJson(json, fields);
  const answer: Answer = {
    status,
    form: said.form,
    ...defined('serverTime', time(date)),
    ...defined('retryAfter', retryAfter(wait, at)),
    ...defined('rateExceeded', saysRateExceeded(body, fields) || undefined),
    ...defined('location', await text(host(location))),
    ...defined('error', await firstOf(said.error, text)),
    ...defined('description', await firstOf(said.description, text)),
    ...defined('excerpt', await firstOf(said.excerpt, text)),
  };
  return json === undefined ? { answer } : { answer, json };
}

/** What an answer says, as it says it: nothing in here has been made safe to show. */
interface Said {
  readonly form: Answer['form'];
  readonly error?: readonly unknown[];
  readonly description?: readonly unknown[];
  readonly excerpt?: readonly unknown[];
}

function whatJson(json: unknown, fields: Record<string, unknown>): Said {
  return {
    form: Array.isArray(json) ? 'rest' : 'error' in fields ? 'oauth' : 'json',
    error: [fields['error'], fields['errorCode']],
    description: [fields['error_description'], fields['message']],
  };
}

async function firstOf(
  values: readonly unknown[] = [],
  text: (value: unknown) => Promise<string | undefined>,
): Promise<string | undefined> {
  for (const value of values) {
    const shown = await text(value);
    if (shown !== undefined) return shown;
  }
  return undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(body: string): unknown {
  try {
    // RFC 8259, section 8.1: a byte order mark may be ignored.
    return JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function whatElse(body: string): Said {
  if (body.trim() === '') return { form: 'empty' };
  // Only the beginning is ever shown; a page of 1 MiB need not be searched.
  const start = body.slice(0, 20_000);
  // A damaged success, or our own request sent back: not even a piece of either is shown.
  if (/access_token|assertion=/i.test(start.replace(/[^\x21-\x7E]+/g, ''))) return { form: 'text' };
  if (!/^\s*<(!doctype|html|head|body|\?xml)|<\/?(html|title|body)[\s>]/i.test(start)) {
    // Bytes that are no UTF-8 are no words either.
    if (start.includes('\uFFFD') || start.includes('\0')) return { form: 'text' };
    return { form: 'text', excerpt: [start] };
  }
  const title = /<title[^<>]*>([^<]*)/i.exec(start)?.[1];
  const words = start.replace(/<(script|style)[\s\S]*?(?:<\/\1>|$)|<[^<>]*>?/gi, ' ');
  return { form: 'html', excerpt: [title, words] };
}

/**
 * Any token in an answer, asked for or not: masked before a word of the answer is shown. Visible
 * ASCII (RFC 6749, appendix A.12), and so no sentence of ours, and no lines that the runner would mask one by one.
 */
function tokensIn(fields: Record<string, unknown>): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    name.endsWith('_token') && typeof value === 'string'
      ? (value.match(/[\x21-\x7E]{16,}/g) ?? [])
      : [],
  );
}

/** In a code, a sentence or a page; with whatever stands between the words, escaped or not. */
function saysRateExceeded(body: string, fields: Record<string, unknown>): boolean {
  const texts = [body, ...Object.values(fields).filter((value) => typeof value === 'string')];
  const between = /<[^<>]*>|&#?\w{1,31};|%[\da-f]{2}|\\u[\da-f]{4}|\\[nrt]|[^a-z]/gi;
  return texts.some((text) => /loginrateexceeded/i.test(text.replace(between, '')));
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
  return location && URL.canParse(location) ? new URL(location).host : undefined;
}

function defined<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
