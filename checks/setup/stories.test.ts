import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import { openStage, REPO, type Stage } from './stage.ts';

const PRODUCTION = ['--org', 'prod', '--user', 'ci@acme.com', '--repo', REPO, '--yes'] as const;
const LIVE = [...PRODUCTION, '--environment', 'production'] as const;

// Each has a machine and an org of its own, and one waits while another works.
describe('setup with the real sf and the real gh', { concurrency: 2 }, () => {
  describe('an External Client App', { concurrency: 1 }, () => {
    let stage: Stage;

    before(async () => {
      stage = await openStage();
      await stage.signIn('production', 'prod');
    });
    after(() => stage.end());

    it('the first time: app, permission, key in the environment, and the action signs in', async () => {
      const { exitCode, stdout, stderr } = await stage.run(LIVE);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.equal(stderr, '');
      const opened = stage.opened('production');
      // Not assert.match: it would print the key. gh leaves out the last line break.
      assert.ok(/^-----BEGIN PRIVATE KEY-----\n[\s\S]+-$/.test(opened['SF_PRIVATE_KEY'] ?? ''));
      const settings =
        stage.org.metadata.list('production', 'ExtlClntAppGlobalOauthSettings')[0]?.xml ?? '';
      assert.equal(opened['SF_CONSUMER_KEY'], elementOf(settings, 'consumerKey'));
      assert.ok(stage.fits('production'));
      assert.equal(stage.place('production').variables.get('SF_USERNAME'), 'ci@acme.com');
      assert.equal(stage.place().secrets.size, 0);
      const tokens = stage.org.requests.filter(({ path }) => path.endsWith('/oauth2/token'));
      assert.deepEqual(
        tokens.map(({ status }) => status),
        [200],
      );
    });

    it('again: another key for the same app, and the window is told', async () => {
      const old = stage.opened('production');
      const { exitCode, stdout, stderr } = await stage.run(LIVE);
      assert.equal(exitCode, 0, stdout + stderr);
      const now = stage.opened('production');
      assert.notEqual(now['SF_PRIVATE_KEY'], old['SF_PRIVATE_KEY']);
      assert.equal(now['SF_CONSUMER_KEY'], old['SF_CONSUMER_KEY']);
      assert.ok(stage.fits('production'));
      assert.match(stdout, /From the new certificate to the new key in GitHub: \d+ s\./);
    });

    const BREAKS = [
      ['Ctrl-C while the certificate is being deployed', 'sf project deploy start*', 'ctrl-c'],
      [
        'Ctrl-C when the certificate has just been deployed',
        'sf project deploy start*',
        'late-ctrl-c',
      ],
      ['a failure at the permission set', 'sf data query*PermissionSet *', 'refuse'],
      ['a failure at a variable', 'gh api --method PATCH *SF_ORG_ID*', 'refuse'],
      ['a failure at the consumer key', 'gh secret set SF_CONSUMER_KEY*', 'refuse'],
      ['a failure at the key', 'gh secret set SF_PRIVATE_KEY*', 'refuse'],
      ['Ctrl-C at the key', 'gh secret set SF_PRIVATE_KEY*', 'ctrl-c'],
      ['Ctrl-C when GitHub has just taken the key', 'gh secret set SF_PRIVATE_KEY*', 'late-ctrl-c'],
    ] as const;
    for (const [what, at, how] of BREAKS) {
      it(`again, ${what}: one key works, and it is told which`, async () => {
        const { exitCode, stdout, stderr } = await stage.run(LIVE, { breaking: { at, how } });
        assert.equal(exitCode, how === 'refuse' ? 1 : 130, stdout + stderr);
        assert.ok(stage.fits('production'), stdout + stderr);
        assert.match(stderr, /What exists now: .*(its old certificate|the new key in GitHub)/);
        assert.match(stderr, /Next: npm run setup -- /);
      });
    }

    it('again, the sign-in fails: the old certificate is restored', async () => {
      stage.org.faults.set('ip-restricted');
      const { exitCode, stdout, stderr } = await stage.run(LIVE);
      stage.org.faults.clear();
      assert.equal(exitCode, 1);
      assert.match(stderr, /ip restricted/);
      assert.match(stdout, /✓ Undo +the old certificate is restored/);
      assert.ok(stage.fits('production'));
    });

    it('after all of that, again: as if nothing had been', async () => {
      const { exitCode, stdout, stderr } = await stage.run(LIVE);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.ok(stage.fits('production'));
    });

    it('DEBUG and --json tell more, and nothing secret', async () => {
      const { exitCode, stdout, stderr } = await stage.run([...LIVE, '--json'], {
        env: { DEBUG: '*', GH_DEBUG: 'api', SF_TEMP_SHOW_SECRETS: 'true', SF_LOG_LEVEL: 'trace' },
      });
      assert.equal(exitCode, 0, stderr);
      assert.equal(JSON.parse(stdout).status, 'done');
      assert.match(stderr, /^\$ sf org display /m);
    });

    it('--remove, twice: nothing is left, in the org and in GitHub', async () => {
      for (const _ of ['first', 'second']) {
        const { exitCode, stdout, stderr } = await stage.run([...LIVE, '--remove']);
        assert.equal(exitCode, 0, stdout + stderr);
        for (const type of ['ExternalClientApplication', 'PermissionSet']) {
          assert.deepEqual(stage.org.metadata.list('production', type), []);
        }
        const { secrets, variables } = stage.place('production');
        assert.deepEqual([secrets.size, variables.size], [0, 0]);
      }
    });
  });

  describe('other apps, on a machine of its own', { concurrency: 1 }, () => {
    let stage: Stage;

    before(async () => {
      stage = await openStage();
      await stage.signIn('production', 'prod');
    });
    after(() => stage.end());

    it('a Connected App gets the certificate, and keeps the rest', async () => {
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
      stage.org.metadata.put('production', { type: 'ConnectedApp', fullName: 'Old_CI', xml });
      const { exitCode, stdout, stderr } = await stage.run([
        ...PRODUCTION,
        '--connected-app',
        'Old_CI',
      ]);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.ok(stage.fits('', 'ConnectedApp'));
      assert.equal(stage.opened()['SF_CONSUMER_KEY'], '3MVG9connectedAppOfOld');
    });

    it('where only the org itself will do as audience, GitHub and the person are told so', async () => {
      stage.org.faults.set('audience-invalid', { times: 1 });
      const { exitCode, stdout, stderr } = await stage.run(PRODUCTION);
      stage.org.faults.clear();
      assert.equal(exitCode, 0, stdout + stderr);
      const audience = 'https://acme.my.salesforce.com';
      assert.equal(stage.place().variables.get('SF_AUDIENCE'), audience);
      assert.match(stdout, /audience: \$\{\{ vars\.SF_AUDIENCE \}\}/);
      assert.ok(stage.fits());
    });

    it('without gh: the key goes into a file that was asked for', async () => {
      stage.without('gh');
      const { exitCode, stdout, stderr } = await stage.run([
        ...PRODUCTION,
        '--key-file',
        'ci.key',
        '--name',
        'Second',
      ]);
      assert.equal(exitCode, 0, stdout + stderr);
      const path = join(stage.folder, 'ci.key');
      assert.equal(statSync(path).mode & 0o777, 0o600);
      const [line = ''] = readFileSync(path, 'utf8').split('\n').slice(1);
      assert.ok(line.length === 64 && !stdout.includes(line));
      assert.match(stdout, /SF_LOGIN_URL=https:\/\/acme\.my\.salesforce\.com/);
    });
  });

  it('a session that has ended says how to sign in again', async () => {
    const other = await openStage();
    try {
      await other.signIn('production', 'prod');
      for (const { headers } of other.org.requests) {
        other.org.sessions.revoke((headers['authorization'] ?? '').replace(/^\w+ /, ''));
      }
      const { exitCode, stderr } = await other.run(LIVE);
      assert.equal(exitCode, 1);
      assert.match(stderr, /session .* no longer works/);
      assert.match(stderr, /Next: sf org login web --alias prod --instance-url https:\/\/acme\.my/);
    } finally {
      await other.end();
    }
  });

  it('a sandbox, before and after a refresh, with a new user', async () => {
    const stage = await openStage();
    try {
      await stage.signIn('sandbox', 'uat');
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
      const first = await stage.run(args);
      assert.equal(first.exitCode, 0, first.stdout + first.stderr);
      const { SF_CONSUMER_KEY: key = '' } = stage.opened();
      const oldId = stage.place().variables.get('SF_ORG_ID');

      stage.org.refresh('sandbox');
      await stage.signIn('sandbox', 'uat');
      const again = await stage.run([...args, '--consumer-key', key]);
      assert.equal(again.exitCode, 0, again.stdout + again.stderr);
      assert.match(again.stdout, new RegExp(`SF_ORG_ID was ${oldId}`));
      assert.equal(stage.opened()['SF_CONSUMER_KEY'], key);
      assert.notEqual(stage.place().variables.get('SF_ORG_ID'), oldId);
      assert.ok(stage.fits());
    } finally {
      await stage.end();
    }
  });
});
