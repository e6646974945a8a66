import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';
import { createSigningHarness, VAULT_ADDRESS } from './key-service/harness.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes', '--wait', '0'];
const SECOND_APP = ['--name', 'GitHub Actions 2027'];

/** Returns every value in a repository or environment. */
const valuesOf = (harness: SetupHarness, repository: string, environment = '') => {
  const store = harness.org.github.repositories.get(repository)?.stores.get(environment);
  const { secrets, variables } = store ?? assert.fail(`no values in ${repository} ${environment}`);
  return { secrets: Object.fromEntries(secrets), variables: Object.fromEntries(variables) };
};

describe('setup with a new app that Salesforce does not accept in time', { concurrency: 4 }, () => {
  it('leaves the values of an app that still works as they are', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const before = valuesOf(harness, 'acme/crm');
    harness.org.faults.set('not-approved');
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...SECOND_APP);
    assert.equal(exitCode, 1);
    assert.deepEqual(valuesOf(harness, 'acme/crm'), before);
    assert.doesNotMatch(stderr, /is stored all the same/);
    assert.match(stderr, /Key: acme\/crm has the same key as before\./);
    assert.match(stderr, /\nNext: npm run setup -- .*--name 'GitHub Actions 2027'/);
  });

  it('stores the key only in the repositories that have none', async (t) => {
    const harness = await createHarness(t);
    harness.addRepository('acme/erp');
    await harness.run(...YES_ARGS);
    const before = valuesOf(harness, 'acme/crm');
    harness.org.faults.set('not-approved');
    const both = [...YES_ARGS, ...SECOND_APP, '--repo', 'acme/crm,acme/erp'];
    const { exitCode, stderr } = await harness.run(...both);
    assert.equal(exitCode, 1);
    assert.deepEqual(valuesOf(harness, 'acme/crm'), before);
    assert.ok('SF_PRIVATE_KEY' in valuesOf(harness, 'acme/erp').secrets);
    assert.match(stderr, /Key: acme\/crm has the same key as before\./);
    assert.match(stderr, /Key: acme\/erp has the new key/);
    assert.match(stderr, /\nNot changed: acme\/crm, because the key there may work\.\n/);
  });

  it('stores no key in an environment whose workflows use the key of the repository', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.org.faults.set('not-approved');
    const environment = ['--environment', 'live'];
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...SECOND_APP, ...environment);
    assert.equal(exitCode, 1);
    assert.deepEqual(valuesOf(harness, 'acme/crm', 'live'), { secrets: {}, variables: {} });
    assert.doesNotMatch(stderr, /is stored all the same/);
  });

  it('stores no key in a repository whose workflows use the key of the organization', async (t) => {
    const harness = await createHarness(t);
    const secrets = [{ name: 'SF_PRIVATE_KEY', updated_at: '2026-01-01T00:00:00Z' }];
    harness.intercept = ({ args }) =>
      args.some((arg) => arg.includes('organization-secrets'))
        ? { exitCode: 0, stdout: JSON.stringify({ secrets }), stderr: '' }
        : undefined;
    harness.org.faults.set('not-approved');
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...SECOND_APP);
    assert.equal(exitCode, 1);
    assert.deepEqual(valuesOf(harness, 'acme/crm'), { secrets: {}, variables: {} });
    assert.doesNotMatch(stderr, /is stored all the same/);
  });

  it('stores no key if GitHub does not show whether workflows inherit one', async (t) => {
    const harness = await createHarness(t);
    harness.org.faults.set('not-approved');
    harness.intercept = ({ args }) =>
      args.some((arg) => arg.includes('organization-secrets'))
        ? { exitCode: 1, stdout: '', stderr: 'gh: Server Error (HTTP 500)' }
        : undefined;
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.deepEqual(valuesOf(harness, 'acme/crm'), { secrets: {}, variables: {} });
    assert.doesNotMatch(stderr, /is stored all the same/);
  });

  it('replaces the key of a sandbox that was refreshed', async (t) => {
    const harness = await createHarness(t);
    const sandbox = ['--org', 'uat', '--user', 'ci@acme.com.uat', '--repo', 'acme/crm'];
    const args = [...sandbox, '--yes', '--wait', '0'];
    await harness.run(...args);
    const before = valuesOf(harness, 'acme/crm');
    harness.org.refresh('sandbox');
    harness.org.faults.set('not-approved');
    const { exitCode, stderr } = await harness.run(...args);
    assert.equal(exitCode, 1);
    assert.match(stderr, /The new key is stored all the same/);
    const after = valuesOf(harness, 'acme/crm');
    assert.notEqual(after.variables['SF_ORG_ID'], before.variables['SF_ORG_ID']);
    assert.notDeepEqual(after.secrets['SF_PRIVATE_KEY'], before.secrets['SF_PRIVATE_KEY']);
  });

  it('stores the address of a key beside a private key, which continues to work', async (t) => {
    const { harness, run, values } = await createSigningHarness(t);
    await run();
    const { SF_PRIVATE_KEY, SF_CONSUMER_KEY } = values().secrets;
    harness.org.faults.set('not-approved');
    const { exitCode } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 1);
    assert.equal(values().variables['SF_SIGNING_KEY'], `${VAULT_ADDRESS}/1`);
    assert.equal(values().secrets['SF_PRIVATE_KEY'], SF_PRIVATE_KEY);
    assert.equal(values().secrets['SF_CONSUMER_KEY'], SF_CONSUMER_KEY);
  });
});

