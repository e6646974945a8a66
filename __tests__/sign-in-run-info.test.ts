import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type RequestName, TransportError } from '../src/http/errors.ts';
import { run } from '../src/sign-in.ts';
import { certificateOf, DAY_MS, pkcs8, rsaPair } from './helpers/crypto.ts';
import { fakeRuntime, httpResponse, START } from './helpers/fake-runtime.ts';
import { JWT, ORG, VALID_RESPONSE } from './helpers/token-response.ts';

const keyPair = rsaPair();
const spki = keyPair.publicKey.export({ type: 'spki', format: 'der' });
const FINGERPRINT = createHash('sha256').update(spki).digest('hex');
const INPUTS = {
  'consumer-key': '3MVG9.a_consumer_key',
  'private-key': pkcs8(keyPair.privateKey),
  username: 'ci@acme.com',
  'login-url': 'https://acme.my.salesforce.com',
  certificate: certificateOf(keyPair, new Date(START + 100 * DAY_MS)),
};
const PROXY = { HTTPS_PROXY: 'http://ci:horse-battery@proxy.acme.com:3128' };
const SUCCESS = httpResponse(200, VALID_RESPONSE);
const SERVICE_UNAVAILABLE = httpResponse(503, '<html>');
const BUSY_SERVER = httpResponse(503, '', { date: new Date(START).toUTCString() });
const INVALID = httpResponse(
  400,
  { error: 'invalid_grant', error_description: 'audience is invalid' },
  { date: new Date(START + 5000).toUTCString() },
);

const runSignIn = async (
  options: Parameters<typeof fakeRuntime>[0],
  inputs: Record<string, string> = {},
) => {
  const runtime = fakeRuntime({ ...options, inputs: { ...INPUTS, ...inputs } });
  return { exitCode: await run(runtime), ...runtime };
};

/** Returns the values in the job summary, keyed by the name of their row. */
const summaryRows = (summary: string): Record<string, string> =>
  Object.fromEntries(
    Array.from(summary.matchAll(/^\| (.+?) \| (.+?) \|$/gm), ([, name = '', value = '']) => [
      name,
      value.replaceAll('&#58;', ':').replaceAll('&#95;', '_').replaceAll('<wbr>', ''),
    ]),
  );

describe('the report of a failed sign-in', () => {
  it('contains every value that the run recorded', async () => {
    const { callsTo } = await runSignIn({ env: PROXY, responses: [SERVICE_UNAVAILABLE, INVALID] });
    const rows = summaryRows(String(callsTo('summary')));
    const expected = {
      'Time of the request': /^2026-01-02 03:04:1\d UTC/,
      'Login URL': /^https:\/\/acme\.my\.salesforce\.com$/,
      Audience: /^https:\/\/login\.salesforce\.com \(from the login URL\)$/,
      'Second audience': /^https:\/\/acme\.my\.salesforce\.com \(refused\)$/,
      Username: /^ci@acme\.com$/,
      'SHA-256 of the public key': new RegExp(`^${FINGERPRINT}$`),
      Certificate: /matches/,
      Proxy: /^proxy\.acme\.com:3128 \(HTTPS_PROXY\)$/,
      Attempts: /^2$/,
      'Clock difference (Salesforce minus runner)': /^3 s$/,
    };
    for (const [name, value] of Object.entries(expected)) assert.match(rows[name] ?? '', value);
  });

  it('omits values that the run did not record', async () => {
    const { callsTo } = await runSignIn(
      { responses: [SERVICE_UNAVAILABLE] },
      { certificate: '', 'max-attempts': '1' },
    );
    const rows = summaryRows(String(callsTo('summary')));
    const absent = [
      rows['Second audience'],
      rows['Proxy'],
      rows['Clock difference (Salesforce minus runner)'],
    ];
    assert.deepEqual(absent, [undefined, undefined, undefined]);
    assert.doesNotMatch(String(rows['Certificate']), /matches/);
  });

  it('states that the token could not be revoked', async () => {
    const { callsTo } = await runSignIn(
      { responses: [SUCCESS, SERVICE_UNAVAILABLE] },
      { 'expected-org-id': '00D000000000063EAA', 'revoke-token': 'true' },
    );
    assert.match(String(callsTo('summary')), /revoke.*HTTP 503|HTTP 503.*revoke/is);
  });

  it('states when the certificate expired, and nothing of this kind about a valid one', async () => {
    const invalid = { error: 'invalid_grant', error_description: 'invalid assertion' };
    const lastsUntil = async (days: number) => {
      const certificate = certificateOf(keyPair, new Date(START + days * DAY_MS));
      const responses = [httpResponse(400, invalid)];
      const { callsTo } = await runSignIn({ responses }, { certificate });
      return /the certificate in this workflow was valid until ([\d-]+)/.exec(
        String(callsTo('summary')),
      )?.[1];
    };
    assert.equal(await lastsUntil(-2), '2025-12-31');
    assert.equal(await lastsUntil(2), undefined);
  });

  it('comes after a revocation that may take one to five seconds, depending on the time left', async () => {
    const revocationTimeout = async (elapsedMs: number) => {
      const runtime = fakeRuntime({
        inputs: { ...INPUTS, 'expected-org-id': '00D000000000063EAA', 'revoke-token': 'true' },
        responses: [SUCCESS, httpResponse(200, {})],
      });
      let clock = START;
      const http: typeof runtime.http = (request) => {
        if (request.name === 'token') clock += elapsedMs;
        return runtime.http(request);
      };
      await run({ ...runtime, now: () => clock, createHttpClient: () => http });
      const [, revocation] = runtime.requests;
      assert.equal(revocation?.name, 'revoke');
      return revocation.timeoutMs;
    };
    assert.equal(await revocationTimeout(0), 5000);
    assert.equal(await revocationTimeout(57_000), 3000);
    assert.equal(await revocationTimeout(59_900), 1000);
  });

  it('does not mention GitHub-hosted runners if the runner is self-hosted', async () => {
    const restricted = httpResponse(400, {
      error: 'invalid_grant',
      error_description: 'ip restricted',
    });
    const { callsTo } = await runSignIn({ responses: [restricted] });
    assert.doesNotMatch(String(callsTo('error')), /GitHub-hosted/);
  });
});

