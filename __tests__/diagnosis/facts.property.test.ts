/**
 * Checks every catalog entry with every combination of facts that a run can record. The rules compare
 * the text of a report with the facts, so they do not depend on how the diagnosis uses them.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CatalogEntry } from '../../src/diagnosis/catalog/entry.ts';
import { CATALOG } from '../../src/diagnosis/catalog/index.ts';
import type { EnvironmentFacts } from '../../src/diagnosis/environment-facts.ts';
import type { MissingSecretsReason } from '../../src/diagnosis/missing-secrets.ts';
import { report } from '../../src/diagnosis/report.ts';
import type { FallbackAudience, RunInfo } from '../../src/run-context.ts';
import { HttpStatusError } from '../../src/salesforce/errors.ts';
import { fallbackAudience, LOGIN_HOSTS, oauthError, runWith } from './builders.ts';
import { errorsFor } from './errors-from-catalog.ts';

interface Facts {
  readonly run: RunInfo;
  readonly environment: EnvironmentFacts;
  readonly missingSecrets: MissingSecretsReason;
}

/** A value for each placeholder that errors of the action itself fill in. */
const DETAILS = {
  actual: '00D000000000001EAA',
  algorithm: 'EC',
  audienceHost: 'login.salesforce.com',
  bits: 1024,
  certificateFingerprint: 'b'.repeat(64),
  component: 'a port',
  expected: '00D000000000002EAA',
  flaw: 'misspelled',
  host: 'login.acme.example',
  keyFingerprint: 'a'.repeat(64),
  loginHost: 'login.acme.example',
  max: 10,
  min: 1,
  myDomain: 'https://acme.my.salesforce.com',
  name: 'GITHUB_OUTPUT',
  reason: 'ENOSPC',
  seconds: 60,
  suggested: 'https://acme.my.salesforce.com',
  url: 'https://login.acme.example',
  variable: 'https_proxy',
};

const PROXIES: readonly Partial<RunInfo>[] = [
  {},
  { proxyVariable: 'https_proxy' },
  { proxyVariable: 'HTTPS_PROXY', proxy: 'proxy.acme.com:3128' },
];
const { login, test, myDomain, sandbox, site, other } = LOGIN_HOSTS;
const MATCHED = { certificateMatched: true, certificateExpires: '2026-01-01' };
const REQUESTED_AT = Date.UTC(2026, 0, 2);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const defined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;

const audienceFacts = fc
  .record({
    host: fc.constantFrom(login, test, myDomain, sandbox, site, other),
    input: optional(
      fc.constantFrom(
        'https://login.salesforce.com',
        'https://test.salesforce.com',
        'https://acme.my.salesforce.com',
      ),
    ),
    second: optional(fc.constantFrom('refused', 'got-further', 'no-answer')),
  })
  .map(({ host, input, second }) => {
    const run = input ? { ...host, audience: input, audienceFromInput: true } : host;
    // The step only tries a second audience at a My Domain, and only if the workflow does not set one.
    const hasSecond = second && !input && host === myDomain;
    return { ...run, ...(hasSecond ? { fallbackAudience: secondAudience(second) } : {}) };
  });

const secondAudience = (outcome: FallbackAudience['outcome']) =>
  fallbackAudience(outcome, oauthError('invalid_grant', 'audience is invalid'));

