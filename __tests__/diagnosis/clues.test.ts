import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLUES, type ClueName, type Facts } from '../../src/diagnosis/clues.ts';
import type { WorkflowHint } from '../../src/diagnosis/workflow-run.ts';
import type { Findings } from '../../src/findings.ts';
import { aRun } from '../helpers/support.ts';
import { AT, answered, oauth, PROXY, runWith, SANDBOX_USER, SELF_HOSTED } from './runs.ts';

type Case = Partial<Findings> & { readonly hint?: WorkflowHint; readonly error?: unknown };

function clue(name: ClueName, { hint, error, ...run }: Case): string | undefined {
  const surroundings = { version: '1.0.0', ...(hint ? { runnerHint: hint } : {}) };
  const facts: Facts = { run: runWith(run), error, surroundings };
  return CLUES[name](facts);
}

/** Where each is found, what it says there, and where it is not found. */
const TABLE: Readonly<Record<ClueName, readonly [Case, RegExp, ...(readonly Case[])]>> = {
  'sandbox user at a production host': [
    { ...AT.login, ...SANDBOX_USER },
    /ends with “\.uat”, as in a sandbox, but login\.salesforce\.com is for production orgs$/,
    AT.login,
    { ...AT.sandbox, ...SANDBOX_USER },
    { ...AT.test, ...SANDBOX_USER },
  ],
  'production user at a sandbox host': [
    AT.sandbox,
    /acme--uat\.sandbox\.my\.salesforce\.com is for sandboxes, .* like ci@acme\.com\.uat$/,
    AT.myDomain,
    { ...AT.test, ...SANDBOX_USER },
    { ...AT.test, username: 'ci@acme.dev' },
  ],
  'user of another sandbox': [
    { ...AT.sandbox, username: 'ci@acme.com.dev1' },
    /ends with “\.dev1”, but .* is the sandbox “uat”$/,
    { ...AT.sandbox, ...SANDBOX_USER },
    { ...AT.sandbox, username: 'test-1@example.com' },
    { ...AT.test, ...SANDBOX_USER },
    AT.sandbox,
  ],
  'generic host': [
    AT.login,
    /^the request went to login\.salesforce\.com, not to/,
    AT.myDomain,
    AT.sandbox,
  ],
  'test.salesforce.com': [AT.test, /not to the org’s My Domain$/, AT.login, AT.sandbox],
  'sandbox host': [AT.test, /refresh/, AT.login, AT.myDomain, AT.site],
  'shared audience at a My Domain': [
    AT.sandbox,
    /with https:\/\/test\.salesforce\.com as audience/,
    AT.test,
    { audience: 'https://acme.my.salesforce.com' },
    { secondAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'HTTP 400' } },
  ],
  'own audience': [
    { audience: 'https://ACME.my.salesforce.com/' },
    /sets the My Domain as audience/,
    AT.myDomain,
    AT.site,
  ],
  'audience does not fit': [
    { audience: 'https://test.salesforce.com' },
    /^the audience is https:\/\/test\.salesforce\.com, but acme\.my\.salesforce\.com needs/,
    AT.myDomain,
    AT.other,
    { audience: 'https://acme.my.salesforce.com' },
  ],
  'site host': [AT.site, /^acme\.my\.site\.com is an Experience Cloud site$/, AT.myDomain],
  'certificate matched': [{ certificateMatched: true }, /matches the private key/, {}],
  'certificate not given': [{}, /sets no certificate input/, { certificateMatched: true }],
  'clock is wrong': [{ skewSeconds: 31 }, /31 seconds behind/, { skewSeconds: -30 }, {}],
  'clock is right': [{ skewSeconds: -30 }, /agree$/, { skewSeconds: 31 }, {}],
  'proxy set': [PROXY, /through the proxy proxy\.acme\.com:3128$/, SELF_HOSTED],
  'proxy, and an answer unlike Salesforce’s': [
    { ...PROXY, error: answered({ status: 500, form: 'html' }) },
    /does not look like Salesforce’s/,
    { ...PROXY, error: oauth('x', undefined, 500) },
    { error: answered({ status: 500, form: 'html' }) },
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
    { hint: { reason: 'fork', from: 'the fork a/b' } },
    /is from the fork a\/b$/,
    { hint: { reason: 'other' } },
    {},
  ],
  'revoke-token set': [{ revokeToken: true }, /sets revoke-token/, { revokeToken: false }, {}],
  'both audiences refused': [
    { secondAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'HTTP 400' } },
    /^Salesforce refused https:\/\/login\.salesforce\.com, then https:\/\/acme\S+ \(HTTP 400\)$/,
    { secondAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'accepted' } },
    AT.myDomain,
  ],
  'audience given': [{ audienceGiven: true }, /^the workflow sets the audience/, AT.myDomain],
  'own host': [AT.myDomain, /^acme\.my\.salesforce\.com$/, AT.login, AT.test],
  'My Domain refused as audience': [
    { secondAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'HTTP 400' } },
    /refuses the My Domain as audience too/,
    { secondAudience: { audience: 'https://acme.my.salesforce.com', outcome: 'accepted' } },
    AT.login,
    AT.myDomain,
  ],
};

for (const [name, [found, words, ...others]] of Object.entries(TABLE)) {
  describe(`the clue “${name}”`, () => {
    it('says what was seen', () => assert.match(clue(name as ClueName, found) ?? '', words));

    for (const other of others) {
      it(`is not found with ${JSON.stringify(other)}`, () =>
        assert.equal(clue(name as ClueName, other), undefined));
    }
  });
}

it('a run of Dependabot has no secrets either', () =>
  assert.match(
    clue('no secrets for this run', { hint: { reason: 'dependabot' } }) ?? '',
    /^Dependabot/,
  ));

it('a clock that is early is told too', () =>
  assert.match(clue('clock is wrong', { skewSeconds: -90 }) ?? '', /90 seconds ahead of/));

it('a scratch org’s user is known by the whole name', () =>
  assert.match(
    clue('sandbox user at a production host', { username: 'test-1@example.com' }) ?? '',
    /is that of a scratch org, but acme\.my\.salesforce\.com/,
  ));

it('in a run that had not come far, only what is missing is a clue', () => {
  const found = Object.entries(CLUES).flatMap(([name, find]) =>
    find({ run: aRun() }) ? [name] : [],
  );
  assert.deepEqual(found, ['certificate not given']);
});
