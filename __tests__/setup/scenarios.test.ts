import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import { certificateOf, rsaPair } from '../helpers/crypto.ts';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';
import { signInWithBuiltAction } from './sign-in-in-process.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes'];

const settingsOf = ({ org }: SetupHarness, tenant: 'production' | 'sandbox' = 'production') =>
  org.metadata.list(tenant, 'ExtlClntAppGlobalOauthSettings')[0]?.xml ?? '';

describe('npm run setup', { concurrency: 4 }, () => {
  it('creates the app and stores a key in GitHub that matches its certificate', async (t) => {
    const harness = await createHarness(t);
    harness.signIn = signInWithBuiltAction;
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.equal(stderr, '');
    assert.ok(harness.storedKeyMatches());
    const { secrets, variables } = harness.githubValues();
    assert.deepEqual([...secrets.keys()].sort(), ['SF_CONSUMER_KEY', 'SF_PRIVATE_KEY']);
    assert.equal(
      secrets.get('SF_CONSUMER_KEY')?.sealed,
      elementOf(settingsOf(harness), 'consumerKey'),
    );
    assert.match(elementOf(settingsOf(harness), 'consumerKey'), /^[A-Za-z0-9]{80}$/);
    const [production] = harness.org.tenants;
    assert.deepEqual(Object.fromEntries(variables), {
      SF_USERNAME: 'ci@acme.com',
      SF_LOGIN_URL: 'https://acme.my.salesforce.com',
      SF_ORG_ID: production?.orgId,
      SF_CERTIFICATE: `${elementOf(settingsOf(harness), 'certificate')}\n`,
    });
    assert.match(stdout, /✓ Sign-in +the action signed in as ci@acme\.com\n/);
    assert.match(stdout, /To remove all of it: npm run setup -- .*--remove/);
  });

  it('replaces the key of the existing app when it is run again', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const before = { ...Object.fromEntries(harness.githubValues().secrets) };
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
    const after = Object.fromEntries(harness.githubValues().secrets);
    assert.equal(after['SF_CONSUMER_KEY']?.sealed, before['SF_CONSUMER_KEY']?.sealed);
    assert.notEqual(after['SF_PRIVATE_KEY']?.sealed, before['SF_PRIVATE_KEY']?.sealed);
    assert.ok(harness.storedKeyMatches());
    assert.match(stdout, /Workflows with this key could not sign in for \d+ s\./);
  });

  it('creates a missing environment and stores everything in it', async (t) => {
    const harness = await createHarness(t);
    const { exitCode, stderr } = await harness.run(...YES_ARGS, '--environment', 'live & well');
    assert.equal(exitCode, 0, stderr);
    assert.ok(harness.storedKeyMatches('live & well'));
    assert.equal(harness.githubValues().secrets.size, 0);
  });

  it('restores the app after a sandbox refresh and updates SF_ORG_ID', async (t) => {
    const harness = await createHarness(t);
    const args = ['--org', 'uat', '--user', 'ci@acme.com.uat', '--repo', 'acme/crm', '--yes'];
    assert.equal((await harness.run(...args)).exitCode, 0);
    const key = elementOf(settingsOf(harness, 'sandbox'), 'consumerKey');
    const old = harness.githubValues().variables.get('SF_ORG_ID');
    harness.org.refresh('sandbox');
    const { exitCode, stdout, stderr } = await harness.run(...args, '--consumer-key', key);
    assert.equal(exitCode, 0, stderr);
    assert.ok(stdout.includes(`SF_ORG_ID was ${old}`));
    assert.notEqual(harness.githubValues().variables.get('SF_ORG_ID'), old);
    assert.equal(harness.githubValues().secrets.get('SF_CONSUMER_KEY')?.sealed, key);
  });

  it('replaces the certificate of a Connected App and changes nothing else in it', async (t) => {
    const harness = await createHarness(t);
    const xml = connectedApp();
    harness.org.metadata.put('production', { type: 'ConnectedApp', fullName: 'CI', xml });
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, '--connected-app', 'CI');
    assert.equal(exitCode, 0, stderr);
    const after = harness.org.metadata.find('production', 'ConnectedApp', 'CI')?.xml ?? '';
    assert.equal(after.replace(/\s*<certificate>[^<]*<\/certificate>/, ''), xml);
    assert.equal(harness.githubValues().secrets.get('SF_CONSUMER_KEY')?.sealed, '3MVG9connected');
    assert.match(stdout, /does not show the old certificate/);
  });

  it('removes everything with --remove, and succeeds when it is run again', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    for (const _ of ['first', 'second']) {
      const { exitCode, stderr } = await harness.run(...YES_ARGS, '--remove');
      assert.equal(exitCode, 0, stderr);
      const types = [
        'ExternalClientApplication',
        'PermissionSet',
        'ExtlClntAppGlobalOauthSettings',
      ];
      for (const type of types) assert.deepEqual(harness.org.metadata.list('production', type), []);
      assert.deepEqual(
        [harness.githubValues().secrets.size, harness.githubValues().variables.size],
        [0, 0],
      );
    }
  });

  it('creates the integration user with --create-user and assigns its license', async (t) => {
    const harness = await createHarness(t);
    const { exitCode, stderr } = await harness.run(
      ...YES_ARGS,
      '--user',
      'new@acme.com',
      '--create-user',
    );
    assert.equal(exitCode, 0, stderr);
    const user = harness.org.users.get('new@acme.com');
    assert.equal(user && harness.org.directory.profileOf(user).license, 'Salesforce Integration');
    assert.equal(harness.org.directory.licenseAssignments.length, 1);
  });

  it('prints the values if gh is not used, and the key once after Enter', async (t) => {
    const harness = await createHarness(t);
    harness.answers = ['Acme', ''];
    harness.intercept = ({ program }) => (program === 'gh' ? 'missing' : undefined);
    const { exitCode, stdout, stderr } = await harness.run(...DEFAULT_ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /SF_USERNAME=ci@acme\.com/);
    assert.equal(stdout.match(/-----BEGIN PRIVATE KEY-----/g)?.length, 1);
  });

  it('writes a key file that only its owner can read, and does not print the key', async (t) => {
    const harness = await createHarness(t);
    harness.intercept = ({ program }) => (program === 'gh' ? 'missing' : undefined);
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, '--key-file', 'ci.key');
    assert.equal(exitCode, 0, stderr);
    const path = join(harness.folder, 'ci.key');
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.match(readFileSync(path, 'utf8'), /^-----BEGIN PRIVATE KEY-----/);
    assert.doesNotMatch(stdout, /PRIVATE KEY-----/);
  });

  it('repeats the sign-in until Salesforce knows the app', async (t) => {
    const harness = await createHarness(t);
    harness.org.faults.set('client-id-invalid', { times: 3 });
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /signed in as ci@acme\.com after 90 s and 4 tries/);
  });

  it("fails without waiting after a permanent error, and quotes the action's message", async (t) => {
    const harness = await createHarness(t);
    harness.org.faults.set('ip-restricted');
    let pauses = 0;
    harness.onPause = () => {
      pauses += 1;
    };
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.equal(pauses, 0);
    assert.match(stderr, /waiting will not help/);
    assert.match(stderr, /ip restricted/);
    assert.match(stderr, /This run has changed:\n {2}Acme: app GitHub_Actions .*\(created\)/);
  });

  it('gives up after 15 minutes, stores the new key and suggests running a workflow later', async (t) => {
    const harness = await createHarness(t);
    harness.org.faults.set('not-approved');
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.match(stderr, /After 15 minutes Salesforce still rejects/);
    assert.match(stderr, /The new key is stored all the same/);
    assert.match(stderr, /Next: Wait ten minutes, then run a workflow/);
    assert.ok(harness.storedKeyMatches());
  });

  it('deploys the certificate without BEGIN and END lines if the org requires it', async (t) => {
    const harness = await createHarness(t);
    harness.org.metadata.rules.certificateForm = 'body';
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /wanted the certificate without its BEGIN and END lines/);
    assert.ok(harness.storedKeyMatches());
  });

  it('stores SF_AUDIENCE and prints the line for the workflow if the org accepts only its My Domain', async (t) => {
    const harness = await createHarness(t);
    harness.org.faults.set('audience-invalid', { times: 1 });
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /✓ Sign-in .*, with the audience https:\/\/acme\.my\.salesforce\.com\n/);
    assert.equal(
      harness.githubValues().variables.get('SF_AUDIENCE'),
      'https://acme.my.salesforce.com',
    );
    assert.match(stdout, /audience: \$\{\{ vars\.SF_AUDIENCE \}\}/);
  });

  it('takes the consumer key and the old certificate from options if the org returns neither', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const key = harness.githubValues().secrets.get('SF_CONSUMER_KEY')?.sealed ?? '';
    harness.org.metadata.rules.exposesConsumerKey = false;
    harness.org.metadata.rules.exposesCertificate = false;
    const withoutKey = await harness.run(...YES_ARGS);
    assert.equal(withoutKey.exitCode, 1);
    assert.match(withoutKey.stderr, /does not show the Consumer Key/);
    harness.org.faults.set('ip-restricted');
    writeFileSync(
      join(harness.folder, 'old.crt'),
      harness.githubValues().variables.get('SF_CERTIFICATE') ?? '',
    );
    const restoreOptions = ['--consumer-key', key, '--old-certificate', 'old.crt'];
    const rolledBack = await harness.run(...YES_ARGS, ...restoreOptions);
    assert.match(rolledBack.stdout, /the old certificate is restored/);
    assert.ok(harness.storedKeyMatches());
    harness.org.faults.clear();
    const succeeded = await harness.run(...YES_ARGS, '--consumer-key', key);
    assert.equal(succeeded.exitCode, 0, succeeded.stderr);
    assert.ok(harness.storedKeyMatches());
  });

  it('never restores the certificate from the GitHub variable', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.org.metadata.rules.exposesCertificate = false;
    harness.githubValues().variables.set('SF_CERTIFICATE', certificateOf(rsaPair()));
    harness.org.faults.set('ip-restricted');
    const { stdout, stderr } = await harness.run(...YES_ARGS);
    assert.match(stdout, /does not show the old certificate/);
    assert.doesNotMatch(stdout, /✓ Undo/);
    assert.match(stderr, /The new key is stored all the same/);
    assert.ok(harness.storedKeyMatches());
  });

  it('prints only a JSON object with --json', async (t) => {
    const harness = await createHarness(t);
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, '--json');
    assert.deepEqual([exitCode, stderr], [0, '']);
    const { status, app, steps } = JSON.parse(stdout);
    assert.deepEqual([status, app], ['done', 'GitHub_Actions']);
    assert.ok(steps.every(({ milliseconds }: { milliseconds: number }) => milliseconds >= 0));
  });

  it('prints the log and the summary of the sign-in with --check', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.signIn = signInWithBuiltAction;
    const { secrets, variables } = harness.githubValues();
    harness.env = {
      ...harness.env,
      ...Object.fromEntries(variables),
      SF_PRIVATE_KEY: secrets.get('SF_PRIVATE_KEY')?.sealed ?? '',
      SF_CONSUMER_KEY: secrets.get('SF_CONSUMER_KEY')?.sealed ?? '',
    };
    const succeeded = await harness.run('--check');
    assert.equal(succeeded.exitCode, 0, succeeded.stdout);
    const failed = await harness.run('--check', '--consumer-key', 'anotherKey1');
    assert.equal(failed.exitCode, 1);
    assert.match(failed.stdout, /^Error: .*\n/m);
    assert.match(failed.stdout, /The job summary:/);
  });

  it('lists the variables and options that --check lacks, and says how to set them in a terminal', async (t) => {
    const harness = await createHarness(t);
    const { exitCode, stdout, stderr } = await harness.run('--check', '--user', 'ci@acme.com');
    assert.deepEqual([exitCode, stdout], [1, '']);
    assert.match(stderr, /^ {2}- SF_CONSUMER_KEY or --consumer-key; .*SF_SIGNING_CONSUMER_KEY/m);
    assert.match(stderr, /^ {2}- SF_PRIVATE_KEY or --key-file; .*SF_SIGNING_KEY or --signing-key/m);
    assert.doesNotMatch(stderr, /- SF_USERNAME|environment:/);
    assert.match(stderr, /^Next: Set the variables in this terminal, such as .*SF_USERNAME/m);
    assert.match(stderr, /run: npm run setup -- --check --user ci@acme\.com$/m);
  });

  it('lists the variables that --check lacks with a key service', async (t) => {
    const harness = await createHarness(t);
    harness.env = {
      ...harness.env,
      SF_SIGNING_KEY: 'hashivault://salesforce',
      SF_CONSUMER_KEY: '',
    };
    const { exitCode, stderr } = await harness.run('--check');
    assert.equal(exitCode, 1);
    assert.match(stderr, /- SF_SIGNING_CONSUMER_KEY, SF_CONSUMER_KEY or --consumer-key$/m);
    assert.match(stderr, /- SF_CERTIFICATE\n {2}- SF_USERNAME or --user$/m);
    assert.doesNotMatch(stderr, /- SF_PRIVATE_KEY/);
  });

  it('writes a workflow file with the name of the environment', async (t) => {
    const harness = await createHarness(t);
    const options = ['--environment', 'live', '--workflow', 'deploy', '--workflow-dir', 'flows'];
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...options);
    assert.equal(exitCode, 0, stderr);
    const text = readFileSync(join(harness.folder, 'flows', 'salesforce-deploy.yml'), 'utf8');
    assert.match(text, /^ {4}environment: live$/m);
  });
});

function connectedApp(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>a@acme.com</contactEmail>
    <label>CI</label>
    <oauthConfig>
        <consumerKey>3MVG9connected</consumerKey>
        <scopes>Api</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
</ConnectedApp>
`;
}