const runFacts = fc
  .record({
    audience: audienceFacts,
    proxy: fc.constantFrom(...PROXIES),
    username: fc.constantFrom('ci@acme.com', 'ci@acme.com.uat', 'ci@acme.com.dev1', 'ci@acme.dev'),
    scope: optional(fc.constantFrom('', 'api', 'full', 'refresh_token', 'id chatter_api')),
    skewSeconds: optional(fc.constantFrom(0, -30, 31, 600)),
    respondedAfter: optional(fc.constantFrom(1, 400)),
    certificate: fc.constantFrom({}, MATCHED, { ...MATCHED, certificateExpired: true }),
    githubHosted: fc.boolean(),
    attempts: fc.constantFrom(1, 3),
    revokeToken: fc.boolean(),
  })
  .map(({ audience, proxy, certificate, respondedAfter, ...fields }) =>
    runWith({
      ...audience,
      ...proxy,
      ...defined(fields),
      requestedAt: REQUESTED_AT,
      ...certificate,
      ...(respondedAfter ? { respondedAt: REQUESTED_AT + respondedAfter * 1000 } : {}),
    } as Partial<RunInfo>),
  );

const allFacts: fc.Arbitrary<Facts> = fc.record({
  run: runFacts,
  environment: fc.record({
    loginUrlEmpty: fc.boolean(),
    unreadProxyVariables: fc.constantFrom([], ['ALL_PROXY'], ['HTTPs_PROXY', 'http_proxy']),
    proxyHasCredentials: fc.boolean(),
    extraCaCerts: fc.constantFrom(
      { path: '/ca.pem' },
      { path: '/cacerts', flaw: 'is a Java keystore, not PEM' },
    ),
  }),
  missingSecrets: fc.constantFrom(
    { reason: 'fork', fork: 'the fork a/b' },
    { reason: 'fork' },
    { reason: 'dependabot' },
    { reason: 'other', job: 'deploy' },
  ),
});

/** Texts that a report must not contain if the facts satisfy the condition. */
type Rule = readonly [
  name: string,
  applies: (facts: Facts, error: unknown) => unknown,
  text: RegExp,
];

const isAsked = (error: unknown) => error instanceof HttpStatusError;
const isRefused = (error: unknown) =>
  error instanceof HttpStatusError &&
  error.request === 'token' &&
  error.response.bodyKind === 'oauth' &&
  error.response.status === 400;

const NEVER: readonly Rule[] = [
  ['leaves a placeholder', () => true, /<(?!w?br>)[a-z][\w-]*>|\{[a-z][\w-]*\}|undefined|\bNaN\b/],
  [
    'blames the clock although the clocks agree',
    ({ run }) => run.skewSeconds !== undefined && Math.abs(run.skewSeconds) <= 30,
    /clock is wrong/,
  ],
  [
    'blames a slow request although the response came at once',
    ({ run }) => Number(run.respondedAt) - REQUESTED_AT < 60_000,
    /reached Salesforce minutes after/,
  ],
  [
    'asks for the scope api although the token has it',
    ({ run }) => /^(api|full)$/.test(run.scope ?? ''),
    /(The app lacks|no) the scope “Manage user data|no scope api|lacks the scope “Manage/,
  ],
  [
    'blames the address of the runner although a proxy sends the requests',
    ({ run }) => run.proxy,
    /The runner’s address|the runner’s address is not among/,
  ],
  [
    'advises to set a proxy although one is used',
    ({ run }) => run.proxy,
    /Fix: Set https_proxy|only through a proxy|no proxy is set/,
  ],
  [
    'says that no proxy is set although a variable sets one',
    ({ environment, run }) =>
      (environment.unreadProxyVariables ?? []).length > 0 || run.proxyVariable,
    /no proxy is set|reach the internet only through a proxy/,
  ],
  [
    'advises to set NODE_EXTRA_CA_CERTS although it names a usable file',
    ({ environment }) => environment.extraCaCerts && !environment.extraCaCerts.flaw,
    /Set NODE_EXTRA_CA_CERTS/,
  ],
  [
    'advises to set NODE_EXTRA_CA_CERTS without naming the unusable file',
    ({ environment }) => environment.extraCaCerts?.flaw,
    /Set NODE_EXTRA_CA_CERTS to a file with/,
  ],
  [
    'advises to set the audience that is set',
    ({ run }) => run.audienceFromInput && run.audience === 'https://acme.my.salesforce.com',
    /^ *audience: https:\/\/acme\.my\.salesforce\.com$/m,
  ],
  [
    'says that the org needs its My Domain as audience although Salesforce refused that',
    ({ run }) => run.fallbackAudience?.outcome === 'refused',
    /accepts only its own My Domain as audience/,
  ],
  [
    'says that Salesforce refuses the My Domain as audience although it did not say so',
    ({ run }) => run.fallbackAudience && run.fallbackAudience.outcome !== 'refused',
    /accepts neither|refuses the My Domain as audience/,
  ],
  [
    'advises to use the My Domain although it is used',
    ({ run }, error) => isAsked(error) && run.hostKind === 'my-domain',
    /Set `login-url` to the org’s My Domain, such as|not to the org’s My Domain/,
  ],
  [
    'says that the sandbox was refreshed without a sign of it',
    (_, error) => isRefused(error),
    /The sandbox was refreshed/,
  ],
  [
    'asks for a comparison with the certificate although the step made it',
    ({ run }) => run.certificateMatched,
    /The certificate in the app does not match the private key\.|With the input `certificate`/,
  ],
  [
    'blames a fork in a run of Dependabot',
    ({ missingSecrets }) => missingSecrets.reason === 'dependabot',
    /pull requests from forks/,
  ],
  [
    'blames Dependabot in a run of a fork',
    ({ missingSecrets }) => missingSecrets.reason === 'fork',
    /Dependabot started/,
  ],
  [
    'advises to give up revoke-token although the workflow does not set it',
    ({ run }) => !run.revokeToken,
    /leave out `revoke-token`/,
  ],
];

