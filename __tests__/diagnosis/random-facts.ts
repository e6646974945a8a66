/** Generates arbitrary facts of a run, in combinations that are possible. */
import fc from 'fast-check';
import type { EnvironmentFacts } from '../../src/diagnosis/environment-facts.ts';
import type { MissingSecretsReason } from '../../src/diagnosis/missing-secrets.ts';
import type { Details } from '../../src/errors.ts';
import type { FallbackAudience, RunInfo } from '../../src/run-context.ts';
import { fallbackAudience, LOGIN_HOSTS, oauthError, runWith } from './builders.ts';

export interface Facts {
  readonly run: RunInfo;
  readonly details: Details;
  /** The host to which a response redirects, if it does. */
  readonly location: string | undefined;
  /** True if the failed request is the check that follows the sign-in. */
  readonly signedIn: boolean;
  readonly environment: EnvironmentFacts;
  readonly missingSecrets: MissingSecretsReason;
}

/** One value for each placeholder that an error of the action itself fills in. */
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
export const REQUESTED_AT = Date.UTC(2026, 0, 2);

export const CHINA = {
  loginUrl: 'https://test.sfcrmproducts.cn',
  hostKind: 'test',
  audience: 'https://test.sfcrmproducts.cn',
} as const;

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const defined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;

const audienceFacts = fc
  .record({
    host: fc.constantFrom(login, test, myDomain, sandbox, site, other, CHINA),
    input: optional(
      fc.constantFrom(
        'https://login.salesforce.com',
        'https://test.salesforce.com',
        'https://acme.my.salesforce.com',
      ),
    ),
    second: optional(fc.constantFrom('refused', 'got-further', 'no-answer', 'not-sent')),
  })
  .map(({ host, input, second }) => {
    // No audience can be derived from the login URL of `other`, so the workflow must set one.
    const audience = host === other ? 'https://localhost:8443' : input;
    const run = audience ? { ...host, audience, audienceFromInput: true } : host;
    // The step tries a second audience only at a My Domain, and only if the workflow does not set
    // `audience`.
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
    clockCompensated: optional(fc.constant(true as const)),
    respondedAfter: optional(fc.constantFrom(1, 400)),
    responseProxy: optional(fc.constantFrom('', 'proxy.acme.com:3128')),
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

/** Generates details that the errors of some entries use and those of the others ignore. */
const detailFacts = fc
  .record({
    schemes: optional(fc.constantFrom('Basic', 'Negotiate, NTLM', 'NTLM, Basic')),
    character: optional(fc.constant('a line break')),
    inputs: optional(
      fc.constantFrom(
        'username',
        'consumer-key, username',
        'consumer-key, private-key, signing-key, username',
      ),
    ),
    origin: fc.constantFrom('https://acme.my.salesforce.com', 'https://acme.my.site.com'),
  })
  .map((fields) => ({ ...DETAILS, ...defined(fields) }) as Details);

export const allFacts: fc.Arbitrary<Facts> = fc.record({
  run: runFacts,
  details: detailFacts,
  location: optional(fc.constantFrom('acme.my.salesforce.com', 'b.my.salesforce.com', 'sso.a.b')),
  signedIn: fc.boolean(),
  environment: fc.record({
    loginUrlEmpty: fc.boolean(),
    misspelledInputs: fc.constantFrom([], ['PRIVATE_KEY'], ['SF_USERNAME']),
    unreadProxyVariables: fc.constantFrom([], ['ALL_PROXY'], ['HTTPs_PROXY', 'http_proxy']),
    proxyHasCredentials: fc.boolean(),
    noProxyEntries: fc.constantFrom([], ['https://acme.my.salesforce.com']),
    caVariable: fc.constantFrom('SSL_CERT_FILE', ''),
    extraCaCerts: fc.constantFrom(
      { path: '/ca.pem' },
      { path: '/ca.pem', hasNoAuthority: true },
      { path: '/cacerts', flaw: 'is a Java keystore, not PEM' },
    ),
  }),
  missingSecrets: fc.constantFrom(
    { reason: 'fork', fork: 'the fork a/b' },
    { reason: 'fork' },
    { reason: 'dependabot' },
    { reason: 'forked-repository' },
    { reason: 'other', job: 'deploy' },
  ),
});