describe('the report of a failure after an answer of Salesforce', () => {
  const SELF_HOSTED = { RUNNER_ENVIRONMENT: 'self-hosted' };
  const timeout = (request: RequestName, code = 'timeout') =>
    new TransportError({ code, request, host: 'acme.my.salesforce.com', transient: true });
  const reportedCauses = async (...[options, inputs = {}]: Parameters<typeof runSignIn>) => {
    const env = { ...SELF_HOSTED, ...options.env };
    const { callsTo } = await runSignIn({ ...options, env }, inputs);
    return String(callsTo('error')).replace(/^.*?(?=Most likely cause|Cause:)/s, '');
  };

  it('does not say that the runner needs a proxy if the sign-in succeeded without one', async () => {
    const text = await reportedCauses(
      { responses: [SUCCESS, timeout('userinfo')] },
      { verify: 'true' },
    );
    assert.match(text, /^Most likely cause: |^Cause: /);
    assert.doesNotMatch(text, /proxy/i);
  });

  it('does not say that the proxy variable is not read if the sign-in succeeded without it', async () => {
    const env = { HTTP_PROXY: 'http://proxy.acme.com' };
    for (const [responses, inputs] of [
      [[SUCCESS, timeout('userinfo', 'ENOTFOUND')], { verify: 'true' }],
      [[BUSY_SERVER, timeout('token')], { 'max-attempts': '2' }],
    ] as const) {
      assert.doesNotMatch(await reportedCauses({ env, responses }, inputs), /does not read/);
    }
  });

  it('names the proxy only if the request that failed went through it', async () => {
    const env = { ...PROXY, no_proxy: '.my.salesforce.com' };
    const inputs = { verify: 'true', 'login-url': 'https://login.salesforce.com' };
    const responses = [SUCCESS, timeout('userinfo')];
    const text = await reportedCauses({ env, responses }, inputs);
    assert.match(text, /no_proxy exempts acme\.my\.salesforce\.com/);
    assert.doesNotMatch(text, /proxy is down|go through the proxy/);
  });

  it('does not say that attempts failed if the last one succeeded', async () => {
    const responses = [SERVICE_UNAVAILABLE, SUCCESS, SERVICE_UNAVAILABLE];
    const text = await reportedCauses({ responses }, { verify: 'true' });
    assert.match(text, /temporarily unavailable/);
    assert.doesNotMatch(text, /attempts failed/);
  });
});

describe('the report of a failure after the sign-in', () => {
  const { id: _, ...withoutId } = VALID_RESPONSE;
  const SITE = 'https://acme.my.site.com';
  const failures = {
    'a response without an org ID': [withoutId, {}],
    'a response that does not prove the org': [
      { ...VALID_RESPONSE, instance_url: SITE },
      { 'login-url': SITE },
    ],
  } as const;
  for (const [name, [response, inputs]] of Object.entries(failures)) {
    it(`does not say that the sign-in failed because of ${name}`, async () => {
      const { callsTo } = await runSignIn(
        { responses: [httpResponse(200, response)] },
        { 'expected-org-id': ORG, ...inputs },
      );
      assert.match(
        callsTo('error')[0]?.[1] ?? '',
        /^The sign-in succeeded, but not as the workflow/,
      );
    });
  }

  it('does not say that the sign-in failed if its outputs cannot be written', async () => {
    const runtime = fakeRuntime({ inputs: INPUTS, responses: [SUCCESS] });
    const http: typeof runtime.http = (request) => {
      // The file exists at the first check, but not when the outputs are written.
      rmSync(String(runtime.env['GITHUB_OUTPUT']));
      mkdirSync(String(runtime.env['GITHUB_OUTPUT']));
      return runtime.http(request);
    };
    assert.equal(await run({ ...runtime, createHttpClient: () => http }), 1);
    assert.match(runtime.callsTo('error')[0]?.[1] ?? '', /^The sign-in succeeded, but the step/);
  });
});