describe('setup with a key that replaces the only certificate of an app', {
  concurrency: 4,
}, () => {
  it('stores the key in the other repository if it cannot store it in one of them', async (t) => {
    const harness = await createHarness(t);
    harness.addRepository('acme/erp');
    const both = [...YES_ARGS, '--repo', 'acme/crm,acme/erp'];
    await harness.run(...both);
    harness.org.faults.set('ip-restricted');
    harness.intercept = ({ args }) =>
      args[0] === 'secret' && args.includes('acme/crm')
        ? { exitCode: 1, stdout: '', stderr: 'gh: Server Error (HTTP 500)' }
        : undefined;
    const { exitCode, stderr } = await harness.run(...both, '--compromised');
    assert.equal(exitCode, 1);
    assert.match(stderr, /waiting will not help/);
    assert.match(stderr, /could not be stored in 1 of 2 places:\nacme\/crm: .*HTTP 500/);
    assert.match(stderr, /Key: acme\/crm has a key that does not work/);
    assert.match(stderr, /Key: acme\/erp has the new key, and the app has its certificate/);
  });

  it('shows the key with the other values if gh is not installed and the sign-in fails', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.org.metadata.rules.exposesCertificate = false;
    harness.org.faults.set('ip-restricted');
    harness.intercept = ({ program }) => (program === 'gh' ? 'missing' : undefined);
    harness.answers = ['Acme', ''];
    const { exitCode, stdout, stderr } = await harness.run(...DEFAULT_ARGS);
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /If something fails, the values to enter in GitHub are shown all the same/,
    );
    assert.match(stdout, /\n {2}SF_USERNAME=ci@acme\.com\n/);
    const [key = ''] =
      /-----BEGIN PRIVATE KEY-----[\s\S]+-----END PRIVATE KEY-----\n/.exec(stdout) ?? [];
    assert.ok(harness.keyMatches(key));
    assert.match(
      stderr,
      /Enter the new values in GitHub: the app has the certificate of the new key/,
    );
    assert.match(stderr, /\nNext: Wait ten minutes, then run a workflow/);
  });
});

for (const [mode, options] of [
  ['rotation', []],
  ['completion', ['--use-key', 'second.key']],
] as const)
  it(`setup reports that a Consumer Key does not belong to the key of another app if a ${mode} fails between them`, async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.addRepository('acme/erp');
    const second = ['--repo', 'acme/erp', '--key-file', 'second.key'];
    await harness.run(...YES_ARGS, ...SECOND_APP, ...second);
    harness.intercept = ({ args }) =>
      args[2] === 'SF_PRIVATE_KEY'
        ? { exitCode: 1, stdout: '', stderr: 'gh: Server Error (HTTP 500)' }
        : undefined;
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...SECOND_APP, ...options);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /Key: acme\/crm may have a key and a Consumer Key that do not belong together/,
    );
  });
