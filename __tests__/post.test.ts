import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runStep } from '../support/runner/step.ts';

const script = 'src/post.ts';

it('post does nothing where main left nothing to do', async () => {
  const { exitCode, stdout, stderr } = await runStep('post', { script });
  assert.deepEqual([exitCode, stdout, stderr], [0, '', '']);
});

it('post hands the real world to the end of the job, and never fails it', async () => {
  const state = { 'access-token': '00D000000000062!AQEAQJ.kd_83jx', 'instance-url': 'no URL' };
  const { exitCode, log } = await runStep('post', { script, state });
  assert.equal(exitCode, 0);
  assert.match(log, /^Warning: .*not revoked|Revoking failed/m);
});