describe('the report of a failed check at a site', () => {
  it('names the input that requires the check', async () => {
    const noIdentity = httpResponse(200, { foo: 1 });
    for (const [inputs, name] of [
      [{ 'expected-org-id': ORG }, 'expected-org-id'],
      [{ 'expected-org-id': ORG, verify: 'true' }, 'verify'],
      [{ verify: 'true' }, 'verify'],
    ] as const) {
      const { callsTo } = await runSignIn(
        { responses: [SUCCESS, noIdentity] },
        { 'login-url': 'https://acme.my.site.com/partners', ...inputs },
      );
      const [[, message = ''] = []] = callsTo('error');
      assert.match(message, new RegExp(`the check that \`${name}\` makes failed`));
    }
  });
});

describe('the debug log', () => {
  it('contains the token endpoint, the proxy, the fingerprint of the key and the expiry date of the certificate', async () => {
    const { callsTo } = await runSignIn({ env: PROXY, responses: [SUCCESS] });
    const debug = callsTo('debug').flat();
    for (const line of [
      'Token endpoint: https://acme.my.salesforce.com/services/oauth2/token, audience https://login.salesforce.com',
      'Proxy: proxy.acme.com:3128, variable: HTTPS_PROXY',
      `SHA-256 of the public key: ${FINGERPRINT}`,
      'The certificate belongs to the key. Its expiration date is 2026-04-12.',
    ]) {
      assert.ok(debug.includes(line), line);
    }
    assert.ok(debug.some((line) => line.includes('openssl x509')));
  });

  it('contains the default port for the scheme of the proxy if the setting contains no port', async () => {
    for (const [scheme, port] of [
      ['http', 80],
      ['https', 443],
    ]) {
      const env = { HTTPS_PROXY: `${scheme}://proxy.acme.com` };
      const { callsTo } = await runSignIn({ env, responses: [SUCCESS] });
      const line = `Proxy: proxy.acme.com:${port}, variable: HTTPS_PROXY`;
      assert.ok(callsTo('debug').flat().includes(line));
    }
  });

  it('contains the proxy variable but no proxy if no_proxy exempts the login URL', async () => {
    const env = { ...PROXY, no_proxy: 'salesforce.com' };
    const { callsTo } = await runSignIn({ env, responses: [SUCCESS] });
    assert.ok(callsTo('debug').flat().includes('Proxy: none, variable: HTTPS_PROXY'));
  });

  it('states that there is no proxy', async () => {
    const { callsTo } = await runSignIn({ responses: [SUCCESS] });
    assert.ok(callsTo('debug').flat().includes('Proxy: none, variable: none'));
  });
});

describe('a successful sign-in', () => {
  it('masks the password of the proxy before the first request', async () => {
    const runtime = fakeRuntime({ env: PROXY, inputs: INPUTS, responses: [SUCCESS] });
    let masked = false;
    const http: typeof runtime.http = (request) => {
      masked = runtime.callsTo('mask').flat().includes('horse-battery');
      return runtime.http(request);
    };
    assert.equal(await run({ ...runtime, createHttpClient: () => http }), 0);
    assert.ok(masked);
  });

  it('signs an assertion for the app, the user and the audience', async () => {
    const { requests } = await runSignIn({ responses: [SUCCESS] });
    const assertion = new URLSearchParams(requests[0]?.body).get('assertion') ?? '';
    const claims = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString());
    assert.deepEqual(
      [claims.iss, claims.sub, claims.aud],
      ['3MVG9.a_consumer_key', 'ci@acme.com', 'https://login.salesforce.com'],
    );
  });

  it('logs the delay before each retry and the total duration', async () => {
    const { callsTo } = await runSignIn({ responses: [SERVICE_UNAVAILABLE, SUCCESS] });
    assert.deepEqual(callsTo('info').flat(), [
      'Attempt 1 of at most 4 failed: HTTP 503. Next attempt in 2.0 s.',
      `Signed in to org ${ORG} as ci@acme.com in 2.0 s.`,
    ]);
  });

  it('does not warn about a certificate that is valid for at least 30 more days', async () => {
    const certificate = certificateOf(keyPair, new Date(START + 30 * DAY_MS + 1000));
    const { callsTo } = await runSignIn({ responses: [SUCCESS] }, { certificate });
    assert.deepEqual(callsTo('warning'), []);
  });

  it('does not warn about a passphrase that is needed and long enough', async () => {
    const passphrase = 'horse';
    const encrypted = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
    const key = keyPair.privateKey.export(encrypted).toString();
    const inputs = { 'private-key': key, 'private-key-passphrase': passphrase };
    const { exitCode, callsTo } = await runSignIn({ responses: [SUCCESS] }, inputs);
    assert.deepEqual([exitCode, callsTo('warning')], [0, []]);
  });

  it('does not warn about an exported opaque token, or about a JWT that is not exported', async () => {
    const exported = await runSignIn({ responses: [SUCCESS] }, { 'export-env': 'true' });
    const jwt = await runSignIn({
      responses: [httpResponse(200, { ...VALID_RESPONSE, access_token: JWT })],
    });
    assert.deepEqual([exported.callsTo('warning'), jwt.callsTo('warning')], [[], []]);
  });
});
