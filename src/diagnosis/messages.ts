import { ActionError, type Details } from '../errors.ts';
import { TransportError } from '../http/errors.ts';
import { InputError, type InputErrorCode } from '../inputs/errors.ts';
import type { HostFlaw } from '../inputs/near-miss.ts';
import { oneLine } from '../redaction/one-line.ts';
import type { RunInfo } from '../run-context.ts';
import { HttpStatusError, InvalidResponseError, VerificationError } from '../salesforce/errors.ts';
import { KeyServiceError } from '../signing/errors.ts';
import { type DiagnosisInput, expectedAudience, loginHost } from './diagnosis-input.ts';
import { isCheck, isKeyServiceFailure, redirectTarget, requestOf } from './evidence.ts';
import { repositoryUrl } from './help-url.ts';

/**
 * Makes a value of this run safe to use within a sentence: one line, without backticks that could
 * end a code span. Texts from Salesforce were already redacted and sanitized when the response was
 * parsed.
 */
export function inlineValue(value: unknown): string {
  return oneLine(String(value)).replaceAll('`', "'");
}

/** Fallbacks for values that were unknown when the run failed, and for docs/troubleshooting.md. */
const PLACEHOLDER_FALLBACKS: Readonly<Record<string, string>> = {
  host: 'the host',
  username: 'the user',
  'expected-audience': 'the one that matches the host',
  fingerprint: 'the SHA-256 in the log',
  job: 'this job',
  issues: 'its issues page',
  'proxy-variable': 'https_proxy',
  'my-domain': 'https://acme.my.salesforce.com',
  domain: 'salesforce.com',
  damagedPart: 'part of it',
};

/**
 * Replaces each `{name}` in a catalog message. A name with neither a value nor a fallback becomes
 * `<name>`.
 */
export function interpolate(text: string, values: Readonly<Record<string, unknown>> = {}): string {
  return text.replace(/\{([\w-]+)\}/g, (_, name: string) =>
    inlineValue(values[name] ?? PLACEHOLDER_FALLBACKS[name] ?? `<${name}>`),
  );
}

/** Collects the values to which `{name}` can refer in the catalog's texts. */
export function templateValues({
  run,
  error,
  reportContext,
}: DiagnosisInput): Record<string, unknown> {
  const details = error instanceof ActionError ? error.details : {};
  const flaw = HOST_FLAWS[details['flaw'] as HostFlaw];
  return {
    'login-url': run.loginUrl,
    'my-domain': exampleMyDomain(run),
    domain: exampleDomain(run),
    'redirect-host': redirectTarget({ run, error }),
    host: hostOf({ run, error }),
    service: run.keyService,
    username: run.username,
    audience: run.audience,
    'expected-audience': expectedAudience(run),
    'opposite-audience': oppositeAudience(run.audience),
    fingerprint: run.fingerprint,
    'proxy-variable': run.proxyVariable,
    job: reportContext?.missingSecrets?.job && `the job ${reportContext.missingSecrets.job}`,
    issues: reportContext && `${repositoryUrl(reportContext)}/issues`,
    input: error instanceof InputError ? error.input : undefined,
    kind: error instanceof InputError ? KEY_KINDS[error.code] : undefined,
    'allowed-values': allowedValues(details),
    ...details,
    ...(flaw ? { flaw } : {}),
  };
}

const hostOf = ({ run, error }: DiagnosisInput) => {
  if (error instanceof TransportError) return error.host;
  return isCheck(error) ? 'the org’s host' : loginHost(run);
};

/** Returns the domain of an example host name. Salesforce in China has a different domain. */
export const exampleDomain = ({ loginUrl = '' }: RunInfo) =>
  /\.sfcr\w+\.cn/.test(loginUrl) ? 'sfcrmproducts.cn' : 'salesforce.com';

const exampleMyDomain = (run: RunInfo) =>
  `https://acme${/test|sandbox/.test(run.hostKind ?? '') ? '--uat.sandbox' : ''}.my.${exampleDomain(run)}`;

/** Swaps the production and sandbox audiences. */
const oppositeAudience = (audience = '') =>
  audience.replace(/\/\/(login|test)\./, (_, kind) => (kind === 'login' ? '//test.' : '//login.'));

/** Completes the sentence “`login-url` …”. */
const HOST_FLAWS: Readonly<Record<HostFlaw, string>> = {
  scheme: 'begins with something other than https://',
  incomplete: 'is not a complete host name',
  gateway:
    'is the address of a gateway such as Microsoft Defender for Cloud Apps, not of Salesforce itself',
  page: 'is a host of pages and files, where nobody can sign in',
  instance: 'is an instance, and Salesforce moves orgs between instances',
  china: 'is not the host for sign-ins of Salesforce in China',
  misspelled: 'is misspelled, or has another ending than Salesforce’s hosts',
};

/** Describes the content that was found instead of a private key. */
const KEY_KINDS: Readonly<Partial<Record<InputErrorCode, string>>> = {
  'key-is-certificate': 'the certificate',
  'key-is-certificate-request': 'a certificate signing request (CSR)',
  'key-is-public-key': 'a public key',
  'key-is-consumer-secret': 'the app’s Consumer Secret or Consumer Key',
  'key-is-auth-url': 'an SFDX auth URL (force://)',
  'key-is-jwt': 'a signed JWT, which this step makes itself',
  'key-is-fingerprint': 'the fingerprint of a key',
  'key-unrecognized': 'something in no known format',
};

