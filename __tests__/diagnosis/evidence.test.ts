import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DiagnosisInput } from '../../src/diagnosis/diagnosis-input.ts';
import type { EnvironmentFacts } from '../../src/diagnosis/environment-facts.ts';
import { EVIDENCE, type EvidenceId } from '../../src/diagnosis/evidence.ts';
import type { MissingSecretsReason } from '../../src/diagnosis/missing-secrets.ts';
import type { RunInfo } from '../../src/run-context.ts';
import { emptyRunInfo } from '../helpers/run-info.ts';
import {
  errorResponse,
  fallbackAudience,
  inputError,
  LOGIN_HOSTS,
  networkError,
  oauthError,
  PROXY,
  runWith,
  SANDBOX_USER,
  SELF_HOSTED,
} from './builders.ts';

type EvidenceCase = Partial<RunInfo> & {
  readonly missingSecrets?: MissingSecretsReason;
  readonly environment?: EnvironmentFacts;
  readonly error?: unknown;
};

function evidenceFor(
  id: EvidenceId,
  { missingSecrets, environment, error, ...run }: EvidenceCase,
): string | undefined {
  const reportContext = {
    version: '1.0.0',
    ...(missingSecrets ? { missingSecrets } : {}),
    ...(environment ? { environment } : {}),
  };
  const diagnosisInput: DiagnosisInput = { run: runWith(run), error, reportContext };
  return EVIDENCE[id](diagnosisInput);
}

const ALL_INPUTS = 'consumer-key, private-key, signing-key, username';
const redirectTo = (location: string) =>
  errorResponse({ status: 302, bodyKind: 'empty', location });

/**
 * Lists for each kind of evidence a run in which it is found, a pattern that its text must match,
 * and runs in which it is not found.
 */
const TABLE: Readonly<
  Record<EvidenceId, readonly [EvidenceCase, RegExp, ...(readonly EvidenceCase[])]>
