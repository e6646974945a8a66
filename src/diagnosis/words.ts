import { type Details, StepError } from '../errors.ts';
import type { Findings } from '../findings.ts';
import { InputError, type InputProblem } from '../inputs/errors.ts';
import { oneLine } from '../one-line.ts';
import { AnswerError, GuardError, SalesforceError, TransportError } from '../salesforce/errors.ts';
import { type Facts, fittingAudience, hostOf } from './clues.ts';
import { repositoryUrl } from './surroundings.ts';

/**
 * A value of this run within a sentence of ours: one line, and no backtick, so that it cannot leave
 * its code span. What Salesforce said was made harmless where it was read.
 */
export function foreign(value: unknown): string {
  return oneLine(String(value)).replaceAll('`', "'");
}

/** Said where a value is not known, and in the troubleshooting page, which knows none. */
const UNKNOWN: Readonly<Record<string, string>> = {
  host: 'the host',
  username: 'the user',
  fitting: 'the one that matches the host',
  fingerprint: 'the SHA-256 in the log',
  job: 'this job',
  issues: 'its issues page',
  'proxy-variable': 'https_proxy',
};

/** Fills `{name}` in a text of the catalogue. What `values` does not know reads `<name>`. */
export function fill(text: string, values: Readonly<Record<string, unknown>> = {}): string {
  return text.replace(/\{([\w-]+)\}/g, (_, name: string) =>
    foreign(values[name] ?? UNKNOWN[name] ?? `<${name}>`),
  );
}

/** What the texts of the catalogue may name. */
export function valuesOf({ run, error, surroundings }: Facts): Record<string, unknown> {
  const { details } = (error instanceof StepError ? error : {}) as { details?: Details };
  return {
    'login-url': run.loginUrl,
    host: error instanceof TransportError ? error.host : hostOf(run),
    username: run.username,
    audience: run.audience,
    fitting: fittingAudience(run),
    other: otherAudience(run.audience),
    fingerprint: run.fingerprint,
    'proxy-variable': run.proxyVariable,
    job: surroundings?.runnerHint?.job && `the job ${surroundings.runnerHint.job}`,
    issues: surroundings && `${repositoryUrl(surroundings)}/issues`,
    input: error instanceof InputError ? error.input : undefined,
    kind: error instanceof InputError ? KINDS[error.code] : undefined,
    valid: valid(details),
    ...details,
  };
}

/** That of a sandbox for that of production, and the other way round. */
const otherAudience = (audience = '') =>
  audience.replace(/\/\/(login|test)\./, (_, kind) => (kind === 'login' ? '//test.' : '//login.'));

/** What stands in place of a private key. */
const KINDS: Readonly<Partial<Record<InputProblem, string>>> = {
  'key-is-certificate': 'the certificate',
  'key-is-certificate-request': 'a certificate signing request (CSR)',
  'key-is-public-key': 'a public key',
  'key-is-consumer-secret': 'the app’s Consumer Secret or Consumer Key',
  'key-is-auth-url': 'an SFDX auth URL (force://)',
  'key-unrecognised': 'something in no known format',
};

/** What an input takes that has a range, some words, or neither. */
function valid({ min, max, allowed }: Details = {}): string {
  if (allowed !== undefined) return `one of: ${allowed}`;
  return min === undefined ? 'true or false' : `a whole number from ${min} to ${max}`;
}

const list = (names: string) => `\`${foreign(names).replaceAll(', ', '`, `')}\``;

/** The first line: what this step wanted to do and could not. */
export function whatFailed({ run, error }: Facts): string {
  if (error instanceof InputError) {
    const names = String(error.details['missing'] ?? error.input);
    const trouble = error.code === 'missing' ? 'is empty' : 'is not valid';
    return names.includes(',')
      ? `The inputs ${list(names)} are empty. Nothing was sent to Salesforce.`
      : `The input ${list(names)} ${trouble}. Nothing was sent to Salesforce.`;
  }
  if (error instanceof GuardError && error.code.startsWith('wrong'))
    return `The sign-in succeeded, but not as the workflow expects.${afterwards(run)}`;
  const request = error && typeof error === 'object' && 'request' in error && error.request;
  if (request === 'userinfo')
    return `The sign-in succeeded, but the token failed the check that \`verify\` makes.${afterwards(run)}`;
  if (request === 'revoke') return 'The token could not be revoked.';
  const { username, attempts } = run;
  const as = username ? ` as ${foreign(username)}` : '';
  const at = run.loginUrl ? ` at ${foreign(run.loginUrl)}` : '';
  const after = attempts > 1 ? ` after ${attempts} attempts` : '';
  return `Signing in to Salesforce${as}${at} failed${after}.${leftValid(run)}`;
}

const afterwards = (run: Findings) => ` No output was set.${leftValid(run)}`;

const leftValid = ({ notRevoked }: Findings) =>
  notRevoked
    ? ` The token could not be revoked (${foreign(notRevoked)}) and stays valid until its session ends.`
    : '';

const DAY_SECONDS = 86_400;

/**
 * When the latest token request was made, as Login History is searched for it: `2026-01-02 03:04:05 UTC`.
 * By Salesforce's clock, unless the date of the answer is off by a day or more.
 */
export function whenAsked({ requestedAt, skewSeconds = 0 }: Findings): string | undefined {
  if (requestedAt === undefined) return undefined;
  const skew = Math.abs(skewSeconds) < DAY_SECONDS ? skewSeconds : 0;
  const [day, time] = new Date(requestedAt + skew * 1000).toISOString().split(/[T.]/);
  return `${day} ${time} UTC`;
}

const SHOWN_AS = {
  html: 'a web page',
  text: 'plain text',
  empty: 'an empty body',
  json: 'JSON of another kind',
  oauth: 'no reason',
  rest: 'no reason',
} as const;

/** The second line: the answer in its own words, or that there was none. */
export function whatCame({ run, error }: Pick<Facts, 'run' | 'error'>): string | undefined {
  if (error instanceof TransportError) {
    if (error.code === 'proxy-unreadable') return 'Nothing was sent to Salesforce.';
    const { status, cause = status } = error.details;
    const more = cause === undefined ? '' : ` (${foreign(cause)})`;
    return `No answer from ${foreign(error.host)}: ${foreign(error.code)}${more}`;
  }
  if (!(error instanceof SalesforceError || error instanceof AnswerError)) return undefined;
  const { status, form, error: code, description, excerpt, location } = error.answer;
  const said = [code, description].filter((it) => it !== undefined).map(foreign);
  const what = said.length > 0 ? said.join(': ') : SHOWN_AS[form];
  const more = excerpt ? ` “${foreign(excerpt)}”` : '';
  const to = location ? `, redirecting to ${foreign(location)}` : '';
  const but = error instanceof AnswerError ? ` (${error.code.replaceAll('-', ' ')})` : '';
  const when = error.request === 'token' ? whenAsked(run) : undefined;
  const at = when ? ` (${when})` : '';
  const who = said.length > 0 ? `Salesforce answered${at}:` : `The answer${at} was`;
  return `${who} HTTP ${status}, ${what}${more}${to}${but}`;
}
