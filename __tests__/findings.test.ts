import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createRunInfo } from '../src/findings.ts';

it('the findings follow what is noted, and what came first is left as it was', () => {
  const initial = { attempts: 0, startedAt: 1, githubHosted: true };
  const { runInfo, record } = createRunInfo(initial);
  record({ username: 'ci@acme.com' });
  record({ attempts: runInfo.attempts + 1 });
  assert.deepEqual(runInfo, { ...initial, username: 'ci@acme.com', attempts: 1 });
  assert.deepEqual(initial, { attempts: 0, startedAt: 1, githubHosted: true });
});
