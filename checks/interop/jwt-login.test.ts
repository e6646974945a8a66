import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type ClientResult, HOST, type InteropJob, startJob, USERNAME } from './job.ts';

interface DecodedAssertion {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

describe('sf org login jwt with the same key as the step', () => {
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

  it('signs in to the embedded org', () => {
    assert.equal(login.exitCode, 0, login.log);
    assert.match(login.log, /Successfully authorized ci@acme\.com/);
  });

  it('gets the same token as the step', async () => {
    const args = ['org', 'auth', 'show-access-token', '--target-org', 'jwt', '--no-prompt'];
    const { exitCode, stdout, log } = await job.sf([...args, '--json'], {});
    assert.equal(exitCode, 0, log);
    assert.equal(JSON.parse(stdout).result.accessToken, job.token);
    assert.equal(job.org.sessions.size, 1);
  });

  it('makes four requests, whereas the step makes only one', () => {
    assert.deepEqual(stepRequests, ['POST /services/oauth2/token']);
    assert.deepEqual(login.requests, [
      'POST /services/oauth2/token',
      // The CLI checks whether the org is a Dev Hub, a sandbox or a scratch org, and reads its API
      // version.
      'GET /services/data/v51.0/query query on ScratchOrgInfo',
      'GET /services/data',
      'GET /services/data/v67.0/query query on Organization',
    ]);
  });

  it('sends the same assertion as the step, except for typ, aud, exp and iat', () => {
    const [ours, theirs] = assertionsOf(job);
    assert.deepEqual(Object.keys(ours.header), ['alg']);
    // `typ` is optional in RFC 7519, and Salesforce's documentation does not mention it.
    assert.deepEqual(theirs.header, { ...ours.header, typ: 'JWT' });

    const { aud, exp, ...sharedClaims } = ours.claims;
    const { aud: theirAud, exp: theirExp, iat, ...theirSharedClaims } = theirs.claims;
    assert.deepEqual(theirSharedClaims, sharedClaims);
    assert.deepEqual(sharedClaims, { iss: job.org.app.consumerKey, sub: USERNAME });

    // Both audiences are documented. Some orgs do not accept their own My Domain.
    assert.equal(aud, 'https://login.salesforce.com');
    assert.equal(theirAud, `https://${HOST}/`);
    const [sentAt = 0, theirSentAt = 0] = tokenRequests(job).map(
      ({ timestamp }) => timestamp / 1000,
    );
    // `iat` is optional. The step omits it, because a skewed clock would make it invalid.
    assertClose(iat, theirSentAt);
    // RFC 7519 defines `exp` in seconds. The step sets it to three minutes from now.
    assertClose(exp, sentAt + 180);
    // The CLI sets `exp` to `Date.now() + 300`, which is in milliseconds, so the assertion effectively
    // never expires. Salesforce accepts it.
    assertClose(Number(theirExp) / 1000, theirSentAt);
  });

  it('sends the same form fields as the step', () => {
    const forms = tokenRequests(job).map(({ body }) => [...new URLSearchParams(body).keys()]);
    const [ours, theirs] = forms.map((fields) => fields.sort());
    assert.deepEqual(ours, ['assertion', 'grant_type']);
    assert.deepEqual(theirs, ours);
  });

  it('connects through the proxy, and only to the org', () => {
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

/** Allows a difference of one minute between signing and sending. */
function assertClose(value: unknown, expected: number): void {
  assert.ok(Math.abs(Number(value) - expected) < 60, `${value} is not about ${expected}`);
}
