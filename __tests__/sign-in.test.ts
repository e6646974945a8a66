import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { TransportError } from '../src/http/errors.ts';
import { run } from '../src/sign-in.ts';
import { certificateOf, DAY_MS, pkcs8, rsaPair } from './helpers/crypto.ts';
import { fakeRuntime, httpResponse, START } from './helpers/fake-runtime.ts';
import { JWT, ORG, TOKEN, USER, VALID_RESPONSE } from './helpers/token-response.ts';

const keyPair = rsaPair();
const INPUTS = {
  'consumer-key': '3MVG9.a_consumer_key',
  'private-key': pkcs8(keyPair.privateKey),
  username: 'ci@acme.com',
  'login-url': 'https://acme.my.salesforce.com',
};
const SUCCESS = httpResponse(200, VALID_RESPONSE);
const REJECTION = httpResponse(400, {
  error: 'invalid_grant',
  error_description: "user hasn't approved this consumer",
});
const IDENTITY = httpResponse(200, {
  preferred_username: 'ci@acme.com',
  user_id: USER,
  organization_id: ORG,
});

const runSignIn = async (
  options: Parameters<typeof fakeRuntime>[0],
  inputs: Record<string, string> = {},
) => {
  const runtime = fakeRuntime({ ...options, inputs: { ...INPUTS, ...inputs } });
  return { exitCode: await run(runtime), ...runtime };
};

