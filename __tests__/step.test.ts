import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { TransportError } from '../src/salesforce/errors.ts';
import { step } from '../src/step.ts';
import { answer, fakeWorld, START } from './helpers/fake-world.ts';
import { certificateOf, DAY_MS, pkcs8, rsaPair } from './helpers/support.ts';
import { GOOD, JWT, ORG, TOKEN, USER } from './helpers/token-kit.ts';

const app = rsaPair();
const INPUTS = {
  'consumer-key': '3MVG9.a_consumer_key',
  'private-key': pkcs8(app.privateKey),
  username: 'ci@acme.com',
  'login-url': 'https://acme.my.salesforce.com',
};
const WELL = answer(200, GOOD);
const REFUSED = answer(400, {
  error: 'invalid_grant',
  error_description: "user hasn't approved this consumer",
});
const IDENTITY = answer(200, {
  preferred_username: 'ci@acme.com',
  user_id: USER,
  organization_id: ORG,
});

const walk = async (plan: Parameters<typeof fakeWorld>[0], more: Record<string, string> = {}) => {
  const world = fakeWorld({ ...plan, inputs: { ...INPUTS, ...more } });
  return { exitCode: await step(world), ...world };
};

describe('a step that goes well', () => {
  it('asks once, sets every output, and leaves with 0', async () => {
    const { exitCode, sent, did, values } = await walk({ answers: [WELL] });
    assert.equal(exitCode, 0);
    assert.equal(sent.length, 1);
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
    assert.deepEqual([did('error'), did('warning'), did('summary')], [[], [], []]);
  });

  it('says one line, whose token it is and how long it took', async () => {
    const { did } = await walk({ answers: [WELL] });
    assert.deepEqual(did('info'), [[`Signed in to org ${ORG} as ci@acme.com in 0.0 s.`]]);
  });

  it('says so where Salesforce did not name the org', async () => {
    const { id: _, ...silent } = GOOD;
    const { did } = await walk({ answers: [answer(200, silent)] });
    assert.match(String(did('info')), /an org that Salesforce did not name/);
  });

  it('uses the token once where `verify` asks for it, and fills in the ids', async () => {
    const { id: _, ...silent } = GOOD;
    const { exitCode, sent, values } = await walk(
      { answers: [answer(200, silent), IDENTITY] },
      { verify: 'true', 'expected-org-id': ORG },
    );
    assert.equal(exitCode, 0);
    assert.equal(sent[1]?.name, 'userinfo');
    assert.equal(sent[1]?.timeoutMs, 30_000);
    assert.equal(values('output')['org-id'], ORG);
  });

  it('is summarised where the workflow always wants a summary', async () => {
    const { did } = await walk({ answers: [WELL] }, { 'job-summary': 'always' });
    assert.match(String(did('summary')[0]), /^### Signed in to Salesforce as ci@acme\.com/);
  });

  it('tries again what passes, and says so', async () => {
    const { exitCode, waits, did } = await walk({ answers: [answer(503, '<html>'), WELL] });
    assert.equal(exitCode, 0);
    assert.equal(waits.length, 1);
    assert.match(String(did('info')), /Attempt 1 of \d+ failed: HTTP 503\. Next attempt in \d/);
  });

  it('warns of a clock that is wrong', async () => {
    const expired = answer(
      400,
      { error: 'invalid_grant', error_description: 'expired authorization code' },
      { date: new Date(START + 120_000).toUTCString() },
    );
    const { exitCode, did } = await walk({ answers: [expired, WELL] });
    assert.equal(exitCode, 0);
    assert.match(String(did('warning')), /clock is 120 seconds behind/);
  });

  it('warns of a token that sf does not take as it is', async () => {
    const jwt = answer(200, { ...GOOD, access_token: JWT });
    const { did } = await walk({ answers: [jwt] }, { 'export-env': 'true' });
    assert.match(String(did('warning')), /JWT format/);
  });

  it('warns of a passphrase that is too short to be masked', async () => {
    const encryption = { cipher: 'aes-256-cbc', passphrase: 'abc' };
    const pem = app.privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString();
    const short = { 'private-key': pem, 'private-key-passphrase': 'abc' };
    const { exitCode, did } = await walk({ answers: [WELL] }, short);
    assert.equal(exitCode, 0);
    assert.match(String(did('warning')), /the passphrase is too short to be masked/);
    assert.ok(!did('mask').flat().includes('abc'));
  });

  it('does not fail for advice that cannot be given', async () => {
    const jwt = answer(200, { ...GOOD, access_token: JWT });
    const world = fakeWorld({ inputs: { ...INPUTS, 'export-env': 'true' }, answers: [jwt] });
    const warning = () => {
      throw new Error('EMFILE');
    };
    assert.equal(await step({ ...world, toolkit: { ...world.toolkit, warning } }), 0);
    assert.equal(world.values('output')['access-token'], JWT);
  });

  it('warns of a passphrase that nothing needs', async () => {
    const { did } = await walk({ answers: [WELL] }, { 'private-key-passphrase': 'horse' });
    assert.match(String(did('warning')), /private-key-passphrase/);
  });

  const certificates = [
    ['is valid for long', 40, 'warning', undefined],
    ['expires soon', 29, 'warning', /expires soon/],
    ['has expired', -1, 'error', /has expired/],
  ] as const;
  for (const [what, days, level, words] of certificates) {
    it(`says what there is to say of a certificate that ${what}`, async () => {
      const certificate = certificateOf(app, new Date(START + days * DAY_MS + 1000));
      const { exitCode, did } = await walk({ answers: [WELL] }, { certificate });
      assert.equal(exitCode, 0);
      if (words) assert.match(String(did(level)), words);
      else assert.deepEqual([did('warning'), did('error')], [[], []]);
    });
  }
});

describe('an org that takes only its own My Domain as audience', () => {
  const INVALID = answer(400, {
    error: 'invalid_grant',
    error_description: 'audience is invalid',
  });

  it('is asked once more, and a notice names the line that saves the first request', async () => {
    const { exitCode, sent, did } = await walk({ answers: [INVALID, WELL] });
    assert.deepEqual([exitCode, sent.length, did('warning').length], [0, 2, 0]);
    assert.match(String(did('notice')), /audience: https:\/\/acme\.my\.salesforce\.com/);
  });

  it('that refuses that too is reported with the first refusal', async () => {
    const second = answer(400, { error: 'app_not_found', error_description: 'not installed' });
    const { exitCode, did } = await walk({ answers: [INVALID, second] });
    assert.equal(exitCode, 1);
    assert.match(String(did('error')), /audience is invalid/);
    assert.deepEqual(did('notice'), []);
  });

  it('is not asked again where the workflow gave the audience', async () => {
    const audience = 'https://login.salesforce.com';
    const { exitCode, sent } = await walk({ answers: [INVALID] }, { audience });
    assert.deepEqual([exitCode, sent.length], [1, 1]);
  });
});

it('an org whose id is in its host is known by `verify` all the same', async () => {
  const orgId = '00D2o000000i2ohEAA';
  const url = 'https://d2o000000i2oheaa-dev-ed.develop.my.salesforce.com';
  const token = '00D2o000000i2oh!AQEAQJ.kd_83jx';
  const id = `https://login.salesforce.com/id/${orgId}/${USER}`;
  const given = answer(200, { ...GOOD, access_token: token, instance_url: url, id });
  const me = answer(200, {
    preferred_username: 'ci@acme.com',
    user_id: USER,
    organization_id: orgId,
  });
  const { exitCode, values } = await walk({ answers: [given, me] }, { verify: 'true' });
  assert.deepEqual([exitCode, values('output')['org-id']], [0, orgId]);
});

describe('a token that nobody will get', () => {
  const revoked = ({ name }: { name: string }) => name === 'revoke';
  const otherOrg = { 'expected-org-id': '00D000000000063EAA' };

  it('is revoked where the workflow asks for it', async () => {
    const { exitCode, sent } = await walk(
      { answers: [WELL, answer(200, '')] },
      { ...otherOrg, 'revoke-token': 'true' },
    );
    assert.deepEqual([exitCode, sent.filter(revoked).length], [1, 1]);
  });

  it('is left alone where it does not', async () => {
    const { exitCode, sent } = await walk({ answers: [WELL] }, otherOrg);
    assert.deepEqual([exitCode, sent.filter(revoked).length], [1, 0]);
  });

  it('that cannot be revoked either does not hide the first failure', async () => {
    const { exitCode, did } = await walk(
      { answers: [WELL, answer(503, '')] },
      { ...otherOrg, 'revoke-token': 'true' },
    );
    assert.equal(exitCode, 1);
    assert.match(String(did('error')), /another org/);
  });

  it('is revoked where a check outlasts the time, as long as that takes', async () => {
    const inputs = { ...INPUTS, verify: 'true', 'revoke-token': 'true' };
    const world = fakeWorld({ inputs, answers: [WELL, answer(200, '')] });
    const never = new Promise<never>(() => undefined);
    const ring = Promise.withResolvers<void>();
    const http: typeof world.http = async (request) => {
      if (request.name === 'userinfo') {
        ring.resolve();
        return never;
      }
      // By then the alarm of the step's deadline has rung.
      if (revoked(request)) await new Promise((resolve) => setImmediate(resolve));
      return world.http(request);
    };
    let alarms = 0;
    // The third is the revocation's own.
    const sleep: typeof world.sleep = () => (++alarms < 3 ? ring.promise : never);
    assert.equal(await step({ ...world, http, sleep }), 1);
    assert.deepEqual(
      world.sent.map(({ name }) => name),
      ['token', 'revoke'],
    );
    assert.match(String(world.did('error')), /Out of time/);
    assert.doesNotMatch(String(world.did('error')), /could not be revoked/);
  });

  it('whose revocation never settles is told as left valid', async () => {
    const inputs = { ...INPUTS, ...otherOrg, 'revoke-token': 'true' };
    const world = fakeWorld({ inputs, answers: [WELL] });
    const never = new Promise<never>(() => undefined);
    const http: typeof world.http = (request) => (revoked(request) ? never : world.http(request));
    let alarms = 0;
    const sleep: typeof world.sleep = () => (++alarms < 3 ? never : Promise.resolve());
    assert.equal(await step({ ...world, http, sleep }), 1);
    assert.match(String(world.did('error')), /could not be revoked \(out-of-time\)/);
  });

  it('is revoked too where the runner cannot take it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'step-'));
    after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
    const file = join(folder, 'state');
    writeFileSync(file, '');
    const world = fakeWorld({
      inputs: { ...INPUTS, 'revoke-token': 'true' },
      env: { GITHUB_STATE: file },
      answers: [WELL, answer(200, '')],
    });
    const http: typeof world.http = (request) => {
      // It was there when the step looked, and is gone when it is needed.
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      return world.http(request);
    };
    assert.equal(await step({ ...world, http }), 1);
    assert.deepEqual(world.sent.filter(revoked).length, 1);
    assert.match(String(world.did('error')), /GITHUB_STATE.*\(ENOENT\)/s);
    assert.deepEqual(world.values('output'), {});
  });
});

