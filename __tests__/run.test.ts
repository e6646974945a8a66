import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startRun } from '../src/run.ts';
import { fakeWorld, START } from './helpers/fake-world.ts';

it('a run knows when it began and where it runs, and nothing else yet', () => {
  const { findings } = startRun(fakeWorld({ env: { RUNNER_ENVIRONMENT: 'github-hosted' } }));
  assert.deepEqual(findings, { attempts: 0, startedAt: START, githubHosted: true });
});

it('a run masks with the toolkit what it keeps', () => {
  const world = fakeWorld({});
  const { secrets, findings } = startRun(world);
  secrets.keep('correct horse');
  assert.deepEqual(world.did('mask'), [['correct horse']]);
  assert.equal(findings.githubHosted, false);
});
