import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type ClientResult, HOST, type InteropJob, startJob, USERNAME } from './job.ts';
import { filesContaining, visibleFragments } from './traces.ts';

const LOGIN = ['org', 'login', 'access-token', '--no-prompt', '--instance-url', `https://${HOST}`];
const DISPLAY = ['org', 'display', '--json'];
const DEPLOY = ['project', 'deploy', 'start', '--source-dir', 'force-app', '--wait', '5'];

describe('the Salesforce CLI with a token in JWT format', () => {
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

  it('gets no SF_TARGET_ORG from the step, which logs a warning', () => {
    assert.equal(job.step.exitCode, 0, job.step.log);
    assert.deepEqual(Object.keys(job.step.env), ['SF_ACCESS_TOKEN', 'SF_ORG_INSTANCE_URL']);
    const warnings = job.step.commands.filter(({ name }) => name === 'warning');
    assert.match(warnings[0]?.message ?? '', /sf org login access-token --no-prompt/);
  });

  it('does not recognize the token in SF_TARGET_ORG', async () => {
    const { exitCode, log } = await sf(DISPLAY, { ...job.step.env, SF_TARGET_ORG: job.token });
    assert.equal(exitCode, 1);
    assert.match(log, /No default environment found/);
  });

  it('mistakes the token in --target-org for an alias and prints it', async () => {
    const { exitCode, stdout } = await sf([...DISPLAY, '--target-org', job.token]);
    assert.equal(exitCode, 2);
    assert.ok(stdout.includes(`No authorization information found for ${job.token}`));
  });

  it('accepts the token in sf org login access-token, as the warning recommends', async () => {
    const { exitCode, log } = await sf([...LOGIN, '--set-default']);
    assert.equal(exitCode, 0, log);
    const { stdout } = await sf(DISPLAY);
    assert.equal(JSON.parse(stdout).result.username, USERNAME);
  });

  it('fails to deploy over SOAP', async () => {
    const { exitCode, log } = await sf(DEPLOY);
    assert.notEqual(exitCode, 0);
    assert.match(log, /SOAP/);
  });

  it('deploys over REST, as the warning recommends', async () => {
    const env = { ...job.step.env, SF_ORG_METADATA_REST_DEPLOY: 'true' };
    const { exitCode, log } = await sf(DEPLOY, env);
    assert.equal(exitCode, 0, log);
    assert.match(log, /Status: Succeeded/);
  });

  it('never shows the token in the masked log', () => {
    for (const { log } of results) assert.deepEqual(visibleFragments(log, job.token), []);
  });

  it('leaves no file with the token in the home folder after the post step', async () => {
    const post = await job.post();
    assert.equal(post.exitCode, 0, post.log);
    assert.deepEqual(filesContaining(job.home, job.token), []);
    assert.equal(job.org.sessions.find(job.token), undefined);
  });

  it('connects through the proxy, and only to the org', () => {
    const authorities = new Set(job.org.tunnels.map(({ authority }) => authority));
    assert.deepEqual([...authorities], [`${HOST}:443`]);
  });
});
