/**
 * Checks every catalog entry with every combination of facts that a run can record. The rules compare
 * the text of a report with the facts, so they do not depend on how the diagnosis uses them.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CatalogEntry } from '../../src/diagnosis/catalog/entry.ts';
import { CATALOG, CATALOG_GROUPS } from '../../src/diagnosis/catalog/index.ts';
import type { EnvironmentFacts } from '../../src/diagnosis/environment-facts.ts';
import type { MissingSecretsReason } from '../../src/diagnosis/missing-secrets.ts';
import { report } from '../../src/diagnosis/report.ts';
import { ActionError, type Details } from '../../src/errors.ts';
import { TransportError } from '../../src/http/errors.ts';
import { InputError } from '../../src/inputs/errors.ts';
import type { FallbackAudience, RunInfo } from '../../src/run-context.ts';
import { HttpStatusError, isRequestError } from '../../src/salesforce/errors.ts';
import { fallbackAudience, LOGIN_HOSTS, oauthError, runWith } from './builders.ts';
import { errorsFor } from './errors-from-catalog.ts';

interface Facts {
  readonly run: RunInfo;
  readonly details: Details;
  /** Host to which a response redirects. */
  readonly location: string | undefined;
  /** True if the request is the check after the sign-in. */
  readonly signedIn: boolean;
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
    // No audience can be derived from any other host, so the workflow must set one.
    const audience = host === other ? 'https://localhost:8443' : input;
    const run = audience ? { ...host, audience, audienceFromInput: true } : host;
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

/** Facts that the errors of some entries have and other errors ignore. */
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

const allFacts: fc.Arbitrary<Facts> = fc.record({
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
    { reason: 'other', job: 'deploy' },
  ),
});

/** Texts that a report must not contain if the facts satisfy the condition. */
type Rule = readonly [
  name: string,
  applies: (facts: Facts, error: unknown) => unknown,
  text: RegExp,
];

const isAsked = (error: unknown): error is HttpStatusError => error instanceof HttpStatusError;
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
    'blames a slow request although the response arrived immediately',
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
    'suggests setting a proxy although one is used',
    ({ run }) => run.proxy,
    /Fix: Set https_proxy|only through a proxy|no proxy is set/,
  ],
  [
    'states that no proxy is set although a variable sets one',
    ({ environment, run }) =>
      (environment.unreadProxyVariables ?? []).length > 0 || run.proxyVariable,
    /no proxy is set|reach the internet only through a proxy/,
  ],
  [
    'suggests setting NODE_EXTRA_CA_CERTS although it names a usable file',
    ({ environment }) => environment.extraCaCerts && !environment.extraCaCerts.flaw,
    /Set NODE_EXTRA_CA_CERTS/,
  ],
  [
    'suggests setting NODE_EXTRA_CA_CERTS without naming the unusable file',
    ({ environment }) => environment.extraCaCerts?.flaw,
    /Set NODE_EXTRA_CA_CERTS to a file with/,
  ],
  [
    'suggests setting the audience that is set',
    ({ run }) => run.audienceFromInput && run.audience === 'https://acme.my.salesforce.com',
    /^ *audience: https:\/\/acme\.my\.salesforce\.com$/m,
  ],
  [
    'offers the My Domain as audience although Salesforce rejected it',
    ({ run }) => run.audience === run.loginUrl && /domain|sandbox/.test(run.hostKind ?? ''),
    /or the org’s My Domain\./,
  ],
  [
    'states that the org needs its My Domain as audience although Salesforce rejected it',
    ({ run }) => run.fallbackAudience?.outcome === 'refused',
    /accepts only its own My Domain as audience/,
  ],
  [
    'states that Salesforce rejects the My Domain as audience although it did not',
    ({ run }) => run.fallbackAudience && run.fallbackAudience.outcome !== 'refused',
    /accepts neither|refuses the My Domain as audience/,
  ],
  [
    'suggests using the My Domain although it is used',
    ({ run }, error) => isAsked(error) && run.hostKind === 'my-domain',
    /Set `login-url` to the org’s My Domain, such as|not to the org’s My Domain/,
  ],
  [
    'states that the sandbox was refreshed without any indication',
    (_, error) => isRefused(error),
    /The sandbox was refreshed/,
  ],
  [
    'asks to compare the certificate although the step has done so',
    ({ run }) => run.certificateMatched,
    /The certificate in the app does not match the private key\.|With the input `certificate`/,
  ],
  [
    'blames a fork although Dependabot started the run',
    ({ missingSecrets }) => missingSecrets.reason === 'dependabot',
    /pull requests from forks/,
  ],
  [
    'blames Dependabot although the run is for a fork',
    ({ missingSecrets }) => missingSecrets.reason === 'fork',
    /Dependabot started/,
  ],
  [
    'suggests removing revoke-token although the workflow does not set it',
    ({ run }) => !run.revokeToken,
    /leave out `revoke-token`/,
  ],
];

