import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import { certificateOf, rsaPair } from '../helpers/support.ts';
import { openStage, type Stage, USUAL } from './stage.ts';

const YES = [...USUAL, '--yes'];

const settingsOf = ({ org }: Stage, tenant: 'production' | 'sandbox' = 'production') =>
  org.metadata.list(tenant, 'ExtlClntAppGlobalOauthSettings')[0]?.xml ?? '';

// Most of the time they wait for the action, which is a process.
describe('npm run setup', { concurrency: 4 }, () => {
  it('the first time, everything is there at the end, and the key in GitHub opens the app', async (t) => {
    const stage = await openStage(t);
    const { exitCode, stdout, stderr } = await stage.run(...YES);
    assert.equal(exitCode, 0, stderr);
    assert.equal(stderr, '');
    assert.ok(stage.fits());
    const { secrets, variables } = stage.place();
    assert.deepEqual([...secrets.keys()].sort(), ['SF_CONSUMER_KEY', 'SF_PRIVATE_KEY']);
    assert.equal(
      secrets.get('SF_CONSUMER_KEY')?.sealed,
      elementOf(settingsOf(stage), 'consumerKey'),
    );
    assert.match(elementOf(settingsOf(stage), 'consumerKey'), /^[A-Za-z0-9]{80}$/);
    const [production] = stage.org.tenants;
    assert.deepEqual(Object.fromEntries(variables), {
      SF_USERNAME: 'ci@acme.com',
      SF_LOGIN_URL: 'https://acme.my.salesforce.com',
      SF_ORG_ID: production?.orgId,
      SF_CERTIFICATE: `${elementOf(settingsOf(stage), 'certificate')}\n`,
    });
    assert.match(stdout, /✓ Sign-in +ci@acme\.com signed in by the action\n/);
    assert.match(stdout, /To undo: npm run setup -- .*--remove/);
  });

  it('the second time it is a rotation: another key, the same app', async (t) => {
    const stage = await openStage(t);
    await stage.run(...YES);
    const before = { ...Object.fromEntries(stage.place().secrets) };
    const { exitCode, stdout, stderr } = await stage.run(...YES);
    assert.equal(exitCode, 0, stderr);
    const after = Object.fromEntries(stage.place().secrets);
    assert.equal(after['SF_CONSUMER_KEY']?.sealed, before['SF_CONSUMER_KEY']?.sealed);
    assert.notEqual(after['SF_PRIVATE_KEY']?.sealed, before['SF_PRIVATE_KEY']?.sealed);
    assert.ok(stage.fits());
    assert.match(stdout, /From the new certificate to the new key in GitHub: \d+ s\./);
  });

  it('an environment is made where it is missing, and gets everything', async (t) => {
    const stage = await openStage(t);
    const { exitCode, stderr } = await stage.run(...YES, '--environment', 'live & well');
    assert.equal(exitCode, 0, stderr);
    assert.ok(stage.fits('live & well'));
    assert.equal(stage.place().secrets.size, 0);
  });

  it('after a sandbox refresh the same command again, and GitHub learns the new org id', async (t) => {
    const stage = await openStage(t);
    const args = ['--org', 'uat', '--user', 'ci@acme.com.uat', '--repo', 'acme/crm', '--yes'];
    assert.equal((await stage.run(...args)).exitCode, 0);
    const key = elementOf(settingsOf(stage, 'sandbox'), 'consumerKey');
    const old = stage.place().variables.get('SF_ORG_ID');
    stage.org.refresh('sandbox');
    const { exitCode, stdout, stderr } = await stage.run(...args, '--consumer-key', key);
    assert.equal(exitCode, 0, stderr);
    assert.ok(stdout.includes(`SF_ORG_ID was ${old}`));
    assert.notEqual(stage.place().variables.get('SF_ORG_ID'), old);
    assert.equal(stage.place().secrets.get('SF_CONSUMER_KEY')?.sealed, key);
  });

  it('a Connected App gets a new certificate, and nothing else of it changes', async (t) => {
    const stage = await openStage(t);
    const xml = connectedApp();
    stage.org.metadata.put('production', { type: 'ConnectedApp', fullName: 'CI', xml });
    const { exitCode, stdout, stderr } = await stage.run(...YES, '--connected-app', 'CI');
    assert.equal(exitCode, 0, stderr);
    const after = stage.org.metadata.find('production', 'ConnectedApp', 'CI')?.xml ?? '';
    assert.equal(after.replace(/\s*<certificate>[^<]*<\/certificate>/, ''), xml);
    assert.equal(stage.place().secrets.get('SF_CONSUMER_KEY')?.sealed, '3MVG9connected');
    assert.match(stdout, /does not show the old certificate/);
  });

  it('--remove takes away all of it, and twice is once', async (t) => {
    const stage = await openStage(t);
    await stage.run(...YES);
    for (const _ of ['first', 'second']) {
      const { exitCode, stderr } = await stage.run(...YES, '--remove');
      assert.equal(exitCode, 0, stderr);
      const left = ['ExternalClientApplication', 'PermissionSet', 'ExtlClntAppGlobalOauthSettings'];
      for (const type of left) assert.deepEqual(stage.org.metadata.list('production', type), []);
      assert.deepEqual([stage.place().secrets.size, stage.place().variables.size], [0, 0]);
    }
  });

  it('--create-user makes the integration user, and lets it in', async (t) => {
    const stage = await openStage(t);
    const { exitCode, stderr } = await stage.run(...YES, '--user', 'new@acme.com', '--create-user');
    assert.equal(exitCode, 0, stderr);
    const user = stage.org.users.get('new@acme.com');
    assert.equal(user && stage.org.directory.profileOf(user).licence, 'Salesforce Integration');
    assert.equal(stage.org.directory.licenceAssignments.length, 1);
  });

  it('without gh the values are told, and the key once, to whoever asks for it', async (t) => {
    const stage = await openStage(t);
    stage.answers = ['y', ''];
    stage.intercept = ({ program }) => (program === 'gh' ? 'missing' : undefined);
    const { exitCode, stdout, stderr } = await stage.run(...USUAL);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /SF_USERNAME=ci@acme\.com/);
    assert.equal(stdout.match(/-----BEGIN PRIVATE KEY-----/g)?.length, 1);
  });

  it('a key file is for its owner alone, and then the screen does not show the key', async (t) => {
    const stage = await openStage(t);
    stage.intercept = ({ program }) => (program === 'gh' ? 'missing' : undefined);
    const { exitCode, stdout, stderr } = await stage.run(...YES, '--key-file', 'ci.key');
    assert.equal(exitCode, 0, stderr);
    const path = join(stage.folder, 'ci.key');
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.match(readFileSync(path, 'utf8'), /^-----BEGIN PRIVATE KEY-----/);
    assert.doesNotMatch(stdout, /PRIVATE KEY-----/);
  });

  it('it waits until Salesforce knows the app', async (t) => {
    const stage = await openStage(t);
    stage.org.faults.set('client-id-invalid', { times: 3 });
    const { exitCode, stdout, stderr } = await stage.run(...YES);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /signed in by the action after 90 s and 4 tries/);
  });

  it('an answer that waiting does not cure ends it at once, with the words of the action', async (t) => {
    const stage = await openStage(t);
    stage.org.faults.set('ip-restricted');
    let pauses = 0;
    stage.onPause = () => {
      pauses += 1;
    };
    const { exitCode, stderr } = await stage.run(...YES);
    assert.equal(exitCode, 1);
    assert.equal(pauses, 0);
    assert.match(stderr, /waiting will not help/);
    assert.match(stderr, /ip restricted/);
    assert.match(stderr, /What exists now: the External Client App GitHub_Actions/);
  });

  it('after a quarter of an hour it gives up, and says how to go on', async (t) => {
    const stage = await openStage(t);
    stage.org.faults.set('not-approved');
    const { exitCode, stderr } = await stage.run(...YES);
    assert.equal(exitCode, 1);
    assert.match(stderr, /After 15 minutes Salesforce still refuses/);
    assert.match(stderr, /Next: npm run setup -- .*--wait 30/);
  });

  it('an org that wants the certificate without its armour gets it so', async (t) => {
    const stage = await openStage(t);
    stage.org.metadata.rules.certificateForm = 'body';
    const { exitCode, stdout, stderr } = await stage.run(...YES);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /wanted the certificate without its BEGIN and END lines/);
    assert.ok(stage.fits());
  });

  it('where only the org itself will do as audience, GitHub and the person are told so', async (t) => {
    const stage = await openStage(t);
    stage.org.faults.set('audience-invalid', { times: 1 });
    const { exitCode, stdout, stderr } = await stage.run(...YES);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /✓ Sign-in .*, with the audience https:\/\/acme\.my\.salesforce\.com\n/);
    assert.equal(stage.place().variables.get('SF_AUDIENCE'), 'https://acme.my.salesforce.com');
    assert.match(stdout, /audience: \$\{\{ vars\.SF_AUDIENCE \}\}/);
  });

  it('where the org hands out neither key nor certificate, two options have them', async (t) => {
    const stage = await openStage(t);
    await stage.run(...YES);
    const key = stage.place().secrets.get('SF_CONSUMER_KEY')?.sealed ?? '';
    stage.org.metadata.rules.handsOutConsumerKey = false;
    stage.org.metadata.rules.handsOutCertificate = false;
    const without = await stage.run(...YES);
    assert.equal(without.exitCode, 1);
    assert.match(without.stderr, /does not show the Consumer Key/);
    stage.org.faults.set('ip-restricted');
    writeFileSync(
      join(stage.folder, 'old.crt'),
      stage.place().variables.get('SF_CERTIFICATE') ?? '',
    );
    const known = ['--consumer-key', key, '--old-certificate', 'old.crt'];
    const undone = await stage.run(...YES, ...known);
    assert.match(undone.stdout, /the old certificate is restored/);
    assert.ok(stage.fits());
    stage.org.faults.clear();
    const good = await stage.run(...YES, '--consumer-key', key);
    assert.equal(good.exitCode, 0, good.stderr);
    assert.ok(stage.fits());
  });

  it('the certificate of a variable lets nobody in: whoever writes variables could choose it', async (t) => {
    const stage = await openStage(t);
    await stage.run(...YES);
    stage.org.metadata.rules.handsOutCertificate = false;
    stage.place().variables.set('SF_CERTIFICATE', certificateOf(rsaPair()));
    stage.org.faults.set('ip-restricted');
    const { stdout, stderr } = await stage.run(...YES);
    assert.match(stdout, /does not show the old certificate/);
    assert.doesNotMatch(stdout, /✓ Undo/);
    assert.match(stderr, /the old one is not known/);
  });

  it('--json is one object, and nothing else', async (t) => {
    const stage = await openStage(t);
    const { exitCode, stdout, stderr } = await stage.run(...YES, '--json');
    assert.deepEqual([exitCode, stderr], [0, '']);
    const { status, app, steps } = JSON.parse(stdout);
    assert.deepEqual([status, app], ['done', 'GitHub_Actions']);
    assert.ok(steps.every(({ milliseconds }: { milliseconds: number }) => milliseconds >= 0));
  });

  it('--check prints what GitHub would show', async (t) => {
    const stage = await openStage(t);
    await stage.run(...YES);
    const { secrets, variables } = stage.place();
    stage.env = {
      ...stage.env,
      ...Object.fromEntries(variables),
      SF_PRIVATE_KEY: secrets.get('SF_PRIVATE_KEY')?.sealed ?? '',
      SF_CONSUMER_KEY: secrets.get('SF_CONSUMER_KEY')?.sealed ?? '',
    };
    const good = await stage.run('--check');
    assert.equal(good.exitCode, 0, good.stdout);
    const bad = await stage.run('--check', '--consumer-key', 'anotherKey1');
    assert.equal(bad.exitCode, 1);
    assert.match(bad.stdout, /^Error: .*\n/m);
    assert.match(bad.stdout, /The job summary:/);
  });

  it('a workflow is written with the environment in it', async (t) => {
    const stage = await openStage(t);
    const options = ['--environment', 'live', '--workflow', 'deploy', '--workflow-dir', 'flows'];
    const { exitCode, stderr } = await stage.run(...YES, ...options);
    assert.equal(exitCode, 0, stderr);
    const text = readFileSync(join(stage.folder, 'flows', 'salesforce-deploy.yml'), 'utf8');
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