describe('a step that goes well', () => {
  it('asks once, sets every output, and leaves with 0', async () => {
    const { exitCode, requests, callsTo, values } = await runSignIn({ responses: [SUCCESS] });
    assert.equal(exitCode, 0);
    assert.equal(requests.length, 1);
    assert.deepEqual(values('output'), {
      'access-token': TOKEN,
      'instance-url': 'https://acme.my.salesforce.com',
      'org-id': ORG,
      'user-id': USER,
      username: 'ci@acme.com',
      'token-type': 'Bearer',
      scope: 'api web',
      'token-format': 'opaque',
    });
    assert.deepEqual([callsTo('error'), callsTo('warning'), callsTo('summary')], [[], [], []]);
  });

  it('says one line, whose token it is and how long it took', async () => {
    const { callsTo } = await runSignIn({ responses: [SUCCESS] });
    assert.deepEqual(callsTo('info'), [[`Signed in to org ${ORG} as ci@acme.com in 0.0 s.`]]);
  });

  it('says so where Salesforce did not name the org', async () => {
    const { id: _, ...withoutId } = VALID_RESPONSE;
    const { callsTo } = await runSignIn({ responses: [httpResponse(200, withoutId)] });
    assert.match(String(callsTo('info')), /an org that Salesforce did not name/);
  });

  it('uses the token once where `verify` asks for it, and fills in the ids', async () => {
    const { id: _, ...withoutId } = VALID_RESPONSE;
    const { exitCode, requests, values } = await runSignIn(
      { responses: [httpResponse(200, withoutId), IDENTITY] },
      { verify: 'true', 'expected-org-id': ORG },
    );
    assert.equal(exitCode, 0);
    assert.equal(requests[1]?.name, 'userinfo');
    assert.equal(requests[1]?.timeoutMs, 30_000);
    assert.equal(values('output')['org-id'], ORG);
  });

  it('is summarised where the workflow always wants a summary', async () => {
    const { callsTo } = await runSignIn({ responses: [SUCCESS] }, { 'job-summary': 'always' });
    assert.match(String(callsTo('summary')[0]), /^### Signed in to Salesforce as ci@acme\.com/);
  });

  it('tries again what passes, and says so', async () => {
    const { exitCode, sleeps, callsTo } = await runSignIn({
      responses: [httpResponse(503, '<html>'), SUCCESS],
    });
    assert.equal(exitCode, 0);
    assert.equal(sleeps.length, 1);
    assert.match(String(callsTo('info')), /Attempt 1 of \d+ failed: HTTP 503\. Next attempt in \d/);
  });

  it('warns of a clock that is wrong', async () => {
    const expired = httpResponse(
      400,
      { error: 'invalid_grant', error_description: 'expired authorization code' },
      { date: new Date(START + 120_000).toUTCString() },
    );
    const { exitCode, callsTo } = await runSignIn({ responses: [expired, SUCCESS] });
    assert.equal(exitCode, 0);
    assert.match(String(callsTo('warning')), /clock is 120 seconds behind/);
  });

  it('warns of a token that sf does not take as it is', async () => {
    const jwt = httpResponse(200, { ...VALID_RESPONSE, access_token: JWT });
    const { callsTo } = await runSignIn({ responses: [jwt] }, { 'export-env': 'true' });
    assert.match(String(callsTo('warning')), /JWT format/);
  });

  it('warns of a passphrase that is too short to be masked', async () => {
    const encryption = { cipher: 'aes-256-cbc', passphrase: 'abc' };
    const pem = keyPair.privateKey
      .export({ type: 'pkcs8', format: 'pem', ...encryption })
      .toString();
    const inputsWithShortPassphrase = { 'private-key': pem, 'private-key-passphrase': 'abc' };
    const { exitCode, callsTo } = await runSignIn(
      { responses: [SUCCESS] },
      inputsWithShortPassphrase,
    );
    assert.equal(exitCode, 0);
    assert.match(String(callsTo('warning')), /the passphrase is too short to be masked/);
    assert.ok(!callsTo('mask').flat().includes('abc'));
  });

  it('does not fail for advice that cannot be given', async () => {
    const jwt = httpResponse(200, { ...VALID_RESPONSE, access_token: JWT });
    const runtime = fakeRuntime({ inputs: { ...INPUTS, 'export-env': 'true' }, responses: [jwt] });
    const warning = () => {
      throw new Error('EMFILE');
    };
    assert.equal(await run({ ...runtime, core: { ...runtime.core, warning } }), 0);
    assert.equal(runtime.values('output')['access-token'], JWT);
  });

  it('warns of a passphrase that nothing needs', async () => {
    const { callsTo } = await runSignIn(
      { responses: [SUCCESS] },
      { 'private-key-passphrase': 'horse' },
    );
    assert.match(String(callsTo('warning')), /private-key-passphrase/);
  });

  const certificates = [
    ['is valid for long', 40, 'warning', undefined],
    ['expires soon', 29, 'warning', /expires soon/],
    ['has expired', -1, 'error', /has expired/],
  ] as const;
  for (const [description, days, level, pattern] of certificates) {
    it(`says what there is to say of a certificate that ${description}`, async () => {
      const certificate = certificateOf(keyPair, new Date(START + days * DAY_MS + 1000));
      const { exitCode, callsTo } = await runSignIn({ responses: [SUCCESS] }, { certificate });
      assert.equal(exitCode, 0);
      if (pattern) assert.match(String(callsTo(level)), pattern);
      else assert.deepEqual([callsTo('warning'), callsTo('error')], [[], []]);
    });
  }
});

describe('an org that takes only its own My Domain as audience', () => {
  const INVALID = httpResponse(400, {
    error: 'invalid_grant',
    error_description: 'audience is invalid',
  });

  it('is asked once more, and a notice names the line that saves the first request', async () => {
    const { exitCode, requests, callsTo } = await runSignIn({ responses: [INVALID, SUCCESS] });
    assert.deepEqual([exitCode, requests.length, callsTo('warning').length], [0, 2, 0]);
    assert.match(String(callsTo('notice')), /audience: https:\/\/acme\.my\.salesforce\.com/);
  });

  it('that refuses that too is reported with the first refusal', async () => {
    const second = httpResponse(400, {
      error: 'app_not_found',
      error_description: 'not installed',
    });
    const { exitCode, callsTo } = await runSignIn({ responses: [INVALID, second] });
    assert.equal(exitCode, 1);
    assert.match(String(callsTo('error')), /audience is invalid/);
    assert.deepEqual(callsTo('notice'), []);
  });

  it('is not asked again where the workflow gave the audience', async () => {
    const audience = 'https://login.salesforce.com';
    const { exitCode, requests } = await runSignIn({ responses: [INVALID] }, { audience });
    assert.deepEqual([exitCode, requests.length], [1, 1]);
  });
});

it('an org whose id is in its host is known by `verify` all the same', async () => {
  const orgId = '00D2o000000i2ohEAA';
  const url = 'https://d2o000000i2oheaa-dev-ed.develop.my.salesforce.com';
  const token = '00D2o000000i2oh!AQEAQJ.kd_83jx';
  const id = `https://login.salesforce.com/id/${orgId}/${USER}`;
  const tokenResponse = httpResponse(200, {
    ...VALID_RESPONSE,
    access_token: token,
    instance_url: url,
    id,
  });
  const userInfoResponse = httpResponse(200, {
    preferred_username: 'ci@acme.com',
    user_id: USER,
    organization_id: orgId,
  });
  const { exitCode, values } = await runSignIn(
    { responses: [tokenResponse, userInfoResponse] },
    { verify: 'true' },
  );
  assert.deepEqual([exitCode, values('output')['org-id']], [0, orgId]);
});

describe('a token that nobody will get', () => {
  const isRevocation = ({ name }: { name: string }) => name === 'revoke';
  const otherOrg = { 'expected-org-id': '00D000000000063EAA' };

  it('is revoked where the workflow asks for it', async () => {
    const { exitCode, requests } = await runSignIn(
      { responses: [SUCCESS, httpResponse(200, '')] },
      { ...otherOrg, 'revoke-token': 'true' },
    );
    assert.deepEqual([exitCode, requests.filter(isRevocation).length], [1, 1]);
  });

  it('is left alone where it does not', async () => {
    const { exitCode, requests } = await runSignIn({ responses: [SUCCESS] }, otherOrg);
    assert.deepEqual([exitCode, requests.filter(isRevocation).length], [1, 0]);
  });

  it('that cannot be revoked either does not hide the first failure', async () => {
    const { exitCode, callsTo } = await runSignIn(
      { responses: [SUCCESS, httpResponse(503, '')] },
      { ...otherOrg, 'revoke-token': 'true' },
    );
    assert.equal(exitCode, 1);
    assert.match(String(callsTo('error')), /another org/);
  });

  it('is revoked where a check outlasts the time, as long as that takes', async () => {
    const inputs = { ...INPUTS, verify: 'true', 'revoke-token': 'true' };
    const runtime = fakeRuntime({ inputs, responses: [SUCCESS, httpResponse(200, '')] });
    const pending = new Promise<never>(() => undefined);
    const timer = Promise.withResolvers<void>();
    const http: typeof runtime.http = async (request) => {
      if (request.name === 'userinfo') {
        timer.resolve();
        return pending;
      }
      // By then the alarm of the step's deadline has rung.
      if (isRevocation(request)) await new Promise((resolve) => setImmediate(resolve));
      return runtime.http(request);
    };
    let timerCount = 0;
    // The third is the revocation's own.
    const sleep: typeof runtime.sleep = () => (++timerCount < 3 ? timer.promise : pending);
    assert.equal(await run({ ...runtime, createHttpClient: () => http, sleep }), 1);
    assert.deepEqual(
      runtime.requests.map(({ name }) => name),
      ['token', 'revoke'],
    );
    assert.match(String(runtime.callsTo('error')), /Out of time/);
    assert.doesNotMatch(String(runtime.callsTo('error')), /could not be revoked/);
  });

  it('whose revocation never settles is told as left valid', async () => {
    const inputs = { ...INPUTS, ...otherOrg, 'revoke-token': 'true' };
    const runtime = fakeRuntime({ inputs, responses: [SUCCESS] });
    const pending = new Promise<never>(() => undefined);
    const http: typeof runtime.http = (request) =>
      isRevocation(request) ? pending : runtime.http(request);
    let timerCount = 0;
    const sleep: typeof runtime.sleep = () => (++timerCount < 3 ? pending : Promise.resolve());
    assert.equal(await run({ ...runtime, createHttpClient: () => http, sleep }), 1);
    assert.match(String(runtime.callsTo('error')), /could not be revoked \(timeout\)/);
  });

  it('is revoked too where the runner cannot take it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'step-'));
    after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
    const file = join(folder, 'state');
    writeFileSync(file, '');
    const runtime = fakeRuntime({
      inputs: { ...INPUTS, 'revoke-token': 'true' },
      env: { GITHUB_STATE: file },
      responses: [SUCCESS, httpResponse(200, '')],
    });
    const http: typeof runtime.http = (request) => {
      // It was there when the step looked, and is gone when it is needed.
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      return runtime.http(request);
    };
    assert.equal(await run({ ...runtime, createHttpClient: () => http }), 1);
    assert.deepEqual(runtime.requests.filter(isRevocation).length, 1);
    assert.match(String(runtime.callsTo('error')), /GITHUB_STATE.*\(ENOENT\)/s);
    assert.deepEqual(runtime.values('output'), {});
  });
});

