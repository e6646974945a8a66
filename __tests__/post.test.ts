import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runStep } from '../support/runner/step.ts';

const script = 'src/post.ts';

it('post.ts prints nothing and exits with 0 if main saved no state', async () => {
  const { exitCode, stdout, stderr } = await runStep('post', { script, inputs: {} });
  assert.deepEqual([exitCode, stdout, stderr], [0, '', '']);
});

it('post.ts warns and exits with 0 if the token cannot be revoked', async () => {
  const state = { 'access-token': '00D000000000062!AQEAQJ.kd_83jx', 'instance-url': 'no URL' };
  const { exitCode, log } = await runStep('post', { script, inputs: {}, state });
  assert.equal(exitCode, 0);
  assert.match(log, /^Warning: .*not revoked|Revoking failed/m);
});
