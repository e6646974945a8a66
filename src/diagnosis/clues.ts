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

/**
 * A clue is found in a run, or it is not. If it is, it gives the sentence that says why a cause is
 * the likeliest. Each has a name, so that the catalogue can be read without reading this.
 */
export const CLUES = {
  'sandbox user at a production host': ({ run }) => {
    const looks = looksLike(run.username);
    if (looks?.kind !== 'sandbox' || !is(run, 'login', 'my-domain')) return undefined;
    const sign = looks.ending
      ? `ends in “.${looks.ending}”, like a sandbox’s`
      : 'is a scratch org’s';
    return `the username ${sign}, but ${hostOf(run)} is for production orgs`;
  },
  'production user at a sandbox host': ({ run }) =>
    looksLike(run.username)?.kind === 'production' && is(run, 'test', 'sandbox')
      ? `${hostOf(run)} is for sandboxes, where the username would be like ${run.username}.${sandboxOf(hostOf(run) ?? '') ?? 'uat'}`
      : undefined,
  'user of another sandbox': ({ run }) => {
    const ending = looksLike(run.username)?.ending;
    const sandbox = sandboxOf(hostOf(run) ?? '');
    return looksLike(run.username)?.kind === 'sandbox' && ending && sandbox && ending !== sandbox
      ? `the username ends in “.${ending}”, but ${hostOf(run)} is the sandbox “${sandbox}”`
      : undefined;
  },
  'generic host': ({ run }) =>
    is(run, 'login', 'test')
      ? `${hostOf(run)} is shared by all orgs, and an org can refuse sign-ins there`
      : undefined,
  'test.salesforce.com': ({ run }) =>
    is(run, 'test') ? `sign-ins went to ${hostOf(run)}, not to the org’s My Domain` : undefined,
  'sandbox host': ({ run }) =>
    is(run, 'test', 'sandbox')
      ? `${hostOf(run)} is for sandboxes, and a refresh replaces a sandbox’s users, apps and keys`
      : undefined,
  'shared audience at a My Domain': ({ run }) =>
    is(run, 'my-domain', 'sandbox') && same(run.audience, fittingAudience(run))
      ? `the request named ${run.audience} as audience, although it went to the My Domain`
      : undefined,
  'own audience': ({ run }) =>
    is(run, 'my-domain', 'sandbox') && same(run.audience, run.loginUrl)
      ? 'the workflow gives the My Domain as audience, which not every org accepts'
      : undefined,
  'audience does not fit': ({ run }) => {
    const fitting = fittingAudience(run);
    const odd = run.audience && !same(run.audience, fitting) && !same(run.audience, run.loginUrl);
    return fitting && odd
      ? `the audience is ${run.audience}, but ${fitting} fits ${hostOf(run)}`
      : undefined;
  },
  'site host': ({ run }) =>
    is(run, 'site') ? `${hostOf(run)} is an Experience Cloud site` : undefined,
  'certificate matched': ({ run }) =>
    run.certificateMatched
      ? 'the certificate in this workflow does belong to the private key, so it is not the one in the app'
      : undefined,
  'certificate not given': ({ run }) =>
    run.certificateMatched
      ? undefined
      : 'the workflow gives no certificate, so nothing has compared one with the key yet',
  'clock is wrong': ({ run: { skewSeconds: skew = 0 } }) =>
    skewMatters(skew)
      ? `the runner’s clock is ${Math.abs(skew)} seconds ${skew > 0 ? 'behind' : 'ahead of'} Salesforce’s`
      : undefined,
  'clock is right': ({ run: { skewSeconds: skew } }) =>
    skew !== undefined && !skewMatters(skew)
      ? 'the runner’s clock agrees with Salesforce’s'
      : undefined,
  'proxy set': ({ run }) =>
    run.proxy ? `this runner’s requests go through the proxy ${proxyOf(run)}` : undefined,
  'proxy, and an answer unlike Salesforce’s': ({ run, error }) =>
    run.proxy && !(error instanceof SalesforceError && /oauth|rest/.test(error.answer.form))
      ? `the answer does not look like Salesforce’s, and requests go through the proxy ${proxyOf(run)}`
      : undefined,
  'proxy not set': ({ run }) =>
    run.githubHosted === false && !run.proxy && !run.proxyVariable
      ? 'this is a self-hosted runner, and its environment names no proxy'
      : undefined,
  'GitHub-hosted runner': ({ run }) =>
    run.githubHosted
      ? 'this is a GitHub-hosted runner, which has another address in every job'
      : undefined,
  'several attempts': ({ run }) =>
    run.attempts > 1 ? `${run.attempts} attempts failed one after the other` : undefined,
  'pull request from a fork': ({ surroundings }) =>
    surroundings?.runnerHint?.from && `this pull request is from ${surroundings.runnerHint.from}`,
  'started by Dependabot': ({ surroundings }) =>
    surroundings?.runnerHint?.reason === 'dependabot' ? 'Dependabot started this run' : undefined,
} satisfies Record<string, (facts: Facts) => string | undefined>;

export type ClueName = keyof typeof CLUES;
