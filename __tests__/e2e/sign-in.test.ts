import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TenantName } from '../../simulator/org/tenants.ts';
import { ROOT } from '../../support/runner/action.ts';
import type { StepResult } from '../../support/runner/step.ts';
import { annotations, assertFailed, assertSucceeded } from './harness/assertions.ts';
import { keyBody, keyLines } from './harness/find-leaks.ts';
import {
  encryptedKey,
  PASSPHRASE,
  type StepHarness,
  type StepInputs,
  startStepHarness,
} from './harness/step-harness.ts';

const PRODUCTION = 'https://login.salesforce.com';
const SANDBOX = 'https://test.salesforce.com';
const SITE = 'https://acme.my.site.com/partners';

/** The login hosts of the org, with the tenant and the audience of each. */
const LOGIN_HOSTS: readonly {
  readonly hostDescription: string;
  readonly tenant: TenantName;
  readonly loginUrl: string;
  readonly audience: string;
}[] = [
  {
    hostDescription: 'the My Domain of a production org',
    tenant: 'production',
    loginUrl: 'https://acme.my.salesforce.com',
    audience: PRODUCTION,
  },
  {
    hostDescription: 'the My Domain as a bare host in capitals',
    tenant: 'production',
    loginUrl: 'ACME.my.salesforce.com/',
    audience: PRODUCTION,
  },
  {
    hostDescription: 'the My Domain of a Developer Edition org',
    tenant: 'developer',
    loginUrl: 'acme-dev-ed.develop.my.salesforce.com',
    audience: PRODUCTION,
  },
  {
    hostDescription: 'the generic host, which is the default',
    tenant: 'production',
    loginUrl: '',
    audience: PRODUCTION,
  },
  {
    hostDescription: 'the My Domain of a sandbox',
    tenant: 'sandbox',
    loginUrl: 'https://acme--uat.sandbox.my.salesforce.com',
    audience: SANDBOX,
  },
  {
    hostDescription: 'the generic host of sandboxes',
    tenant: 'sandbox',
    loginUrl: SANDBOX,
    audience: SANDBOX,
  },
  {
    hostDescription: 'the My Domain of a scratch org',
    tenant: 'scratch',
    loginUrl: 'ruby-lake-1234.scratch.my.salesforce.com',
    audience: SANDBOX,
  },
  {
    hostDescription: 'an Experience Cloud site',
    tenant: 'production',
    loginUrl: SITE,
    audience: SITE,
  },
];

describe('the main step', { concurrency: 3 }, () => {
  for (const { hostDescription, tenant: name, loginUrl, audience } of LOGIN_HOSTS) {
    it(`signs in through ${hostDescription}`, async (t) => {
      const harness = await startStepHarness(t);
      const tenant = harness.org.tenants.find((one) => one.name === name) ?? assert.fail();
      const user =
        [...harness.org.users.values()].find((one) => one.tenant === name) ?? assert.fail();
      const before = Date.now();
      const result = await harness.main({ 'login-url': loginUrl, username: user.username });
      const after = Date.now();
      assertSucceeded(result);
      const token = result.outputs['access-token'] ?? '';
      assert.deepEqual(result.outputs, {
        'access-token': token,
        'instance-url': `https://${tenant.myDomain}`,
        'org-id': tenant.orgId,
        'user-id': user.userId18,
        username: user.username,
        'token-type': 'Bearer',
        scope: 'api refresh_token web',
        'token-format': 'opaque',
        'certificate-expires': '',
      });
      assert.equal(harness.org.sessions.find(token)?.user, user, 'the org issued the token');
      assertLog(result, tenant.orgId, user.username);
      assertExchange(harness, { audience, username: user.username, before, after });
      const host =
        loginUrl === '' ? 'login.salesforce.com' : (harness.tokenRequests()[0]?.host ?? '');
      assert.deepEqual(
        harness.org.tunnels.map((tunnel) => [tunnel.authority, tunnel.credentials]),
        [[`${host}:443`, 'valid']],
      );
    });
  }

  it('signs in at a loopback address without TLS or proxy if the audience is set', async (t) => {
    const harness = await startStepHarness(t);
    const inputs = { 'login-url': harness.org.httpUrl, audience: PRODUCTION };
    const before = Date.now();
    const result = await harness.main(inputs);
    assertSucceeded(result);
    assert.equal(result.outputs['instance-url'], harness.org.httpUrl);
    assertExchange(harness, {
      audience: PRODUCTION,
      username: 'ci@acme.com',
      before,
      after: Date.now(),
    });
    assert.equal(harness.org.tunnels.length, 0);
  });

  it('gets the same token as an earlier step while the session is valid', async (t) => {
    const harness = await startStepHarness(t);
    const results = [await harness.main(), await harness.main()];
    assert.equal(new Set(results.map(({ outputs }) => outputs['access-token'])).size, 1);
  });
});

/**
 * Asserts that the log contains the fingerprint of the key in its debug messages and only one other
 * line, and that there is no job summary.
 */
function assertLog(result: StepResult, orgId: string, username: string): void {
  const lines = result.log.split('\n');
  const debug = lines.filter((line) => line.startsWith('Debug: ')).join('\n');
  assert.match(debug, /SHA-256 of the public key: [0-9a-f]{64}\n.*openssl dgst -sha256$/);
  const [message = '', ...otherLines] = lines.filter((line) => !line.startsWith('Debug: '));
  assert.deepEqual(otherLines, []);
  assert.equal(
    message.replace(/(\d+ ms|\d+\.\d s)\.$/, '0 ms.'),
    `Signed in to org ${orgId} as ${username} in 0 ms.`,
  );
  assert.equal(result.summary, '');
}

