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
import { setTimeout } from 'node:timers/promises';
import type { FaultOptions } from '../../simulator/org/faults/types.ts';
import { runStep, type StepResult } from '../../support/runner/step.ts';
import { makeFolder } from '../helpers/folders.ts';
import { modesNotEnforced, noFileModes, noLinks, noSignals } from '../helpers/platform.ts';
import { annotations, assertFailed, assertSucceeded, TITLE_PREFIX } from './harness/assertions.ts';
import { type StepInputs, startStepHarness } from './harness/step-harness.ts';

const cachePath = (home: string): string => join(home, '.sf', 'deploy-cache.json');

/** Returns a cache entry as `sf project deploy start` writes it. */
const entry = (targetOrg: string) => ({
  'target-org': targetOrg,
  'dry-run': false,
  'ignore-warnings': false,
  'test-level': 'NoTestRun',
  timestamp: '2026-11-23T12:00:00.000Z',
  status: 'Succeeded',
});

function writeCache(home: string, entries: Record<string, unknown>, mode = 0o644): void {
  mkdirSync(dirname(cachePath(home)), { recursive: true });
  writeFileSync(cachePath(home), JSON.stringify(entries, null, 2), { mode });
}

function assertWarned(result: StepResult, title: string): void {
  assert.deepEqual(
    annotations(result, 'warning').map(({ properties }) => properties['title']),
    [TITLE_PREFIX + title],
  );
  assert.deepEqual(annotations(result, 'error'), []);
}

/** Asserts that the step printed nothing, not even an empty line. */
const assertNoOutput = ({ stdout }: StepResult): void => assert.equal(stdout, '');

describe('the post step with revoke-token', { concurrency: 4 }, () => {
  it('revokes the token with a single POST request to the instance', async (t) => {
    const harness = await startStepHarness(t);
    const main = await harness.main({ 'revoke-token': 'true', 'login-url': '' });
    assertSucceeded(main);
    const token = main.outputs['access-token'] ?? '';
    assert.ok(harness.org.sessions.find(token), 'not revoked before post');
    const post = await harness.post(main);
    assert.equal(harness.org.sessions.find(token), undefined);
    assert.deepEqual(
      harness.org.requests
        .slice(1)
        .map(({ method, host, path, query }) => [method, host, path, String(query)]),
      [['POST', 'acme.my.salesforce.com', '/services/oauth2/revoke', '']],
    );
    assert.equal(post.log, 'Revoked the access token.');
  });

  it('revokes a token that was being verified when the job was canceled', {
    skip: noSignals,
  }, async (t) => {
    const harness = await startStepHarness(t);
    const { org } = harness;
    const isUserInfo = ({ path }: { path: string }) => path.endsWith('/userinfo');
    org.faults.set('stalled-head', { path: '/services/oauth2/userinfo' });
    const cancellation = new AbortController();
    const canceled = runStep('main', {
      env: org.environment(),
      inputs: { ...harness.inputs, verify: 'true', 'revoke-token': 'true' },
      cancel: cancellation.signal,
    });
    while (!org.requests.some(isUserInfo)) await setTimeout(10);
    cancellation.abort();
    const { exitCode, inputs, state, outputs } = await canceled;
    assert.deepEqual([exitCode, outputs], [null, {}]);
    const token = state['access-token'] ?? '';
    assert.ok(org.sessions.find(token), 'not revoked before post');
    await harness.post({ inputs, state });
    assert.equal(org.sessions.find(token), undefined);
  });

  it('does not warn if the token is no longer valid', async (t) => {
    const harness = await startStepHarness(t);
    const main = await harness.main({ 'revoke-token': 'true' });
    harness.org.faults.set('revoke-rejected');
    const post = await harness.post(main);
    assert.deepEqual(annotations(post, 'warning'), []);
    assert.match(post.log, /^The access token was no longer valid/);
  });

  const REVOKE_PATH = { path: '/services/oauth2/revoke' };
  const failures: readonly (readonly [
    fault: string,
    options: FaultOptions,
    requestCount: number,
  ])[] = [
    ['revoke-bad-id', {}, 1],
    ['503', REVOKE_PATH, 1],
    ['302', REVOKE_PATH, 1],
    ['injection-stop-commands', REVOKE_PATH, 1],
    ['reset-before-head', REVOKE_PATH, 1],
    ['stalled-head', REVOKE_PATH, 1],
    ['proxy-407', {}, 0],
    ['tls-unknown-ca', {}, 0],
  ];
  for (const [fault, options, requestCount] of failures) {
    it(`warns without another attempt if revoking fails with the fault ${fault}`, async (t) => {
      const harness = await startStepHarness(t);
      const main = await harness.main({ 'revoke-token': 'true' });
      harness.org.faults.set(fault, options);
      const post = await harness.post(main);
      assertWarned(post, 'the token was not revoked');
      assert.equal(harness.org.requests.length, 1 + requestCount);
      assert.equal(harness.org.tunnels.length, 2);
    });
  }
});

