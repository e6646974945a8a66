import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeOrganization, makeRepository } from '../../simulator/org/github.ts';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import { type CliHarness, createHarness, REPO } from './harness.ts';

const PRODUCTION = ['--org', 'prod', '--user', 'ci@acme.com', '--repo', REPO, '--yes'] as const;
const LIVE = [...PRODUCTION, '--environment', 'production'] as const;

// Two scenarios run at the same time: each has its own org and home folder, and mostly waits for
// processes.
describe('setup with the real sf and the real gh', { concurrency: 2 }, () => {
  describe('with an External Client App', { concurrency: 1 }, () => {
    let harness: CliHarness;

    before(async () => {
      harness = await createHarness();
      await harness.signIn('production', 'prod');
    });
    after(() => harness.close());

    it('creates the app, assigns the permission set, stores the key in the environment and signs in', async () => {
      const { exitCode, stdout, stderr } = await harness.run(LIVE);
      assert.equal(exitCode, 0, stdout + stderr);
      // A step that takes longer than 30 seconds prints its progress.
      assert.equal(stderr.replace(/^.{14}\d+:\d\d .*\n/gm, ''), '');
      const secrets = harness.openedSecrets('production');
      // Do not use assert.match here, because it would print the key. gh strips the trailing line
      // break.
      assert.ok(/^-----BEGIN PRIVATE KEY-----\n[\s\S]+-$/.test(secrets['SF_PRIVATE_KEY'] ?? ''));
      const settings =
        harness.org.metadata.list('production', 'ExtlClntAppGlobalOauthSettings')[0]?.xml ?? '';
      assert.equal(secrets['SF_CONSUMER_KEY'], elementOf(settings, 'consumerKey'));
      assert.ok(harness.storedKeyMatches('production'));
      assert.equal(harness.githubValues('production').variables.get('SF_USERNAME'), 'ci@acme.com');
      assert.equal(harness.githubValues().secrets.size, 0);
      const tokens = harness.org.requests.filter(({ path }) => path.endsWith('/oauth2/token'));
      assert.deepEqual(
        tokens.map(({ status }) => status),
        [200],
      );
    });

    it('replaces the key of the same app and reports how long the old key did not work', async () => {
      const previous = harness.openedSecrets('production');
      const { exitCode, stdout, stderr } = await harness.run(LIVE);
      assert.equal(exitCode, 0, stdout + stderr);
      const current = harness.openedSecrets('production');
      assert.notEqual(current['SF_PRIVATE_KEY'], previous['SF_PRIVATE_KEY']);
      assert.equal(current['SF_CONSUMER_KEY'], previous['SF_CONSUMER_KEY']);
      assert.ok(harness.storedKeyMatches('production'));
      assert.match(stdout, /Workflows with this key could not sign in for \d+ s\./);
    });

    const INTERRUPTIONS = [
      ['Ctrl-C while the certificate is being deployed', 'sf project deploy start*', 'ctrl-c'],
      [
        'Ctrl-C just after the certificate has been deployed',
        'sf project deploy start*',
        'late-ctrl-c',
      ],
      ['a failed query of the permission set', 'sf data query*PermissionSet *', 'refuse'],
      ['a failure to store both certificates', 'gh api --method PATCH *SF_CERTIFICATE*', 'refuse'],
      ['a failure to store the consumer key', 'gh secret set SF_CONSUMER_KEY*', 'refuse'],
      ['a failure to store the key', 'gh secret set SF_PRIVATE_KEY*', 'refuse'],
      ['Ctrl-C while the key is being stored', 'gh secret set SF_PRIVATE_KEY*', 'ctrl-c'],
      [
        'Ctrl-C just after GitHub has stored the key',
        'gh secret set SF_PRIVATE_KEY*',
        'late-ctrl-c',
      ],
    ] as const;
    for (const [title, commandPattern, action] of INTERRUPTIONS) {
      it(`reports which key works after ${title} in a rotation`, async () => {
        const { exitCode, stdout, stderr } = await harness.run(LIVE, {
          interruption: { commandPattern, action },
        });
        assert.equal(exitCode, action === 'refuse' ? 1 : 130, stdout + stderr);
        assert.ok(harness.storedKeyMatches('production'), stdout + stderr);
        assert.match(
          stderr,
          /Everything is as it was|Nothing was changed|Key: .* has (the new key|the same key)/,
        );
        assert.match(stderr, /Next: (Run a workflow.* )?npm run setup -- /);
      });
    }

    it('restores the old certificate if the sign-in fails', async () => {
      harness.org.faults.set('ip-restricted');
      const { exitCode, stdout, stderr } = await harness.run(LIVE);
      harness.org.faults.clear();
      assert.equal(exitCode, 1);
      assert.match(stderr, /ip restricted/);
      assert.match(stdout, /✓ Undo +the old certificate is restored/);
      assert.ok(harness.storedKeyMatches('production'));
    });

    it('rotates the key after several runs have failed', async () => {
      const { exitCode, stdout, stderr } = await harness.run(LIVE);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.ok(harness.storedKeyMatches('production'));
    });

    it('prints no secret with DEBUG and --json', async () => {
      const { exitCode, stdout, stderr } = await harness.run([...LIVE, '--json'], {
        env: { DEBUG: '*', GH_DEBUG: 'api', SF_TEMP_SHOW_SECRETS: 'true', SF_LOG_LEVEL: 'trace' },
      });
      assert.equal(exitCode, 0, stderr);
      assert.equal(JSON.parse(stdout).status, 'done');
      assert.match(stderr, /^\$ sf org display /m);
    });

    it('removes everything from the org and from GitHub, and succeeds when it is run again', async () => {
      for (const _ of ['first', 'second']) {
        const { exitCode, stdout, stderr } = await harness.run([...LIVE, '--remove']);
        assert.equal(exitCode, 0, stdout + stderr);
        for (const type of ['ExternalClientApplication', 'PermissionSet']) {
          assert.deepEqual(harness.org.metadata.list('production', type), []);
        }
        const { secrets, variables } = harness.githubValues('production');
        assert.deepEqual([secrets.size, variables.size], [0, 0]);
      }
    });
  });

  describe('in other cases', { concurrency: 1 }, () => {
    let harness: CliHarness;

    before(async () => {
      harness = await createHarness();
      await harness.signIn('production', 'prod');
    });
    after(() => harness.close());

    it('replaces the certificate of a Connected App', async () => {
      const xml = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>a@acme.com</contactEmail>
    <label>Old CI</label>
    <oauthConfig>
        <consumerKey>3MVG9connectedAppOfOld</consumerKey>
        <scopes>Api</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
</ConnectedApp>
`;
      harness.org.metadata.put('production', { type: 'ConnectedApp', fullName: 'Old_CI', xml });
      const { exitCode, stdout, stderr } = await harness.run([
        ...PRODUCTION,
        '--connected-app',
        'Old_CI',
      ]);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.ok(harness.storedKeyMatches('', 'ConnectedApp'));
      assert.equal(harness.openedSecrets()['SF_CONSUMER_KEY'], '3MVG9connectedAppOfOld');
    });

    it('stores SF_AUDIENCE and prints the line for the workflow if the org accepts only its My Domain', async () => {
      harness.org.faults.set('audience-invalid', { times: 1 });
      const { exitCode, stdout, stderr } = await harness.run(PRODUCTION);
      harness.org.faults.clear();
      assert.equal(exitCode, 0, stdout + stderr);
      const audience = 'https://acme.my.salesforce.com';
      assert.equal(harness.githubValues().variables.get('SF_AUDIENCE'), audience);
      assert.match(stdout, /audience: \$\{\{ vars\.SF_AUDIENCE \}\}/);
      assert.ok(harness.storedKeyMatches());
    });

    it('writes the key to --key-file without gh', async () => {
      harness.uninstall('gh');
      const { exitCode, stdout, stderr } = await harness.run([
        ...PRODUCTION,
        '--key-file',
        'ci.key',
        '--name',
        'Second',
      ]);
      assert.equal(exitCode, 0, stdout + stderr);
      const path = join(harness.folder, 'ci.key');
      assert.equal(statSync(path).mode & 0o777, 0o600);
      const [line = ''] = readFileSync(path, 'utf8').split('\n').slice(1);
      assert.ok(line.length === 64 && !stdout.includes(line));
      assert.match(stdout, /SF_LOGIN_URL=https:\/\/acme\.my\.salesforce\.com/);
    });
  });

  it('prints the command that signs in again if the session of sf has expired', async () => {
    const harness = await createHarness();
    try {
      await harness.signIn('production', 'prod');
      for (const { headers } of harness.org.requests) {
        harness.org.sessions.revoke((headers['authorization'] ?? '').replace(/^\w+ /, ''));
      }
      const { exitCode, stderr } = await harness.run(LIVE);
      assert.equal(exitCode, 1);
      assert.match(stderr, /session .* no longer works/);
      assert.match(stderr, /Next: sf org login web --alias prod --instance-url https:\/\/acme\.my/);
    } finally {
      await harness.close();
    }
  });

  describe('in a production org', { concurrency: 1 }, () => {
    let harness: CliHarness;

    before(async () => {
      harness = await createHarness();
      await harness.signIn('production', 'prod');
      await harness.signIn('sandbox', 'uat');
      const { exitCode, stdout, stderr } = await harness.run(LIVE);
      assert.equal(exitCode, 0, stdout + stderr);
    });
    after(() => harness.close());

    /** Signs in with the values stored in GitHub, as a workflow does. */
    async function checkStored() {
      const { variables } = harness.githubValues('production');
      const env = { ...Object.fromEntries(variables), ...harness.openedSecrets('production') };
      return harness.run(['--check'], { env });
    }

    it('restricts the new environment to the default branch', () => {
      assert.deepEqual(harness.githubValues('production').branches, ['main']);
    });

    it('keeps a key that matches the certificate after Ctrl-C between the two changes of a rotation', async () => {
      const { exitCode, stderr } = await harness.run(LIVE, {
        interruption: { commandPattern: 'gh secret set SF_PRIVATE_KEY*', action: 'late-ctrl-c' },
      });
      assert.equal(exitCode, 130, stderr);
      assert.match(stderr, /Key: acme\/crm, environment production has the new key/);
      const check = await checkStored();
      assert.equal(check.exitCode, 0, check.stdout);
    });

    it('reports what was removed if the org rejects the removal', async () => {
      const { exitCode, stderr } = await harness.run([...LIVE, '--remove'], {
        interruption: { commandPattern: 'sf project deploy start*', action: 'refuse' },
      });
      assert.equal(exitCode, 1);
      assert.match(stderr, /SF_PRIVATE_KEY \(removed\).*SF_CERTIFICATE \(removed\)/);
      assert.match(
        stderr,
        /app GitHub_Actions|GitHub_Actions and GitHub_Actions_access \(perhaps removed\)/,
      );
      const again = await harness.run(LIVE);
      assert.equal(again.exitCode, 0, again.stdout + again.stderr);
    });

    it("neither removes another org's values nor overwrites them without --replace", async () => {
      const sandbox = ['--org', 'uat', '--user', 'ci@acme.com.uat', '--repo', REPO, '--yes'];
      const place = [...sandbox, '--environment', 'production'];
      const removal = await harness.run([...place, '--remove']);
      assert.match(removal.stdout, /stay: they are of another org/);
      const overwriting = await harness.run(place);
      assert.equal(overwriting.exitCode, 1);
      assert.match(overwriting.stderr, /of another org.*Nothing was changed\./s);
      assert.ok(harness.storedKeyMatches('production'));
    });

    it('does not remove an app whose description was edited', async () => {
      const type = 'ExternalClientApplication';
      const [app] = harness.org.metadata.list('production', type);
      const original = app ?? assert.fail();
      const xml = original.xml.replace(/<description>[^<]*/, '<description>Made by hand');
      harness.org.metadata.put('production', { ...original, xml });
      const { exitCode, stderr } = await harness.run([...LIVE, '--remove']);
      harness.org.metadata.put('production', original);
      assert.equal(exitCode, 1);
      assert.match(stderr, /was not created by this command.*Nothing was changed\./s);
    });

    it('stores the new key even if the org hides its certificate and rejects the sign-in', async () => {
      harness.org.metadata.rules.exposesCertificate = false;
      harness.org.faults.set('ip-restricted');
      const { exitCode, stderr } = await harness.run(LIVE);
      harness.org.faults.clear();
      harness.org.metadata.rules.exposesCertificate = true;
      assert.equal(exitCode, 1);
      assert.match(stderr, /The new key is stored all the same/);
      assert.ok(harness.storedKeyMatches('production'));
    });

    it('continues in the next run after SIGKILL while values are being stored', async () => {
      const killed = await harness.run(LIVE, {
        interruption: { commandPattern: 'gh secret set SF_PRIVATE_KEY*', action: 'kill' },
      });
      assert.equal(killed.exitCode, null);
      const { exitCode, stdout, stderr } = await harness.run(LIVE);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.ok(harness.storedKeyMatches('production'));
      assert.ok(!harness.githubValues().variables.has('SF_SETUP_LOCK_PRODUCTION'));
    });

    it('replaces a compromised key while its user is frozen', async () => {
      const user = harness.org.users.get('ci@acme.com') ?? assert.fail();
      user.frozen = true;
      const plain = await harness.run(LIVE);
      assert.match(plain.stderr, /ci@acme\.com is frozen/);
      const old = harness.openedSecrets('production')['SF_PRIVATE_KEY'];
      const { exitCode, stdout, stderr } = await harness.run([...LIVE, '--compromised']);
      user.frozen = false;
      assert.equal(exitCode, 0, stdout + stderr);
      assert.match(stdout, /Unfreeze/);
      assert.notEqual(harness.openedSecrets('production')['SF_PRIVATE_KEY'], old);
      const check = await checkStored();
      assert.equal(check.exitCode, 0, check.stdout);
    });

    it('removes a stale SF_AUDIENCE', async () => {
      const { variables } = harness.githubValues('production');
      variables.set('SF_AUDIENCE', 'https://other.my.salesforce.com');
      const { exitCode, stdout, stderr } = await harness.run(LIVE);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.equal(variables.get('SF_AUDIENCE'), undefined);
    });

    it('rotates without a gap by using a second app, and removes the first one', async () => {
      const second = [...LIVE, '--name', 'GitHub Actions 2027'];
      const created = await harness.run(second);
      assert.equal(created.exitCode, 0, created.stdout + created.stderr);
      const removed = await harness.run([...LIVE, '--remove']);
      assert.equal(removed.exitCode, 0, removed.stdout + removed.stderr);
      assert.match(
        removed.stdout,
        /stay: SF_CERTIFICATE there is not the certificate of GitHub_Actions/,
      );
      const check = await checkStored();
      assert.equal(check.exitCode, 0, check.stdout);
    });

    it('prints only JSON on standard output with the documented command', async () => {
      const args = ['run', '--silent', 'setup', '--', ...LIVE, '--name', 'GitHub Actions 2027'];
      const { exitCode, stdout } = await harness.runNpm([...args, '--dry-run', '--json']);
      assert.equal(exitCode, 0, stdout);
      assert.equal(JSON.parse(stdout).status, 'done');
    });
  });

  it('stores the values in an organization for two repositories', async () => {
    const harness = await createHarness();
    try {
      await harness.signIn('production', 'prod');
      harness.org.github.repositories.set('acme/erp', makeRepository());
      const organization = makeOrganization();
      harness.org.github.organizations.set('acme', organization);
      const args = ['--org', 'prod', '--user', 'ci@acme.com', '--gh-org', 'acme', '--yes'];
      const { exitCode, stdout, stderr } = await harness.run([...args, '--repos', 'crm,erp']);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.equal(organization.store.visibleTo.get('SF_PRIVATE_KEY')?.length, 2);
      organization.mayWrite = false;
      const refused = await harness.run([...args, '--repos', 'crm,erp']);
      assert.match(refused.stderr, /Nothing was changed\.\nNext: gh auth refresh -s admin:org/);
    } finally {
      await harness.close();
    }
  });

  it('sets up a sandbox with a new user, and sets it up again after a refresh', async () => {
    const harness = await createHarness();
    try {
      await harness.signIn('sandbox', 'uat');
      const args = [
        '--org',
        'uat',
        '--user',
        'pipeline@acme.com.uat',
        '--create-user',
        '--repo',
        REPO,
        '--yes',
      ];
      const created = await harness.run(args);
      assert.equal(created.exitCode, 0, created.stdout + created.stderr);
      const { SF_CONSUMER_KEY: key = '' } = harness.openedSecrets();
      const oldId = harness.githubValues().variables.get('SF_ORG_ID');

      harness.org.refresh('sandbox');
      await harness.signIn('sandbox', 'uat');
      const refreshed = await harness.run([...args, '--consumer-key', key]);
      assert.equal(refreshed.exitCode, 0, refreshed.stdout + refreshed.stderr);
      assert.match(refreshed.stdout, new RegExp(`SF_ORG_ID was ${oldId}`));
      assert.equal(harness.openedSecrets()['SF_CONSUMER_KEY'], key);
      assert.notEqual(harness.githubValues().variables.get('SF_ORG_ID'), oldId);
      assert.ok(harness.storedKeyMatches());
    } finally {
      await harness.close();
    }
  });
});
