/** Lines about what else a run knows, besides the failure and the response. */
import { TransportError } from '../http/errors.ts';
import type { RunInfo } from '../run-context.ts';
import type { RequestError } from '../salesforce/errors.ts';
import { type DiagnosisInput, loginHost } from './diagnosis-input.ts';
import { exampleDomain, inlineValue } from './messages.ts';

/** Quotes both answers if Salesforce refused the first audience, and says which line to add. */
export function describeAudiences({ audience, fallbackAudience }: RunInfo): string[] {
  if (!fallbackAudience || fallbackAudience.outcome === 'accepted') return [];
  const { outcome, audience: myDomain, refusal, error } = fallbackAudience;
  const first = `With ${inlineValue(audience)} as audience: ${quoteError(refusal)}`;
  if (outcome === 'got-further')
    return [
      `${first}. With the My Domain as audience, the request got further. Whatever the cause is, add this line under \`with:\` as well:`,
      `  audience: ${inlineValue(myDomain)}`,
    ];
  const second = error ? quoteError(error) : 'no answer in time';
  return [first, `With ${inlineValue(myDomain)} as audience: ${second}`];
}

/** Names an entry of `no_proxy` that was meant for the login host, but has another form than the step reads. */
export function describeNoProxy({ run, reportContext }: DiagnosisInput): string[] {
  const host = loginHost(run) ?? '';
  const entry = reportContext?.environment?.noProxyEntries?.find((text) =>
    host.includes(plainHost(text)),
  );
  return run.proxy && entry
    ? [
        `no_proxy has “${inlineValue(entry)}”, which does not match ${inlineValue(host)}, so the request went through the proxy. Write a host or a domain, such as .${exampleDomain(run)}.`,
      ]
    : [];
}

/** Removes the scheme, the port, the path and the wildcards of an entry of `no_proxy`. */
const plainHost = (entry: string) =>
  entry
    .toLowerCase()
    .replace(/^[a-z]+:\/+|[/:].*$/g, '')
    .replace(/^[*.]+|[*.]+$/g, '');

/** Quotes the code and the words of Salesforce, or names the connection error. */
function quoteError(error: RequestError): string {
  if (error instanceof TransportError) return `no answer (${inlineValue(error.code)})`;
  const { status, error: code, description } = error.response;
  const parts = [code, description].filter((part) => part !== undefined);
  return [`HTTP ${status}`, ...(parts.length > 0 ? [parts.map(inlineValue).join(': ')] : [])].join(
    ', ',
  );
}
