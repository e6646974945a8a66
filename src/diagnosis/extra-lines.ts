/**
 * Renders additional lines of a report: facts about the run besides the failure and the response.
 */
import type { ActionError } from '../errors.ts';
import { TransportError } from '../http/errors.ts';
import type { RunInfo } from '../run-context.ts';
import { ResponseError } from '../salesforce/errors.ts';
import { type DiagnosisInput, loginHost } from './diagnosis-input.ts';
import { isKeyServiceFailure, requestOf } from './evidence.ts';
import { exampleDomain, inlineValue } from './messages.ts';

/**
 * If the requests with both audiences failed, quotes the response to the first one. Then adds the
 * line to set if the second one got further, or else quotes the response to it.
 */
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
  const unsent = outcome === 'not-sent' ? 'not sent' : 'no decision, and not sent again';
  const prefix = isKeyServiceFailure(error) ? `${unsent}, the key service failed: ` : '';
  return [first, `With ${inlineValue(myDomain)} as audience: ${prefix}${second}`];
}

/**
 * Reports an entry of `no_proxy` that was meant for the login host, but has a form that the step
 * does not read, if the request that failed was sent to this host.
 */
export function describeNoProxy({ run, error, reportContext }: DiagnosisInput): string[] {
  const host = loginHost(run) ?? '';
  const entry = reportContext?.environment?.noProxyEntries?.find((text) =>
    text.split(';').some((part) => part !== '' && host.includes(plainHost(part))),
  );
  return run.proxy && entry && requestOf(error) === 'token'
    ? [
        `no_proxy has “${inlineValue(entry)}”, which does not match ${inlineValue(host)}, so the request went through the proxy. Write hosts or domains, such as .${exampleDomain(run)}, with commas between them.`,
      ]
    : [];
}

/** Removes the scheme, the port, the path and the wildcards of an entry of `no_proxy`. */
const plainHost = (entry: string) =>
  entry
    .toLowerCase()
    .replace(/^[a-z]+:\/+|[/:].*$/g, '')
    .replace(/^[*.]+|[*.]+$/g, '');

/** Quotes the status, code and description in the response, or the code of another error. */
function quoteError(error: ActionError): string {
  if (error instanceof TransportError) return `no answer (${inlineValue(error.code)})`;
  if (!(error instanceof ResponseError)) return error.code;
  const { status, error: code, description } = error.response;
  const parts = [code, description].filter((part) => part !== undefined).map(inlineValue);
  return parts.length > 0 ? `HTTP ${status}, ${parts.join(': ')}` : `HTTP ${status}`;
}
