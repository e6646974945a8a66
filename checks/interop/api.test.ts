import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HOST, type InteropJob, startJob } from './job.ts';

const QUERY = fileURLToPath(new URL('query.mjs', import.meta.url));

describe('the REST API with the outputs instance-url and access-token', () => {
  let job: InteropJob;
  let outputs: { INSTANCE_URL: string | undefined; ACCESS_TOKEN: string };

  before(async () => {
    job = await startJob({});
    outputs = { INSTANCE_URL: job.step.outputs['instance-url'], ACCESS_TOKEN: job.token };
  });
  after(() => job.close());

  const curl = (script: string) =>
    job.run('bash', ['-euo', 'pipefail', '-c', script], {
      ...outputs,
      CURL_CA_BUNDLE: job.org.caPath,
    });

  it('responds to a jsforce query through the proxy in HTTPS_PROXY', async () => {
    const { exitCode, stdout, log, requests } = await job.run(process.execPath, [QUERY], outputs);
    assert.equal(exitCode, 0, log);
    assert.deepEqual(stdout.split('\n'), ['Acme', 'Globex', 'Initech', '']);
    assert.deepEqual(requests, ['GET /services/data/v67.0/query query on Account']);
  });

  it('responds to a curl query', async () => {
    const { exitCode, stdout, log } = await curl(`
      curl --fail-with-body --silent --show-error --get "$INSTANCE_URL/services/data/v67.0/query" \\
        --data-urlencode 'q=SELECT Name FROM Account LIMIT 1' \\
        --header "Authorization: Bearer $ACCESS_TOKEN"
    `);
    assert.equal(exitCode, 0, log);
    assert.equal(JSON.parse(stdout).records[0].Name, 'Acme');
  });

  it('accepts a header that curl reads from standard input, which keeps the token out of the process list', async () => {
    const { exitCode, stdout, log } = await curl(`
      printf 'Authorization: Bearer %s\\n' "$ACCESS_TOKEN" |
        curl --fail-with-body --silent --show-error --header @- \\
          "$INSTANCE_URL/services/data/v67.0/limits"
    `);
    assert.equal(exitCode, 0, log);
    assert.equal(JSON.parse(stdout).DailyApiRequests.Max, 100_000);
  });

  it('returns an error with which curl fails the step if the token is invalid', async () => {
    const { exitCode, stdout } = await curl(`
      curl --fail-with-body --silent --show-error "$INSTANCE_URL/services/data/v67.0/limits" \\
        --header "Authorization: Bearer \${ACCESS_TOKEN}x"
    `);
    assert.equal(exitCode, 22);
    assert.equal(JSON.parse(stdout)[0].errorCode, 'INVALID_SESSION_ID');
  });

  it('is reached through the proxy, which connects to no other host', () => {
    const authorities = new Set(job.org.tunnels.map(({ authority }) => authority));
    assert.deepEqual([...authorities], [`${HOST}:443`]);
  });
});
