import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { cleanup } from '../src/cleanup.ts';
import { digestOf } from '../src/runner/token-digest.ts';
import { fakeRuntime, httpResponse } from './helpers/fake-runtime.ts';

const TOKEN = '00D000000000062!AQEAQJ.kd_83jx';
const REVOKE_STATE = {
  'access-token': TOKEN,
  'instance-url': 'https://acme.my.salesforce.com',
  'login-url': 'https://login.salesforce.com',
};
const CLEANUP_STATE = { 'access-token-sha256': digestOf(TOKEN) };

const home = mkdtempSync(join(tmpdir(), 'cleanup-'));
after(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));

const runCleanup = async (options: Parameters<typeof fakeRuntime>[0]) => {
  const runtime = fakeRuntime({ home, ...options });
  return { exitCode: await cleanup(runtime), ...runtime };
};

describe('the cleanup after the job', () => {
  it('does nothing if the state is empty', async () => {
    const { exitCode, requests, core } = await runCleanup({});
    assert.deepEqual([exitCode, requests, core.calls], [0, [], []]);
  });

  it('revokes the token at the instance', async () => {
    const { exitCode, requests, callsTo } = await runCleanup({
      state: REVOKE_STATE,
      responses: [httpResponse(200, '')],
    });
    assert.equal(exitCode, 0);
    assert.equal(requests[0]?.url, 'https://acme.my.salesforce.com/services/oauth2/revoke');
    assert.deepEqual(callsTo('mask'), [[TOKEN]]);
    assert.deepEqual(callsTo('info'), [['Revoked the access token.']]);
  });

  it('revokes the token at a custom domain that issued it', async () => {
    const url = 'https://crm.acme.com';
    const { requests, callsTo } = await runCleanup({
      state: { ...REVOKE_STATE, 'instance-url': url, 'login-url': url },
      responses: [httpResponse(200, '')],
    });
    assert.equal(requests[0]?.url, `${url}/services/oauth2/revoke`);
    assert.deepEqual(callsTo('warning'), []);
  });

  it('closes its connections, no matter what the response is', async () => {
    for (const status of [200, 503]) {
      const responses = [httpResponse(status, '')];
      const { runEnd } = await runCleanup({ state: REVOKE_STATE, responses });
      assert.equal(runEnd()?.aborted, true);
    }
  });

  it('masks the password of the proxy', async () => {
    const env = { HTTPS_PROXY: 'http://ci:horse-battery@proxy.acme.com:8080' };
    const { callsTo } = await runCleanup({
      state: REVOKE_STATE,
      env,
      responses: [httpResponse(200, '')],
    });
    assert.ok(callsTo('mask').flat().includes('horse-battery'));
  });

  it('warns and exits with 0 if the token cannot be revoked', async () => {
    const { exitCode, callsTo } = await runCleanup({
      state: REVOKE_STATE,
      responses: [httpResponse(503, '')],
    });
    assert.equal(exitCode, 0);
    assert.match(String(callsTo('warning')), /not revoked.*HTTP 503/s);
  });

  it('does not warn if the token is no longer valid', async () => {
    const invalidToken = httpResponse(400, {
      error: 'invalid_token',
      error_description: 'token is invalid',
    });
    const { callsTo } = await runCleanup({ state: REVOKE_STATE, responses: [invalidToken] });
    assert.deepEqual(callsTo('warning'), []);
    assert.match(String(callsTo('info')), /no longer valid/);
  });

  for (const instanceUrl of [
    'https://evil.example',
    'http://acme.my.salesforce.com',
    'no URL',
    '',
  ]) {
    it(`does not send the token to the invalid instance URL "${instanceUrl}"`, async () => {
      const state = { ...REVOKE_STATE, 'instance-url': instanceUrl };
      const { requests, callsTo } = await runCleanup({ state, responses: [httpResponse(200, '')] });
      assert.deepEqual(requests, []);
      assert.match(String(callsTo('warning')), /not revoked.*instance-url/s);
    });
  }

  it('does not read the home folder if no token was exported', async () => {
    const { callsTo } = await runCleanup({
      state: REVOKE_STATE,
      home: 'no\0home',
      responses: [httpResponse(200, '')],
    });
    assert.deepEqual(callsTo('warning'), []);
  });

  it('prints nothing if the home folder has no .sf folder', async () => {
    const { core } = await runCleanup({ state: CLEANUP_STATE });
    assert.deepEqual(core.calls, []);
  });

  it('removes the token from the deploy cache of sf', async () => {
    mkdirSync(join(home, '.sf'), { recursive: true });
    const cache = { '0Af1': { username: TOKEN }, '0Af2': { username: 'dev@acme.com' } };
    const file = join(home, '.sf', 'deploy-cache.json');
    writeFileSync(file, JSON.stringify(cache));
    const { callsTo } = await runCleanup({ state: CLEANUP_STATE });
    assert.match(String(callsTo('info')), /deploy-cache\.json \(entries: 1\)/);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { '0Af2': cache['0Af2'] });
  });

  it('warns with only the error code if the caches cannot be read', async () => {
    const { exitCode, callsTo } = await runCleanup({ state: CLEANUP_STATE, home: 'no\0home' });
    assert.equal(exitCode, 0);
    assert.match(String(callsTo('warning')), /~\/\.sf,.*ERR_INVALID_ARG_VALUE/s);
  });

  it('does not print the message of an unexpected error', async () => {
    const { callsTo } = await runCleanup({ state: REVOKE_STATE, responses: [new Error(TOKEN)] });
    assert.match(String(callsTo('warning')), /not revoked/);
    assert.doesNotMatch(String(callsTo('warning')), /AQEAQJ/);
  });

  it('logs a one-line warning if the full warning cannot be written', async () => {
    const runtime = fakeRuntime({ home, state: REVOKE_STATE, responses: [httpResponse(503, '')] });
    const { warning } = runtime.core;
    let times = 0;
    const warnOnce: typeof warning = (...args) => {
      if (times++ === 0) throw new Error('EMFILE');
      warning(...args);
    };
    assert.equal(await cleanup({ ...runtime, core: { ...runtime.core, warning: warnOnce } }), 0);
    assert.deepEqual(runtime.callsTo('warning'), [['', 'revokeFailed: HTTP 503']]);
  });
});
