import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { TransportError } from '../src/http/errors.ts';
import { digestOf } from '../src/runner/token-digest.ts';
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

describe('a sign-in', () => {
  it('sends one token request, sets every output and exits with 0', async () => {
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
      'certificate-expires': '',
    });
    assert.deepEqual([callsTo('error'), callsTo('warning'), callsTo('summary')], [[], [], []]);
  });

  it('closes its connections after a success and after a failure', async () => {
    for (const response of [SUCCESS, REJECTION]) {
      const { runEnd } = await runSignIn({ responses: [response] });
      assert.equal(runEnd()?.aborted, true);
    }
  });

  it('logs one line with the org, the user and the duration', async () => {
    const { callsTo } = await runSignIn({ responses: [SUCCESS] });
    assert.deepEqual(callsTo('info'), [[`Signed in to org ${ORG} as ci@acme.com in 0 ms.`]]);
  });

  it('logs that the org is unknown if the response has no org ID', async () => {
    const { id: _, ...withoutId } = VALID_RESPONSE;
    const { callsTo } = await runSignIn({ responses: [httpResponse(200, withoutId)] });
    assert.match(String(callsTo('info')), /an unknown org \(Salesforce returned no org ID\)/);
  });

  it('sends a userinfo request if `verify` is true, and takes a missing org ID from the response to it', async () => {
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

  it('writes a job summary if `job-summary` is always', async () => {
    const { callsTo } = await runSignIn({ responses: [SUCCESS] }, { 'job-summary': 'always' });
    assert.match(
      String(callsTo('summary')[0]),
      /^### Signed in to Salesforce as ci@<wbr>acme\.com/,
    );
  });

  it('shows the host in the job summary only if the runner does not mask it', async () => {
    for (const [mask, row] of [
      ['true', undefined],
      ['false', '| Host | acme.my.salesforce.com |'],
    ]) {
      const inputs = { 'job-summary': 'always', 'mask-instance-url': mask ?? '' };
      const { callsTo } = await runSignIn({ responses: [SUCCESS] }, inputs);
      assert.equal(/^\| Host .*$/m.exec(String(callsTo('summary')[0]))?.[0], row);
    }
  });

  it('retries a transient failure and logs the retry', async () => {
    const { exitCode, sleeps, callsTo } = await runSignIn({
      responses: [httpResponse(503, '<html>'), SUCCESS],
    });
    assert.equal(exitCode, 0);
    assert.equal(sleeps.length, 1);
    assert.match(
      String(callsTo('info')),
      /Attempt 1 of at most \d+ failed: HTTP 503\. Next attempt in \d/,
    );
  });

  it('warns if the clock of the runner is wrong', async () => {
    const expired = httpResponse(
      400,
      { error: 'invalid_grant', error_description: 'expired authorization code' },
      { date: new Date(START + 120_000).toUTCString() },
    );
    const { exitCode, callsTo } = await runSignIn({ responses: [expired, SUCCESS] });
    assert.equal(exitCode, 0);
    assert.match(String(callsTo('warning')), /clock is 120 seconds behind/);
  });

  it('does not report the clock as the cause if Salesforce also rejects an assertion that is based on the time of Salesforce', async () => {
    const expired = httpResponse(
      400,
      { error: 'invalid_grant', error_description: 'expired authorization code' },
      { date: new Date(START + 120_000).toUTCString() },
    );
    const { exitCode, callsTo } = await runSignIn({ responses: [expired] });
    assert.equal(exitCode, 1);
    assert.match(String(callsTo('error')), /Most likely cause: The app does not pre-authorize/);
    assert.doesNotMatch(String(callsTo('error')), /clock is wrong/);
  });

  it('warns if the exported token is a JWT, which sf cannot use directly', async () => {
    const jwt = httpResponse(200, { ...VALID_RESPONSE, access_token: JWT });
    const { callsTo } = await runSignIn({ responses: [jwt] }, { 'export-env': 'true' });
    assert.match(String(callsTo('warning')), /JWT format/);
  });

  it('warns if the exported token has no scope that sf can use', async () => {
    const response = httpResponse(200, { ...VALID_RESPONSE, scope: 'refresh_token' });
    const exported = await runSignIn({ responses: [response] }, { 'export-env': 'true' });
    assert.match(String(exported.callsTo('warning')), /no scope api,.*“refresh_token”/);
    const { callsTo } = await runSignIn({ responses: [response] });
    assert.deepEqual(callsTo('warning'), []);
  });

  it('warns if the passphrase is too short to be masked', async () => {
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

  it('succeeds even if a warning cannot be written', async () => {
    const jwt = httpResponse(200, { ...VALID_RESPONSE, access_token: JWT });
    const runtime = fakeRuntime({ inputs: { ...INPUTS, 'export-env': 'true' }, responses: [jwt] });
    const warning = () => {
      throw new Error('EMFILE');
    };
    assert.equal(await run({ ...runtime, core: { ...runtime.core, warning } }), 0);
    assert.equal(runtime.values('output')['access-token'], JWT);
  });

  it('warns if the passphrase is not needed', async () => {
    const { callsTo } = await runSignIn(
      { responses: [SUCCESS] },
      { 'private-key-passphrase': 'horse' },
    );
    assert.match(String(callsTo('warning')), /private-key-passphrase/);
  });

  const certificates = [
    ['adds no annotation if the certificate is valid for 40 days', 40, 'warning', undefined],
    ['warns if the certificate expires in 29 days', 29, 'warning', /expires soon/],
    ['adds an error annotation if the certificate has expired', -1, 'error', /has expired/],
  ] as const;
  for (const [description, days, level, pattern] of certificates) {
    it(description, async () => {
      const certificate = certificateOf(keyPair, new Date(START + days * DAY_MS + 1000));
      const { exitCode, callsTo } = await runSignIn({ responses: [SUCCESS] }, { certificate });
      assert.equal(exitCode, 0);
      if (pattern) assert.match(String(callsTo(level)), pattern);
      else assert.deepEqual([callsTo('warning'), callsTo('error')], [[], []]);
    });
  }
});

describe('an org that rejects https://login.salesforce.com as audience', () => {
  const INVALID = httpResponse(400, {
    error: 'invalid_grant',
    error_description: 'audience is invalid',
  });

  it('gets a second request, and if it accepts that, a notice states which `audience` to set', async () => {
    const { exitCode, requests, callsTo } = await runSignIn({ responses: [INVALID, SUCCESS] });
    assert.deepEqual([exitCode, requests.length, callsTo('warning').length], [0, 2, 0]);
    assert.match(String(callsTo('notice')), /audience: https:\/\/acme\.my\.salesforce\.com/);
  });

  it('is reported with the error of the first request if it also rejects the second request', async () => {
    const second = httpResponse(400, {
      error: 'app_not_found',
      error_description: 'not installed',
    });
    const { exitCode, callsTo } = await runSignIn({ responses: [INVALID, second] });
    assert.equal(exitCode, 1);
    assert.match(String(callsTo('error')), /audience is invalid/);
    assert.deepEqual(callsTo('notice'), []);
  });

  it('gets no second request if the workflow sets `audience`', async () => {
    const audience = 'https://login.salesforce.com';
    const { exitCode, requests } = await runSignIn({ responses: [INVALID] }, { audience });
    assert.deepEqual([exitCode, requests.length], [1, 1]);
  });
});

it('a sign-in with `verify` succeeds if the host name of the org contains the ID of the org', async () => {
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

describe('a sign-in at a site or custom domain, where code of any org can answer', () => {
  const logins = [
    { 'login-url': 'https://acme.my.site.com/partners' },
    { 'login-url': 'https://crm.acme.com', audience: 'https://crm.acme.com' },
  ];
  const checks = [
    { 'expected-org-id': ORG },
    { verify: 'true' },
    { 'expected-org-id': ORG, verify: 'true' },
  ];
  const instances = ['https://acme.my.site.com/partners', 'https://evil.force.com'];

  for (const login of logins) {
    for (const check of checks) {
      const options = JSON.stringify({ ...login, ...check });
      it(`fails if the response contains no My Domain that could confirm the org: ${options}`, async () => {
        for (const instance_url of instances) {
          const forged = httpResponse(200, { ...VALID_RESPONSE, instance_url });
          const { exitCode, callsTo, values } = await runSignIn(
            { responses: [forged, IDENTITY] },
            { ...login, ...check },
          );
          assert.equal(exitCode, 1);
          assert.match(String(callsTo('error')), /does not prove which org/);
          assert.deepEqual(values('output'), {});
        }
      });

      it(`sends one further request, to the My Domain in the response: ${options}`, async () => {
        const { exitCode, requests, values } = await runSignIn(
          { responses: [SUCCESS, IDENTITY] },
          { ...login, ...check },
        );
        assert.equal(exitCode, 0);
        assert.deepEqual(
          requests.slice(1).map(({ url }) => url),
          ['https://acme.my.salesforce.com/services/oauth2/userinfo'],
        );
        assert.equal(values('output')['org-id'], ORG);
      });
    }

    it(`fails if the My Domain returns another org, or none: ${login['login-url']}`, async () => {
      const answers = [
        [{ organization_id: '00D000000000063EAA' }, /belongs to another org/],
        [{ organization_id: undefined }, /does not say which org/],
      ] as const;
      for (const [changes, pattern] of answers) {
        const identity = { preferred_username: 'ci@acme.com', user_id: USER, ...changes };
        const { exitCode, callsTo } = await runSignIn(
          { responses: [SUCCESS, httpResponse(200, identity)] },
          { ...login, 'expected-org-id': ORG },
        );
        assert.equal(exitCode, 1);
        assert.match(String(callsTo('error')), pattern);
      }
    });

    it(`sends no further request if no check is enabled: ${login['login-url']}`, async () => {
      const { exitCode, requests } = await runSignIn({ responses: [SUCCESS] }, login);
      assert.deepEqual([exitCode, requests.length], [0, 1]);
    });
  }
});

describe('a valid sign-in whose secrets contain what Salesforce returns', () => {
  const pem = pkcs8(keyPair.privateKey);
  const encryptedWith = (passphrase: string) => ({
    'private-key': keyPair.privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
      .toString(),
    'private-key-passphrase': passphrase,
  });
  const sessionId = TOKEN.slice(TOKEN.indexOf('!'));
  const table: readonly (readonly [string, Record<string, string>, object?])[] = [
    ['a comment in the key', { 'private-key': `# Acme, org ${ORG}, user ${USER}\n${pem}` }],
    ['a scope in a comment', { 'private-key': `# api refresh_token\n${pem}` }],
    [
      'a friendlyName in the key',
      { 'private-key': `Bag Attributes\n    friendlyName: acme-${ORG}\n${pem}` },
    ],
    ['the passphrase', encryptedWith(`api refresh_token ${ORG} ${USER}`)],
    ['a token that begins with the org ID of 18 characters', {}, { access_token: ORG + sessionId }],
  ];
  for (const [description, inputs, changes] of table) {
    it(`sets the IDs and the scope as outputs: ${description}`, async () => {
      const scope = 'api refresh_token';
      const { exitCode, values } = await runSignIn(
        { responses: [httpResponse(200, { ...VALID_RESPONSE, scope, ...changes }), IDENTITY] },
        { ...inputs, 'expected-org-id': ORG, verify: 'true' },
      );
      assert.equal(exitCode, 0);
      const output = values('output');
      assert.deepEqual([output['org-id'], output['user-id'], output['scope']], [ORG, USER, scope]);
    });
  }
});

describe('an issued token', () => {
  const isRevocation = ({ name }: { name: string }) => name === 'revoke';
  const otherOrg = { 'expected-org-id': '00D000000000063EAA' };

  const bothOptions = { 'revoke-token': 'true', 'export-env': 'true' };

  it('is revoked and removed from the state if a check fails and `revoke-token` is true', async () => {
    const { exitCode, requests, values } = await runSignIn(
      { responses: [SUCCESS, httpResponse(200, '')] },
      { ...otherOrg, ...bothOptions },
    );
    assert.deepEqual([exitCode, requests.filter(isRevocation).length], [1, 1]);
    assert.deepEqual(values('state'), {});
  });

  it('is removed from the state and not reported as valid if it was already invalid', async () => {
    const { exitCode, values, callsTo } = await runSignIn(
      {
        responses: [
          SUCCESS,
          httpResponse(401, [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired' }]),
          httpResponse(400, { error: 'invalid_token', error_description: 'Token was invalid' }),
        ],
      },
      { verify: 'true', ...bothOptions },
    );
    assert.equal(exitCode, 1);
    assert.deepEqual(values('state'), {});
    assert.doesNotMatch(String(callsTo('error')), /could not be revoked|stays valid/);
  });

  it('is only removed from the state if a check fails and `revoke-token` is false', async () => {
    const { exitCode, requests, values } = await runSignIn(
      { responses: [SUCCESS] },
      { ...otherOrg, 'export-env': 'true' },
    );
    assert.deepEqual([exitCode, requests.filter(isRevocation).length], [1, 0]);
    assert.deepEqual(values('state'), {});
  });

  it('remains in the state if a check fails and it cannot be revoked, so that the post step tries again', async () => {
    const { values } = await runSignIn(
      { responses: [SUCCESS, httpResponse(503, '')] },
      { ...otherOrg, ...bothOptions },
    );
    assert.deepEqual(Object.keys(values('state')).sort(), [
      'access-token',
      'access-token-sha256',
      'instance-url',
      'login-url',
    ]);
  });

  it('is already in the state while it is being verified, so that the post step can revoke it if the job is canceled', async () => {
    const inputs = { ...INPUTS, verify: 'true', ...bothOptions };
    const runtime = fakeRuntime({ inputs, responses: [SUCCESS, IDENTITY] });
    const states: Record<string, string>[] = [];
    const http: typeof runtime.http = (request) => {
      states.push(runtime.values('state'));
      return runtime.http(request);
    };
    assert.equal(await run({ ...runtime, createHttpClient: () => http }), 0);
    const saved = {
      'access-token': TOKEN,
      'access-token-sha256': digestOf(TOKEN),
      'instance-url': 'https://acme.my.salesforce.com',
      'login-url': 'https://acme.my.salesforce.com',
    };
    assert.deepEqual(states, [{}, saved]);
    assert.deepEqual(runtime.values('state'), saved);
  });

  it('is reported to belong to another org, even if it cannot be revoked either', async () => {
    const { exitCode, callsTo } = await runSignIn(
      { responses: [SUCCESS, httpResponse(503, '')] },
      { ...otherOrg, 'revoke-token': 'true' },
    );
    assert.equal(exitCode, 1);
    assert.match(String(callsTo('error')), /another org/);
  });

  it('is revoked if its verification exceeds the deadline', async () => {
    const inputs = { ...INPUTS, verify: 'true', 'revoke-token': 'true' };
    const runtime = fakeRuntime({ inputs, responses: [SUCCESS, httpResponse(200, '')] });
    const pending = new Promise<never>(() => undefined);
    const timer = Promise.withResolvers<void>();
    const http: typeof runtime.http = async (request) => {
      if (request.name === 'userinfo') {
        timer.resolve();
        return pending;
      }
      // This lets the deadline of the step expire first.
      if (isRevocation(request)) await new Promise((resolve) => setImmediate(resolve));
      return runtime.http(request);
    };
    let timerCount = 0;
    // The third timer belongs to the revocation.
    const sleep: typeof runtime.sleep = () => (++timerCount < 3 ? timer.promise : pending);
    assert.equal(await run({ ...runtime, createHttpClient: () => http, sleep }), 1);
    assert.deepEqual(
      runtime.requests.map(({ name }) => name),
      ['token', 'revoke'],
    );
    assert.match(String(runtime.callsTo('error')), /Out of time/);
    assert.doesNotMatch(String(runtime.callsTo('error')), /could not be revoked/);
  });

  it('is reported as not revoked if its revocation never settles', async () => {
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

  it('is revoked if the state cannot be saved', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
    after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
    const file = join(folder, 'state');
    writeFileSync(file, '');
    const runtime = fakeRuntime({
      inputs: { ...INPUTS, 'revoke-token': 'true' },
      env: { GITHUB_STATE: file },
      responses: [SUCCESS, httpResponse(200, '')],
    });
    const http: typeof runtime.http = (request) => {
      // The file exists at the first check, but not when the state is saved.
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      return runtime.http(request);
    };
    assert.equal(await run({ ...runtime, createHttpClient: () => http }), 1);
    assert.deepEqual(runtime.requests.filter(isRevocation).length, 1);
    assert.match(String(runtime.callsTo('error')), /GITHUB_STATE.*\(ENOENT\)/s);
    assert.deepEqual(runtime.values('output'), {});
  });
});

describe('the instance URL', () => {
  const LOGIN = { 'login-url': 'https://login.salesforce.com', verify: 'true' };
  const HIDDEN = { ...VALID_RESPONSE, instance_url: 'https://acme--hidden.my.salesforce.com' };
  const networkError = new TransportError({
    code: 'ENOTFOUND',
    request: 'userinfo',
    host: 'acme--hidden',
  });
  const options = { responses: [httpResponse(200, HIDDEN), networkError] };

  it('is masked, and so is its host, before a failed verification is reported', async () => {
    const { core } = await runSignIn(options, LOGIN);
    const names = core.calls.map(([name, value]) => (name === 'mask' ? value : name));
    const error = names.indexOf('error');
    for (const mask of [HIDDEN.instance_url, 'acme--hidden.my.salesforce.com']) {
      assert.ok(names.includes(mask) && names.indexOf(mask) < error);
    }
  });

  it('is not redacted in the report although it is masked, because a host is not secret', async () => {
    const userinfo = httpResponse(302, '', {
      location: 'https://new-acme--hidden.my.salesforce.com/services/oauth2/userinfo',
    });
    const { callsTo } = await runSignIn(
      { responses: [httpResponse(200, HIDDEN), userinfo] },
      LOGIN,
    );
    const error = String(callsTo('error'));
    assert.match(error, /redirecting to new-acme--hidden\.my\.salesforce\.com/);
    assert.match(
      error,
      /cause: The org has another host[\s\S]*login-url: https:\/\/new-acme--hidden/,
    );
    assert.doesNotMatch(error, /\[…\]/);
  });

  it('does not take words that it has in common with a username out of the report', async () => {
    const instance_url = 'https://acmecorporation.my.salesforce.com';
    const identity = httpResponse(200, { preferred_username: 'deploy@acmecorporation.com' });
    const { callsTo } = await runSignIn(
      { responses: [httpResponse(200, { ...VALID_RESPONSE, instance_url }), identity] },
      LOGIN,
    );
    assert.match(String(callsTo('error')), /The token is for deploy@acmecorporation\.com/);
  });

  it('is not masked if `mask-instance-url` is false', async () => {
    const { callsTo } = await runSignIn(options, { ...LOGIN, 'mask-instance-url': 'false' });
    assert.ok(
      !callsTo('mask')
        .flat()
        .some((mask) => mask.includes('acme--hidden')),
    );
  });
});

describe('a failed sign-in', () => {
  const failures = [
    ['an input is missing', {}, { username: '' }, /`username` is empty/],
    [
      '`job-summary` is invalid',
      {},
      { 'job-summary': 'sometimes' },
      /`job-summary` must be one of/,
    ],
    [
      'an input other than `private-key` contains a key',
      {},
      { username: INPUTS['private-key'] },
      /`username` contains/,
    ],
    ['GITHUB_OUTPUT is missing', { env: { GITHUB_OUTPUT: '' } }, {}, /GITHUB_OUTPUT/],
    ['Salesforce rejects the request', { responses: [REJECTION] }, {}, /user hasn't approved/],
    [
      'the token is for another org',
      { responses: [SUCCESS] },
      { 'expected-org-id': '00D000000000063EAA' },
      /belongs to another org/,
    ],
    [
      'the token is for another user',
      { responses: [SUCCESS, httpResponse(200, { preferred_username: 'eve@acme.com' })] },
      { verify: 'true' },
      /eve@acme\.com/,
    ],
    [
      'the check names another org than the sign-in',
      {
        responses: [
          SUCCESS,
          httpResponse(200, { user_id: USER, organization_id: '00D000000000063EAA' }),
        ],
      },
      { verify: 'true' },
      new RegExp(`The sign-in named ${ORG}, but the check after it named 00D000000000063EAA\\.`),
    ],
    [
      'the deadline expires',
      { responses: [SUCCESS], timedOut: true },
      {},
      /60 seconds of `timeout-seconds`/,
    ],
    ['the action has a bug', { responses: [new TypeError('x')] }, {}, /bug in the action/],
  ] as const;
  for (const [description, options, inputs, pattern] of failures) {
    it(`exits with 1, one error and no outputs if ${description}`, async () => {
      const { exitCode, callsTo, values } = await runSignIn(options, inputs);
      assert.equal(exitCode, 1);
      assert.match(String(callsTo('error')), pattern);
      assert.equal(callsTo('error').length, 1);
      assert.equal(callsTo('summary').length, 1);
      assert.deepEqual([values('output'), values('env'), values('state')], [{}, {}, {}]);
    });
  }

  it('advises against a rerun if a page says that the login rate is exceeded', async () => {
    const page = '<html><title>Error</title><body>Login Rate Exceeded</body></html>';
    const { callsTo } = await runSignIn({ responses: [httpResponse(503, page)] });
    assert.match(String(callsTo('error')), /Fix: Do not rerun the job yet\./);
  });

  it('writes no job summary if `job-summary` is never', async () => {
    const { callsTo } = await runSignIn({ responses: [REJECTION] }, { 'job-summary': 'never' });
    assert.deepEqual(callsTo('summary'), []);
  });

  it('is reported with the address of the GitHub-hosted runner as a possible cause of an IP restriction', async () => {
    const restricted = httpResponse(400, {
      error: 'invalid_grant',
      error_description: 'ip restricted',
    });
    const env = { RUNNER_ENVIRONMENT: 'github-hosted' };
    const { callsTo } = await runSignIn({ responses: [restricted], env });
    assert.match(String(callsTo('error')), /GitHub-hosted runner/);
  });
});
