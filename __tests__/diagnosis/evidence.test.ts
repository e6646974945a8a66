import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DiagnosisInput, EVIDENCE, type EvidenceId } from '../../src/diagnosis/evidence.ts';
import type { MissingSecretsReason } from '../../src/diagnosis/missing-secrets.ts';
import type { RunInfo } from '../../src/run.ts';
import { emptyRunInfo } from '../helpers/crypto.ts';
import {
  errorResponse,
  LOGIN_HOSTS,
  oauthError,
  PROXY,
  runWith,
  SANDBOX_USER,
  SELF_HOSTED,
} from './builders.ts';

type EvidenceCase = Partial<RunInfo> & {
  readonly missingSecrets?: MissingSecretsReason;
  readonly error?: unknown;
};

function evidenceFor(
  id: EvidenceId,
  { missingSecrets, error, ...run }: EvidenceCase,
): string | undefined {
  const reportContext = {
    version: '1.0.0',
    ...(missingSecrets ? { missingSecrets: missingSecrets } : {}),
  };
  const diagnosisInput: DiagnosisInput = { run: runWith(run), error, reportContext };
  return EVIDENCE[id](diagnosisInput);
}

/** Where each is found, what it says there, and where it is not found. */
const TABLE: Readonly<
  Record<EvidenceId, readonly [EvidenceCase, RegExp, ...(readonly EvidenceCase[])]>
