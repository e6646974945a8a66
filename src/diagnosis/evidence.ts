import type { RunInfo } from '../run-context.ts';
import { isSkewed } from '../salesforce/clock.ts';
import { HttpStatusError } from '../salesforce/errors.ts';
import { type HostKind, sandboxName } from '../salesforce/hosts.ts';
import {
  type DiagnosisInput,
  describeProxy,
  expectedAudience,
  loginHost,
} from './diagnosis-input.ts';
import { guessUsernameKind } from './username-kind.ts';

const isHostKind = (run: RunInfo, ...kinds: HostKind[]) =>
  kinds.some((kind) => kind === run.hostKind);

const sameUrl = (a: string | undefined, b: string | undefined) =>
  a !== undefined && a.replace(/\/$/, '').toLowerCase() === b?.replace(/\/$/, '').toLowerCase();

const notMyDomainText = (run: RunInfo) =>
  `the request went to ${loginHost(run)}, not to the org’s My Domain`;

/** True if Salesforce refused a request with the org's My Domain as audience. */
const refusedMyDomainAudience = ({ loginUrl, audience, fallbackAudience }: RunInfo) =>
  sameUrl(audience, loginUrl) || (fallbackAudience && fallbackAudience.outcome !== 'accepted');

/** By its id, a function that returns the fact in this run that supports a cause, or undefined without one. */
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
  'shared-login-host': ({ run }) =>
    isHostKind(run, 'login', 'test') ? notMyDomainText(run) : undefined,
  'not-a-shared-login-host': ({ run }) =>
    isHostKind(run, 'login', 'test') ? undefined : loginHost(run),
  'test-login-host': ({ run }) => (isHostKind(run, 'test') ? notMyDomainText(run) : undefined),
  'sandbox-host': ({ run }) =>
    isHostKind(run, 'test', 'sandbox')
      ? `${loginHost(run)} is for sandboxes, and a refresh replaces the users and apps of a sandbox`
      : undefined,
  'shared-audience-at-my-domain': ({ run }) =>
    isHostKind(run, 'my-domain', 'sandbox') &&
    sameUrl(run.audience, expectedAudience(run)) &&
    !refusedMyDomainAudience(run)
      ? `the request went to the My Domain with ${run.audience} as audience`
      : undefined,
  'both-audiences-refused': ({ run: { audience, fallbackAudience: fallback } }) =>
    fallback && fallback.outcome !== 'accepted'
      ? `Salesforce refused ${audience}, then ${fallback.audience} (${fallback.outcome})`
      : undefined,
  'audience-from-input': ({ run }) =>
    run.audienceFromInput ? `the workflow sets the audience ${run.audience}` : undefined,
  'my-domain-audience-refused': ({ run }) =>
    isHostKind(run, 'my-domain', 'sandbox') && refusedMyDomainAudience(run)
      ? 'Salesforce refuses the My Domain as audience too, so the audience is not the reason'
      : undefined,
  'my-domain-as-audience': ({ run }) =>
    isHostKind(run, 'my-domain', 'sandbox') && sameUrl(run.audience, run.loginUrl)
      ? 'the workflow sets the My Domain as audience, which some orgs do not accept'
      : undefined,
  'audience-mismatch': ({ run }) => {
    const expected = expectedAudience(run);
    const unexpected =
      run.audience && !sameUrl(run.audience, expected) && !sameUrl(run.audience, run.loginUrl);
    return expected && unexpected
      ? `the audience is ${run.audience}, but ${loginHost(run)} needs ${expected}`
      : undefined;
  },
  'site-host': ({ run }) =>
    isHostKind(run, 'site') ? `${loginHost(run)} is an Experience Cloud site` : undefined,
  'certificate-matched': ({ run }) =>
    run.certificateMatched
      ? 'the certificate in this workflow matches the private key, so the app must have a different one'
      : undefined,
  'certificate-not-compared': ({ run }) =>
    run.certificateMatched
      ? undefined
      : 'the workflow sets no certificate input, so the step could not compare it with the key',
  'clock-skewed': ({ run: { skewSeconds: skew = 0 } }) =>
    isSkewed(skew)
      ? `the runner’s clock is ${Math.abs(skew)} seconds ${skew > 0 ? 'behind' : 'ahead of'} Salesforce’s`
      : undefined,
  'clock-in-sync': ({ run: { skewSeconds: skew } }) =>
    skew !== undefined && !isSkewed(skew)
      ? 'the runner’s clock and Salesforce’s clock agree'
      : undefined,
  'proxy-set': ({ run }) =>
    run.proxy ? `requests from this runner go through the proxy ${describeProxy(run)}` : undefined,
  'unexpected-response-behind-proxy': ({ run, error }) =>
    run.proxy && !(error instanceof HttpStatusError && /oauth|rest/.test(error.response.bodyKind))
      ? `the answer does not look like Salesforce’s, and requests go through the proxy ${describeProxy(run)}`
      : undefined,
  'proxy-not-set': ({ run }) =>
    run.requestedAt !== undefined && !run.githubHosted && !run.proxy && !run.proxyVariable
      ? 'this is a self-hosted runner, and no proxy is set'
      : undefined,
  'github-hosted-runner': ({ run }) =>
    run.githubHosted
      ? 'this is a GitHub-hosted runner, whose address changes with every job'
      : undefined,
  'several-attempts': ({ run }) =>
    run.attempts > 1 ? `${run.attempts} attempts failed` : undefined,
  'revoke-token-set': ({ run }) =>
    run.revokeToken ? 'this workflow sets revoke-token to true' : undefined,
  'no-secrets': ({ reportContext }) => {
    const missingSecrets = reportContext?.missingSecrets;
    if (missingSecrets?.fork) return `this pull request is from ${missingSecrets.fork}`;
    return missingSecrets?.reason === 'dependabot' ? 'Dependabot started this run' : undefined;
  },
} satisfies Record<string, (input: DiagnosisInput) => string | undefined>;

export type EvidenceId = keyof typeof EVIDENCE;