describe('the instance', () => {
  const LOGIN = { 'login-url': 'https://login.salesforce.com', verify: 'true' };
  const HIDDEN = { ...VALID_RESPONSE, instance_url: 'https://acme--hidden.my.salesforce.com' };
  const networkError = new TransportError({
    code: 'ENOTFOUND',
    request: 'userinfo',
    host: 'acme--hidden',
  });
  const options = { responses: [httpResponse(200, HIDDEN), networkError] };

  it('is masked before a check can fail and name it', async () => {
    const { core } = await runSignIn(options, LOGIN);
    const names = core.calls.map(([name, value]) => (name === 'mask' ? value : name));
    const error = names.indexOf('error');
    for (const mask of [HIDDEN.instance_url, 'acme--hidden.my.salesforce.com']) {
      assert.ok(names.includes(mask) && names.indexOf(mask) < error);
    }
  });

  it('stays readable where the workflow asks for that', async () => {
    const { callsTo } = await runSignIn(options, { ...LOGIN, 'mask-instance-url': 'false' });
    assert.ok(
      !callsTo('mask')
        .flat()
        .some((mask) => mask.includes('acme--hidden')),
    );
  });
});

describe('a step that fails', () => {
  const failures = [
    ['an input is missing', {}, { username: '' }, /`username` is empty/],
    ['job-summary is no word', {}, { 'job-summary': 'sometimes' }, /`job-summary` must be one of/],
    ['a key is in another input', {}, { username: INPUTS['private-key'] }, /`username` contains/],
    ['there is no runner', { env: { GITHUB_OUTPUT: '' } }, {}, /GITHUB_OUTPUT/],
    ['Salesforce refuses', { responses: [REJECTION] }, {}, /user hasn't approved/],
    [
      'the org is another one',
      { responses: [SUCCESS] },
      { 'expected-org-id': '00D000000000063EAA' },
      /belongs to another org|leads? to|led to/,
    ],
    [
      'the user is another one',
      { responses: [SUCCESS, httpResponse(200, { preferred_username: 'eve@acme.com' })] },
      { verify: 'true' },
      /eve@acme\.com/,
    ],
    ['time is up', { responses: [SUCCESS], timedOut: true }, {}, /60 seconds of `timeout-seconds`/],
    ['there is a bug', { responses: [new TypeError('x')] }, {}, /bug in the action/],
  ] as const;
  for (const [description, options, inputs, pattern] of failures) {
    it(`says why and leaves with 1, without any output: ${description}`, async () => {
      const { exitCode, callsTo, values } = await runSignIn(options, inputs);
      assert.equal(exitCode, 1);
      assert.match(String(callsTo('error')), pattern);
      assert.equal(callsTo('error').length, 1);
      assert.equal(callsTo('summary').length, 1);
      assert.deepEqual([values('output'), values('env'), values('state')], [{}, {}, {}]);
    });
  }

  it('writes no summary where the workflow wants none', async () => {
    const { callsTo } = await runSignIn({ responses: [REJECTION] }, { 'job-summary': 'never' });
    assert.deepEqual(callsTo('summary'), []);
  });

  it('knows a runner of GitHub’s own by its environment', async () => {
    const restricted = httpResponse(400, {
      error: 'invalid_grant',
      error_description: 'ip restricted',
    });
    const env = { RUNNER_ENVIRONMENT: 'github-hosted' };
    const { callsTo } = await runSignIn({ responses: [restricted], env });
    assert.match(String(callsTo('error')), /GitHub-hosted runner/);
  });
});
