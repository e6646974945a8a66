import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { endOfJob } from '../src/end-of-job.ts';
import { digestOf } from '../src/runner/token-digest.ts';
import { answer, fakeWorld } from './helpers/fake-world.ts';

const TOKEN = '00D000000000062!AQEAQJ.kd_83jx';
const REVOKE = { 'access-token': TOKEN, 'instance-url': 'https://acme.my.salesforce.com' };
const TIDY = { 'access-token-sha256': digestOf(TOKEN) };

const home = mkdtempSync(join(tmpdir(), 'end-of-job-'));
after(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));

const end = async (plan: Parameters<typeof fakeWorld>[0]) => {
  const world = fakeWorld({ home, ...plan });
  return { exitCode: await endOfJob(world), ...world };
};

describe('the end of the job', () => {
  it('does nothing where nothing was asked for', async () => {
    const { exitCode, sent, toolkit } = await end({});
    assert.deepEqual([exitCode, sent, toolkit.calls], [0, [], []]);
  });

  it('revokes the token at the instance', async () => {
    const { exitCode, sent, did } = await end({ state: REVOKE, answers: [answer(200, '')] });
    assert.equal(exitCode, 0);
    assert.equal(sent[0]?.url, 'https://acme.my.salesforce.com/services/oauth2/revoke');
    assert.deepEqual(did('mask'), [[TOKEN]]);
    assert.deepEqual(did('info'), [['Revoked the access token.']]);
  });

  it('masks the password of a proxy before it is used', async () => {
    const env = { HTTPS_PROXY: 'http://ci:horse-battery@proxy.acme.com:8080' };
    const { did } = await end({ state: REVOKE, env, answers: [answer(200, '')] });
    assert.ok(did('mask').flat().includes('horse-battery'));
  });

  it('warns where the token could not be revoked, and leaves with 0', async () => {
    const { exitCode, did } = await end({ state: REVOKE, answers: [answer(503, '')] });
    assert.equal(exitCode, 0);
    assert.match(String(did('warning')), /not revoked.*HTTP 503/s);
  });

  it('does not call a token valid that another job has revoked', async () => {
    const gone = answer(400, { error: 'invalid_token', error_description: 'token is invalid' });
    const { did } = await end({ state: REVOKE, answers: [gone] });
    assert.deepEqual(did('warning'), []);
    assert.match(String(did('info')), /no longer valid/);
  });

  for (const instance of ['https://evil.example', 'http://acme.my.salesforce.com', 'no URL', '']) {
    it(`sends the token nowhere but to Salesforce: not to "${instance}"`, async () => {
      const state = { ...REVOKE, 'instance-url': instance };
      const { sent, did } = await end({ state, answers: [answer(200, '')] });
      assert.deepEqual(sent, []);
      assert.match(String(did('warning')), /not revoked.*instance-url/s);
    });
  }

  it('does not look into a home where no token was exported', async () => {
    const { did } = await end({ state: REVOKE, home: 'no\0home', answers: [answer(200, '')] });
    assert.deepEqual(did('warning'), []);
  });

  it('leaves alone a home in which there is nothing of sf', async () => {
    const { toolkit } = await end({ state: TIDY });
    assert.deepEqual(toolkit.calls, []);
  });

  it('removes what sf left of the token', async () => {
    mkdirSync(join(home, '.sf'), { recursive: true });
    const cache = { '0Af1': { username: TOKEN }, '0Af2': { username: 'dev@acme.com' } };
    const file = join(home, '.sf', 'deploy-cache.json');
    writeFileSync(file, JSON.stringify(cache));
    const { did } = await end({ state: TIDY });
    assert.match(String(did('info')), /deploy-cache\.json \(entries: 1\)/);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { '0Af2': cache['0Af2'] });
  });

  it('warns where that failed, by the code of the error alone', async () => {
    const { exitCode, did } = await end({ state: TIDY, home: 'no\0home' });
    assert.equal(exitCode, 0);
    assert.match(String(did('warning')), /deploy-cache\.json.*ERR_INVALID_ARG_VALUE/s);
  });

  it('does not quote an error that is not our own', async () => {
    const { did } = await end({ state: REVOKE, answers: [new Error(TOKEN)] });
    assert.match(String(did('warning')), /not revoked/);
    assert.doesNotMatch(String(did('warning')), /AQEAQJ/);
  });

  it('says it in one line where the words of the warning cannot be loaded', async () => {
    const world = fakeWorld({ home, state: REVOKE, answers: [answer(503, '')] });
    const { warning } = world.toolkit;
    let times = 0;
    const once: typeof warning = (...said) => {
      if (times++ === 0) throw new Error('EMFILE');
      warning(...said);
    };
    assert.equal(await endOfJob({ ...world, toolkit: { ...world.toolkit, warning: once } }), 0);
    assert.deepEqual(world.did('warning'), [['', 'revokeFailed: HTTP 503']]);
  });
});