describe('the instance', () => {
  const LOGIN = { 'login-url': 'https://login.salesforce.com', verify: 'true' };
  const HIDDEN = { ...GOOD, instance_url: 'https://acme--hidden.my.salesforce.com' };
  const lost = new TransportError({ code: 'ENOTFOUND', request: 'userinfo', host: 'acme--hidden' });
  const plan = { answers: [answer(200, HIDDEN), lost] };

  it('is masked before a check can fail and name it', async () => {
    const { toolkit } = await walk(plan, LOGIN);
    const names = toolkit.calls.map(([name, value]) => (name === 'mask' ? value : name));
    const error = names.indexOf('error');
    for (const mask of [HIDDEN.instance_url, 'acme--hidden.my.salesforce.com']) {
      assert.ok(names.includes(mask) && names.indexOf(mask) < error);
    }
  });

  it('stays readable where the workflow asks for that', async () => {
    const { did } = await walk(plan, { ...LOGIN, 'mask-instance-url': 'false' });
    assert.ok(
      !did('mask')
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
    ['Salesforce refuses', { answers: [REFUSED] }, {}, /user hasn't approved/],
    [
      'the org is another one',
      { answers: [WELL] },
      { 'expected-org-id': '00D000000000063EAA' },
      /belongs to another org|leads? to|led to/,
    ],
    [
      'the user is another one',
      { answers: [WELL, answer(200, { preferred_username: 'eve@acme.com' })] },
      { verify: 'true' },
      /eve@acme\.com/,
    ],
    ['time is up', { answers: [WELL], tooLate: true }, {}, /60 seconds of `timeout-seconds`/],
    ['there is a bug', { answers: [new TypeError('x')] }, {}, /bug in the action/],
  ] as const;
  for (const [what, plan, more, words] of failures) {
    it(`says why and leaves with 1, without any output: ${what}`, async () => {
      const { exitCode, did, values } = await walk(plan, more);
      assert.equal(exitCode, 1);
      assert.match(String(did('error')), words);
      assert.equal(did('error').length, 1);
      assert.equal(did('summary').length, 1);
      assert.deepEqual([values('output'), values('env'), values('state')], [{}, {}, {}]);
    });
  }

  it('writes no summary where the workflow wants none', async () => {
    const { did } = await walk({ answers: [REFUSED] }, { 'job-summary': 'never' });
    assert.deepEqual(did('summary'), []);
  });

  it('knows a runner of GitHub’s own by its environment', async () => {
    const restricted = answer(400, { error: 'invalid_grant', error_description: 'ip restricted' });
    const env = { RUNNER_ENVIRONMENT: 'github-hosted' };
    const { did } = await walk({ answers: [restricted], env });
    assert.match(String(did('error')), /GitHub-hosted runner/);
  });
});
