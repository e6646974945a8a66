import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProcessOptions, ProcessResult } from '../../setup/process.ts';
import { assertNoLeak } from './find-leaks.ts';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes', '--wait', '0'];

type InjectedFailure = ProcessResult | 'ctrl-c' | 'late ctrl-c';

/** Failures that can happen at any program. */
const FAILURES: Readonly<Record<string, InjectedFailure>> = {
  'Ctrl-C': 'ctrl-c',
  'Ctrl-C just after the program has ended': 'late ctrl-c',
  'output that is not JSON': {
    exitCode: 0,
    stdout: '<html>Down for maintenance</html>',
    stderr: '',
  },
  'an error': {
    exitCode: 1,
    stdout: JSON.stringify({ status: 1, name: 'UnknownError', message: 'something went wrong' }),
    stderr: 'gh: Server Error (HTTP 500)',
  },
};

const failOnlyAt =
  (position: number, failure: InjectedFailure) => (_: ProcessOptions, index: number) =>
    index === position ? failure : undefined;

/** Signs in by comparing the key with the app: hundreds of runs would take too long as processes. */
function signInWithoutProcess(harness: SetupHarness): void {
  const { signIn } = harness;
  let firstResult: Awaited<ReturnType<typeof signIn>> | undefined;
  harness.signIn = async (inputs, env) => {
    firstResult ??= await signIn(inputs, env);
    const matches = harness.keyMatches(inputs['private-key'] ?? '');
    return { ...firstResult, exitCode: matches ? 0 : 1 };
  };
}

async function countCommands(harness: SetupHarness, args: readonly string[]): Promise<number> {
  const { exitCode, stderr } = await harness.run(...args);
  assert.equal(exitCode, 0, stderr);
  return harness.commands.length;
}

function assertErrorMessage(
  { exitCode, stderr }: { exitCode: number; stderr: string },
  failure: InjectedFailure,
): void {
  // The command succeeds if only a query failed that improves an error message.
  if (exitCode === 0) return;
  assert.equal(exitCode, typeof failure === 'string' ? 130 : 1, stderr);
  assert.match(stderr, /\n(Nothing was changed\.|What exists now: .+\.)\nNext: .+\n$/);
  assert.doesNotMatch(stderr, /This is a bug/);
}

describe('an interrupted setup', { concurrency: 4 }, () => {
  it('explains a failure at each program of the first run, and succeeds when it is run again', async (t) => {
    const harness = await createHarness(t);
    signInWithoutProcess(harness);
    const total = await countCommands(harness, YES_ARGS);
    const kinds = Object.entries(FAILURES);
    for (let index = 0; index < total; index += 1) {
      const [name, failure] = kinds[index % kinds.length] ?? assert.fail();
      await harness.run(...YES_ARGS, '--remove');
      harness.intercept = failOnlyAt(index, failure);
      const stopped = await harness.run(...YES_ARGS);
      harness.intercept = () => undefined;
      assertNoLeak(harness);
      assertErrorMessage(stopped, failure);
      const retried = await harness.run(...YES_ARGS);
      assert.equal(retried.exitCode, 0, `after ${name} at ${index}: ${retried.stderr}`);
      assertNoLeak(harness);
      assert.ok(harness.storedKeyMatches(), `after ${name} at ${index}`);
      assert.equal(harness.githubValues().secrets.size, 2);
      assert.equal(harness.githubValues().variables.size, 4);
    }
  });

  for (const [name, failure] of Object.entries(FAILURES)) {
    it(`leaves a working key in GitHub after ${name} at each program of a rotation`, async (t) => {
      const harness = await createHarness(t);
      signInWithoutProcess(harness);
      await harness.run(...YES_ARGS);
      const total = await countCommands(harness, YES_ARGS);
      for (let index = 0; index < total; index += 1) {
        harness.intercept = failOnlyAt(index, failure);
        const stopped = await harness.run(...YES_ARGS);
        assertNoLeak(harness);
        assertErrorMessage(stopped, failure);
        assert.ok(
          harness.storedKeyMatches(),
          `${name} at ${index}: ${stopped.stdout}${stopped.stderr}`,
        );
      }
      harness.intercept = () => undefined;
      const retried = await harness.run(...YES_ARGS);
      assert.equal(retried.exitCode, 0, retried.stderr);
      assert.ok(harness.storedKeyMatches());
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
      /✓ Undo +the old certificate is restored; the old key did not work for \d+ s/,
    );
    assert.match(stderr, /with its old certificate, and the old key in use/);
    assert.ok(harness.storedKeyMatches());
  });

  it('keeps the new certificate if GitHub stored the key but its response was lost', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    // GitHub returns times in seconds, so two updates within a second would look alike.
    const { secrets } = harness.githubValues();
    const stored = secrets.get('SF_PRIVATE_KEY');
    secrets.set('SF_PRIVATE_KEY', {
      sealed: stored?.sealed ?? '',
      updated: '2026-01-01T00:00:00Z',
    });
    harness.intercept = ({ args, input = '' }) => {
      if (args[2] !== 'SF_PRIVATE_KEY') return undefined;
      secrets.set('SF_PRIVATE_KEY', { sealed: input, updated: '2026-01-02T00:00:00Z' });
      return { exitCode: 1, stdout: '', stderr: 'connection reset' };
    };
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.match(stderr, /What exists now: .*the new key in GitHub/);
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
    assert.match(stderr, /could not be deployed again: .*the org is being upgraded/);
    harness.org.metadata.rules.deployError = undefined;
    harness.intercept = () => undefined;
    assert.equal((await harness.run(...YES_ARGS)).exitCode, 0);
    assert.ok(harness.storedKeyMatches());
  });
});
