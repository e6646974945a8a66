import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';
import { interruptEverywhere, SCENARIOS } from './interrupt-everywhere.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes', '--wait', '0'];

/** `npm cit` tests some of the interruptions, and checks/setup tests all of them. */
const SAMPLE = { step: 53, start: 3 };

/**
 * Sets the times of the secrets to an earlier date. GitHub returns times in seconds, so an update
 * within the same second would have the same time.
 */
function makeSecretsOlder(harness: SetupHarness): void {
  const { secrets } = harness.githubValues();
  for (const [name, { sealed }] of secrets)
    secrets.set(name, { sealed, updated: '2026-01-01T00:00:00Z' });
}

describe('an interrupted or failed setup', { concurrency: 4 }, () => {
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    it(`reports the actual state if ${name} is interrupted, and completes it in the next run`, async (t) => {
      assert.ok((await interruptEverywhere(t, scenario, SAMPLE)) > 0);
    });
  }

  it('restores the old certificate if the sign-in fails during a rotation', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.org.faults.set('ip-restricted');
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /✓ Undo +the old certificate is restored after \d+ s; Salesforce may refuse/,
    );
    assert.match(
      stderr,
      /\nEverything is as it was before this run\.\nKey: acme\/crm has the same key/,
    );
    assert.ok(harness.storedKeyMatches());
  });

  it('recommends running a workflow if Ctrl-C was pressed after GitHub had stored the key', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    makeSecretsOlder(harness);
    harness.intercept = ({ args }) => (args[2] === 'SF_PRIVATE_KEY' ? 'late ctrl-c' : undefined);
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 130);
    assert.match(
      stderr,
      /\nNext: Run a workflow, such as examples\/first-run\.yml\. If it fails: npm/,
    );
    assert.ok(harness.storedKeyMatches());
  });

  it('keeps the new certificate if GitHub stored the key but its response was lost', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    makeSecretsOlder(harness);
    const { secrets } = harness.githubValues();
    harness.intercept = ({ args, input = '' }) => {
      if (args[2] !== 'SF_PRIVATE_KEY') return undefined;
      secrets.set('SF_PRIVATE_KEY', { sealed: input, updated: '2026-01-02T00:00:00Z' });
      return { exitCode: 1, stdout: '', stderr: 'connection reset' };
    };
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.match(stderr, /Key: acme\/crm has the new key, and the app has its certificate\./);
    assert.ok(harness.storedKeyMatches());
  });

  it('reports both errors if restoring the old certificate fails too', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    harness.intercept = ({ args }) => {
      if (args[0] !== 'secret') return undefined;
      harness.org.metadata.rules.deployError = 'the org is being upgraded';
      return { exitCode: 1, stdout: '', stderr: 'no network' };
    };
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.match(stderr, /no network/);
    assert.match(stderr, /could not put things right: .*the org is being upgraded/);
    harness.org.metadata.rules.deployError = undefined;
    harness.intercept = () => undefined;
    assert.equal((await harness.run(...YES_ARGS)).exitCode, 0);
    assert.ok(harness.storedKeyMatches());
  });
});
