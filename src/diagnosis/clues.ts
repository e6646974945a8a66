import type { Findings } from '../findings.ts';
import { skewMatters } from '../salesforce/clock.ts';
import { SalesforceError } from '../salesforce/errors.ts';
import { audienceFor, type HostKind, sandboxOf } from '../salesforce/hosts.ts';
import type { Surroundings } from './surroundings.ts';
import { looksLike } from './usernames.ts';

/** Everything a clue may look at. */
export interface Facts {
  readonly run: Findings;
  readonly error?: unknown;
  readonly surroundings?: Surroundings;
}

const is = (run: Findings, ...kinds: HostKind[]) => kinds.some((kind) => kind === run.hostKind);

/** Host of the login URL; undefined before one was read. */
export const hostOf = (run: Findings): string | undefined => URL.parse(run.loginUrl ?? '')?.host;

/** The audience that fits the host, whatever the workflow gave; undefined where none follows from it. */
export const fittingAudience = (run: Findings): string | undefined =>
  run.loginUrl && audienceFor(run.loginUrl);

const same = (a: string | undefined, b: string | undefined) =>
  a !== undefined && a.replace(/\/$/, '').toLowerCase() === b?.replace(/\/$/, '').toLowerCase();

/** The proxy, and the variable that names it: a job and its runner may each set one. */
export const proxyOf = ({ proxy, proxyVariable }: Findings): string | undefined =>
  proxy && (proxyVariable ? `${proxy} (${proxyVariable})` : proxy);

const notToMyDomain = (run: Findings) =>
  `the request went to ${hostOf(run)}, not to the org’s My Domain`;

/** The org was asked with its own My Domain as audience, and refused that too. */
const refusedOwnAudience = ({ loginUrl, audience, secondAudience }: Findings) =>
  same(audience, loginUrl) || (secondAudience && secondAudience.outcome !== 'accepted');

/** By its name, a clue that a run may give: the sentence that says why a cause is likely there. */
export const CLUES = {
  'sandbox user at a production host': ({ run }) => {
    const looks = looksLike(run.username);
    if (looks?.kind !== 'sandbox' || !is(run, 'login', 'my-domain')) return undefined;
    const sign = looks.ending
      ? `ends with “.${looks.ending}”, as in a sandbox`
      : 'is that of a scratch org';
    return `the username ${sign}, but ${hostOf(run)} is for production orgs`;
  },
  'production user at a sandbox host': ({ run }) =>
    looksLike(run.username)?.kind === 'production' && is(run, 'test', 'sandbox')
      ? `${hostOf(run)} is for sandboxes, where the username looks like ${run.username}.${sandboxOf(hostOf(run) ?? '') ?? 'uat'}`
      : undefined,
  'user of another sandbox': ({ run }) => {
    const ending = looksLike(run.username)?.ending;
    const sandbox = sandboxOf(hostOf(run) ?? '');
    return looksLike(run.username)?.kind === 'sandbox' && ending && sandbox && ending !== sandbox
      ? `the username ends with “.${ending}”, but ${hostOf(run)} is the sandbox “${sandbox}”`
      : undefined;
  },
  'generic host': ({ run }) => (is(run, 'login', 'test') ? notToMyDomain(run) : undefined),
  'own host': ({ run }) => (is(run, 'login', 'test') ? undefined : hostOf(run)),
  'test.salesforce.com': ({ run }) => (is(run, 'test') ? notToMyDomain(run) : undefined),
  'sandbox host': ({ run }) =>
    is(run, 'test', 'sandbox')
      ? `${hostOf(run)} is for sandboxes, and a refresh replaces the users and apps of a sandbox`
      : undefined,
  'shared audience at a My Domain': ({ run }) =>
    is(run, 'my-domain', 'sandbox') &&
    same(run.audience, fittingAudience(run)) &&
    !refusedOwnAudience(run)
      ? `the request went to the My Domain with ${run.audience} as audience`
      : undefined,
  'both audiences refused': ({ run: { audience, secondAudience: second } }) =>
    second && second.outcome !== 'accepted'
      ? `Salesforce refused ${audience}, then ${second.audience} (${second.outcome})`
      : undefined,
  'audience given': ({ run }) =>
    run.audienceGiven ? `the workflow sets the audience ${run.audience}` : undefined,
  'My Domain refused as audience': ({ run }) =>
    is(run, 'my-domain', 'sandbox') && refusedOwnAudience(run)
      ? 'Salesforce refuses the My Domain as audience too, so the audience is not the reason'
      : undefined,
  'own audience': ({ run }) =>
    is(run, 'my-domain', 'sandbox') && same(run.audience, run.loginUrl)
      ? 'the workflow sets the My Domain as audience, which some orgs do not accept'
      : undefined,
  'audience does not fit': ({ run }) => {
    const fitting = fittingAudience(run);
    const odd = run.audience && !same(run.audience, fitting) && !same(run.audience, run.loginUrl);
    return fitting && odd
      ? `the audience is ${run.audience}, but ${hostOf(run)} needs ${fitting}`
      : undefined;
  },
  'site host': ({ run }) =>
    is(run, 'site') ? `${hostOf(run)} is an Experience Cloud site` : undefined,
  'certificate matched': ({ run }) =>
    run.certificateMatched
      ? 'the certificate in this workflow matches the private key, so the app must have a different one'
      : undefined,
  'certificate not given': ({ run }) =>
    run.certificateMatched
      ? undefined
      : 'the workflow sets no certificate input, so the step could not compare it with the key',
  'clock is wrong': ({ run: { skewSeconds: skew = 0 } }) =>
    skewMatters(skew)
      ? `the runner’s clock is ${Math.abs(skew)} seconds ${skew > 0 ? 'behind' : 'ahead of'} Salesforce’s`
      : undefined,
  'clock is right': ({ run: { skewSeconds: skew } }) =>
    skew !== undefined && !skewMatters(skew)
      ? 'the runner’s clock and Salesforce’s clock agree'
      : undefined,
  'proxy set': ({ run }) =>
    run.proxy ? `requests from this runner go through the proxy ${proxyOf(run)}` : undefined,
  'proxy, and an answer unlike Salesforce’s': ({ run, error }) =>
    run.proxy && !(error instanceof SalesforceError && /oauth|rest/.test(error.answer.form))
      ? `the answer does not look like Salesforce’s, and requests go through the proxy ${proxyOf(run)}`
      : undefined,
  'proxy not set': ({ run }) =>
    run.requestedAt !== undefined && !run.githubHosted && !run.proxy && !run.proxyVariable
      ? 'this is a self-hosted runner, and no proxy is set'
      : undefined,
  'GitHub-hosted runner': ({ run }) =>
    run.githubHosted
      ? 'this is a GitHub-hosted runner, whose address changes with every job'
      : undefined,
  'several attempts': ({ run }) =>
    run.attempts > 1 ? `${run.attempts} attempts failed` : undefined,
  'revoke-token set': ({ run }) =>
    run.revokeToken ? 'this workflow sets revoke-token to true' : undefined,
  'no secrets for this run': ({ surroundings }) => {
    const hint = surroundings?.runnerHint;
    if (hint?.from) return `this pull request is from ${hint.from}`;
    return hint?.reason === 'dependabot' ? 'Dependabot started this run' : undefined;
  },
} satisfies Record<string, (facts: Facts) => string | undefined>;

export type ClueName = keyof typeof CLUES;
