import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createRunContext, createRunInfo } from '../src/run-context.ts';
import { fakeRuntime, START } from './helpers/fake-runtime.ts';

it('a new run context records only the start time, the kind of runner and zero attempts', () => {
  const { runInfo } = createRunContext(
    fakeRuntime({ env: { RUNNER_ENVIRONMENT: 'github-hosted' } }),
  );
  assert.deepEqual(runInfo, { attempts: 0, startedAt: START, githubHosted: true });
});

it('a run context masks registered secrets with core.setSecret', () => {
  const runtime = fakeRuntime({});
  const { secrets, runInfo } = createRunContext(runtime);
  secrets.register('correct horse');
  assert.deepEqual(runtime.callsTo('mask'), [['correct horse']]);
  assert.equal(runInfo.githubHosted, false);
});

it('record() updates the run information and leaves the initial object unchanged', () => {
  const initial = { attempts: 0, startedAt: 1, githubHosted: true };
  const { runInfo, record } = createRunInfo(initial);
  record({ username: 'ci@acme.com' });
  record({ attempts: runInfo.attempts + 1 });
  assert.deepEqual(runInfo, { ...initial, username: 'ci@acme.com', attempts: 1 });
  assert.deepEqual(initial, { attempts: 0, startedAt: 1, githubHosted: true });
});

it('closeConnections() of a run context closes the connections of its HTTP client', () => {
  const runtime = fakeRuntime({});
  const { closeConnections } = createRunContext(runtime);
  assert.equal(runtime.runEnd()?.aborted, false);
  closeConnections();
  assert.equal(runtime.runEnd()?.aborted, true);
});
