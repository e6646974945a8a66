import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { FaultOptions } from '../../simulator/org/faults/types.ts';
import type { StepResult } from '../../simulator/runner/step.ts';
import {
  annotations,
  assertFailed,
  assertSucceeded,
  TITLE,
} from '../../simulator/scenes/outcome.ts';
import { type Inputs, openScene } from '../../simulator/scenes/scene.ts';
import { makeFolder } from '../helpers/folders.ts';
import { noLinks, noModes, unstoppable } from '../helpers/platform.ts';

const cacheIn = (home: string): string => join(home, '.sf', 'deploy-cache.json');

/** As `sf project deploy start` notes what it deployed, and to whom. */
const entry = (targetOrg: string) => ({
  'target-org': targetOrg,
  'dry-run': false,
  'ignore-warnings': false,
  'test-level': 'NoTestRun',
  timestamp: '2026-11-23T12:00:00.000Z',
  status: 'Succeeded',
});

function writeCache(home: string, entries: Record<string, unknown>, mode = 0o644): void {
  mkdirSync(dirname(cacheIn(home)), { recursive: true });
  writeFileSync(cacheIn(home), JSON.stringify(entries, null, 2), { mode });
}

function assertWarned(result: StepResult, title: string): void {
  assert.deepEqual(
    annotations(result, 'warning').map(({ properties }) => properties['title']),
    [TITLE + title],
  );
  assert.deepEqual(annotations(result, 'error'), []);
}

/** Silent is silent: not even an empty line. */
const assertSilent = ({ stdout }: StepResult): void => assert.equal(stdout, '');

describe('with revoke-token, the end of the job', { concurrency: 4 }, () => {
  it('ends the session by one POST to the instance', async (t) => {
    const scene = await openScene(t);
    const main = await scene.main({ 'revoke-token': 'true', 'login-url': '' });
    assertSucceeded(main);
    const token = main.outputs['access-token'] ?? '';
    assert.ok(scene.org.sessions.find(token), 'not before the end');
    const post = await scene.post(main);
    assert.equal(scene.org.sessions.find(token), undefined);
    assert.deepEqual(
      scene.org.requests
        .slice(1)
        .map(({ method, host, path, query }) => [method, host, path, String(query)]),
      [['POST', 'acme.my.salesforce.com', '/services/oauth2/revoke', '']],
    );
    assert.equal(post.log, 'Revoked the access token.');
  });

  it('is content where the token is no longer valid', async (t) => {
    const scene = await openScene(t);
    const main = await scene.main({ 'revoke-token': 'true' });
    scene.org.faults.set('revoke-refused');
    const post = await scene.post(main);
    assert.deepEqual(annotations(post, 'warning'), []);
    assert.match(post.log, /^The access token was no longer valid/);
  });

  const AT_REVOKE = { path: '/services/oauth2/revoke' };
  const failures: readonly (readonly [fault: string, options: FaultOptions, reaches: number])[] = [
    ['revoke-bad-id', {}, 1],
    ['503', AT_REVOKE, 1],
    ['302', AT_REVOKE, 1],
    ['injection-stop-commands', AT_REVOKE, 1],
    ['reset-before-head', AT_REVOKE, 1],
    ['stalled-head', AT_REVOKE, 1],
    ['proxy-407', {}, 0],
    ['tls-unknown-ca', {}, 0],
  ];
  for (const [fault, options, reaches] of failures) {
    it(`only warns when revoking meets ${fault}, and tries once`, async (t) => {
      const scene = await openScene(t);
      const main = await scene.main({ 'revoke-token': 'true' });
      scene.org.faults.set(fault, options);
      const post = await scene.post(main);
      assertWarned(post, 'the token was not revoked');
      assert.equal(scene.org.requests.length, 1 + reaches);
      assert.equal(scene.org.tunnels.length, 2);
    });
  }
});

