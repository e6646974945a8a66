import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { missingSecretsReason } from '../../src/diagnosis/missing-secrets.ts';
import { noDevices } from '../helpers/platform.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-'));
const before = { ...process.env };
const event = join(folder, 'event.json');

after(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('GITHUB_')) delete process.env[name];
  }
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

/**
 * Returns the reason for missing secrets in a run for this event. Asserts that nothing was printed.
 */
function reasonFor(eventName: string, payload: unknown, environment: Record<string, string> = {}) {
  writeFileSync(event, typeof payload === 'string' ? payload : JSON.stringify(payload));
  Object.assign(process.env, {
    GITHUB_EVENT_PATH: event,
    GITHUB_EVENT_NAME: eventName,
    GITHUB_REPOSITORY: 'acme/deploy',
    GITHUB_ACTOR: 'octocat',
    GITHUB_JOB: 'deploy',
    ...environment,
  });
  return silently(() => missingSecretsReason(process.env));
}

function silently<T>(callback: () => T): T {
  const { write } = process.stdout;
  const printed: unknown[] = [];
  process.stdout.write = (text: unknown) => printed.push(text) > 0;
  try {
    return callback();
  } finally {
    process.stdout.write = write;
    assert.deepEqual(printed, []);
  }
}

const pullRequestFrom = (repo: unknown) => ({ pull_request: { number: 1, head: { repo } } });

describe('the reason why a run has no secrets', () => {
  it('is a fork if the run is for a pull request from a fork', () => {
    const payload = pullRequestFrom({ fork: true, full_name: 'mallory/deploy' });
    const expected = { reason: 'fork', fork: 'the fork mallory/deploy', job: 'deploy' };
    assert.deepEqual(reasonFor('pull_request', payload), expected);
    assert.deepEqual(reasonFor('pull_request_review', payload), expected);
  });

  it('is a fork if secret-source is None, even if the event contains no fork', () => {
    const none = { 'INPUT_SECRET-SOURCE': 'None' };
    assert.deepEqual(reasonFor('push', {}, none), { reason: 'fork', job: 'deploy' });
    const payload = pullRequestFrom({ fork: true, full_name: 'mallory/deploy' });
    assert.equal(reasonFor('pull_request', payload, none).fork, 'the fork mallory/deploy');
  });

  it('is Dependabot if secret-source is Dependabot', () => {
    const dependabot = { 'INPUT_SECRET-SOURCE': 'Dependabot' };
    assert.deepEqual(reasonFor('push', {}, dependabot), { reason: 'dependabot', job: 'deploy' });
  });

  for (const source of ['Actions', 'Codespaces', '', `\${{ github.secret_source }}`]) {
    it(`depends only on whether the run is for a pull request from a fork if secret-source is ${source || 'empty'}`, () => {
      const environment = { 'INPUT_SECRET-SOURCE': source };
      assert.equal(reasonFor('push', {}, environment).reason, 'other');
      const payload = pullRequestFrom({ fork: true, full_name: 'mallory/deploy' });
      assert.equal(reasonFor('pull_request', payload, environment).reason, 'fork');
    });
  }

  it('is a deleted fork if the event of a pull request contains no head repository', () => {
    assert.equal(reasonFor('pull_request', pullRequestFrom(null)).fork, 'a deleted fork');
  });

  it('is not a fork if the pull request comes from the same repository, even if that repository is a fork', () => {
    const payload = pullRequestFrom({ fork: true, full_name: 'acme/deploy' });
    assert.deepEqual(reasonFor('pull_request', payload), { reason: 'other', job: 'deploy' });
  });

  it('depends only on whether the head repository is a fork if GITHUB_REPOSITORY is not set', () => {
    const nameless = (fork: boolean) =>
      reasonFor('pull_request', pullRequestFrom({ fork, full_name: 'a/b' }), {
        GITHUB_REPOSITORY: '',
      }).reason;
    assert.equal(nameless(true), 'fork');
    assert.equal(nameless(false), 'other');
  });

  it('is not a fork for pull_request_target, which runs in the base repository', () => {
    const payload = pullRequestFrom({ fork: true, full_name: 'mallory/deploy' });
    assert.equal(reasonFor('pull_request_target', payload).reason, 'other');
  });

  for (const payload of [
    {},
    { pull_request: {} },
    pullRequestFrom(undefined),
    pullRequestFrom({}),
    pullRequestFrom({ full_name: 7 }),
    null,
  ]) {
    it(`is unknown if the event is incomplete: ${JSON.stringify(payload)}`, () => {
      assert.equal(reasonFor('pull_request', payload).reason, 'other');
    });
  }
});

it('a fork is not the reason for missing secrets in events other than pull requests', () => {
  const payload = pullRequestFrom({ fork: true, full_name: 'mallory/deploy' });
  assert.equal(reasonFor('workflow_run', payload).reason, 'other');
  assert.deepEqual(reasonFor('push', { ref: 'refs/heads/main' }), {
    reason: 'other',
    job: 'deploy',
  });
});

it('secrets may be missing because the repository itself is a fork', () => {
  const payload = { repository: { fork: true } };
  const expected = { reason: 'forked-repository', job: 'deploy' };
  assert.deepEqual(reasonFor('push', payload), expected);
  const samePullRequest = pullRequestFrom({ fork: true, full_name: 'acme/deploy' });
  assert.deepEqual(reasonFor('pull_request', { ...samePullRequest, ...payload }), expected);
  const otherPullRequest = pullRequestFrom({ fork: true, full_name: 'mallory/deploy' });
  assert.equal(reasonFor('pull_request', { ...otherPullRequest, ...payload }).reason, 'fork');
  assert.equal(reasonFor('push', { repository: { fork: false } }).reason, 'other');
  assert.equal(reasonFor('push', { repository: null }).reason, 'other');
});

it('a run that Dependabot started is recognized by its actor', () => {
  const payload = pullRequestFrom({ fork: false, full_name: 'acme/deploy' });
  assert.deepEqual(reasonFor('pull_request', payload, { GITHUB_ACTOR: 'dependabot[bot]' }), {
    reason: 'dependabot',
    job: 'deploy',
  });
});

describe('the reason for missing secrets', () => {
  it('is unknown if the event is not JSON', () => {
    assert.deepEqual(reasonFor('pull_request', '{ not JSON'), { reason: 'other', job: 'deploy' });
  });

  it('is unknown if the event file is missing', () => {
    const missing = join(folder, 'missing.json');
    assert.equal(reasonFor('push', {}, { GITHUB_EVENT_PATH: missing }).reason, 'other');
  });

  it('is unknown if the event file is a folder', () => {
    assert.equal(reasonFor('push', {}, { GITHUB_EVENT_PATH: folder }).reason, 'other');
  });

  it('is unknown if the event file is an endless device', { skip: noDevices }, () => {
    assert.equal(reasonFor('push', {}, { GITHUB_EVENT_PATH: '/dev/zero' }).reason, 'other');
  });

  it('is unknown if GITHUB_EVENT_PATH is not set', () => {
    assert.deepEqual(
      silently(() => missingSecretsReason(process.env)),
      { reason: 'other' },
    );
  });
});
