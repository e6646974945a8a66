import { ActionError } from '../errors.ts';
import { TransportError } from '../http/errors.ts';
import { InputError } from '../inputs/errors.ts';
import type { RunInfo } from '../run-context.ts';
import { isSkewed } from '../salesforce/clock.ts';
import { HttpStatusError, isRequestError } from '../salesforce/errors.ts';
import { type HostKind, hostKind, isMyDomain, sandboxName } from '../salesforce/hosts.ts';
import { allowsApi } from '../salesforce/scope.ts';
import { SigningError } from '../signing/errors.ts';
import {
  type DiagnosisInput,
  describeProxy,
  expectedAudience,
  loginHost,
} from './diagnosis-input.ts';
import { requiredInput } from './environment-facts.ts';
import { guessUsernameKind } from './username-kind.ts';

const isHostKind = (run: RunInfo, ...kinds: HostKind[]) =>
  kinds.some((kind) => kind === run.hostKind);

const sameUrl = (a: string | undefined, b: string | undefined) =>
  a !== undefined && a.replace(/\/$/, '').toLowerCase() === b?.replace(/\/$/, '').toLowerCase();

const notMyDomainText = (run: RunInfo) =>
  `the request went to ${loginHost(run)}, not to the org’s My Domain`;

/** Returns true if Salesforce rejected a request with the org's My Domain as audience. */
const refusedMyDomainAudience = ({ loginUrl, audience, fallbackAudience }: RunInfo) =>
  sameUrl(audience, loginUrl) || fallbackAudience?.outcome === 'refused';

const hasOtherAudience = (run: RunInfo) =>
  run.audience &&
  !sameUrl(run.audience, expectedAudience(run)) &&
  !sameUrl(run.audience, run.loginUrl);

/**
 * Returns true if Salesforce accepted the org's My Domain as audience, even if it then rejected the
 * sign-in.
 */
const acceptedMyDomainAudience = ({ fallbackAudience }: RunInfo) =>
  fallbackAudience?.outcome === 'accepted' || fallbackAudience?.outcome === 'got-further';

const detail = (error: unknown, name: string): string | undefined =>
  error instanceof ActionError ? error.details[name]?.toString() : undefined;

export const requestOf = (error: unknown) => (isRequestError(error) ? error.request : undefined);

/** Returns true if the key service, or what the step needs to call it, failed. */
export const isKeyServiceFailure = (error: unknown): boolean =>
  requestOf(error) === 'key-service' || error instanceof SigningError;

/**
 * Returns true for an error of the check after the sign-in, whose request goes to the instance of
 * the token, not to the login URL.
 */
export const isCheck = (error: unknown): boolean => requestOf(error) === 'userinfo';

const descriptionOf = (error: unknown): string =>
  error instanceof HttpStatusError ? (error.response.description ?? '') : '';

const namesOnlyAddress = (error: unknown) => /\bip\b(?!.*hours)/i.test(descriptionOf(error));

/** Returns the My Domain to which Salesforce redirects, unless the workflow already uses it. */
export function redirectTarget({ run, error }: DiagnosisInput): string | undefined {
  const target = error instanceof HttpStatusError ? (error.response.location ?? '') : '';
  return isMyDomain(target) && target !== loginHost(run) ? target : undefined;
}

const agreeingClocks = ({ skewSeconds: skew }: RunInfo) =>
  skew !== undefined && !isSkewed(skew)
    ? 'the runner’s clock and Salesforce’s clock agree'
    : undefined;

/** If a response takes longer, the assertion may have expired in transit. */
const MAX_SECONDS_ON_THE_WAY = 60;

/**
 * Maps each evidence ID to a function that returns the fact of this run that supports a cause, or
 * undefined if there is none.
 */
