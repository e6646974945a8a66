import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { describe, it } from 'node:test';
import { makeAppKey } from '../../simulator/org/keys.ts';
import { makeCertificate } from '../../support/x509.ts';
import { annotations, assertFailed, assertSucceeded, TITLE_PREFIX } from './harness/assertions.ts';
import { type StepHarness, startStepHarness } from './harness/step-harness.ts';

const DAY_MS = 86_400_000;
const OTHER_ORG = '00D000000000000EAA';

const orgId = ({ org }: StepHarness): string => org.tenants[0]?.orgId ?? assert.fail();
const titles = (...args: Parameters<typeof annotations>): string[] =>
  annotations(...args).map(
    ({ properties }) => properties['title']?.replace(TITLE_PREFIX, '') ?? '',
  );

describe('the input verify', () => {
  it('sends one request with the token to the instance', async (t) => {
    const harness = await startStepHarness(t);
    assertSucceeded(
      await harness.main({ verify: 'true', 'login-url': 'https://login.salesforce.com' }),
    );
    assert.deepEqual(
      harness.org.requests.map(({ method, host, path }) => `${method} ${host}${path}`),
      [
        'POST login.salesforce.com/services/oauth2/token',
        'GET acme.my.salesforce.com/services/oauth2/userinfo',
      ],
    );
  });

  it('fills in the IDs of the org and the user if the token response has none', async (t) => {
    const harness = await startStepHarness(t);
    harness.org.faults.set('no-id');
    const { outputs } = await harness.main({ verify: 'true', 'expected-org-id': orgId(harness) });
    assert.equal(outputs['org-id'], orgId(harness));
    assert.equal(outputs['user-id'], harness.org.users.get('ci@acme.com')?.userId18);
  });
});

describe('the input expected-org-id', () => {
  for (const length of [15, 18]) {
    it(`accepts the expected org if its ID has ${length} characters`, async (t) => {
      const harness = await startStepHarness(t);
      assertSucceeded(await harness.main({ 'expected-org-id': orgId(harness).slice(0, length) }));
    });

    it(`rejects another org if the expected ID has ${length} characters, and the error contains both IDs`, async (t) => {
      const harness = await startStepHarness(t);
      const result = await harness.main({ 'expected-org-id': OTHER_ORG.slice(0, length) });
      const message = assertFailed(result, 'The token belongs to another org');
      assert.ok(message.includes(OTHER_ORG) && message.includes(orgId(harness)), message);
    });
  }

  it('rejects a token if the response contains no org ID', async (t) => {
    const harness = await startStepHarness(t);
    harness.org.faults.set('no-id');
    const result = await harness.main({ 'expected-org-id': orgId(harness) });
    assertFailed(result, 'The answer does not say which org the token is for');
  });
});

describe('the input export-env', () => {
  it('sets all three variables for an opaque token', async (t) => {
    const harness = await startStepHarness(t);
    const result = await harness.main({ 'export-env': 'true' });
    assertSucceeded(result);
    const token = result.outputs['access-token'] ?? '';
    assert.deepEqual(result.env, {
      SF_ACCESS_TOKEN: token,
      SF_ORG_INSTANCE_URL: 'https://acme.my.salesforce.com',
      SF_TARGET_ORG: token,
    });
    assert.deepEqual(titles(result, 'warning'), []);
  });

  it('does not set SF_TARGET_ORG to a JWT, and logs a warning', async (t) => {
    const harness = await startStepHarness(t);
    harness.org.app.tokenFormat = 'jwt';
    const result = await harness.main({ 'export-env': 'true' });
    assertSucceeded(result);
    assert.deepEqual(Object.keys(result.env), ['SF_ACCESS_TOKEN', 'SF_ORG_INSTANCE_URL']);
    assert.equal(result.outputs['token-format'], 'jwt');
    assert.deepEqual(titles(result, 'warning'), ['sf cannot use this token directly']);
  });

  it('sets no variables by default', async (t) => {
    const harness = await startStepHarness(t);
    harness.org.app.tokenFormat = 'jwt';
    const result = await harness.main();
    assert.deepEqual([result.env, result.state, titles(result, 'warning')], [{}, {}, []]);
  });
});

describe('the input job-summary', { concurrency: 3 }, () => {
  const NONE = /^$/;
  const FAILURE = /^### Salesforce sign-in failed: audience is invalid\n/;
  const SUCCESS = /^### Signed in to Salesforce as ci@<wbr>acme\.com\n/;
  for (const [jobSummary, success, failure] of [
    ['always', SUCCESS, FAILURE],
    ['on-failure', NONE, FAILURE],
    ['', NONE, FAILURE],
    ['never', NONE, NONE],
  ] as const) {
    for (const [fault, summary] of [
      [undefined, success],
      ['audience-invalid', failure],
    ] as const) {
      const outcome = fault ? 'a failure' : 'a success';
      it(`writes ${summary === NONE ? 'no' : 'a'} summary of ${outcome} if it is ${jobSummary || 'empty'}`, async (t) => {
        const harness = await startStepHarness(t);
        if (fault) harness.org.faults.set(fault);
        const result = await harness.main({ 'job-summary': jobSummary });
        assert.equal(result.exitCode, fault ? 1 : 0);
        assert.match(result.summary, summary);
      });
    }
  }

  for (const [fault, exitCode] of [
    [undefined, 0],
    ['audience-invalid', 1],
  ] as const) {
    it(`does not affect the exit code ${exitCode} if the summary cannot be written`, async (t) => {
      const harness = await startStepHarness(t);
      if (fault) harness.org.faults.set(fault);
      for (const GITHUB_STEP_SUMMARY of [undefined, '/nowhere/summary.md']) {
        const result = await harness.main(
          { 'job-summary': 'always' },
          { env: { GITHUB_STEP_SUMMARY } },
        );
        if (exitCode === 0) assertSucceeded(result);
        else assertFailed(result, 'audience is invalid');
      }
    });
  }
});

describe('the input certificate', { concurrency: 3 }, () => {
  const certificateUntil = ({ key: { privateKey } }: StepHarness, days: number): string =>
    makeCertificate({
      subject: 'GitHub Actions',
      publicKey: createPublicKey(privateKey),
      privateKey,
      notBefore: new Date(Date.now() - 400 * DAY_MS),
      notAfter: new Date(Date.now() + days * DAY_MS),
    });

  it('fails the step before any request if it belongs to another key', async (t) => {
    const harness = await startStepHarness(t);
    const result = await harness.main({ certificate: makeAppKey().certificatePem });
    assertFailed(result, 'The certificate belongs to another key');
    assert.deepEqual([harness.org.requests.length, harness.org.tunnels.length], [0, 0]);
  });

  for (const { description, days, error, warning } of [
    { description: 'is valid for 300 days', days: 300, error: [], warning: [] },
    {
      description: 'expires in 29 days',
      days: 29,
      error: [],
      warning: ['the certificate expires soon'],
    },
    {
      description: 'has expired',
      days: -1,
      error: ['the certificate has expired'],
      warning: [],
    },
  ]) {
    it(`adds ${[...error, ...warning].map((title) => `the annotation “${title}”`).join() || 'no annotation'} if it ${description}`, async (t) => {
      const harness = await startStepHarness(t);
      const result = await harness.main({ certificate: certificateUntil(harness, days) });
      assertSucceeded(result);
      assert.deepEqual([titles(result, 'error'), titles(result, 'warning')], [error, warning]);
    });
  }
});
