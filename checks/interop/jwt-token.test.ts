import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type ClientResult, HOST, type InteropJob, startJob, USERNAME } from './job.ts';
import { filesContaining, visibleFragments } from './traces.ts';

const LOGIN = ['org', 'login', 'access-token', '--no-prompt', '--instance-url', `https://${HOST}`];
const DISPLAY = ['org', 'display', '--json'];
const DEPLOY = ['project', 'deploy', 'start', '--source-dir', 'force-app', '--wait', '5'];

describe('the Salesforce CLI with an app that issues its tokens in JWT format', () => {
  let job: InteropJob;
  const results: ClientResult[] = [];

  async function sf(args: readonly string[], env = job.step.env): Promise<ClientResult> {
    const result = await job.sf(args, env);
    results.push(result);
    return result;
  }

  before(async () => {
    const inputs = { 'export-env': 'true', 'revoke-token': 'true' };
    job = await startJob({ tokenFormat: 'jwt', inputs });
  });
  after(() => job.close());

  it('the step does not export SF_TARGET_ORG, and warns', () => {
    assert.equal(job.step.exitCode, 0, job.step.log);
    assert.deepEqual(Object.keys(job.step.env), ['SF_ACCESS_TOKEN', 'SF_ORG_INSTANCE_URL']);
    const warnings = job.step.commands.filter(({ name }) => name === 'warning');
    assert.match(warnings[0]?.message ?? '', /sf org login access-token --no-prompt/);
  });

  it('in SF_TARGET_ORG sf does not know it', async () => {
    const { exitCode, log } = await sf(DISPLAY, { ...job.step.env, SF_TARGET_ORG: job.token });
    assert.equal(exitCode, 1);
    assert.match(log, /No default environment found/);
  });

  it('after --target-org sf takes it for an alias, and prints it', async () => {
    const { exitCode, stdout } = await sf([...DISPLAY, '--target-org', job.token]);
    assert.equal(exitCode, 2);
    assert.ok(stdout.includes(`No authorization information found for ${job.token}`));
  });

  it('sf org login access-token takes it, as the warning says', async () => {
    const { exitCode, log } = await sf([...LOGIN, '--set-default']);
    assert.equal(exitCode, 0, log);
    const { stdout } = await sf(DISPLAY);
    assert.equal(JSON.parse(stdout).result.username, USERNAME);
  });

  it('sf project deploy start by SOAP fails', async () => {
    const { exitCode, log } = await sf(DEPLOY);
    assert.notEqual(exitCode, 0);
    assert.match(log, /SOAP/);
  });

  it('sf project deploy start by REST works, as the warning says', async () => {
    const env = { ...job.step.env, SF_ORG_METADATA_REST_DEPLOY: 'true' };
    const { exitCode, log } = await sf(DEPLOY, env);
    assert.equal(exitCode, 0, log);
    assert.match(log, /Status: Succeeded/);
  });

  it('the masks of the step hide the token in all that sf printed', () => {
    for (const { log } of results) assert.deepEqual(visibleFragments(log, job.token), []);
  });

  it('after post, no file below the home folder holds the token', async () => {
    const post = await job.post();
    assert.equal(post.exitCode, 0, post.log);
    assert.deepEqual(filesContaining(job.home, job.token), []);
    assert.equal(job.org.sessions.find(job.token), undefined);
  });

  it('the proxy was asked for the org alone', () => {
    const authorities = new Set(job.org.tunnels.map(({ authority }) => authority));
    assert.deepEqual([...authorities], [`${HOST}:443`]);
  });
});