> = {
  'sandbox user at a production host': [
    { ...LOGIN_HOSTS.login, ...SANDBOX_USER },
    /ends with “\.uat”, as in a sandbox, but login\.salesforce\.com is for production orgs$/,
    LOGIN_HOSTS.login,
    { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    { ...LOGIN_HOSTS.test, ...SANDBOX_USER },
  ],
  'production user at a sandbox host': [
    LOGIN_HOSTS.sandbox,
    /acme--uat\.sandbox\.my\.salesforce\.com is for sandboxes, .* like ci@acme\.com\.uat$/,
    LOGIN_HOSTS.myDomain,
    { ...LOGIN_HOSTS.test, ...SANDBOX_USER },
    { ...LOGIN_HOSTS.test, username: 'ci@acme.dev' },
  ],
  'user of another sandbox': [
    { ...LOGIN_HOSTS.sandbox, username: 'ci@acme.com.dev1' },
    /ends with “\.dev1”, but .* is the sandbox “uat”$/,
    { ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER },
    { ...LOGIN_HOSTS.sandbox, username: 'test-1@example.com' },
    { ...LOGIN_HOSTS.test, ...SANDBOX_USER },
    LOGIN_HOSTS.sandbox,
  ],
  'generic host': [
    LOGIN_HOSTS.login,
    /^the request went to login\.salesforce\.com, not to/,
    LOGIN_HOSTS.myDomain,
    LOGIN_HOSTS.sandbox,
  ],
  'test.salesforce.com': [
    LOGIN_HOSTS.test,
    /not to the org’s My Domain$/,
    LOGIN_HOSTS.login,
    LOGIN_HOSTS.sandbox,
  ],
  'sandbox host': [
    LOGIN_HOSTS.test,
    /refresh/,
    LOGIN_HOSTS.login,
    LOGIN_HOSTS.myDomain,
    LOGIN_HOSTS.site,
  ],
  'shared audience at a My Domain': [
    LOGIN_HOSTS.sandbox,
    /with https:\/\/test\.salesforce\.com as audience/,
    LOGIN_HOSTS.test,
    { audience: 'https://acme.my.salesforce.com' },
    { fallbackAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'HTTP 400' } },
  ],
  'own audience': [
    { audience: 'https://ACME.my.salesforce.com/' },
    /sets the My Domain as audience/,
    LOGIN_HOSTS.myDomain,
    LOGIN_HOSTS.site,
  ],
  'audience does not fit': [
    { audience: 'https://test.salesforce.com' },
    /^the audience is https:\/\/test\.salesforce\.com, but acme\.my\.salesforce\.com needs/,
    LOGIN_HOSTS.myDomain,
    LOGIN_HOSTS.other,
    { audience: 'https://acme.my.salesforce.com' },
  ],
  'site host': [
    LOGIN_HOSTS.site,
    /^acme\.my\.site\.com is an Experience Cloud site$/,
    LOGIN_HOSTS.myDomain,
  ],
  'certificate matched': [{ certificateMatched: true }, /matches the private key/, {}],
  'certificate not given': [{}, /sets no certificate input/, { certificateMatched: true }],
  'clock is wrong': [{ skewSeconds: 31 }, /31 seconds behind/, { skewSeconds: -30 }, {}],
  'clock is right': [{ skewSeconds: -30 }, /agree$/, { skewSeconds: 31 }, {}],
  'proxy set': [PROXY, /through the proxy proxy\.acme\.com:3128$/, SELF_HOSTED],
  'proxy, and an answer unlike Salesforce’s': [
    { ...PROXY, error: errorResponse({ status: 500, bodyKind: 'html' }) },
    /does not look like Salesforce’s/,
    { ...PROXY, error: oauthError('x', undefined, 500) },
    { error: errorResponse({ status: 500, bodyKind: 'html' }) },
  ],
  'proxy not set': [
    SELF_HOSTED,
    /no proxy is set/,
    PROXY,
    { ...SELF_HOSTED, proxyVariable: 'HTTPS_PROXY' },
    { githubHosted: true },
  ],
  'GitHub-hosted runner': [{ githubHosted: true }, /address changes with every job/, SELF_HOSTED],
  'several attempts': [{ attempts: 2 }, /^2 attempts/, { attempts: 1 }],
  'no secrets for this run': [
    { missingSecrets: { reason: 'fork', fork: 'the fork a/b' } },
    /is from the fork a\/b$/,
    { missingSecrets: { reason: 'other' } },
    {},
  ],
  'revoke-token set': [{ revokeToken: true }, /sets revoke-token/, { revokeToken: false }, {}],
  'both audiences refused': [
    { fallbackAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'HTTP 400' } },
    /^Salesforce refused https:\/\/login\.salesforce\.com, then https:\/\/acme\S+ \(HTTP 400\)$/,
    { fallbackAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'accepted' } },
    LOGIN_HOSTS.myDomain,
  ],
  'audience given': [
    { audienceFromInput: true },
    /^the workflow sets the audience/,
    LOGIN_HOSTS.myDomain,
  ],
  'own host': [
    LOGIN_HOSTS.myDomain,
    /^acme\.my\.salesforce\.com$/,
    LOGIN_HOSTS.login,
    LOGIN_HOSTS.test,
  ],
  'My Domain refused as audience': [
    { fallbackAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'HTTP 400' } },
    /refuses the My Domain as audience too/,
    { fallbackAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'accepted' } },
    LOGIN_HOSTS.login,
    LOGIN_HOSTS.myDomain,
  ],
};

for (const [id, [matching, pattern, ...others]] of Object.entries(TABLE)) {
  describe(`the clue “${id}”`, () => {
    it('says what was seen', () =>
      assert.match(evidenceFor(id as EvidenceId, matching) ?? '', pattern));

    for (const other of others) {
      it(`is not found with ${JSON.stringify(other)}`, () =>
        assert.equal(evidenceFor(id as EvidenceId, other), undefined));
    }
  });
}

it('a run of Dependabot has no secrets either', () =>
  assert.match(
    evidenceFor('no secrets for this run', { missingSecrets: { reason: 'dependabot' } }) ?? '',
    /^Dependabot/,
  ));

it('a clock that is early is told too', () =>
  assert.match(evidenceFor('clock is wrong', { skewSeconds: -90 }) ?? '', /90 seconds ahead of/));

it('a scratch org’s user is known by the whole name', () =>
  assert.match(
    evidenceFor('sandbox user at a production host', { username: 'test-1@example.com' }) ?? '',
    /is that of a scratch org, but acme\.my\.salesforce\.com/,
  ));

it('in a run that had not come far, only what is missing is a clue', () => {
  const found = Object.entries(EVIDENCE).flatMap(([name, find]) =>
    find({ run: emptyRunInfo() }) ? [name] : [],
  );
  assert.deepEqual(found, ['certificate not given']);
});
