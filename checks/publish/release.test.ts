/**
 * Tests a release from the first command to the update of README.md. Interrupts it at each change on
 * GitHub, and runs it again.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SLUG } from '../../scripts/own/identity.ts';
import { REQUIRED_CHECKS } from '../../scripts/own/settings.ts';
import { publishRelease } from '../../simulator/publishing/releases.ts';
import type { PublishedRepository, Release } from '../../simulator/publishing/repository.ts';
import { createPublishingHarness, type PublishingHarness, type ScriptRun } from './harness.ts';
import { createReleaseClone, type ReleaseClone } from './release-clone.ts';

const OLD = '99.1.0';
const NEW = '99.2.0';

describe('a release', { concurrency: 1 }, () => {
  let harness: PublishingHarness;
  let clone: ReleaseClone;
  let repository: PublishedRepository;

  before(async () => {
    harness = await createPublishingHarness();
    ({ repository } = harness);
    clone = createReleaseClone(harness);
    assert.equal((await harness.run(['scripts/own/index.ts', '--settings'])).exitCode, 0);
    harness.repository.changes.length = 0;
  });
  after(() => harness.close());

  const succeeds = async (run: Promise<ScriptRun>): Promise<string> => {
    const { exitCode, output } = await run;
    assert.equal(exitCode, 0, output);
    return output;
  };
  const fails = async (run: Promise<ScriptRun>, pattern: RegExp): Promise<void> => {
    const { exitCode, output } = await run;
    assert.equal(exitCode, 1, output);
    assert.match(output, pattern);
  };
  const addSection = (version: string) =>
    clone.edit('CHANGELOG.md', (text) =>
      text.replace(
        /^## \[/m,
        `## [${version}] - unreleased\n\n- What is new in ${version}.\n\n## [`,
      ),
    );
  const passChecks = (commit: string) =>
    repository.checkRuns.set(
      commit,
      REQUIRED_CHECKS.map((name) => ({ name, conclusion: 'success' })),
    );
  /** Runs the last job of release.yml. */
  const draft = (tag: string): Promise<ScriptRun> => {
    const archive = join(harness.folder, `action-${tag}.tar.gz`);
    execFileSync('git', ['archive', '--format=tar.gz', `--output=${archive}`, tag], {
      cwd: clone.folder,
    });
    return clone.release('draft', {
      TAG: tag,
      GITHUB_SHA: clone.git('rev-parse', tag),
      GITHUB_STEP_SUMMARY: join(harness.folder, 'summary.md'),
      ARCHIVE: archive,
    });
  };
  const releasesOf = (tag: string): Release[] =>
    [...repository.releases.values()].filter(({ fields }) => fields.tag_name === tag);
  const publish = (tag: string) => publishRelease(repository, releasesOf(tag)[0] ?? assert.fail());
  /** Runs all steps of a release up to the tag. */
  const tagVersion = async (version: string, branch = 'main'): Promise<void> => {
    addSection(version);
    await succeeds(clone.release(version));
    const commit = clone.commit(`Release ${version}`);
    clone.push(branch);
    passChecks(commit);
    await succeeds(clone.release('--tag'));
  };

  it('cannot be prepared if the changelog has no section for it', async () =>
    fails(clone.release(OLD), /CHANGELOG\.md has no section "## \[99\.1\.0\] - unreleased"/));

  it('updates the version in all files, dates the changelog, and prints the next commands', async () => {
    addSection(OLD);
    const output = await succeeds(clone.release(OLD));
    assert.match(output, /git switch --create release-99\.1\.0/);
    const changelog = readFileSync(join(clone.folder, 'CHANGELOG.md'), 'utf8');
    assert.match(changelog, /^## \[99\.1\.0\] - 20\d\d-\d\d-\d\d$/m);
    assert.doesNotMatch(changelog, /unreleased$/m);
    const lock = readFileSync(join(clone.folder, 'package-lock.json'), 'utf8');
    assert.equal(lock.match(/"version": "99\.1\.0"/g)?.length, 2);
    assert.match(readFileSync(join(clone.folder, 'dist/main/index.js'), 'utf8'), /'99\.1\.0'/);
    // The build has been tested once and is skipped for the other versions.
    clone.edit('scripts/build.ts', () => '');
  });

  it('is not tagged until its commit is merged and all checks pass, and the error says what is missing', async () => {
    await fails(clone.release('--tag'), /The work tree has changes/);
    const commit = clone.commit(`Release ${OLD}`);
    await fails(clone.release('--tag'), /is not on origin\/main or origin\/v99\.x/);
    clone.push('main');
    await fails(clone.release('--tag'), /The check "All green" has not passed/);
    passChecks(commit);
    repository.settings.immutableReleases = false;
    await fails(clone.release('--tag'), /"Immutable releases" is not set/);
    repository.settings.immutableReleases = true;
  });

  it('is tagged only once', async () => {
    await succeeds(clone.release('--tag'));
    assert.equal(repository.refs.get('refs/tags/v99.1.0'), clone.git('rev-parse', 'HEAD'));
    assert.match(await succeeds(clone.release('--tag')), /is already on GitHub/);
  });

  it("passes the workflow's check only if the tag matches the version", async () => {
    await succeeds(clone.release('check-tag', { TAG: `v${OLD}` }));
    await fails(
      clone.release('check-tag', { TAG: 'v99.1.1', GITHUB_ACTIONS: 'true' }),
      /^::error title=Release::package\.json says 99\.1\.0 instead of 99\.1\.1\./m,
    );
  });

  for (const when of ['before', 'after'] as const) {
    for (const change of [1, 2]) {
      it(`has one complete draft if the job failed ${when} change ${change} took effect and was rerun`, async () => {
        repository.releases.clear();
        repository.changes.length = 0;
        repository.interruption = { change, when };
        await fails(draft(`v${OLD}`), /HTTP 502/);
        repository.interruption = undefined;
        await succeeds(draft(`v${OLD}`));
        assertDraft(releasesOf(`v${OLD}`));
      });
    }
  }

  function assertDraft(releases: readonly Release[]): void {
    assert.equal(releases.length, 1);
    const [{ fields, assets }] = releases as [Release];
    assert.equal(fields.draft, true);
    assert.equal(fields['target_commitish'], clone.git('rev-parse', `${fields.tag_name}`));
    assert.match(
      String(fields['body']),
      /What is new in 99\.1\.0\.[\s\S]+Pin it: `uses: .+@[\da-f]{40} # v99\.1\.0`/,
    );
    assert.deepEqual(
      [...assets.values()].map(({ name }) => name),
      ['action-v99.1.0.tar.gz'],
    );
  }

  it('has another asset in its draft if the first one differed from the packed archive', async () => {
    const [release = assert.fail()] = releasesOf(`v${OLD}`);
    const [asset = assert.fail()] = release.assets.values();
    release.assets.set(asset.id, { ...asset, digest: 'sha256:0' });
    await succeeds(draft(`v${OLD}`));
    assertDraft(releasesOf(`v${OLD}`));
    assert.notEqual([...release.assets.values()][0]?.digest, 'sha256:0');
  });

  it('is neither drafted nor confirmed if the tag was moved after the check', async () => {
    const commit = repository.refs.get(`refs/tags/v${OLD}`) ?? assert.fail();
    const origin = join(harness.folder, 'origin.git');
    const moved = clone.git('rev-parse', 'HEAD~1');
    clone.git('push', '--quiet', '--force', origin, `${moved}:refs/tags/v${OLD}`);
    await fails(
      draft(`v${OLD}`),
      /The tag v99\.1\.0 points to [\da-f]{40} on GitHub, but [\da-f]{40} was checked/,
    );
    await fails(clone.release('--ready'), /Nothing was published/);
    clone.git('push', '--quiet', '--force', origin, `${commit}:refs/tags/v${OLD}`);
    assert.match(await succeeds(clone.release('--ready')), /Publish it: https:\/\/github\.com/);
  });

  it('triggers nothing after publishing if it is not immutable', async () => {
    repository.settings.immutableReleases = false;
    publish(`v${OLD}`);
    await fails(clone.release('move-major', { TAG: `v${OLD}` }), /v99\.1\.0 is not immutable/);
    assert.equal(repository.refs.has('refs/tags/v99'), false);
    repository.settings.immutableReleases = true;
    publish(`v${OLD}`);
    await succeeds(clone.release('check-published', { TAG: `v${OLD}` }));
  });

  it('is not changed if the workflow is rerun after publishing', async () =>
    assert.match(await succeeds(draft(`v${OLD}`)), /is already published/));

  for (const when of ['before', 'after'] as const) {
    it(`moves the major tag if the job failed ${when} the change took effect and was rerun`, async () => {
      repository.refs.delete('refs/tags/v99');
      repository.changes.length = 0;
      repository.interruption = { change: 1, when };
      await fails(clone.release('move-major', { TAG: `v${OLD}` }), /HTTP 502/);
      repository.interruption = undefined;
      await succeeds(clone.release('move-major', { TAG: `v${OLD}` }));
      assert.equal(repository.refs.get('refs/tags/v99'), repository.refs.get(`refs/tags/v${OLD}`));
    });
  }

  it('comes with a command for a maintainer if the workflow is not allowed to move the major tag', async () => {
    await tagVersion(NEW);
    await succeeds(draft(`v${NEW}`));
    publish(`v${NEW}`);
    repository.refusesRefUpdates = true;
    await fails(
      clone.release('move-major', { TAG: `v${NEW}` }),
      /A maintainer can run: git push --force origin [\da-f]{40}:refs\/tags\/v99/,
    );
    repository.refusesRefUpdates = false;
    await succeeds(clone.release('move-major', { TAG: `v${NEW}` }));
    assert.equal(repository.refs.get('refs/tags/v99'), repository.refs.get(`refs/tags/v${NEW}`));
  });

  for (const when of ['before', 'after'] as const) {
    for (const change of [1, 2, 3, 4, 5]) {
      it(`proposes its commit once if the job failed ${when} change ${change} took effect and was rerun`, async () => {
        repository.refs.delete(`refs/heads/pin-v${NEW}`);
        for (const list of [repository.pullRequests, repository.commits, repository.changes])
          list.length = 0;
        repository.dispatches.length = 0;
        repository.interruption = { change, when };
        await fails(clone.release('propose-pin', { TAG: `v${NEW}` }), /HTTP 502/);
        repository.interruption = undefined;
        await succeeds(clone.release('propose-pin', { TAG: `v${NEW}` }));
        assert.equal(repository.pullRequests.length, 1);
        const { additions } = repository.commits.at(-1) ?? assert.fail();
        const pin = `${SLUG}@${repository.refs.get(`refs/tags/v${NEW}`)} # v${NEW}`;
        assert.ok(additions.get('README.md')?.includes(pin), [...additions.keys()].join());
        assert.deepEqual(
          new Set(repository.dispatches.map(({ workflow }) => workflow)),
          new Set(['ci.yml', 'check-dist.yml']),
        );
      });
    }
  }

  it('does not need a date and moves no other tag if it is a release candidate', async () => {
    const major = repository.refs.get('refs/tags/v99');
    clone.edit('CHANGELOG.md', (text) =>
      text.replace(/^## \[/m, '## [99.3.0] - unreleased\n\n- Next.\n\n## ['),
    );
    await succeeds(clone.release('99.3.0-rc.1'));
    passChecks(clone.commit('Release 99.3.0-rc.1'));
    clone.push('main');
    await succeeds(clone.release('--tag'));
    await succeeds(draft('v99.3.0-rc.1'));
    assert.equal(releasesOf('v99.3.0-rc.1')[0]?.fields['prerelease'], true);
    publish('v99.3.0-rc.1');
    for (const job of ['move-major', 'propose-pin']) {
      await succeeds(clone.release(job, { TAG: 'v99.3.0-rc.1' }));
    }
    assert.equal(repository.refs.get('refs/tags/v99'), major);
    assert.equal(repository.latestTag, `v${NEW}`);
  });

  it('of an older version comes from its own branch and never becomes the latest', async () => {
    const major = repository.refs.get('refs/tags/v99');
    clone.git('switch', '--quiet', '--create', 'v99.x', `v${OLD}`);
    await tagVersion('99.1.1', 'v99.x');
    await succeeds(draft('v99.1.1'));
    assert.match(
      readFileSync(join(harness.folder, 'summary.md'), 'utf8'),
      /Clear \*\*Set as the latest release\*\*: v99\.2\.0 is the latest/,
    );
    // A maintainer who overlooks this instruction makes it the latest release.
    publish('v99.1.1');
    assert.equal(repository.latestTag, 'v99.1.1');
    const output = await succeeds(clone.release('move-major', { TAG: 'v99.1.1' }));
    assert.match(output, /v99\.2\.0 is newer than v99\.1\.1, so v99 is not moved\./);
    assert.equal(repository.refs.get('refs/tags/v99'), major);
    assert.equal(repository.latestTag, `v${NEW}`);
  });

  it('is not tagged from a branch other than main or the branch of its major version', async () => {
    clone.git('switch', '--quiet', '--create', 'feature');
    addSection('99.1.2');
    await succeeds(clone.release('99.1.2'));
    clone.commit('Release 99.1.2');
    clone.push('feature');
    await fails(clone.release('--tag'), /is not on origin\/main or origin\/v99\.x/);
    writeFileSync(join(harness.folder, 'summary.md'), '');
  });
});