describe('the post step with export-env', { concurrency: 4 }, () => {
  const otherEntries = {
    '0Af000000000002AAA': entry('somebody@else.example'),
    malformed: [null, 1, 'text'],
  };

  it('removes only the token from the deploy cache of sf', async (t) => {
    const harness = await startStepHarness(t);
    const home = makeFolder('home');
    const main = await harness.main({ 'export-env': 'true' });
    const token = main.outputs['access-token'] ?? '';
    writeCache(
      home,
      { '0Af000000000001AAA': entry(token), ...otherEntries, '0Af3': entry(token) },
      0o640,
    );
    const post = await harness.post(main, { home });
    assert.deepEqual(JSON.parse(readFileSync(cachePath(home), 'utf8')), otherEntries);
    if (!noFileModes) assert.equal(statSync(cachePath(home)).mode & 0o777, 0o640);
    assert.equal(post.log, 'Removed the access token from ~/.sf/deploy-cache.json (entries: 2).');
    assert.equal(harness.org.requests.length, 1, 'no request to revoke');
  });

  for (const [description, content] of [
    ['a deploy cache with entries of other users only', JSON.stringify(otherEntries)],
    ['a truncated deploy cache', '{"0Af000000000001AAA": {"target-org": "'],
    ['a deploy cache that is a list', '[]'],
    ['an empty deploy cache', ''],
  ] as const) {
    it(`does not change ${description}, and prints nothing`, async (t) => {
      const harness = await startStepHarness(t);
      const home = makeFolder('home');
      writeCache(home, {});
      writeFileSync(cachePath(home), content);
      assertNoOutput(await harness.post(await harness.main({ 'export-env': 'true' }), { home }));
      assert.equal(readFileSync(cachePath(home), 'utf8'), content);
    });
  }

  it('prints nothing if sf was never used', async (t) => {
    const harness = await startStepHarness(t);
    const home = makeFolder('home');
    assertNoOutput(await harness.post(await harness.main({ 'export-env': 'true' }), { home }));
    assert.equal(existsSync(join(home, '.sf')), false);
  });

  for (const linked of ['the file', 'its folder']) {
    it(`leaves the deploy cache unchanged and warns if ${linked} is a symbolic link`, {
      skip: noLinks(),
    }, async (t) => {
      const harness = await startStepHarness(t);
      const [home, otherHome] = [makeFolder('home'), makeFolder('home')];
      const main = await harness.main({ 'export-env': 'true' });
      writeCache(otherHome, { '0Af': entry(main.outputs['access-token'] ?? '') });
      const before = readFileSync(cachePath(otherHome), 'utf8');
      if (linked === 'the file') {
        mkdirSync(join(home, '.sf'));
        symlinkSync(cachePath(otherHome), cachePath(home));
      } else {
        symlinkSync(join(otherHome, '.sf'), join(home, '.sf'));
      }
      assertWarned(await harness.post(main, { home }), 'the token may be left on the runner');
      assert.equal(readFileSync(cachePath(otherHome), 'utf8'), before);
    });
  }

  for (const { reason, skip, makeUnreadable } of [
    {
      reason: 'its permissions forbid it',
      skip: modesNotEnforced,
      makeUnreadable(home: string) {
        writeCache(home, otherEntries);
        chmodSync(cachePath(home), 0);
      },
    },
    {
      reason: 'the home folder is a link to itself',
      // The behavior of Windows with such a home folder is unknown.
      skip: noFileModes,
      makeUnreadable(home: string) {
        rmSync(home, { recursive: true });
        symlinkSync(home, home);
      },
    },
  ]) {
    it(`warns if the deploy cache cannot be read because ${reason}`, { skip }, async (t) => {
      const harness = await startStepHarness(t);
      const home = makeFolder('home');
      const main = await harness.main({ 'export-env': 'true' });
      makeUnreadable(home);
      // The option `home` would create the folder and search it afterward.
      const post = await harness.post(main, { env: { HOME: home, USERPROFILE: home } });
      assertWarned(post, 'the token may be left on the runner');
    });
  }

  it('cleans the deploy cache and revokes the token if revoke-token is also set', async (t) => {
    const harness = await startStepHarness(t);
    const home = makeFolder('home');
    const main = await harness.main({ 'export-env': 'true', 'revoke-token': 'true' });
    writeCache(home, { '0Af': entry(main.outputs['access-token'] ?? '') });
    await harness.post(main, { home });
    assert.deepEqual(readFileSync(cachePath(home), 'utf8').trim(), '{}');
    assert.equal(harness.org.sessions.size, 0);
  });
});

describe('the post step with nothing to clean up', () => {
  const options: StepInputs = { 'export-env': 'true', 'revoke-token': 'true' };
  for (const [description, inputs, fault] of [
    ['no option is set', {}, undefined],
    ['main failed', options, 'not-approved'],
    ['main rejected the org', { ...options, 'expected-org-id': '00D000000000000EAA' }, undefined],
  ] as const) {
    it(`prints nothing if ${description}`, async (t) => {
      const harness = await startStepHarness(t);
      if (fault) harness.org.faults.set(fault);
      const main = await harness.main(inputs);
      if (inputs === options) assertFailed(main, "user hasn't approved this consumer");
      const requestCount = harness.org.requests.length;
      const home = makeFolder('home');
      writeCache(home, { '0Af': entry('somebody@else.example') });
      const before = readFileSync(cachePath(home), 'utf8');
      assertNoOutput(await harness.post(main, { home }));
      assert.equal(harness.org.requests.length, requestCount);
      assert.equal(readFileSync(cachePath(home), 'utf8'), before);
    });
  }
});