interface ExpectedExchange {
  readonly audience: string;
  readonly username: string;
  readonly before: number;
  readonly after: number;
}

/** Asserts that the org received only one request, which contains a valid assertion. */
function assertExchange(
  harness: StepHarness,
  { audience, username, before, after }: ExpectedExchange,
): void {
  assert.equal(harness.org.requests.length, 1, 'one request and no other');
  const [request = assert.fail()] = harness.tokenRequests();
  assert.equal(request.method, 'POST');
  assert.equal(request.headers['content-type'], 'application/x-www-form-urlencoded');
  assert.equal(request.headers['user-agent'], `salesforce-jwt-auth/${version()}`);
  assert.equal(request.headers['authorization'], undefined);
  const form = new URLSearchParams(request.body);
  assert.deepEqual([...form.keys()], ['grant_type', 'assertion']);
  assert.equal(form.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
  const { header, claims } = request.assertion ?? assert.fail('no assertion');
  assert.deepEqual(header, { alg: 'RS256' });
  const { exp, ...otherClaims } = claims as { readonly exp: number };
  assert.deepEqual(otherClaims, { iss: harness.org.app.consumerKey, sub: username, aud: audience });
  assert.ok(Number.isInteger(exp), 'whole seconds');
  const [earliest, latest] = [before, after].map((time) => Math.floor(time / 1000) + 180);
  assert.ok(
    exp >= (earliest ?? 0) && exp <= (latest ?? 0),
    'three minutes from when it was signed',
  );
}

function version(): string {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
}

describe('the main step with secrets', () => {
  it('masks the passphrase and the key first, and all other secrets before the result is logged', async (t) => {
    const harness = await startStepHarness(t);
    const result = await harness.main();
    const lines = result.stdout.split(/\r?\n/);
    const isMask = (line: string) => line.startsWith('::add-mask::');
    const firstOutput = lines.findIndex((line) => !isMask(line));
    const earlyMasks = new Set(
      lines.slice(0, firstOutput).map((line) => line.replace('::add-mask::', '')),
    );
    const [firstMask, ...otherMasks] = [
      PASSPHRASE.replaceAll('%', '%25'),
      ...keyLines(encryptedKey),
      keyBody(encryptedKey),
    ];
    assert.ok([firstMask, ...otherMasks].every((value) => earlyMasks.has(value ?? '')));
    const lastMask = lines.findLastIndex(isMask);
    const signedIn = lines.findIndex((line) => line.startsWith('Signed in'));
    assert.ok(lastMask < signedIn, 'everything is masked before the result is logged');
  });

  for (const [description, inputs] of [
    ['an empty required input', { username: '' }],
    ['an invalid job-summary', { 'job-summary': 'sometimes' }],
    ['an invalid max-attempts', { 'max-attempts': 'many' }],
  ] as const satisfies readonly (readonly [string, StepInputs])[]) {
    it(`masks the key before it reports ${description}`, async (t) => {
      const harness = await startStepHarness(t);
      const result = await harness.main(inputs);
      assert.equal(result.exitCode, 1);
      const lastMask = result.commands.findLastIndex(({ name }) => name === 'add-mask');
      assert.ok(lastMask < result.commands.findIndex(({ name }) => name === 'error'));
      assert.equal(harness.org.requests.length, 0);
    });
  }

  it('masks no boundary line, and no value of fewer than 16 characters except for the password of the proxy', async (t) => {
    const harness = await startStepHarness(t);
    const { commands } = await harness.main();
    const masks = commands.filter(({ name }) => name === 'add-mask').map(({ message }) => message);
    assert.ok(masks.length > 0);
    const shortMasks = masks.filter((mask) => mask.length < 16 || mask.includes('-----'));
    assert.deepEqual(shortMasks, [decodeURIComponent(new URL(harness.org.proxyUrl).password)]);
  });

  for (const [value, isMasked] of [
    ['true', true],
    ['false', false],
  ] as const) {
    it(`${isMasked ? 'masks' : 'does not mask'} the instance URL and its host with mask-instance-url: ${value}`, async (t) => {
      const harness = await startStepHarness(t);
      const result = await harness.main({ 'mask-instance-url': value });
      assertSucceeded(result);
      const masks = result.commands
        .filter(({ name }) => name === 'add-mask')
        .map(({ message }) => message);
      for (const value of ['https://acme.my.salesforce.com', 'acme.my.salesforce.com']) {
        assert.equal(masks.includes(value), isMasked);
      }
      assert.equal(result.outputs['instance-url'], 'https://acme.my.salesforce.com');
    });
  }
});

describe('the input private-key-passphrase', () => {
  for (const { description, passphrase, title } of [
    {
      description: 'it is wrong',
      passphrase: 'something else altogether',
      title: 'The passphrase does not open the private key',
    },
    {
      description: 'it is empty although the key is encrypted',
      passphrase: '',
      title: 'The private key is encrypted',
    },
  ]) {
    it(`fails the step without a request if ${description}`, async (t) => {
      const harness = await startStepHarness(t);
      const result = await harness.main({ 'private-key-passphrase': passphrase });
      assertFailed(result, title);
      assert.equal(harness.org.tunnels.length, 0);
    });
  }

  it('causes a warning if the key is not encrypted', async (t) => {
    const harness = await startStepHarness(t);
    const result = await harness.main({ 'private-key': harness.key.privateKeyPem });
    assertSucceeded(result);
    assert.deepEqual(
      annotations(result, 'warning').map(({ properties }) => properties['title']),
      ['Salesforce sign-in: the passphrase is not needed'],
    );
  });
});
