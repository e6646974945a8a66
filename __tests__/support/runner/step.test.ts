import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../../support/runner/action.ts';
import { runStep } from '../../../support/runner/step.ts';
import { makeFolder } from '../../helpers/folders.ts';

async function runScript(source: string, options: Parameters<typeof runStep>[1]) {
  const file = join(makeFolder('script'), 'script.mjs');
  writeFileSync(file, source);
  return runStep('post', { ...options, script: relative(ROOT, file) });
}

describe('a step', () => {
  it('has its standard error parsed before its standard output, and the commands in both are executed', async () => {
    const { commands, log } = await runScript(
      "console.log('::add-mask::pw'); console.log('::notice::the pw'); console.error('a pw\\n::error::x');",
      { inputs: {} },
    );
    assert.deepEqual(
      commands.map(({ name }) => name),
      ['error', 'add-mask', 'notice'],
    );
    assert.equal(log, 'a pw\nError: x\nNotice: the ***');
  });

  it('passes every input to its post step again, in addition to the state', async () => {
    const inputs = { username: 'ci@acme.com', 'private-key': 'k' };
    const { stdout, inputs: given } = await runScript(
      "const { env } = process; console.log(env.INPUT_USERNAME, env['INPUT_PRIVATE-KEY'], env['STATE_a']);",
      { inputs, state: { a: '1' } },
    );
    assert.equal(stdout.trim(), 'ci@acme.com k 1');
    assert.deepEqual(given, inputs);
  });

  it('receives SIGINT if the job is canceled', {
    skip: process.platform === 'win32',
  }, async () => {
    const cancellation = new AbortController();
    const running = runScript('setInterval(() => {}, 1e6);', {
      inputs: {},
      cancel: cancellation.signal,
    });
    setTimeout(() => cancellation.abort(), 500);
    assert.equal((await running).exitCode, null);
  });
});
