import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import { type CliHarness, createHarness, REPO } from './harness.ts';

const PRODUCTION = ['--org', 'prod', '--user', 'ci@acme.com', '--repo', REPO, '--yes'] as const;
const LIVE = [...PRODUCTION, '--environment', 'production'] as const;

// Two at a time: each has its own org and home folder, and mostly waits for processes.
describe('setup with the real sf and the real gh', { concurrency: 2 }, () => {
  describe('an External Client App', { concurrency: 1 }, () => {
    let harness: CliHarness;

    before(async () => {
      harness = await createHarness();
      await harness.signIn('production', 'prod');
    });
    after(() => harness.close());

    it('creates the app, assigns the permission set, stores the key in the environment and signs in', async () => {
      const { exitCode, stdout, stderr } = await harness.run(LIVE);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.equal(stderr, '');
      const secrets = harness.openedSecrets('production');
      // Not assert.match, which would print the key. gh removes the last line break.
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

    it('replaces the key of the same app and reports the gap', async () => {
      const previous = harness.openedSecrets('production');
      const { exitCode, stdout, stderr } = await harness.run(LIVE);
      assert.equal(exitCode, 0, stdout + stderr);
      const current = harness.openedSecrets('production');
      assert.notEqual(current['SF_PRIVATE_KEY'], previous['SF_PRIVATE_KEY']);
      assert.equal(current['SF_CONSUMER_KEY'], previous['SF_CONSUMER_KEY']);
      assert.ok(harness.storedKeyMatches('production'));
      assert.match(stdout, /From the new certificate to the new key in GitHub: \d+ s\./);
    });

    const INTERRUPTIONS = [
      ['Ctrl-C while the certificate is being deployed', 'sf project deploy start*', 'ctrl-c'],
      [
        'Ctrl-C just after the certificate has been deployed',
        'sf project deploy start*',
        'late-ctrl-c',
      ],
      ['a failed query of the permission set', 'sf data query*PermissionSet *', 'refuse'],
      ['a failure to store a variable', 'gh api --method PATCH *SF_ORG_ID*', 'refuse'],
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
        assert.match(stderr, /What exists now: .*(its old certificate|the new key in GitHub)/);
        assert.match(stderr, /Next: npm run setup -- /);
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

    it('succeeds after all these failures', async () => {
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

    it('removes everything from the org and from GitHub, and succeeds if it is run twice', async () => {
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

  describe('other kinds of app', { concurrency: 1 }, () => {
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

    it('stores SF_AUDIENCE and shows the line for the workflow if the org accepts only its My Domain', async () => {
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

  it('shows how to sign in again when the session of sf has expired', async () => {
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

  it('sets up a sandbox with a new user, and again after a refresh', async () => {
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
