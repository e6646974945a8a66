import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type ClientResult, HOST, type InteropJob, startJob, USERNAME } from './job.ts';

interface DecodedAssertion {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

describe("the same key in Salesforce's own client, sf org login jwt", () => {
  let job: InteropJob;
  let login: ClientResult;
  let stepRequests: readonly string[];

  before(async () => {
    job = await startJob({});
    stepRequests = job.org.requests.map(({ method, path }) => `${method} ${path}`);
    const args = ['--client-id', job.org.app.consumerKey, '--jwt-key-file', job.keyFile];
    const userArgs = ['--username', USERNAME, '--instance-url', `https://${HOST}`];
    login = await job.sf(['org', 'login', 'jwt', ...args, ...userArgs, '--alias', 'jwt'], {});
  });
  after(() => job.close());

  it('sf signs in to the embedded org', () => {
    assert.equal(login.exitCode, 0, login.log);
    assert.match(login.log, /Successfully authorized ci@acme\.com/);
  });

  it('sf and the step hold the same token', async () => {
    const args = ['org', 'auth', 'show-access-token', '--target-org', 'jwt', '--no-prompt'];
    const { exitCode, stdout, log } = await job.sf([...args, '--json'], {});
    assert.equal(exitCode, 0, log);
    assert.equal(JSON.parse(stdout).result.accessToken, job.token);
    assert.equal(job.org.sessions.size, 1);
  });

  it('the step makes one request, sf org login jwt four', () => {
    assert.deepEqual(stepRequests, ['POST /services/oauth2/token']);
    assert.deepEqual(login.requests, [
      'POST /services/oauth2/token',
      // Is the org a Dev Hub? Is it a sandbox, a scratch org? Which API version has it?
      'GET /services/data/v51.0/query query on ScratchOrgInfo',
      'GET /services/data',
      'GET /services/data/v67.0/query query on Organization',
    ]);
  });

  it('both assertions say the same, but for typ, aud, exp and iat', () => {
    const [ours, theirs] = assertionsOf(job);
    assert.deepEqual(Object.keys(ours.header), ['alg']);
    // RFC 7519 calls `typ` optional; Salesforce names it nowhere.
    assert.deepEqual(theirs.header, { ...ours.header, typ: 'JWT' });

    const { aud, exp, ...same } = ours.claims;
    const { aud: theirAud, exp: theirExp, iat, ...theirSame } = theirs.claims;
    assert.deepEqual(theirSame, same);
    assert.deepEqual(same, { iss: job.org.app.consumerKey, sub: USERNAME });

    // Both are documented; not every org takes its own My Domain, and every org the login host.
    assert.equal(aud, 'https://login.salesforce.com');
    assert.equal(theirAud, `https://${HOST}/`);
    // `iat` is optional, and one more thing that a wrong clock makes wrong.
    assertClose(iat, Date.now() / 1000);
    // Whole seconds, as RFC 7519 has it, three minutes from now.
    assertClose(exp, Date.now() / 1000 + 180);
    // The CLI signs `Date.now() + 300`: milliseconds, so that read as seconds its assertion never
    // expires, and only 300 of them where seconds were meant. Salesforce takes it.
    assertClose(Number(theirExp) / 1000, Date.now() / 1000);
  });

  it('both send the same form and nothing else', () => {
    const forms = tokenRequests(job).map(({ body }) => [...new URLSearchParams(body).keys()]);
    const [ours, theirs] = forms.map((fields) => fields.sort());
    assert.deepEqual(ours, ['assertion', 'grant_type']);
    assert.deepEqual(theirs, ours);
  });

  it('the proxy was asked for the org alone', () => {
    const authorities = new Set(job.org.tunnels.map(({ authority }) => authority));
    assert.deepEqual([...authorities], [`${HOST}:443`]);
  });
});

const tokenRequests = (job: InteropJob) =>
  job.org.requests.filter(({ path }) => path === '/services/oauth2/token');

function assertionsOf(job: InteropJob): [DecodedAssertion, DecodedAssertion] {
  const [ours, theirs, ...others] = tokenRequests(job).map(({ assertion }) => assertion);
  assert.deepEqual(others, []);
  assert.ok(ours && theirs);
  return [ours as DecodedAssertion, theirs as DecodedAssertion];
}

/** Within the minute that the login may have taken. */
function assertClose(value: unknown, expected: number): void {
  assert.ok(Math.abs(Number(value) - expected) < 60, `${value} is not about ${expected}`);
}