export const EVIDENCE = {
  'sandbox-user-at-production-host': ({ run }) => {
    const guess = guessUsernameKind(run.username);
    if (guess?.kind !== 'sandbox' || !isHostKind(run, 'login', 'my-domain')) return undefined;
    const observation = guess.ending
      ? `ends with “.${guess.ending}”, as in a sandbox`
      : 'is that of a scratch org';
    return `the username ${observation}, but ${loginHost(run)} is for production orgs`;
  },
  'production-user-at-sandbox-host': ({ run }) =>
    guessUsernameKind(run.username)?.kind === 'production' && isHostKind(run, 'test', 'sandbox')
      ? `${loginHost(run)} is for sandboxes, where the username looks like ${run.username}.${sandboxName(loginHost(run) ?? '') ?? 'uat'}`
      : undefined,
  'user-of-another-sandbox': ({ run }) => {
    const ending = guessUsernameKind(run.username)?.ending;
    const sandbox = sandboxName(loginHost(run) ?? '');
    return guessUsernameKind(run.username)?.kind === 'sandbox' &&
      ending &&
      sandbox &&
      ending !== sandbox
      ? `the username ends with “.${ending}”, but ${loginHost(run)} is the sandbox “${sandbox}”`
      : undefined;
  },
  'username-escaped': ({ run: { username = '' } }) => {
    const [sequence] =
      /&(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);|%(2[\da-f]|40)/i.exec(username) ?? [];
    return sequence && `the username contains “${sequence}”`;
  },
  'shared-login-host': ({ run, error }) =>
    isHostKind(run, 'login', 'test') && !isCheck(error) ? notMyDomainText(run) : undefined,
  'not-a-shared-login-host': ({ run }) =>
    isHostKind(run, 'login', 'test') ? undefined : loginHost(run),
  'shared-login-url': ({ run }) =>
    isHostKind(run, 'login', 'test') ? `login-url is ${run.loginUrl}` : undefined,
  'test-login-host': ({ run, error }) =>
    isHostKind(run, 'test') && !isCheck(error) ? notMyDomainText(run) : undefined,
  'sandbox-my-domain': ({ run }) =>
    isHostKind(run, 'sandbox')
      ? `${loginHost(run)} is a sandbox, and a refresh gives it a new org ID`
      : undefined,
  'shared-audience-at-my-domain': ({ run }) =>
    isHostKind(run, 'my-domain', 'sandbox') &&
    sameUrl(run.audience, expectedAudience(run)) &&
    !refusedMyDomainAudience(run) &&
    !acceptedMyDomainAudience(run)
      ? `the request went to the My Domain with ${run.audience} as audience`
      : undefined,
  'both-audiences-refused': ({ run: { audience, fallbackAudience: fallback } }) =>
    fallback?.outcome === 'refused'
      ? `Salesforce refused ${audience}, then ${fallback.audience}`
      : undefined,
  'audience-from-input': ({ run }) =>
    run.audienceFromInput ? `the workflow sets the audience ${run.audience}` : undefined,
  'my-domain-audience-rejected': ({ run }) =>
    isHostKind(run, 'my-domain', 'sandbox') && refusedMyDomainAudience(run)
      ? 'Salesforce refuses the My Domain as audience too, so the audience is not the reason'
      : undefined,
  'my-domain-as-audience': ({ run }) =>
    isHostKind(run, 'my-domain', 'sandbox') && sameUrl(run.audience, run.loginUrl)
      ? 'the workflow sets the My Domain as audience, which some orgs do not accept'
      : undefined,
  'login-url-mismatch': ({ run }) => {
    const kind = guessUsernameKind(run.username)?.kind;
    const isOtherOrg =
      kind === 'sandbox'
        ? isHostKind(run, 'login', 'my-domain')
        : kind && isHostKind(run, 'test', 'sandbox');
    const audienceKind = hostKind(URL.parse(run.audience ?? '')?.hostname ?? '');
    const audienceFits = /test|sandbox/.test(audienceKind) === (kind === 'sandbox');
    return isOtherOrg && audienceFits && hasOtherAudience(run)
      ? `the username and the audience ${run.audience} both look like those of a ${kind} org`
      : undefined;
  },
  'audience-mismatch': ({ run }) => {
    const expected = expectedAudience(run);
    return expected && hasOtherAudience(run)
      ? `the audience is ${run.audience}, but ${loginHost(run)} needs ${expected}`
      : undefined;
  },
  'site-host': ({ run }) =>
    isHostKind(run, 'site') ? `${loginHost(run)} is an Experience Cloud site` : undefined,
  'certificate-matched': ({ run }) =>
    run.certificateMatched ? 'the certificate in this workflow matches the private key' : undefined,
  'certificate-not-compared': ({ run }) =>
    run.certificateMatched
      ? undefined
      : 'the workflow sets no certificate input, with which the step would compare it',
  'certificate-expired': ({ run }) =>
    run.certificateExpired
      ? `the certificate in this workflow was valid until ${run.certificateExpires}`
      : undefined,
  'clock-skewed': ({ run: { skewSeconds: skew = 0 } }) =>
    isSkewed(skew)
      ? `the runner’s clock is ${Math.abs(skew)} seconds ${skew > 0 ? 'behind' : 'ahead of'} Salesforce’s`
      : undefined,
  'clock-in-sync': ({ run }) => agreeingClocks(run),
  'clock-not-behind': ({ run }) =>
    agreeingClocks(run) ??
    ((run.skewSeconds ?? 0) < 0
      ? 'the runner’s clock is ahead, so the assertion was valid for longer'
      : undefined),
  'clock-compensated': ({ run }) =>
    run.clockCompensated
      ? 'Salesforce also refused a request that was signed with its own time, so the clock is not the reason'
      : undefined,
  'answered-quickly': ({ run: { requestedAt, respondedAt } }) =>
    requestedAt !== undefined &&
    respondedAt !== undefined &&
    respondedAt - requestedAt < MAX_SECONDS_ON_THE_WAY * 1000
      ? `the response came ${Math.round((respondedAt - requestedAt) / 1000)} seconds after the request`
      : undefined,
  'login-url-empty': ({ run, reportContext }) =>
    reportContext?.environment?.loginUrlEmpty
      ? `the workflow sets login-url to an empty value, so the request went to ${loginHost(run) ?? 'login.salesforce.com'}`
      : undefined,
  'scope-with-api': ({ run }) =>
    run.scope && allowsApi(run.scope) ? `the scope of the token is ${run.scope}` : undefined,
  'scope-without-api': ({ run }) =>
    run.scope && !allowsApi(run.scope) ? `the scope of the token is ${run.scope}` : undefined,
  'extra-ca-certs-unusable': ({ reportContext }) => {
    const { path, flaw } = reportContext?.environment?.extraCaCerts ?? {};
    return flaw && `NODE_EXTRA_CA_CERTS is set to ${path}, which ${flaw}`;
  },
  'extra-ca-certs-without-authority': ({ reportContext }) => {
    const { path, hasNoAuthority } = reportContext?.environment?.extraCaCerts ?? {};
    return hasNoAuthority && `no certificate in ${path} may sign others`;
  },
  'extra-ca-certs-usable': ({ reportContext }) => {
    const extraCaCerts = reportContext?.environment?.extraCaCerts;
    return extraCaCerts && !extraCaCerts.flaw
      ? `NODE_EXTRA_CA_CERTS is set to ${extraCaCerts.path}`
      : undefined;
  },
  'extra-ca-certs-set': ({ reportContext }) => reportContext?.environment?.extraCaCerts?.path,
  'proxy-variable-not-read': ({ run, reportContext }) => {
    const names = reportContext?.environment?.unreadProxyVariables ?? [];
    return !run.proxy && !run.proxyVariable && names.length > 0
      ? `the environment sets ${names.join(' and ')}, which the step does not read`
      : undefined;
  },
  'proxy-credentials-not-set': ({ run, reportContext }) =>
    run.proxyVariable && reportContext?.environment?.proxyHasCredentials === false
      ? `${run.proxyVariable} contains no user name and password`
      : undefined,
  'proxy-exempted': ({ run, error }) =>
    !run.proxy && run.proxyVariable
      ? `${run.proxyVariable} is set, but no_proxy exempts ${error instanceof TransportError ? error.host : loginHost(run)}`
      : undefined,
  'proxy-set': ({ run }) =>
    run.proxy ? `requests from this runner go through the proxy ${describeProxy(run)}` : undefined,
  'unexpected-response-behind-proxy': ({ run, error }) =>
    run.proxy && !(error instanceof HttpStatusError && /oauth|rest/.test(error.response.bodyKind))
      ? `the answer does not look like Salesforce’s, and requests go through the proxy ${describeProxy(run)}`
      : undefined,
  'proxy-not-set': ({ run }) =>
    run.requestedAt !== undefined && !run.githubHosted && !run.proxy && !run.proxyVariable
      ? 'this is a self-hosted runner, and neither https_proxy nor HTTPS_PROXY is set'
      : undefined,
  'github-hosted-runner': ({ run }) =>
    run.githubHosted
      ? 'this is a GitHub-hosted runner, whose address changes with every job'
      : undefined,
  'several-attempts': ({ run, error }) =>
    run.attempts > 1 && !isCheck(error) ? `${run.attempts} attempts failed` : undefined,
  'revoke-token-set': ({ run }) =>
    run.revokeToken ? 'this workflow sets revoke-token to true' : undefined,
  'host-suggested': ({ error }) => {
    const suggested = detail(error, 'suggested');
    return suggested && `${suggested} is a host of Salesforce`;
  },
  'stray-character': ({ error }) =>
    detail(error, 'character') ? 'the value is valid without it' : undefined,
  'value-of-another-input': ({ error }) => {
    const kind = detail(error, 'valueKind');
    const expected = error instanceof InputError && /url|audience/.test(error.input) ? 'a URL' : '';
    return kind && kind !== expected
      ? `the value is ${kind}, which belongs in another input`
      : undefined;
  },
  'site-path-suggested': ({ error }) =>
    detail(error, 'suggested') === detail(error, 'origin')
      ? undefined
      : 'the host is that of a site',
  'username-empty': ({ error }) =>
    detail(error, 'inputs') === 'username' ? 'the other required inputs have values' : undefined,
  'all-inputs-empty': ({ error }) =>
    /consumer-key.*private-key.*username/.test(detail(error, 'inputs') ?? '')
      ? 'all required inputs are empty'
      : undefined,
  'input-misspelled': ({ error, reportContext }) => {
    const empty = (detail(error, 'inputs') ?? '').split(', ');
    const names = reportContext?.environment?.misspelledInputs?.filter((name) =>
      empty.some((input) => input === requiredInput(name)),
    );
    return names?.length ? `the environment has a value for ${names.join(', ')}` : undefined;
  },
  'signed-in': ({ error }) => (isCheck(error) ? 'the sign-in itself succeeded' : undefined),
  'redirected-to-my-domain': (input) => {
    const target = redirectTarget(input);
    return target && `Salesforce redirects the request to ${target}`;
  },
  'site-path': ({ run, error }) => {
    if (isCheck(error)) return undefined;
    const path = URL.parse(run.loginUrl ?? '')?.pathname ?? '/';
    return isHostKind(run, 'site') && path !== '/' ? `login-url has the path ${path}` : undefined;
  },
  'hours-possible': ({ error }) =>
    error instanceof HttpStatusError && !namesOnlyAddress(error)
      ? 'the refusal may concern Login Hours'
      : undefined,
  'api-off-for-org': ({ error }) =>
    /organi[sz]ation\W*$/i.test(descriptionOf(error))
      ? 'Salesforce names the org, not the user'
      : undefined,
  'api-off-for-user': ({ error }) =>
    /this user/i.test(descriptionOf(error)) ? 'Salesforce names the user, not the org' : undefined,
  'requests-at-once': ({ error }) =>
    /concurrent/i.test(descriptionOf(error)) ? 'Salesforce names concurrent requests' : undefined,
  'requests-of-24-hours': ({ error }) =>
    /totalrequests/i.test(descriptionOf(error)) ? 'Salesforce names all requests' : undefined,
  // Either the proxy opened a connection, or an earlier response came through it or, without a
  // proxy, directly.
  connected: ({ run: { proxy = '', responseProxy }, error }) =>
    detail(error, 'proxy') || responseProxy === proxy ? 'connected' : undefined,
  'proxy-without-basic': ({ error }) => {
    const schemes = detail(error, 'schemes');
    return schemes && !/basic/i.test(schemes) ? `the proxy offers only ${schemes}` : undefined;
  },
  'proxy-with-basic': ({ error }) =>
    /basic/i.test(detail(error, 'schemes') ?? '') ? 'the proxy offers Basic' : undefined,
  'ca-variable-not-read': ({ reportContext }) => {
    const name = reportContext?.environment?.caVariable;
    return name && `${name} is set, but Node does not read it`;
  },
  'no-secrets': ({ reportContext }) => {
    const missingSecrets = reportContext?.missingSecrets;
    if (missingSecrets?.reason !== 'fork') return undefined;
    return missingSecrets.fork
      ? `this pull request is from ${missingSecrets.fork}`
      : 'GitHub gives this run no secrets';
  },
  // If only one secret is missing, the fork has others, so this one is probably misspelled.
  'forked-repository': ({ error, reportContext }) =>
    reportContext?.missingSecrets?.reason === 'forked-repository' &&
    /consumer-key.*private-key/.test(detail(error, 'inputs') ?? '')
      ? 'this repository is a fork'
      : undefined,
  'dependabot-run': ({ reportContext }) =>
    reportContext?.missingSecrets?.reason === 'dependabot'
      ? 'Dependabot started this run'
      : undefined,
} satisfies Record<string, (input: DiagnosisInput) => string | undefined>;

export type EvidenceId = keyof typeof EVIDENCE;