const detailsOf = (error: unknown): Details => (error instanceof ActionError ? error.details : {});

const NEVER_OF_ERROR: readonly Rule[] = [
  [
    'calls a shared login host misspelled',
    ({ run }, error) => /login|test/.test(run.hostKind ?? '') && isRequestError(error),
    /`login-url` is misspelled/,
  ],
  [
    'blames the login URL, or sends to Login History, although the sign-in succeeded',
    (_, error) => isRequestError(error) && error.request === 'userinfo',
    /`login-url` is misspelled|Find the row|Its Status says why|The site has no sign-in/,
  ],
  [
    'blames the login host although the check after the sign-in went to another one',
    (_, error) => isAsked(error) && error.request === 'userinfo',
    /(login|test)\.salesforce\.com(, not| fails|, port)|often fail at the shared hosts/,
  ],
  [
    'names the example of a production org although the host is for sandboxes',
    ({ run }, error) => /test|sandbox/.test(run.hostKind ?? '') && isRequestError(error),
    /`login-url` to the org’s My Domain, such as https:\/\/acme\.my\./,
  ],
  [
    'advises to use the host that is used',
    ({ run, location }) => location && run.loginUrl === `https://${location}`,
    /^ *login-url: https:\/\/acme\.my\.salesforce\.com$/m,
  ],
  [
    'blames the password for the proxy although the proxy takes none',
    (_, error) => detailsOf(error)['schemes'] === 'Negotiate, NTLM',
    /password for the proxy is wrong|asks for a user name and a password/,
  ],
  [
    'says that the proxy wants NTLM although it takes a password',
    (_, error) => /Basic/.test(String(detailsOf(error)['schemes'])),
    /The proxy wants NTLM/,
  ],
  [
    'offers Login Hours although Salesforce names only the address',
    (_, error) => isAsked(error) && /\bip\b(?!.*hours)/i.test(String(error.response.description)),
    /Login Hours/,
  ],
  [
    'calls a value with a line break one of another form',
    (_, error) => detailsOf(error)['character'],
    /is not a consumer key|does not look like|is not an org ID|is not a URL|is not a complete URL/,
  ],
  [
    'says that no user was given although more is missing',
    (_, error) => detailsOf(error)['inputs'] !== 'username',
    /No user was given/,
  ],
  [
    'blames a missing environment although some inputs have values',
    (_, error) => !/^consumer-key.*username$/.test(String(detailsOf(error)['inputs'])),
    /belong to an environment that/,
  ],
  [
    'blames a missing environment although the environment of the step has a value',
    (facts, error) => hasMisspelledInput(facts, error),
    /belong to an environment that/,
  ],
];

const hasMisspelledInput = ({ environment }: Facts, error: unknown) => {
  const inputs = String(detailsOf(error)['inputs']);
  const [name] = environment.misspelledInputs ?? [];
  return name === 'PRIVATE_KEY' ? /private/.test(inputs) : name && /username/.test(inputs);
};

/** The cause that must come first if the facts satisfy the condition. */
const FIRST: readonly Rule[] = [
  [
    'a value under a name that is not read comes first',
    (facts, error) =>
      error instanceof InputError && error.code === 'missing' && hasMisspelledInput(facts, error),
    /under a name that the step does not read/,
  ],
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

/** Adds the facts about the response and the request to an error. */
function errorWith({ location, signedIn }: Facts, error: unknown, entry: CatalogEntry): unknown {
  const isOAuthError = CATALOG_GROUPS.oauthErrors.includes(entry);
  const request = entry.request ?? (signedIn && !isOAuthError ? 'userinfo' : 'token');
  if (error instanceof TransportError)
    return error.request === 'key-service' ? error : new TransportError({ ...error, request });
  if (!(error instanceof HttpStatusError)) return error;
  const { status } = error.response;
  const isRedirect = location !== undefined && status >= 300 && status < 400;
  const response = { ...error.response, ...(isRedirect ? { location } : {}) };
  return new HttpStatusError({ ...error, request, response });
}

function assertRules(entry: CatalogEntry): void {
  fc.assert(
    fc.property(fc.nat(), allFacts, (number, facts) => {
      // If the audience itself is rejected, the request did not get further.
      const isRefusedAudience = /audience-invalid|app-not-found/.test(entry.id);
      fc.pre(!isRefusedAudience || facts.run.fallbackAudience?.outcome !== 'got-further');
      const errors = errorsFor(entry, facts.details);
      const error = errorWith(facts, errors[number % errors.length]?.[1], entry);
      const text = renderReport(error, facts);
      assert.match(text, /^(Most likely cause|Cause): /m);
      for (const [name, applies, pattern] of [...NEVER, ...NEVER_OF_ERROR])
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
