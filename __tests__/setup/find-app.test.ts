import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';

const ARGS = [...DEFAULT_ARGS, '--yes'];

/** Results with which `sf` exits with 0 although it has not retrieved the components. */
const INCOMPLETE = [
  [
    'has failed',
    { success: false, status: 'Failed', files: [], messages: { problem: 'No access' } },
    /failed: No access\. Without its result/,
  ],
  ['has not ended', { status: 'InProgress', files: [] }, /failed: the status is InProgress\./],
  ['has no result', null, /failed: the status is undefined\./],
  [
    'leaves out the app because of a permission',
    {
      success: true,
      status: 'Succeeded',
      files: [
        { error: "Entity of type 'ExternalClientApplication' named 'GitHub_Actions' is missing" },
        { error: 'You do not have the proper permissions to access ExternalClientApplication.' },
      ],
    },
    /failed: You do not have the proper permissions to access ExternalClientApplication\. Without/,
  ],
] as const;

function answerRetrieve(harness: SetupHarness, result: object | null): void {
  const stdout = JSON.stringify({ status: 0, result });
  harness.intercept = ({ args }) =>
    args[1] === 'retrieve' ? { exitCode: 0, stderr: '', stdout } : undefined;
}

const OPTIONS = [
  ['setup', []],
  ['setup --remove', ['--remove']],
] as const;

describe('an app whose retrieve did not succeed does not count as missing', () => {
  for (const [command, options] of OPTIONS) {
    for (const [problem, result, message] of INCOMPLETE) {
      it(`${command} changes nothing if the retrieve ${problem}`, async (t) => {
        const harness = await createHarness(t);
        await harness.run(...ARGS);
        const secrets = [...harness.githubValues().secrets];
        answerRetrieve(harness, result);
        const { exitCode, stdout, stderr } = await harness.run(...ARGS, ...options);
        assert.equal(exitCode, 1, stdout);
        assert.match(stderr, message);
        assert.match(stderr, /\nNothing was changed\.\n/);
        assert.deepEqual([...harness.githubValues().secrets], secrets);
        assert.ok(harness.storedKeyMatches());
      });
    }
  }

  it('setup names the reason instead of a missing Connected App', async (t) => {
    const harness = await createHarness(t);
    answerRetrieve(harness, { status: 'Succeeded', files: [{ error: 'No access to apps' }] });
    const { stderr } = await harness.run(...ARGS, '--connected-app', 'CI');
    assert.match(stderr, /failed: No access to apps\. /);
  });

  it('setup creates the app if the org says in another language that it does not exist', async (t) => {
    const harness = await createHarness(t);
    answerRetrieve(harness, {
      status: 'Succeeded',
      messages: [
        { problem: "Entität vom Typ 'ExternalClientApplication' mit Namen 'GitHub_Actions' fehlt" },
      ],
    });
    const { exitCode, stderr } = await harness.run(...ARGS);
    assert.equal(exitCode, 0, stderr);
  });
});
