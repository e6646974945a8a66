import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quoteValue } from '../../setup/sf.ts';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes'];

/** Makes the org reject every deployment that does not satisfy the condition. */
function refuseUnless(
  harness: SetupHarness,
  message: string,
  isAccepted: (xml: string, paths: number) => boolean,
): void {
  harness.intercept = ({ args }) => {
    if (args[1] !== 'deploy') return undefined;
    const xml = harness.files
      .filter((file) => file.includes('<ExtlClntAppGlobalOauthSettings'))
      .at(-1);
    const paths = args.filter((arg) => arg === '--source-dir').length;
    if (isAccepted(xml ?? '', paths)) return undefined;
    const result = { status: 'Failed', errorMessage: message };
    return { exitCode: 1, stdout: JSON.stringify({ status: 1, result }), stderr: '' };
  };
}

describe('a deployment that the org rejects', () => {
  it('is repeated without the Consumer Key, which the org then generates and setup reads back', async (t) => {
    const harness = await createHarness(t);
    refuseUnless(
      harness,
      'You cannot provide a Consumer Key',
      (xml) => elementOf(xml, 'consumerKey') === '',
    );
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /this org chose the Consumer Key itself/);
    assert.match(harness.githubValues().secrets.get('SF_CONSUMER_KEY')?.sealed ?? '', /^3MVG9/);
    assert.ok(harness.storedKeyMatches());
  });

  it('is repeated with only the settings during a rotation if the org rejects all components together', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    refuseUnless(harness, 'not allowed together', (_xml, paths) => paths === 1);
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /the new one is deployed to GitHub_Actions \(deployed alone\)/);
    assert.ok(harness.storedKeyMatches());
  });

  it('changes nothing during a rotation, and setup reports that and suggests --tests', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.org.metadata.rules.deployError = 'Average test coverage across all Apex Classes is 0%';
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.doesNotMatch(stdout, /Undo/);
    assert.match(stderr, /\nNothing was changed\.\nNext: .*--tests CLASS/);
    assert.ok(harness.storedKeyMatches());
  });
});

describe('a deployment for which sf has stopped waiting', () => {
  it('is reported as not finished, and the app as perhaps created', async (t) => {
    const harness = await createHarness(t);
    harness.intercept = ({ args }) =>
      args[1] === 'deploy'
        ? {
            exitCode: 69,
            stdout: JSON.stringify({
              status: 69,
              result: { status: 'InProgress', success: false },
            }),
            stderr: '',
          }
        : undefined;
    const { stderr } = await harness.run(...YES_ARGS);
    assert.match(stderr, /the org had not finished it \(InProgress\)/);
    assert.match(stderr, /Acme: app GitHub_Actions .* \(perhaps created\)/);
  });
});

describe('setup in less common situations', () => {
  it('removes a stale SF_AUDIENCE if the org does not need one', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.githubValues().variables.set('SF_AUDIENCE', 'https://other.my.salesforce.com');
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.equal(harness.githubValues().variables.get('SF_AUDIENCE'), undefined);
  });

  it('skips the sign-in with --skip-sign-in', async (t) => {
    const harness = await createHarness(t);
    harness.org.faults.set('ip-restricted');
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, '--skip-sign-in');
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /✓ Sign-in +skipped: --skip-sign-in/);
    assert.ok(harness.storedKeyMatches());
  });

  it("suggests --skip-sign-in if this machine's IP address is rejected", async (t) => {
    const harness = await createHarness(t);
    harness.org.faults.set('ip-restricted');
    const { stderr } = await harness.run(...YES_ARGS);
    assert.match(stderr, /Next: .*--skip-sign-in/);
    assert.doesNotMatch(stderr, /GitHub-hosted/);
  });

  it('reports that the app does not list the permission set yet if the org returns no entry for the two', async (t) => {
    const harness = await createHarness(t);
    harness.intercept = ({ args }) =>
      args.some((arg) => arg.includes('FROM SetupEntityAccess'))
        ? { exitCode: 0, stdout: '{"status":0,"result":{"records":[]}}', stderr: '' }
        : undefined;
    const { stdout } = await harness.run(...YES_ARGS);
    assert.match(stdout, /✓ Permission .*; the app does not list it yet/);
  });

  it('offers in a terminal to wait again with the same key', async (t) => {
    const harness = await createHarness(t);
    harness.org.faults.set('client-id-invalid', { times: 4 });
    harness.answers = ['Acme', 'y', 'y'];
    const { exitCode, stdout, stderr } = await harness.run(...DEFAULT_ARGS, '--wait', '1');
    assert.equal(exitCode, 0, stderr);
    assert.match(
      stdout,
      /Salesforce does not know the app after 1 minutes\. Wait as long again, with the same key\?/,
    );
    assert.equal(harness.secrets.size, 1);
  });

  it('creates a user whose email address contains an apostrophe', async (t) => {
    const harness = await createHarness(t);
    const options = [
      '--user',
      'new@acme.com',
      '--create-user',
      '--email',
      "pat.o'neil@acme.com",
      '--name',
      `Pat's "CI"`,
    ];
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...options);
    assert.equal(exitCode, 0, stderr);
    const values = harness.commands.find(({ args }) => args.includes('User'))?.args.join(' ') ?? '';
    assert.ok(values.includes(`Email=${quoteValue("pat.o'neil@acme.com")}`));
  });

  it('checks for a free license before it deploys an app for a new user', async (t) => {
    const harness = await createHarness(t);
    harness.org.directory.licenses.delete('Salesforce Integration');
    const options = ['--user', 'new@acme.com', '--create-user'];
    const { stderr } = await harness.run(...YES_ARGS, ...options);
    assert.match(stderr, /\nNothing was changed\./);
  });
});
