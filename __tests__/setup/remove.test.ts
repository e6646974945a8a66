import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes'];
const SANDBOX = ['--org', 'uat', '--user', 'ci@acme.com.uat', '--repo', 'acme/crm', '--yes'];

const apps = ({ org }: SetupHarness): number =>
  org.metadata.list('production', 'ExternalClientApplication').length;

function editDescription({ org }: SetupHarness, text: string): void {
  const [app] = org.metadata.list('production', 'ExternalClientApplication');
  const xml = (app?.xml ?? '').replace(/<description>[^<]*/, `<description>${text}`);
  org.metadata.put('production', {
    type: 'ExternalClientApplication',
    fullName: 'GitHub_Actions',
    xml,
  });
}

describe('npm run setup -- --remove', () => {
  it('prints the command that sets everything up again, including the option --user', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const args = ['--org', 'prod', '--repo', 'acme/crm', '--yes', '--remove'];
    const { exitCode, stdout, stderr } = await harness.run(...args);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /To set up again: npm run setup -- .*--user ci@acme\.com/);
  });

  it('rejects an app whose description was changed, and changes nothing', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    editDescription(harness, 'Made by hand by the platform team');
    const { exitCode, stderr } = await harness.run(...YES_ARGS, '--remove');
    assert.equal(exitCode, 1);
    assert.match(stderr, /was not created by this command.*\nNothing was changed\./s);
    assert.equal(apps(harness), 1);
    assert.equal(harness.githubValues().secrets.size, 2);
  });

  it("does not remove another org's values from GitHub, and names the org", async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const { exitCode, stdout } = await harness.run(...SANDBOX, '--remove');
    assert.equal(exitCode, 0);
    assert.match(stdout, /The values in acme\/crm stay: they are of another org \(00D/);
    assert.match(stdout, /There is nothing to remove/);
    assert.equal(harness.githubValues().secrets.size, 2);
  });

  it('does not remove values whose SF_CERTIFICATE is not that of the app, unless --replace is given', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    await harness.run(...YES_ARGS, '--name', 'Other');
    const kept = await harness.run(...YES_ARGS, '--remove');
    assert.equal(kept.exitCode, 0, kept.stderr);
    assert.match(kept.stdout, /SF_CERTIFICATE there is not the certificate of GitHub_Actions/);
    assert.equal(harness.githubValues().secrets.size, 2);
    const removed = await harness.run(...YES_ARGS, '--name', 'Other', '--remove', '--replace');
    assert.equal(removed.exitCode, 0, removed.stderr);
    assert.equal(harness.githubValues().secrets.size, 0);
    assert.equal(apps(harness), 0);
  });

  it('keeps a permission set that other users have, but removes the user of the app from it', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const { org } = harness;
    const [assignment] = org.directory.assignments;
    const admin = org.users.get('admin@acme.com');
    org.directory.assignments.push({
      ...(assignment ?? assert.fail()),
      id: '0Pa000000000001AAA',
      userId: admin?.userId18 ?? '',
    });
    // The run removes the app with its policy, so that only the permission set is left.
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, '--remove');
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /GitHub_Actions_access stays, because others have it: admin@acme\.com/);
    assert.deepEqual(
      org.directory.assignments.map(({ id }) => id),
      ['0Pa000000000001AAA'],
    );
    assert.equal(org.metadata.list('production', 'PermissionSet').length, 1);
    assert.equal(apps(harness), 0);
  });

  it('removes the values of a Connected App, which stays, but not those of another app', async (t) => {
    const harness = await createHarness(t);
    const xml =
      '<ConnectedApp><oauthConfig><consumerKey>3MVG9connected</consumerKey></oauthConfig></ConnectedApp>';
    const type = 'ConnectedApp';
    for (const fullName of ['CI', 'Other'])
      harness.org.metadata.put('production', {
        type,
        fullName,
        xml: xml.replace('connected', fullName),
      });
    await harness.run(...YES_ARGS, '--connected-app', 'CI');
    const stored = harness.githubValues().secrets.size;
    const missing = await harness.run(...YES_ARGS, '--connected-app', 'Nobody', '--remove');
    assert.match(missing.stdout, /✓ App {11}Nobody does not exist/);
    assert.match(missing.stdout, /stay: there is no app Nobody to compare them with/);
    harness.addRepository('acme/other');
    const other = [...YES_ARGS, '--connected-app', 'Other'];
    await harness.run(...other, '--repo', 'acme/other');
    const kept = await harness.run(...other, '--remove');
    assert.match(kept.stdout, /SF_CERTIFICATE there is not the certificate of Other/);
    assert.equal(harness.githubValues().secrets.size, stored);
    const removed = await harness.run(...YES_ARGS, '--connected-app', 'CI', '--remove');
    assert.equal(removed.exitCode, 0, removed.stderr);
    assert.match(removed.stdout, /✓ App {11}CI stays/);
    assert.equal(harness.githubValues().secrets.size, 0);
    assert.equal(harness.org.metadata.list('production', type).length, 2);
  });

  it('lists what was removed if the org rejects the removal', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.intercept = ({ args }) =>
      args.includes('--post-destructive-changes')
        ? {
            exitCode: 1,
            stdout: JSON.stringify({
              status: 1,
              result: { status: 'Failed', errorMessage: 'locked' },
            }),
            stderr: '',
          }
        : undefined;
    const { exitCode, stderr } = await harness.run(...YES_ARGS, '--remove');
    assert.equal(exitCode, 1);
    assert.match(stderr, /acme\/crm: SF_PRIVATE_KEY \(removed\), SF_CONSUMER_KEY \(removed\)/);
    assert.match(stderr, /Acme: assignment of GitHub_Actions_access to ci@acme\.com \(removed\)/);
    assert.doesNotMatch(stderr, /app/);
  });

  it('removes the permission set without --user after an interruption of any change', async (t) => {
    const args = ['--org', 'prod', '--repo', 'acme/crm', '--yes', '--remove'];
    for (let change = 0, isReached = true; isReached; change++) {
      const harness = await createHarness(t);
      await harness.run(...YES_ARGS);
      isReached = false;
      let changes = 0;
      harness.intercept = ({ args: words }) => {
        if (!/--method (DELETE|PATCH)|data delete|deploy/.test(words.join(' '))) return undefined;
        const isNow = changes++ === change;
        isReached ||= isNow;
        return isNow ? 'ctrl-c' : undefined;
      };
      await harness.run(...args);
      harness.intercept = () => undefined;
      const { exitCode, stderr } = await harness.run(...args);
      assert.equal(exitCode, 0, stderr);
      const { metadata, directory } = harness.org;
      const left = metadata.list('production', 'PermissionSet').length;
      assert.deepEqual([left, directory.assignments.length], [0, 0], `change ${change}`);
    }
  });

  it('lists what it would remove with --dry-run, and removes nothing', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const { exitCode, stdout } = await harness.run(...DEFAULT_ARGS, '--remove', '--dry-run');
    assert.equal(exitCode, 0);
    assert.match(
      stdout,
      /This will remove:\n {2}- the app GitHub_Actions from Acme \(00D\w+, production\)/,
    );
    assert.match(stdout, /SF_PRIVATE_KEY, SF_CONSUMER_KEY, .* from acme\/crm/);
    assert.equal(apps(harness), 1);
  });

  it('prints as data what it would remove, with --dry-run --json', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const args = [...DEFAULT_ARGS, '--remove', '--dry-run', '--json'];
    const { exitCode, stdout } = await harness.run(...args);
    assert.equal(exitCode, 0);
    const { app, plan, next } = JSON.parse(stdout);
    assert.equal(app, 'GitHub_Actions');
    assert.match(plan[0].text, /^remove the app GitHub_Actions from Acme/);
    assert.match(plan.at(-1).text, /^remove SF_PRIVATE_KEY, .* from acme\/crm$/);
    assert.deepEqual([plan[0].where, plan.at(-1).where], ['Acme', 'acme/crm']);
    assert.match(next, / --remove --json --yes$/);
    assert.equal(apps(harness), 1);
  });

  it('prints an empty plan with --dry-run --json if there is nothing to remove', async (t) => {
    const harness = await createHarness(t);
    const { stdout } = await harness.run(...DEFAULT_ARGS, '--remove', '--dry-run', '--json');
    const { status, plan, next } = JSON.parse(stdout);
    assert.deepEqual([status, plan, next], ['done', [], undefined]);
  });

  it("asks for the org's name in production", async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.answers = ['y'];
    const { exitCode, stdout } = await harness.run(...DEFAULT_ARGS, '--remove');
    assert.equal(exitCode, 130);
    assert.match(stdout, /Acme is a production org\. Type its name/);
    assert.equal(apps(harness), 1);
  });
});
