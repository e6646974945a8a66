import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeFolder } from '../helpers/folders.ts';
import { missingTool, runTool } from '../helpers/tools.ts';
import { assertFailed, assertSucceeded } from './harness/assertions.ts';
import { startStepHarness } from './harness/step-harness.ts';

const CERTIFICATE_TITLE =
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE: the server’s certificate is not trusted';

/**
 * The heading on the troubleshooting page, which contains the most common code of the entry,
 * whereas the title contains the code of the error.
 */
const CERTIFICATE_SECTION = 'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted';

const pullRequest = (repository: string) => ({
  pull_request: { head: { repo: { full_name: repository, fork: repository !== 'acme/app' } } },
});

it('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored, and Node does not warn about it', async (t) => {
  const harness = await startStepHarness(t);
  const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  const main = await harness.main({ 'revoke-token': 'true' }, { env });
  assertSucceeded(main);
  const post = await harness.post(main, { env });
  assert.deepEqual([main.stderr, post.stderr], ['', '']);
  harness.org.faults.set('tls-unknown-ca');
  const refused = await harness.main({}, { env });
  assert.match(
    assertFailed(refused, CERTIFICATE_TITLE, CERTIFICATE_SECTION),
    /UNABLE_TO_VERIFY_LEAF_SIGNATURE/,
  );
});

describe('empty secrets', { concurrency: 3 }, () => {
  for (const { author, from: repository, actor, hint } of [
    {
      author: 'a fork',
      from: 'mallory/app',
      actor: 'mallory',
      hint: 'the fork mallory/app',
    },
    { author: 'Dependabot', from: 'acme/app', actor: 'dependabot[bot]', hint: 'Dependabot' },
    { author: 'the repository itself', from: 'acme/app', actor: 'octocat', hint: 'environment:' },
  ]) {
    it(`are explained in the message if the pull request comes from ${author}`, async (t) => {
      const harness = await startStepHarness(t);
      const event = join(makeFolder('event'), 'event.json');
      writeFileSync(event, JSON.stringify(pullRequest(repository)));
      const inputs = { 'consumer-key': '', 'private-key': '', 'private-key-passphrase': '' };
      const result = await harness.main(inputs, {
        env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event, GITHUB_ACTOR: actor },
      });
      const message = assertFailed(result, 'A required input is empty');
      assert.ok(message.includes('`consumer-key`') && message.includes('`private-key`'), message);
      assert.ok(!message.includes('`username`'), message);
      assert.ok(message.includes(hint), message);
      assert.equal(harness.org.tunnels.length, 0);
    });
  }
});

describe('a missing command file', { concurrency: 3 }, () => {
  for (const name of ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE']) {
    it(`fails the step before any request if ${name} is not set`, async (t) => {
      const harness = await startStepHarness(t);
      const result = await harness.main(
        { 'export-env': 'true', 'revoke-token': 'true' },
        { env: { [name]: undefined } },
      );
      const message = assertFailed(result, 'Not a GitHub Actions runner');
      assert.ok(message.includes(name));
      assert.equal(harness.org.requests.length, 0);
    });

    it(`fails the step before any request if the file in ${name} does not exist`, async (t) => {
      const harness = await startStepHarness(t);
      const result = await harness.main({}, { env: { [name]: '/nowhere/at-all' } });
      assertFailed(result, 'Not a GitHub Actions runner');
      assert.equal(harness.org.requests.length, 0);
    });
  }
});

describe('a key made with openssl req', {
  skip: missingTool('openssl') || missingTool('sh'),
}, () => {
  const COMMAND =
    'openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365 -subj "/CN=GitHub"';

  it('is accepted, and the log contains the fingerprint that openssl prints', async (t) => {
    const cwd = makeFolder('openssl');
    const shell = (line: string) => runTool('sh', ['-c', line], { cwd });
    shell(COMMAND);
    const [key, certificate] = ['server.key', 'server.crt'].map((name) =>
      readFileSync(join(cwd, name), 'utf8'),
    ) as [string, string];
    const harness = await startStepHarness(t, { certificatePem: certificate });
    const result = await harness.main({
      'private-key': key,
      'private-key-passphrase': '',
      certificate,
    });
    assertSucceeded(result);
    const line = (text: string) => result.log.split('\n').find((line) => line.includes(text)) ?? '';
    assert.match(
      line('certificate belongs'),
      /The certificate belongs to the key\. Its expiration date is \d{4}-\d\d-\d\d\.$/,
    );
    const instructions = line('openssl x509');
    const opensslOutput = shell(instructions.slice(instructions.indexOf('openssl'))).trim();
    assert.equal(line('SHA-256 of').split(': ').at(-1), opensslOutput.split('= ')[1]);
  });
});
