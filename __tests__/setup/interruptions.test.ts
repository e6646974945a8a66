import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Command, Finished } from '../../setup/world.ts';
import { assertNoLeak } from './leaks.ts';
import { openStage, type Stage, USUAL } from './stage.ts';

const YES = [...USUAL, '--yes', '--wait', '0'];

type Failure = Finished | 'ctrl-c' | 'late ctrl-c';

/** How a program may fail, whatever it was run for. */
const FAILURES: Readonly<Record<string, Failure>> = {
  'Ctrl-C': 'ctrl-c',
  'Ctrl-C after it has done its work': 'late ctrl-c',
  'a text that is not JSON': {
    exitCode: 0,
    stdout: '<html>Down for maintenance</html>',
    stderr: '',
  },
  'a refusal': {
    exitCode: 1,
    stdout: JSON.stringify({ status: 1, name: 'UnknownError', message: 'something went wrong' }),
    stderr: 'gh: Server Error (HTTP 500)',
  },
};

const onlyAt = (place: number, failure: Failure) => (_: Command, at: number) =>
  at === place ? failure : undefined;

/** Whether the sign-in works, without a process for each time: there are hundreds here. */
function signInQuickly(stage: Stage): void {
  const { signIn } = stage;
  let known: Awaited<ReturnType<typeof signIn>> | undefined;
  stage.signIn = async (inputs, env) => {
    known ??= await signIn(inputs, env);
    const fits = stage.opens(inputs['private-key'] ?? '');
    return { ...known, exitCode: fits ? 0 : 1 };
  };
}

async function countCommands(stage: Stage, args: readonly string[]): Promise<number> {
  const { exitCode, stderr } = await stage.run(...args);
  assert.equal(exitCode, 0, stderr);
  return stage.commands.length;
}

function assertSentence(
  { exitCode, stderr }: { exitCode: number; stderr: string },
  failure: Failure,
): void {
  // A question that only makes the sentence better may fail without a word.
  if (exitCode === 0) return;
  assert.equal(exitCode, typeof failure === 'string' ? 130 : 1, stderr);
  assert.match(stderr, /\n(Nothing was changed\.|What exists now: .+\.)\nNext: .+\n$/);
  assert.doesNotMatch(stderr, /This is a bug/);
}

describe('a setup that is interrupted', { concurrency: 4 }, () => {
  it('the first time, whatever fails at whichever program ends in a sentence; again ends well', async (t) => {
    const stage = await openStage(t);
    signInQuickly(stage);
    const total = await countCommands(stage, YES);
    const kinds = Object.entries(FAILURES);
    for (let at = 0; at < total; at += 1) {
      const [name, failure] = kinds[at % kinds.length] ?? assert.fail();
      await stage.run(...YES, '--remove');
      stage.intercept = onlyAt(at, failure);
      const stopped = await stage.run(...YES);
      stage.intercept = () => undefined;
      assertNoLeak(stage);
      assertSentence(stopped, failure);
      const again = await stage.run(...YES);
      assert.equal(again.exitCode, 0, `after ${name} at ${at}: ${again.stderr}`);
      assertNoLeak(stage);
      assert.ok(stage.fits(), `after ${name} at ${at}`);
      assert.equal(stage.place().secrets.size, 2);
      assert.equal(stage.place().variables.size, 4);
    }
  });

  for (const [name, failure] of Object.entries(FAILURES)) {
    it(`at a rotation, ${name} at any program leaves one key that works`, async (t) => {
      const stage = await openStage(t);
      signInQuickly(stage);
      await stage.run(...YES);
      const total = await countCommands(stage, YES);
      for (let at = 0; at < total; at += 1) {
        stage.intercept = onlyAt(at, failure);
        const stopped = await stage.run(...YES);
        assertNoLeak(stage);
        assertSentence(stopped, failure);
        assert.ok(stage.fits(), `${name} at ${at}: ${stopped.stdout}${stopped.stderr}`);
      }
      stage.intercept = () => undefined;
      const again = await stage.run(...YES);
      assert.equal(again.exitCode, 0, again.stderr);
      assert.ok(stage.fits());
    });
  }

  it('when the sign-in fails after a rotation began, the old certificate comes back', async (t) => {
    const stage = await openStage(t);
    await stage.run(...YES);
    stage.org.faults.set('ip-restricted');
    const { exitCode, stdout, stderr } = await stage.run(...YES);
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /✓ Undo +the old certificate is restored; the old key did not work for \d+ s/,
    );
    assert.match(stderr, /with its old certificate, and the old key in use/);
    assert.ok(stage.fits());
  });

  it('when GitHub took the key but the answer got lost, the new certificate stays', async (t) => {
    const stage = await openStage(t);
    await stage.run(...YES);
    // GitHub tells times in seconds.
    const { secrets } = stage.place();
    const known = secrets.get('SF_PRIVATE_KEY');
    secrets.set('SF_PRIVATE_KEY', { sealed: known?.sealed ?? '', updated: '2026-01-01T00:00:00Z' });
    stage.intercept = ({ args, input = '' }) => {
      if (args[2] !== 'SF_PRIVATE_KEY') return undefined;
      secrets.set('SF_PRIVATE_KEY', { sealed: input, updated: '2026-01-02T00:00:00Z' });
      return { exitCode: 1, stdout: '', stderr: 'connection reset' };
    };
    const { exitCode, stderr } = await stage.run(...YES);
    assert.equal(exitCode, 1);
    assert.match(stderr, /What exists now: .*the new key in GitHub/);
    assert.ok(stage.fits());
  });

  it('when the old certificate cannot be put back either, both reasons are told', async (t) => {
    const stage = await openStage(t);
    await stage.run(...YES);
    stage.intercept = ({ args }) => {
      if (args[0] !== 'secret') return undefined;
      stage.org.metadata.rules.refuses = 'the org is being upgraded';
      return { exitCode: 1, stdout: '', stderr: 'no network' };
    };
    const { exitCode, stderr } = await stage.run(...YES);
    assert.equal(exitCode, 1);
    assert.match(stderr, /no network/);
    assert.match(stderr, /could not be deployed again: .*the org is being upgraded/);
    stage.org.metadata.rules.refuses = undefined;
    stage.intercept = () => undefined;
    assert.equal((await stage.run(...YES)).exitCode, 0);
    assert.ok(stage.fits());
  });
});