> = {
  'sandbox-user-at-production-host': [
    { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    /ends with “\.uat”, as in a sandbox, but login\.salesforce\.com is for production orgs$/,
    LOGIN_HOSTS.login,
    { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    { ...LOGIN_HOSTS.test, ...SANDBOX_USER },
  ],
  'production-user-at-sandbox-host': [
    LOGIN_HOSTS.sandbox,
    /acme--uat\.sandbox\.my\.salesforce\.com is for sandboxes, .* like ci@acme\.com\.uat$/,
    LOGIN_HOSTS.myDomain,
    { ...LOGIN_HOSTS.test, ...SANDBOX_USER },
    { ...LOGIN_HOSTS.test, username: 'ci@acme.dev' },
  ],
  'user-of-another-sandbox': [
    { ...LOGIN_HOSTS.sandbox, username: 'ci@acme.com.dev1' },
    /ends with “\.dev1”, but .* is the sandbox “uat”$/,
    { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    { ...LOGIN_HOSTS.sandbox, username: 'test-1@example.com' },
    { ...LOGIN_HOSTS.test, ...SANDBOX_USER },
    LOGIN_HOSTS.sandbox,
  ],
  'shared-login-host': [
    LOGIN_HOSTS.login,
    /^the request went to login\.salesforce\.com, not to/,
    LOGIN_HOSTS.myDomain,
    LOGIN_HOSTS.sandbox,
    { ...LOGIN_HOSTS.login, error: networkError('ECONNRESET', {}, 'userinfo') },
  ],
  'username-escaped': [
    { username: 'ci&amp;cd@acme.com' },
    /^the username contains “&amp;”$/,
    { username: 'ci&cd@acme.com' },
    { username: 'ci%cd@acme.com' },
  ],
  'shared-login-url': [
    LOGIN_HOSTS.login,
    /^login-url is https:\/\/login\.salesforce\.com$/,
    LOGIN_HOSTS.myDomain,
  ],
  'test-login-host': [
    LOGIN_HOSTS.test,
    /not to the org’s My Domain$/,
    LOGIN_HOSTS.login,
    LOGIN_HOSTS.sandbox,
    { ...LOGIN_HOSTS.test, error: networkError('ECONNRESET', {}, 'userinfo') },
  ],
  'sandbox-my-domain': [
    LOGIN_HOSTS.sandbox,
    /is a sandbox, and a refresh gives it a new org ID$/,
    LOGIN_HOSTS.test,
    LOGIN_HOSTS.myDomain,
  ],
  'shared-audience-at-my-domain': [
    LOGIN_HOSTS.sandbox,
    /with https:\/\/test\.salesforce\.com as audience/,
    LOGIN_HOSTS.test,
    { audience: 'https://acme.my.salesforce.com' },
    { fallbackAudience: fallbackAudience('refused') },
    { fallbackAudience: fallbackAudience('got-further') },
  ],
  'my-domain-as-audience': [
    { audience: 'https://ACME.my.salesforce.com/' },
    /sets the My Domain as audience/,
    LOGIN_HOSTS.myDomain,
    LOGIN_HOSTS.site,
  ],
  'audience-mismatch': [
    { audience: 'https://test.salesforce.com' },
    /^the audience is https:\/\/test\.salesforce\.com, but acme\.my\.salesforce\.com needs/,
    LOGIN_HOSTS.myDomain,
    LOGIN_HOSTS.other,
    { audience: 'https://acme.my.salesforce.com' },
  ],
  'login-url-mismatch': [
    { ...LOGIN_HOSTS.login, ...SANDBOX_USER, audience: 'https://test.salesforce.com' },
    /^the username and the audience https:\/\/test\.salesforce\.com both look like those of a sandbox org$/,
    { ...LOGIN_HOSTS.login, audience: 'https://test.salesforce.com' },
    { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    { ...LOGIN_HOSTS.sandbox, audience: 'https://test.salesforce.com' },
    { ...LOGIN_HOSTS.login, username: 'ci@acme.dev' },
    { ...LOGIN_HOSTS.myDomain, ...SANDBOX_USER, loginUrl: 'https://a.example', hostKind: 'other' },
  ],
  'site-host': [
    LOGIN_HOSTS.site,
    /^acme\.my\.site\.com is an Experience Cloud site$/,
    LOGIN_HOSTS.myDomain,
  ],
  'certificate-matched': [{ certificateMatched: true }, /matches the private key/, {}],
  'certificate-not-compared': [{}, /sets no certificate input/, { certificateMatched: true }],
  'clock-skewed': [{ skewSeconds: 31 }, /31 seconds behind/, { skewSeconds: -30 }, {}],
  'clock-compensated': [
    { clockCompensated: true },
    /signed with its own time, so the clock is not the reason$/,
    { skewSeconds: 90 },
  ],
  'clock-not-behind': [{ skewSeconds: -31 }, /is ahead/, { skewSeconds: 31 }, {}],
  'clock-in-sync': [{ skewSeconds: -30 }, /agree$/, { skewSeconds: 31 }, {}],
  'proxy-set': [PROXY, /through the proxy proxy\.acme\.com:3128$/, SELF_HOSTED],
  'unexpected-response-behind-proxy': [
    { ...PROXY, error: errorResponse({ status: 500, bodyKind: 'html' }) },
    /does not look like Salesforce’s/,
    { ...PROXY, error: oauthError('x', undefined, 500) },
    { error: errorResponse({ status: 500, bodyKind: 'html' }) },
  ],
  'proxy-not-set': [
    SELF_HOSTED,
    /neither https_proxy nor HTTPS_PROXY is set$/,
    PROXY,
    { ...SELF_HOSTED, proxyVariable: 'HTTPS_PROXY' },
    { githubHosted: true },
  ],
  'github-hosted-runner': [{ githubHosted: true }, /address changes with every job/, SELF_HOSTED],
  'several-attempts': [
    { attempts: 2 },
    /^2 attempts/,
    { attempts: 1 },
    { attempts: 2, error: networkError('timeout', {}, 'userinfo') },
  ],
  'no-secrets': [
    { missingSecrets: { reason: 'fork', fork: 'the fork a/b' } },
    /is from the fork a\/b$/,
    { missingSecrets: { reason: 'other' } },
    { missingSecrets: { reason: 'dependabot' } },
    {},
  ],
  'forked-repository': [
    {
      missingSecrets: { reason: 'forked-repository' },
      error: inputError('missing', 'consumer-key', { inputs: ALL_INPUTS }),
    },
    /^this repository is a fork$/,
    {
      missingSecrets: { reason: 'forked-repository' },
      error: inputError('missing', 'private-key', { inputs: 'private-key, signing-key' }),
    },
    { missingSecrets: { reason: 'forked-repository' } },
    {
      missingSecrets: { reason: 'other' },
      error: inputError('missing', 'consumer-key', { inputs: ALL_INPUTS }),
    },
    {},
  ],
  'dependabot-run': [
    { missingSecrets: { reason: 'dependabot' } },
    /^Dependabot started this run$/,
    { missingSecrets: { reason: 'fork' } },
    {},
  ],
  'certificate-expired': [
    { certificateExpires: '2026-01-01', certificateExpired: true },
    /was valid until 2026-01-01$/,
    { certificateExpires: '2026-01-03', certificateExpired: false },
    {},
  ],
  'answered-quickly': [
    { requestedAt: 1000, respondedAt: 3000 },
    /^the response came 2 seconds after the request$/,
    { requestedAt: 1000, respondedAt: 61_000 },
    {},
  ],
  'login-url-empty': [
    { ...LOGIN_HOSTS.login, environment: { loginUrlEmpty: true } },
    /empty value, so the request went to login\.salesforce\.com$/,
    { environment: { loginUrlEmpty: false } },
    {},
  ],
  'scope-with-api': [
    { scope: 'id api' },
    /^the scope of the token is id api$/,
    { scope: 'chatter_api' },
    { scope: '' },
    {},
  ],
  'scope-without-api': [
    { scope: 'chatter_api refresh_token' },
    /^the scope of the token is chatter_api refresh_token$/,
    { scope: 'full' },
    { scope: '' },
    {},
  ],
  'extra-ca-certs-unusable': [
    { environment: { extraCaCerts: { path: '/a.jks', flaw: 'is empty' } } },
    /^NODE_EXTRA_CA_CERTS is set to \/a\.jks, which is empty$/,
    { environment: { extraCaCerts: { path: '/a.pem' } } },
    {},
  ],
  'extra-ca-certs-without-authority': [
    { environment: { extraCaCerts: { path: '/ca.pem', hasNoAuthority: true } } },
    /^no certificate in \/ca\.pem may sign others$/,
    { environment: { extraCaCerts: { path: '/ca.pem' } } },
    {},
  ],
  'extra-ca-certs-usable': [
    { environment: { extraCaCerts: { path: '/a.pem' } } },
    /^NODE_EXTRA_CA_CERTS is set to \/a\.pem$/,
    { environment: { extraCaCerts: { path: '/a.jks', flaw: 'is empty' } } },
    {},
  ],
  'extra-ca-certs-set': [
    { environment: { extraCaCerts: { path: '/a.jks', flaw: 'is empty' } } },
    /^\/a\.jks$/,
    { environment: {} },
    {},
  ],
  'proxy-variable-not-read': [
    { environment: { unreadProxyVariables: ['ALL_PROXY', 'HTTPs_PROXY'] } },
    /^the environment sets ALL_PROXY and HTTPs_PROXY, which the step does not read$/,
    { ...PROXY, environment: { unreadProxyVariables: ['ALL_PROXY'] } },
    { proxyVariable: 'https_proxy', environment: { unreadProxyVariables: ['ALL_PROXY'] } },
    { environment: { unreadProxyVariables: [] } },
    {},
  ],
  'proxy-credentials-not-set': [
    { ...PROXY, proxyVariable: 'https_proxy', environment: { proxyHasCredentials: false } },
    /^https_proxy contains no user name and password$/,
    { ...PROXY, proxyVariable: 'https_proxy', environment: { proxyHasCredentials: true } },
    {},
  ],
  'proxy-exempted': [
    { proxyVariable: 'https_proxy' },
    /^https_proxy is set, but no_proxy exempts acme\.my\.salesforce\.com$/,
    { ...PROXY, proxyVariable: 'https_proxy' },
    {},
  ],
  'host-suggested': [
    { error: inputError('login-url-host', 'login-url', { suggested: 'https://a' }) },
    /^https:\/\/a is a host of Salesforce$/,
    { error: inputError('login-url-host', 'login-url', {}) },
    {},
  ],
  'stray-character': [
    { error: inputError('username-format', 'username', { character: 'a tab' }) },
    /^the value is valid without it$/,
    { error: inputError('username-format', 'username') },
    {},
  ],
  'value-of-another-input': [
    { error: inputError('username-format', 'username', { valueKind: 'a URL' }) },
    /^the value is a URL, which belongs in another input$/,
    { error: inputError('audience-format', 'audience', { valueKind: 'a URL' }) },
    { error: inputError('username-format', 'username') },
  ],
  'site-path-suggested': [
    {
      error: inputError('login-url-path', 'login-url', {
        suggested: 'https://a/b',
        origin: 'https://a',
      }),
    },
    /that of a site$/,
    {
      error: inputError('login-url-path', 'login-url', {
        suggested: 'https://a',
        origin: 'https://a',
      }),
    },
    {},
  ],
  'username-empty': [
    { error: inputError('missing', 'username', { inputs: 'username' }) },
    /other required inputs have values/,
    { error: inputError('missing', 'consumer-key', { inputs: 'consumer-key, username' }) },
    {},
  ],
  'all-inputs-empty': [
    { error: inputError('missing', 'consumer-key', { inputs: ALL_INPUTS }) },
    /^all required inputs are empty$/,
    { error: inputError('missing', 'username', { inputs: 'username' }) },
    {},
  ],
  'signed-in': [
    { error: networkError('ECONNRESET', {}, 'userinfo') },
    /sign-in itself succeeded/,
    { error: networkError('ECONNRESET') },
    {},
  ],
  'redirected-to-my-domain': [
    { ...LOGIN_HOSTS.login, error: redirectTo('acme.my.salesforce.com') },
    /^Salesforce redirects the request to acme\.my\.salesforce\.com$/,
    { error: redirectTo('acme.my.salesforce.com') },
    { ...LOGIN_HOSTS.login, error: redirectTo('sso.acme.com') },
    {},
  ],
  'site-path': [
    LOGIN_HOSTS.site,
    /^login-url has the path \/partners$/,
    { loginUrl: 'https://acme.my.site.com', hostKind: 'site' },
    { ...LOGIN_HOSTS.site, error: networkError('ECONNRESET', {}, 'userinfo') },
    {},
  ],
  'hours-possible': [
    { error: oauthError('invalid_grant', 'ip restricted or invalid login hours') },
    /may concern Login Hours/,
    { error: oauthError('invalid_grant', 'ip restricted') },
    {},
  ],
  'api-off-for-org': [
    { error: oauthError('X', 'The REST API is not enabled for this Organization.') },
    /names the org, not the user/,
    { error: oauthError('X', 'API is disabled for this User') },
    // Salesforce also returns this description for a user without the permission API Enabled.
    { error: oauthError('X', 'API is not enabled for this Organization or Partner') },
    {},
  ],
  'api-off-for-user': [
    { error: oauthError('X', 'API is disabled for this User') },
    /names the user, not the org/,
    { error: oauthError('X', 'API is not enabled for this Organization or Partner') },
    {},
  ],
  'requests-at-once': [
    { error: oauthError('X', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.') },
    /concurrent requests/,
    { error: oauthError('X', 'TotalRequests Limit exceeded.') },
    {},
  ],
  'requests-of-24-hours': [
    { error: oauthError('X', 'TotalRequests Limit exceeded.') },
    /all requests/,
    { error: oauthError('X', 'ConcurrentRequests Limit exceeded.') },
    {},
  ],
  connected: [
    { ...PROXY, responseProxy: PROXY.proxy },
    /^connected$/,
    { ...PROXY, responseProxy: '' },
    { responseProxy: PROXY.proxy },
    { ...PROXY, error: networkError('timeout') },
    {},
  ],
  'proxy-without-basic': [
    { error: networkError('proxy-refused', { status: 407, schemes: 'Negotiate, NTLM' }) },
    /^the proxy offers only Negotiate, NTLM$/,
    { error: networkError('proxy-refused', { status: 407, schemes: 'NTLM, Basic' }) },
    { error: networkError('proxy-refused', { status: 407 }) },
    {},
  ],
  'proxy-with-basic': [
    { error: networkError('proxy-refused', { status: 407, schemes: 'NTLM, basic' }) },
    /^the proxy offers Basic$/,
    { error: networkError('proxy-refused', { status: 407, schemes: 'NTLM' }) },
    { error: networkError('proxy-refused', { status: 407 }) },
    {},
  ],
  'ca-variable-not-read': [
    { environment: { caVariable: 'SSL_CERT_FILE' } },
    /^SSL_CERT_FILE is set, but Node does not read it$/,
    { environment: {} },
    {},
  ],
  'input-misspelled': [
    {
      error: inputError('missing', 'private-key', { inputs: 'private-key, signing-key' }),
      environment: { misspelledInputs: ['INPUT_PRIVATE_KEY', 'CONSUMER_KEY'] },
    },
    /^the environment has a value for INPUT_PRIVATE_KEY$/,
    { error: inputError('missing'), environment: { misspelledInputs: ['PRIVATE_KEY'] } },
    { error: inputError('missing', 'username', { inputs: 'username' }), environment: {} },
    {},
  ],
  'revoke-token-set': [{ revokeToken: true }, /sets revoke-token/, { revokeToken: false }, {}],
  'both-audiences-refused': [
    { fallbackAudience: fallbackAudience('refused') },
    /^Salesforce refused https:\/\/login\.salesforce\.com, then https:\/\/acme\.my\.salesforce\.com$/,
    { fallbackAudience: fallbackAudience('accepted') },
    LOGIN_HOSTS.myDomain,
  ],
  'audience-from-input': [
    { audienceFromInput: true },
    /^the workflow sets the audience/,
    LOGIN_HOSTS.myDomain,
  ],
  'not-a-shared-login-host': [
    LOGIN_HOSTS.myDomain,
    /^acme\.my\.salesforce\.com$/,
    LOGIN_HOSTS.login,
    LOGIN_HOSTS.test,
  ],
  'my-domain-audience-rejected': [
    { fallbackAudience: fallbackAudience('refused') },
    /refuses the My Domain as audience too/,
    { fallbackAudience: fallbackAudience('accepted') },
    LOGIN_HOSTS.login,
    LOGIN_HOSTS.myDomain,
  ],
};

for (const [id, [matching, pattern, ...others]] of Object.entries(TABLE)) {
  describe(`the evidence ${id}`, () => {
    it('states the relevant fact of the run', () =>
      assert.match(evidenceFor(id as EvidenceId, matching) ?? '', pattern));

    for (const other of others) {
      it(`is not found with ${JSON.stringify(other).replace(/^\{\}$/, 'the default facts')}`, () =>
        assert.equal(evidenceFor(id as EvidenceId, other), undefined));
    }
  });
}

it('the evidence no-secrets is also found if the name of the fork is unknown', () =>
  assert.equal(
    evidenceFor('no-secrets', { missingSecrets: { reason: 'fork' } }),
    'GitHub gives this run no secrets',
  ));

it("the evidence clock-skewed is also found if the runner's clock is ahead", () =>
  assert.match(evidenceFor('clock-skewed', { skewSeconds: -90 }) ?? '', /90 seconds ahead of/));

it('the evidence sandbox-user-at-production-host is also found for the user of a scratch org', () =>
  assert.match(
    evidenceFor('sandbox-user-at-production-host', { username: 'test-1@example.com' }) ?? '',
    /is that of a scratch org, but acme\.my\.salesforce\.com/,
  ));

it('the only evidence of a run that failed before anything was recorded is certificate-not-compared', () => {
  const found = Object.entries(EVIDENCE).flatMap(([name, find]) =>
    find({ run: emptyRunInfo() }) ? [name] : [],
  );
  assert.deepEqual(found, ['certificate-not-compared']);
});

it('the evidence connected is also found if the proxy opened a connection for the request', () => {
  const error = networkError('timeout', { proxy: 'connected' });
  assert.ok(evidenceFor('connected', { ...PROXY, error }));
});

it('the evidence proxy-exempted states the host of the request, which may not be that of the login URL', () => {
  const error = networkError('ETIMEDOUT', {}, 'userinfo');
  const run = { ...LOGIN_HOSTS.login, proxyVariable: 'https_proxy' } as const;
  assert.match(
    evidenceFor('proxy-exempted', { ...run, error }) ?? '',
    / acme\.my\.salesforce\.com$/,
  );
});