/** The cause that must come first if the facts satisfy the condition. */
const FIRST: readonly Rule[] = [
  [
    'an empty login-url comes first',
    ({ environment }, error) => environment.loginUrlEmpty && isRefused(error) && !isRate(error),
    /`login-url` is empty/,
  ],
  [
    'a missing scope comes first',
    ({ run }, error) =>
      /refresh_token|chatter_api/.test(run.scope ?? '') &&
      error instanceof HttpStatusError &&
      error.request === 'userinfo' &&
      /session|api/i.test(`${error.response.error} ${error.response.description}`),
    /The token has no scope api/,
  ],
];
const isRate = (error: unknown) =>
  error instanceof HttpStatusError && error.response.rateExceeded === true;

function renderReport(error: unknown, { run, environment, missingSecrets }: Facts): string {
  const { message, summary } = report(error, run, {
    version: '1.0.0',
    environment,
    missingSecrets,
  });
  // Skips the lines before the causes, which mention the run's second audience.
  const causes = message.slice(message.search(/^(Most likely cause|Cause):/m));
  return `${causes}\n${summary.split('| This run |')[0]}`;
}

const firstCause = (error: unknown, facts: Facts) =>
  /^(?:Most likely cause|Cause): (.*)$/m.exec(renderReport(error, facts))?.[1] ?? '';

function assertRules(entry: CatalogEntry): void {
  const errors = errorsFor(entry, DETAILS);
  fc.assert(
    fc.property(fc.constantFrom(...errors), allFacts, ([, error], facts) => {
      const text = renderReport(error, facts);
      for (const [name, applies, pattern] of NEVER)
        if (applies(facts, error)) assert.doesNotMatch(text, pattern, `${name}:\n${text}`);
      for (const [name, applies, pattern] of FIRST)
        if (applies(facts, error)) assert.match(firstCause(error, facts), pattern, name);
      assert.ok(!/^Cause:/m.test(text) || !/^Also possible:/m.test(text), text);
    }),
    { numRuns: 60 },
  );
}

describe('a report lists no cause that the facts rule out and suggests nothing that is already done', () => {
  for (const entry of CATALOG.filter((candidate) => errorsFor(candidate).length > 0)) {
    it(`for the entry ${entry.id}`, () => assertRules(entry));
  }
});
