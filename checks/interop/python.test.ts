import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HOST, type InteropJob, startJob, USERNAME } from './job.ts';

/**
 * Uses Debian's Python, because another Python that comes first on the PATH would not find Debian's
 * packages.
 */
const PYTHON = process.env['PYTHON'] ?? '/usr/bin/python3';
const EXCHANGE = fileURLToPath(new URL('exchange.py', import.meta.url));

describe('an independent implementation in Python with the same key', () => {
  let job: InteropJob;

  before(async () => {
    job = await startJob({});
  });
  after(() => job.close());

  const exchange = (consumerKey: string) =>
    job.run(PYTHON, [EXCHANGE], {
      PRIVATE_KEY_FILE: job.keyFile,
      CONSUMER_KEY: consumerKey,
      SF_USERNAME: USERNAME,
      LOGIN_URL: `https://${HOST}`,
      AUDIENCE: 'https://login.salesforce.com',
      REQUESTS_CA_BUNDLE: job.org.caPath,
    });

  it('gets the same response and the same token as the step', async () => {
    const { exitCode, stdout, log } = await exchange(job.org.app.consumerKey);
    assert.equal(exitCode, 0, log);
    const { access_token, instance_url, id, scope, token_type } = JSON.parse(stdout);
    const [orgId, userId] = id.split('/').slice(-2);
    assert.deepEqual(job.step.outputs, {
      'access-token': access_token,
      'instance-url': instance_url,
      'org-id': orgId,
      'user-id': userId,
      username: USERNAME,
      'token-type': token_type,
      scope,
      'token-format': 'opaque',
      'certificate-expires': '',
    });
  });

  it('sends the same assertion as the step, plus typ in the header', () => {
    const [stepAssertion, pythonAssertion] = job.org.requests.map(({ assertion }) => assertion);
    assert.deepEqual(stepAssertion?.header, { alg: 'RS256' });
    assert.deepEqual(pythonAssertion?.header, { alg: 'RS256', typ: 'JWT' });
    assert.deepEqual(claimsWithout('exp', pythonAssertion), claimsWithout('exp', stepAssertion));
  });

  it('gets an error if the consumer key is wrong', async () => {
    const { exitCode, stdout } = await exchange('3MVG9.of.another.app');
    assert.equal(exitCode, 1);
    assert.equal(JSON.parse(stdout).error, 'invalid_client_id');
  });

  it('connects through the proxy, and only to the org', () => {
    const authorities = new Set(job.org.tunnels.map(({ authority }) => authority));
    assert.deepEqual([...authorities], [`${HOST}:443`]);
  });
});

function claimsWithout(excluded: string, assertion: { readonly claims: unknown } | undefined) {
  return Object.entries(assertion?.claims ?? {}).filter(([name]) => name !== excluded);
}
