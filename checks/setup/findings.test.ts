import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { Repository } from '../../simulator/org/github.ts';
import { type CliHarness, createHarness, REPO } from './harness.ts';

const ORG = ['--org', 'prod', '--repo', REPO, '--environment', 'production', '--yes'] as const;
const ARGS = [...ORG, '--user', 'ci@acme.com'] as const;

const repositoryOf = ({ org }: CliHarness): Repository =>
  org.github.repositories.get(REPO) ?? assert.fail();

/** Returns all components of the app in the org. */
const appOf = ({ org }: CliHarness): readonly unknown[] =>
  ['ExternalClientApplication', 'ExtlClntAppGlobalOauthSettings', 'PermissionSet'].flatMap((type) =>
    org.metadata.list('production', type),
  );

describe('setup with an org or a GitHub login that does not allow everything', {
  concurrency: 2,
}, () => {
  describe('during a rotation', { concurrency: 1 }, () => {
    let harness: CliHarness;

    before(async () => {
      harness = await createHarness();
      await harness.signIn('production', 'prod');
      const { exitCode, stdout, stderr } = await harness.run(ARGS);
      assert.equal(exitCode, 0, stdout + stderr);
    });
    after(() => harness.close());

    const REFUSALS = [
      ['Average test coverage across all Apex Classes is 40%', / --tests CLASS\n/],
      ['You cannot provide a Consumer Key', /You cannot provide a Consumer Key/],
    ] as const;
    for (const [message, expected] of REFUSALS) {
      it(`reports that nothing was changed if the org rejects the deployment: ${message}`, async () => {
        const app = appOf(harness);
        harness.org.metadata.rules.deployError = message;
        const { exitCode, stderr } = await harness.run(ARGS);
        harness.org.metadata.rules.deployError = undefined;
        assert.equal(exitCode, 1);
        assert.match(stderr, /\nNothing was changed\.\n/);
        assert.match(stderr, expected);
        assert.doesNotMatch(stderr, /no longer works|perhaps/);
        assert.deepEqual(appOf(harness), app);
        assert.ok(harness.storedKeyMatches('production'));
      });
    }

    it('reports that nothing was changed if GitHub shows the public key but rejects every write request', async () => {
      const app = appOf(harness);
      repositoryOf(harness).isReadOnly = true;
      const { exitCode, stdout, stderr } = await harness.run(ARGS);
      repositoryOf(harness).isReadOnly = false;
      assert.equal(exitCode, 1);
      assert.match(stdout, /GitHub does not show whether you can set its values/);
      assert.match(stderr, /Your gh login cannot write secrets of acme\/crm/);
      assert.match(stderr, /\nNothing was changed\.\n/);
      assert.deepEqual(appOf(harness), app);
    });

    it('stops before any change if the login cannot create the environment', async () => {
      const app = appOf(harness);
      repositoryOf(harness).isAdmin = false;
      const { exitCode, stderr } = await harness.run([...ARGS, '--environment', 'staging']);
      repositoryOf(harness).isAdmin = true;
      assert.equal(exitCode, 1);
      assert.match(stderr, /cannot create the environment staging.*\nNothing was changed\./s);
      assert.deepEqual(appOf(harness), app);
    });

    it('recommends --skip-sign-in if only the runner may sign in, and succeeds with it', async () => {
      harness.org.faults.set('ip-restricted');
      const { exitCode, stdout, stderr } = await harness.run(ARGS);
      assert.equal(exitCode, 1);
      assert.match(
        stdout,
        /restored after \d+ s; Salesforce may refuse the old key for some minutes/,
      );
      assert.doesNotMatch(stderr, /GitHub-hosted runner/);
      const [, command = ''] = /\nNext: npm run setup -- (.* --skip-sign-in)\n/.exec(stderr) ?? [];
      const second = await harness.run(command.split(' '));
      harness.org.faults.clear();
      assert.equal(second.exitCode, 0, second.stdout + second.stderr);
      assert.ok(harness.storedKeyMatches('production'));
    });
  });

  describe('in a first run', { concurrency: 1 }, () => {
    let harness: CliHarness;

    before(async () => {
      harness = await createHarness();
      await harness.signIn('production', 'prod');
      writeFileSync(join(harness.folder, 'file'), '');
    });
    after(() => harness.close());

    const LOOKS = [
      {
        title: 'no license is free for the new user',
        args: [...ORG, '--user', 'new@acme.com', '--create-user'],
        expected: /has no free license/,
      },
      {
        title: 'the key file cannot be written',
        args: [...ARGS, '--key-file', '/proc/ci.key'],
        expected: /Cannot write to \/proc/,
      },
      {
        title: 'the folder for the workflow is a file',
        args: [...ARGS, '--workflow', 'first-run', '--workflow-dir', 'file'],
        expected: /file is not a folder/,
      },
    ] as const;
    for (const { title, args, expected } of LOOKS) {
      it(`stops before any change if ${title}`, async () => {
        const license = harness.org.directory.licenses.get('Salesforce Integration');
        const used = license?.used ?? 0;
        if (license !== undefined) license.used = license.total;
        const { exitCode, stderr } = await harness.run(args);
        if (license !== undefined) license.used = used;
        assert.equal(exitCode, 1);
        assert.match(stderr, expected);
        assert.match(stderr, /\nNothing was changed\.\n/);
        assert.deepEqual(appOf(harness), []);
        assert.deepEqual([...repositoryOf(harness).stores.keys()], ['']);
      });
    }

    it('reports that the app may exist if sf stops waiting, and continues in the next run', async () => {
      harness.org.deployments.isInProgress = true;
      const { exitCode, stderr } = await harness.run(ARGS, {
        interruption: { commandPattern: 'sf project deploy start*', action: 'one-minute' },
      });
      harness.org.deployments.isInProgress = false;
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, /app GitHub_Actions with permission set \S+ \(perhaps created\)/);
      assert.notDeepEqual(appOf(harness), []);
      const second = await harness.run(ARGS);
      assert.equal(second.exitCode, 0, second.stdout + second.stderr);
      assert.ok(harness.storedKeyMatches('production'));
    });

    it('shows one changing line in a terminal of 40 columns during the rotation that follows', async () => {
      harness.org.faults.set('client-id-invalid', { times: 1 });
      const { exitCode, stdout } = await harness.run(ARGS, { columns: 40 });
      harness.org.faults.clear();
      assert.equal(exitCode, 0, stdout);
      const frames = stdout
        .split('\u001B[1G')
        .flatMap((part) => part.split(/[\r\n]/))
        .map(stripVTControlCharacters);
      const spinning = frames.filter((frame) => /^[⠀-⣿]/.test(frame));
      assert.ok(spinning.length > 20, `${spinning.length} frames`);
      assert.deepEqual(
        spinning.filter((frame) => frame.length > 40),
        [],
      );
      assert.ok(stdout.split('\n').length < 60, `${stdout.split('\n').length} lines`);
    });
  });

  it('stops a second run while the first run is waiting, and the first run then ends as usual', async () => {
    const harness = await createHarness();
    try {
      await harness.signIn('production', 'prod');
      harness.org.faults.set('client-id-invalid', { times: 2 });
      // The first run has its own temporary folder, so that the second run can detect it only in
      // GitHub.
      const temporary = join(harness.folder, 'other');
      mkdirSync(temporary);
      const first = harness.run(ARGS, { env: { TMPDIR: temporary } });
      const { variables } = harness.githubValues();
      let hasEnded = false;
      const onEnd = () => {
        hasEnded = true;
      };
      first.then(onEnd, onEnd);
      while (!variables.has('SF_SETUP_LOCK_PRODUCTION') && !hasEnded) await sleep(200);
      assert.ok(!hasEnded, 'the first run has ended without waiting');
      const second = await harness.run(ARGS);
      assert.equal(second.exitCode, 1);
      assert.match(second.stderr, /Another run of this command is changing acme\/crm: it began on/);
      assert.match(second.stderr, /\nNothing was changed\.\nNext: Wait until it has ended/);
      const { exitCode, stdout, stderr } = await first;
      assert.equal(exitCode, 0, stdout + stderr);
      assert.ok(harness.storedKeyMatches('production'));
      assert.ok(!variables.has('SF_SETUP_LOCK_PRODUCTION'));
    } finally {
      await harness.close();
    }
  });
});
