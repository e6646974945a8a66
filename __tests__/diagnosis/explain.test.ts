import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainFailure, summarizeSuccess } from '../../src/diagnosis/explain.ts';
import type { ActionsCore } from '../../src/runtime.ts';
import { VERSION } from '../../src/version.ts';
import { fakeCore } from '../helpers/fake-core.ts';
import { noDevices } from '../helpers/platform.ts';
import { secret } from '../helpers/redaction.ts';
import { inputError, runWith } from './builders.ts';
import { CREDENTIALS } from './ranking-cases.ts';

type ExplainOptions = Parameters<typeof explainFailure>[1];

/** Returns the calls to @actions/core that explainFailure makes. */
async function explained(error: unknown, overrides: Partial<ExplainOptions> = {}) {
  const core = fakeCore();
  const options = { core, env: {}, runInfo: runWith(), summaryEnabled: true, ...overrides };
  await explainFailure(error, options);
  return core.calls;
}

describe('explainFailure', () => {
  it('writes one error annotation, and a job summary if it is enabled', async () => {
    const [error, summary, ...others] = await explained(CREDENTIALS);
    assert.deepEqual(error?.slice(0, 2), [
      'error',
      'Salesforce sign-in: invalid client credentials',
    ]);
    assert.match(error?.[2] ?? '', /^Signing in to Salesforce as ci@acme\.com/);
    assert.match(
      summary?.[1] ?? '',
      /^### Salesforce sign-in failed: invalid client credentials\n/,
    );
    assert.deepEqual(others, []);
  });

  it('writes no job summary if it is disabled', async () => {
    const calls = await explained(CREDENTIALS, { summaryEnabled: false });
    assert.deepEqual(
      calls.map(([command]) => command),
      ['error'],
    );
  });

  it('writes no summary if GITHUB_STEP_SUMMARY is not a regular file', {
    skip: noDevices,
  }, async () => {
    const calls = await explained(CREDENTIALS, { env: { GITHUB_STEP_SUMMARY: '/dev/null' } });
    assert.deepEqual(
      calls.map(([command]) => command),
      ['error'],
    );
  });

  it('still writes the annotation if the summary cannot be written', async () => {
    const core = fakeCore();
    const summary = { addRaw: () => ({ write: () => Promise.reject(new Error('no file')) }) };
    const broken = { ...core, summary: summary as unknown as ActionsCore['summary'] };
    await explained(new TypeError('x'), { core: broken });
    assert.deepEqual(
      core.calls.map(([command]) => command),
      ['error'],
    );
  });

  it('links to the help page of the repository and version that are running', async () => {
    const env = { GITHUB_ACTION_REPOSITORY: 'acme/fork', GITHUB_ACTION_REF: 'v9' };
    const [error] = await explained(CREDENTIALS, { env });
    assert.match(error?.[2] ?? '', /github\.com\/acme\/fork\/blob\/v9\/docs/);
  });

  it('links to the help page of the upstream release if the repository is unknown or on GitHub Enterprise Server', async () => {
    const ours = `https://github.com/salesforce-jwt-auth/salesforce-jwt-auth/blob/v${VERSION}/docs`;
    const enterpriseServer = {
      GITHUB_SERVER_URL: 'https://github.acme.example',
      GITHUB_ACTION_REPOSITORY: 'acme/copy',
      GITHUB_ACTION_REF: 'main',
    };
    for (const env of [{}, enterpriseServer]) {
      const [error] = await explained(CREDENTIALS, { env });
      assert.ok(error?.[2]?.includes(ours), error?.[2]);
    }
  });

  it('explains missing secrets only if an input is empty', async () => {
    const env = { GITHUB_ACTOR: 'dependabot[bot]' };
    const [empty] = await explained(inputError('missing'), { env });
    assert.match(empty?.[2] ?? '', /Why: Dependabot started this run\./);
    const [masked] = await explained(inputError('masked'), { env });
    assert.doesNotMatch(masked?.[2] ?? '', /Dependabot/);
  });
});

describe('summarizeSuccess', () => {
  const token = {
    accessToken: secret('t'),
    instanceUrl: 'https://acme.my.salesforce.com',
    orgId: '00D000000000001AAA',
    userId: '005000000000001AAA',
    tokenType: 'Bearer',
    scope: 'api',
    format: 'opaque',
  } as const;

  it('writes a job summary with the user and the host', async () => {
    const core = fakeCore();
    await summarizeSuccess(token, { core, env: {}, runInfo: runWith() });
    const [[command, summary = ''] = [], ...others] = core.calls;
    assert.deepEqual([command, others], ['summary', []]);
    assert.match(summary, /^### Signed in to Salesforce as ci@<wbr>acme\.com\n/);
    assert.match(summary, /\| Host \| acme\.my\.salesforce\.com \|/);
  });

  it('omits a host that the runner would display as ***', async () => {
    const core = fakeCore();
    const runInfo = runWith({ maskedHost: 'acme.my.salesforce.com' });
    await summarizeSuccess(token, { core, env: {}, runInfo });
    assert.doesNotMatch(core.calls[0]?.[1] ?? '', /acme\.my|Host/);
    assert.match(core.calls[0]?.[1] ?? '', /\| Org \| 00D000000000001AAA \|\n\| Token format \|/);
  });
});