describe('with export-env, the end of the job', { concurrency: 4 }, () => {
  const other = { '0Af000000000002AAA': entry('somebody@else.example'), odd: [null, 1, 'text'] };

  it('takes the token out of what sf left, and nothing else', async (t) => {
    const scene = await openScene(t);
    const home = makeFolder('home');
    const main = await scene.main({ 'export-env': 'true' });
    const token = main.outputs['access-token'] ?? '';
    writeCache(home, { '0Af000000000001AAA': entry(token), ...other, '0Af3': entry(token) }, 0o640);
    const post = await scene.post(main, { home });
    assert.deepEqual(JSON.parse(readFileSync(cacheIn(home), 'utf8')), other);
    if (!noModes) assert.equal(statSync(cacheIn(home)).mode & 0o777, 0o640);
    assert.equal(post.log, 'Removed the access token from ~/.sf/deploy-cache.json (entries: 2).');
    assert.equal(scene.org.requests.length, 1, 'and revokes nothing');
  });

  for (const [what, content] of [
    ["other people's entries", JSON.stringify(other)],
    ['half a file', '{"0Af000000000001AAA": {"target-org": "'],
    ['a list', '[]'],
    ['nothing', ''],
  ] as const) {
    it(`leaves ${what} as it was, and is silent`, async (t) => {
      const scene = await openScene(t);
      const home = makeFolder('home');
      writeCache(home, {});
      writeFileSync(cacheIn(home), content);
      assertSilent(await scene.post(await scene.main({ 'export-env': 'true' }), { home }));
      assert.equal(readFileSync(cacheIn(home), 'utf8'), content);
    });
  }

  it('is silent where sf was never used', async (t) => {
    const scene = await openScene(t);
    const home = makeFolder('home');
    assertSilent(await scene.post(await scene.main({ 'export-env': 'true' }), { home }));
    assert.equal(existsSync(join(home, '.sf')), false);
  });

  for (const linked of ['the file', 'its folder']) {
    it(`changes nothing behind a link in the place of ${linked}, and says so`, {
      skip: noLinks(),
    }, async (t) => {
      const scene = await openScene(t);
      const [home, elsewhere] = [makeFolder('home'), makeFolder('home')];
      const main = await scene.main({ 'export-env': 'true' });
      writeCache(elsewhere, { '0Af': entry(main.outputs['access-token'] ?? '') });
      const before = readFileSync(cacheIn(elsewhere), 'utf8');
      if (linked === 'the file') {
        mkdirSync(join(home, '.sf'));
        symlinkSync(cacheIn(elsewhere), cacheIn(home));
      } else {
        symlinkSync(join(elsewhere, '.sf'), join(home, '.sf'));
      }
      assertWarned(await scene.post(main, { home }), 'the token may be left on the runner');
      assert.equal(readFileSync(cacheIn(elsewhere), 'utf8'), before);
    });
  }

  for (const { why, skip, spoil } of [
    {
      why: 'its permissions forbid it',
      skip: unstoppable,
      spoil(home: string) {
        writeCache(home, other);
        chmodSync(cacheIn(home), 0);
      },
    },
    {
      why: 'the home folder is a link to itself',
      // What Windows makes of such a home, nobody has seen yet.
      skip: noModes,
      spoil(home: string) {
        rmSync(home, { recursive: true });
        symlinkSync(home, home);
      },
    },
  ]) {
    it(`warns when the file cannot be read because ${why}`, { skip }, async (t) => {
      const scene = await openScene(t);
      const home = makeFolder('home');
      const main = await scene.main({ 'export-env': 'true' });
      spoil(home);
      // As `home` it would be made, and looked through afterwards.
      const post = await scene.post(main, { env: { HOME: home, USERPROFILE: home } });
      assertWarned(post, 'the token may be left on the runner');
    });
  }

  it('and revoke-token does both', async (t) => {
    const scene = await openScene(t);
    const home = makeFolder('home');
    const main = await scene.main({ 'export-env': 'true', 'revoke-token': 'true' });
    writeCache(home, { '0Af': entry(main.outputs['access-token'] ?? '') });
    await scene.post(main, { home });
    assert.deepEqual(readFileSync(cacheIn(home), 'utf8').trim(), '{}');
    assert.equal(scene.org.sessions.size, 0);
  });
});

describe('the end of the job is silent', () => {
  const wishes: Inputs = { 'export-env': 'true', 'revoke-token': 'true' };
  for (const [when, inputs, fault] of [
    ['nothing was asked for', {}, undefined],
    ['main failed', wishes, 'not-approved'],
    [
      'main failed its last check',
      { ...wishes, 'expected-org-id': '00D000000000000EAA' },
      undefined,
    ],
  ] as const) {
    it(`when ${when}`, async (t) => {
      const scene = await openScene(t);
      if (fault) scene.org.faults.set(fault);
      const main = await scene.main(inputs);
      if (inputs === wishes) assertFailed(main, "user hasn't approved this consumer");
      const asked = scene.org.requests.length;
      const home = makeFolder('home');
      writeCache(home, { '0Af': entry('somebody@else.example') });
      const before = readFileSync(cacheIn(home), 'utf8');
      assertSilent(await scene.post(main, { home }));
      assert.equal(scene.org.requests.length, asked);
      assert.equal(readFileSync(cacheIn(home), 'utf8'), before);
    });
  }
});
