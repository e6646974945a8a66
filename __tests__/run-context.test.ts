import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RequestName } from '../src/http/errors.ts';
import { createRunContext, createRunInfo } from '../src/run-context.ts';
import { fakeRuntime, httpResponse, START } from './helpers/fake-runtime.ts';

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

it('a run context masks the credentials of the proxy', () => {
  const runtime = fakeRuntime({ env: { https_proxy: 'http://ci:correct-horse@proxy:3128' } });
  createRunContext(runtime);
  assert.ok(runtime.callsTo('mask').some(([value]) => value === 'correct-horse'));
});

describe('the HTTP client of a run context', () => {
  const infoAfter = async (env: Record<string, string>, name: RequestName) => {
    const runtime = fakeRuntime({ env, responses: [httpResponse(200, {})] });
    const { http, runInfo } = createRunContext(runtime);
    const url = 'https://acme.my.salesforce.com/services/oauth2/token';
    await http({ name, method: 'POST', url, headers: {}, timeoutMs: 1000 });
    return [runInfo.proxy, runInfo.responseProxy];
  };
  const https_proxy = 'http://proxy:3128';

  it('records the proxy of the request and of its response', async () =>
    assert.deepEqual(await infoAfter({ https_proxy }, 'token'), ['proxy:3128', 'proxy:3128']));

  it('records that the response came directly', async () =>
    assert.deepEqual(await infoAfter({}, 'token'), [undefined, '']));

  it('does not record the proxy of a response of a key service', async () =>
    assert.deepEqual(await infoAfter({ https_proxy }, 'key-service'), ['proxy:3128', undefined]));
});

it('closeConnections() of a run context closes the connections of its HTTP client', () => {
  const runtime = fakeRuntime({});
  const { closeConnections } = createRunContext(runtime);
  assert.equal(runtime.runEnd()?.aborted, false);
  closeConnections();
  assert.equal(runtime.runEnd()?.aborted, true);
});
