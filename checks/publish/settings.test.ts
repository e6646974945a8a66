import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPublishingHarness, type PublishingHarness } from './harness.ts';

const SETTINGS = ['scripts/own/index.ts', '--settings'];

describe('npm run own -- --settings, with the real gh', { concurrency: 1 }, () => {
  let harness: PublishingHarness;

  before(async () => {
    harness = await createPublishingHarness();
  });
  after(() => harness.close());

  it('only compares if --check is given, and fails because a new repository differs', async () => {
    const { exitCode, output } = await harness.run([...SETTINGS, '--check']);
    assert.equal(exitCode, 1, output);
    assert.match(output, /^differs +Immutable releases$/m);
    assert.match(output, /Run "npm run own -- --settings"/);
    assert.deepEqual(harness.repository.changes, []);
  });

  it('applies all settings that the documentation relies on, and prints each call', async () => {
    const { exitCode, output } = await harness.run(SETTINGS);
    assert.equal(exitCode, 0, output);
    const { settings, rulesets, environments, changes } = harness.repository;
    assert.deepEqual(settings, {
      immutableReleases: true,
      privateVulnerabilityReporting: true,
      vulnerabilityAlerts: true,
      automatedSecurityFixes: true,
      workflowPermissions: {
        default_workflow_permissions: 'read',
        can_approve_pull_request_reviews: true,
      },
    });
    const tagPatterns = [...rulesets.values()]
      .filter(({ target }) => target === 'tag')
      .flatMap(({ conditions }) => (conditions as RefConditions).ref_name.include);
    // The pattern `v*` would also prevent moving v1.
    assert.deepEqual(tagPatterns, ['refs/tags/v*.*.*', 'refs/tags/v*.*.*']);
    const release = environments.get('release');
    assert.deepEqual(release?.body['reviewers'], [{ type: 'User', id: 583231 }]);
    assert.deepEqual(release?.policies, [{ name: 'v*.*.*', type: 'tag' }]);
    for (const change of changes) {
      const [method, path] = change.split(' ');
      assert.ok(
        output.includes(`--method ${method} repos/`) && output.includes(path ?? ''),
        change,
      );
    }
  });

  it('changes nothing when it is run again, and --check succeeds', async () => {
    const before = [...harness.repository.changes];
    for (const args of [SETTINGS, [...SETTINGS, '--check']]) {
      const { exitCode, output } = await harness.run(args);
      assert.equal(exitCode, 0, output);
      assert.doesNotMatch(output, /^(set|differs|failed)/m);
    }
    assert.deepEqual(harness.repository.changes, before);
  });

  it('restores a weakened ruleset without changing anything else', async () => {
    const { rulesets, changes } = harness.repository;
    const [id, branches] =
      [...rulesets].find(([, { name }]) => name === 'Branches') ?? assert.fail();
    rulesets.set(id, { ...branches, enforcement: 'disabled' });
    const before = changes.length;
    assert.equal((await harness.run(SETTINGS)).exitCode, 0);
    assert.deepEqual(changes.slice(before), [`PUT /rulesets/${id}`]);
    assert.equal(rulesets.get(id)?.['enforcement'], 'active');
  });

  it('replaces the reviewers if others are given, and rejects a login that does not exist', async () => {
    const { environments } = harness.repository;
    assert.equal((await harness.run([...SETTINGS, '--reviewer', 'hubot'])).exitCode, 0);
    assert.deepEqual(environments.get('release')?.body['reviewers'], [
      { type: 'User', id: 480938 },
    ]);
    const unknown = await harness.run([...SETTINGS, '--reviewer', 'nobody-here']);
    assert.equal(unknown.exitCode, 1);
    assert.match(unknown.output, /GitHub has no user named nobody-here/);
  });
});

interface RefConditions {
  readonly ref_name: { readonly include: readonly string[] };
}
