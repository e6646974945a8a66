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

/** The hint for an event, and what was printed meanwhile. */
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

describe('a pull request', () => {
  it('from a fork', () => {
    const payload = pullRequestFrom({ fork: true, full_name: 'mallory/deploy' });
    const expected = { reason: 'fork', fork: 'the fork mallory/deploy', job: 'deploy' };
    assert.deepEqual(reasonFor('pull_request', payload), expected);
    assert.deepEqual(reasonFor('pull_request_review', payload), expected);
  });

  it('from a fork that was deleted', () => {
    assert.equal(reasonFor('pull_request', pullRequestFrom(null)).fork, 'a deleted fork');
  });

  it('within one repository, also when that is a fork itself', () => {
    const payload = pullRequestFrom({ fork: true, full_name: 'acme/deploy' });
    assert.deepEqual(reasonFor('pull_request', payload), { reason: 'other', job: 'deploy' });
  });

  it('of a runner that does not name its repository', () => {
    const nameless = (fork: boolean) =>
      reasonFor('pull_request', pullRequestFrom({ fork, full_name: 'a/b' }), {
        GITHUB_REPOSITORY: '',
      }).reason;
    assert.equal(nameless(true), 'fork');
    assert.equal(nameless(false), 'other');
  });

  it('whose workflow runs in the base repository has its secrets', () => {
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
    it(`with the odd event ${JSON.stringify(payload)}`, () => {
      assert.equal(reasonFor('pull_request', payload).reason, 'other');
    });
  }
});

it('another event is no pull request', () => {
  const payload = pullRequestFrom({ fork: true, full_name: 'mallory/deploy' });
  assert.equal(reasonFor('workflow_run', payload).reason, 'other');
  assert.deepEqual(reasonFor('push', { ref: 'refs/heads/main' }), {
    reason: 'other',
    job: 'deploy',
  });
});

it('Dependabot is known by the actor', () => {
  const payload = pullRequestFrom({ fork: false, full_name: 'acme/deploy' });
  assert.deepEqual(reasonFor('pull_request', payload, { GITHUB_ACTOR: 'dependabot[bot]' }), {
    reason: 'dependabot',
    job: 'deploy',
  });
});

describe('an event that cannot be read', () => {
  it('because it is not JSON', () => {
    assert.deepEqual(reasonFor('pull_request', '{ not JSON'), { reason: 'other', job: 'deploy' });
  });

  it('because it is not there', () => {
    const missing = join(folder, 'missing.json');
    assert.equal(reasonFor('push', {}, { GITHUB_EVENT_PATH: missing }).reason, 'other');
  });

  it('because it is a folder', () => {
    assert.equal(reasonFor('push', {}, { GITHUB_EVENT_PATH: folder }).reason, 'other');
  });

  it('because it is a device that never ends', { skip: noDevices }, () => {
    assert.equal(reasonFor('push', {}, { GITHUB_EVENT_PATH: '/dev/zero' }).reason, 'other');
  });

  it('because nothing names it', () => {
    assert.deepEqual(
      silently(() => missingSecretsReason(process.env)),
      { reason: 'other' },
    );
  });
});