/** Describes the values that an input accepts: a list, a range of numbers, or a boolean. */
function allowedValues({ min, max, allowed }: Details): string {
  if (allowed !== undefined) return `one of: ${allowed}`;
  return min === undefined ? 'true or false' : `a whole number from ${min} to ${max}`;
}

const codeList = (names: string) => `\`${inlineValue(names).replaceAll(', ', '`, `')}\``;

/** Renders the first line of a report: the input or the request that failed. */
export function describeFailure({ run, error }: DiagnosisInput): string {
  if (error instanceof InputError) {
    if (error.code === 'certificate-mismatch')
      return 'The inputs `private-key` and `certificate` do not belong together. Nothing was sent to Salesforce.';
    const isEmpty = /^(missing|needs-certificate|key-needs-passphrase)$/.test(error.code);
    const names = String(error.details['inputs'] ?? error.input);
    const list = codeList(names).replace('`, `signing-key`', '` (or `signing-key`)');
    const subject = list.includes(',') ? `inputs ${list} are` : `input ${list} is`;
    return `The ${subject} ${isEmpty ? 'empty' : 'not valid'}. Nothing was sent to Salesforce.`;
  }
  const isMasked = run.maskedHost !== undefined && run.loginUrl?.endsWith(run.maskedHost);
  const atLoginUrl = run.loginUrl && !isMasked ? ` at ${inlineValue(run.loginUrl)}` : '';
  const request = requestOf(error);
  // The scope is recorded when Salesforce has issued the token.
  let failedPart = request || run.scope === undefined ? '' : 'the step failed';
  if (error instanceof VerificationError) failedPart = 'not as the workflow expects';
  if (request === 'userinfo')
    failedPart = `the check that \`${run.checkInput ?? 'verify'}\` makes failed`;
  if (failedPart)
    return `The sign-in${atLoginUrl} succeeded, but ${failedPart}. No output was set.${tokenStillValid(run)}`;
  if (request === 'revoke') return 'The token could not be revoked.';
  const { username, attempts } = run;
  if (isKeyServiceFailure(error))
    return `The key service could not sign the request${username ? ` for ${inlineValue(username)}` : ''}.${run.requestedAt === undefined ? ' Nothing was sent to Salesforce.' : ''}`;
  const asUser = username ? ` as ${inlineValue(username)}` : '';
  const afterAttempts = attempts > 1 ? ` after ${attempts} attempts` : '';
  return `Signing in to Salesforce${asUser}${atLoginUrl} failed${afterAttempts}.${tokenStillValid(run)}`;
}

const tokenStillValid = ({ revokeError }: RunInfo) =>
  revokeError
    ? ` The token could not be revoked (${inlineValue(revokeError)}) and stays valid until its session ends.`
    : '';

const DAY_SECONDS = 86_400;

/**
 * Formats the time of the latest token request as `2026-01-02 03:04:05 UTC`, to help find it in Login
 * History. Because Login History uses Salesforce's clock, the clock skew is added. A skew of a day or
 * more is ignored, because it means that the `Date` header is wrong.
 */
export function requestTime({ requestedAt, skewSeconds = 0 }: RunInfo): string | undefined {
  if (requestedAt === undefined) return undefined;
  const skew = Math.abs(skewSeconds) < DAY_SECONDS ? skewSeconds : 0;
  const [day, time] = new Date(requestedAt + skew * 1000).toISOString().split(/[T.]/);
  return `${day} ${time} UTC`;
}

const BODY_KINDS = {
  html: 'a web page',
  text: 'plain text',
  empty: 'an empty body',
  json: 'JSON of another kind',
  oauth: 'no reason',
  rest: 'no reason',
} as const;

/**
 * Renders the second line of a report, which quotes the response or the code of the connection
 * error. Undefined if the error has neither.
 */
export function describeResponse({
  run,
  error,
}: Pick<DiagnosisInput, 'run' | 'error'>): string | undefined {
  if (error instanceof TransportError) {
    if (error.code === 'proxy-invalid') return 'Nothing was sent to Salesforce.';
    const { status, cause = status } = error.details;
    const causeText = cause === undefined ? '' : ` (${inlineValue(cause)})`;
    return `No answer from ${inlineValue(error.host)}: ${inlineValue(error.code)}${causeText}`;
  }
  const isResponse =
    error instanceof HttpStatusError ||
    error instanceof InvalidResponseError ||
    error instanceof KeyServiceError;
  if (!isResponse) return undefined;
  const { status, bodyKind, error: code, description, excerpt, location } = error.response;
  const errorParts = [code, description].filter((part) => part !== undefined).map(inlineValue);
  const content = errorParts.length > 0 ? errorParts.join(': ') : BODY_KINDS[bodyKind];
  const excerptText = excerpt ? ` “${inlineValue(excerpt)}”` : '';
  const redirect = location ? `, redirecting to ${inlineValue(location)}` : '';
  const flaw = error instanceof InvalidResponseError ? ` (${error.code.replaceAll('-', ' ')})` : '';
  const time = error.request === 'token' ? requestTime(run) : undefined;
  const timeText = time ? ` (${time})` : '';
  const responder = `${inlineValue(error.details['service'] ?? 'Salesforce')} answered`;
  const subject = errorParts.length > 0 ? `${responder}${timeText}:` : `The answer${timeText} was`;
  return `${subject} HTTP ${status}, ${content}${excerptText}${redirect}${flaw}`;
}
