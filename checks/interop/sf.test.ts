import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ClientResult, HOST, type InteropJob, startJob, USERNAME } from './job.ts';
import { filesContaining, listFiles, visibleFragments } from './traces.ts';

const QUERY = ['data', 'query', '--query', 'SELECT Id, Name FROM Organization', '--json'];
const DEPLOY = ['project', 'deploy', 'start', '--source-dir', 'force-app', '--wait', '5'];
// sf requires --instance-url even if SF_ORG_INSTANCE_URL is set.
const LOGIN = ['org', 'login', 'access-token', '--no-prompt', '--instance-url', `https://${HOST}`];

/** The cache entry of a deployment that another job on the same machine started. */
const OTHER_JOB = {
  '0Af5g00000OTHERJOB1': {
    'target-org': 'someone@else.example',
    wait: 5,
    timestamp: new Date().toISOString(),
  },
};

describe('the Salesforce CLI with only the variables that the step exported', () => {
  let job: InteropJob;
  let cache: string;
  const results: ClientResult[] = [];

  async function sf(args: readonly string[], env = job.step.env): Promise<ClientResult> {
    const result = await job.sf(args, env);
    results.push(result);
    return result;
  }

  before(async () => {
    job = await startJob({ inputs: { 'export-env': 'true', 'revoke-token': 'true' } });
    cache = join(job.home, '.sf', 'deploy-cache.json');
  });
  after(() => job.close());

  it('gets three variables from the step', () => {
    assert.equal(job.step.exitCode, 0, job.step.log);
    assert.deepEqual(job.step.env, {
      SF_ACCESS_TOKEN: job.token,
      SF_ORG_INSTANCE_URL: `https://${HOST}`,
      SF_TARGET_ORG: job.token,
    });
  });

  it('queries the org with sf data query', async () => {
    const { exitCode, stdout, log } = await sf(QUERY);
    assert.equal(exitCode, 0, log);
    const [production] = job.org.tenants;
    const { records } = JSON.parse(stdout).result;
    assert.deepEqual([records[0].Id, records[0].Name], [production?.orgId, 'Acme']);
  });

  it('deploys a class over SOAP with sf project deploy start', async () => {
    const { exitCode, log, requests } = await sf(DEPLOY);
    assert.equal(exitCode, 0, log);
    assert.match(log, /Status: Succeeded/);
    assert.match(log, /Created\s+Greeting\s+ApexClass/);
    const soap = requests.filter((request) => request.includes('/Soap/'));
    assert.deepEqual(soap, [
      'POST /services/Soap/m/67.0 SOAP deploy',
      'POST /services/Soap/m/67.0 SOAP checkDeployStatus',
    ]);
  });

  it('finds the most recent deployment with sf project deploy report', async () => {
    const report = ['project', 'deploy', 'report', '--use-most-recent', '--json'];
    const { exitCode, stdout, log } = await sf(report);
    assert.equal(exitCode, 0, log);
    assert.equal(JSON.parse(stdout).result.status, 'Succeeded');
  });

  it('shows the token as the username in sf org display', async () => {
    const { exitCode, stdout, log } = await sf(['org', 'display', '--json']);
    assert.equal(exitCode, 0, log);
    const { username, connectedStatus } = JSON.parse(stdout).result;
    assert.deepEqual([username, connectedStatus], [job.token, 'Connected']);
  });

  it('gives the org an alias with sf org login access-token', async () => {
    const { exitCode, log, requests } = await sf([...LOGIN, '--alias', 'ci', '--set-default']);
    assert.equal(exitCode, 0, log);
    assert.match(log, /Successfully authorized ci@acme\.com/);
    assert.equal(requests[0], 'GET /services/oauth2/userinfo');
  });

  it('shows the username for the alias of the org and never prints the token', async () => {
    const display = await sf(['org', 'display', '--target-org', 'ci', '--json']);
    assert.equal(display.exitCode, 0, display.log);
    const { username, connectedStatus } = JSON.parse(display.stdout).result;
    assert.deepEqual([username, connectedStatus], [USERNAME, 'Connected']);

    const query = await sf([...QUERY, '--target-org', 'ci']);
    assert.equal(query.exitCode, 0, query.log);
    const deployment = await sf([...DEPLOY, '--target-org', 'ci']);
    assert.equal(deployment.exitCode, 0, deployment.log);
    for (const { stdout } of [display, query, deployment]) {
      assert.ok(!stdout.includes(job.token));
    }
  });

  it('prefers the org in SF_TARGET_ORG to the org of --set-default', async () => {
    const usernameOf = async (env: InteropJob['step']['env']): Promise<string> =>
      JSON.parse((await sf(['org', 'display', '--json'], env)).stdout).result.username;
    assert.equal(await usernameOf(job.step.env), job.token);
    assert.equal(await usernameOf({ ...job.step.env, SF_TARGET_ORG: 'ci' }), USERNAME);
  });

  it('never shows the token in the masked log', () => {
    assert.ok(results.some(({ stdout }) => stdout.includes(job.token)));
    for (const { log } of results) assert.deepEqual(visibleFragments(log, job.token), []);
  });

  it('prints the token on two lines if CI is not true, and the masks of its fragments hide both', async () => {
    const { exitCode, log, printed } = await job.sf(DEPLOY, { ...job.step.env, CI: 'false' });
    assert.equal(exitCode, 0, log);
    assert.ok(!printed.includes(job.token) && visibleFragments(printed, job.token).length > 0);
    assert.deepEqual(visibleFragments(log, job.token), []);
  });

  it('keeps the token in deploy-cache.json, which every user can read, until the post step', () => {
    assert.deepEqual(filesContaining(job.home, job.token), ['.sf/deploy-cache.json']);
    assert.equal(statSync(cache).mode & 0o004, 0o004);
  });

  it('leaves no file with the token in the home folder after the post step', async () => {
    const before = { ...JSON.parse(readFileSync(cache, 'utf8')), ...OTHER_JOB };
    writeFileSync(cache, JSON.stringify(before));
    const post = await job.post();
    assert.equal(post.exitCode, 0, post.log);
    assert.deepEqual(filesContaining(job.home, job.token), []);

    const others = Object.entries<{ 'target-org': string }>(before).filter(
      ([, entry]) => entry['target-org'] !== job.token,
    );
    assert.deepEqual(JSON.parse(readFileSync(cache, 'utf8')), Object.fromEntries(others));
    const owners = others.map(([, entry]) => entry['target-org']);
    assert.deepEqual(owners, [USERNAME, 'someone@else.example']);
  });

  it('cannot use the session after the post step', async () => {
    assert.equal(job.org.sessions.find(job.token), undefined);
    const { exitCode, log } = await sf(QUERY);
    assert.equal(exitCode, 1);
    assert.match(log, /Session expired or invalid/);
    assert.deepEqual(visibleFragments(log, job.token), []);
  });

  it('removes the files of sf org login access-token with sf org logout', async () => {
    const stored = join('.sfdx', `${USERNAME}.json`);
    assert.ok(listFiles(job.home).includes(stored));
    const { exitCode, log } = await sf(['org', 'logout', '--target-org', 'ci', '--no-prompt']);
    assert.equal(exitCode, 0, log);
    assert.ok(!listFiles(job.home).includes(stored));
  });

  it('connects through the proxy, and only to the org', () => {
    const authorities = new Set(job.org.tunnels.map(({ authority }) => authority));
    assert.deepEqual([...authorities], [`${HOST}:443`]);
  });
});
