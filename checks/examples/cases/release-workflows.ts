/**
 * Defines the cases of the workflows with write permissions: a release, the jobs after it, and a
 * dependency update. These workflows run the real gh.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IDENTITY, SLUG } from '../../../scripts/own/identity.ts';
import { writeVersion } from '../../../scripts/release/version.ts';
import {
  addPublishedRepository,
  type PublishedRepository,
  publishedRepositories,
} from '../../../simulator/publishing/repository.ts';
import type { CaseFixture, CaseRun, ExampleCase } from '../case.ts';
import { AUTHOR } from '../fixture.ts';

const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', [...AUTHOR, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();

const onGitHub = ({ org }: { org: CaseFixture['org'] }): PublishedRepository =>
  publishedRepositories(org.github).get(SLUG.toLowerCase()) ?? assert.fail();

/** Commits a version of this repository and tags it, both in the clone and on the simulated GitHub. */
function release({ org, repository }: CaseFixture, version: string): PublishedRepository {
  writeVersion(repository, version);
  appendFileSync(
    join(repository, 'CHANGELOG.md'),
    `\n## [${version}] - 2026-01-01\n\nChanges in ${version}.\n\n## [0.0.1] - 2025-01-01\n`,
  );
  // The real script would run this check again, and therefore never end.
  writeFileSync(join(repository, '.ci/run'), '#!/bin/sh\necho "Would run everything."\n');
  git(repository, 'commit', '--quiet', '--all', `--message=Release ${version}`);
  git(repository, 'tag', `v${version}`);
  const published = addPublishedRepository(org.github, SLUG);
  const commit = git(repository, 'rev-parse', 'HEAD');
  published.refs.set(`refs/tags/v${version}`, commit);
  published.refs.set('refs/heads/main', commit);
  return published;
}

/** Commits a version, tags it, and publishes its release on the simulated GitHub. */
function published(fixture: CaseFixture, version: string, immutable: boolean): void {
  const repository = release(fixture, version);
  const commit = git(fixture.repository, 'rev-parse', 'HEAD');
  const fields = {
    tag_name: `v${version}`,
    target_commitish: commit,
    draft: false,
    prerelease: false,
  };
  repository.releases.set(1, { id: 1, fields, immutable, assets: new Map() });
}

function assertDraft(tag: string) {
  return (run: CaseRun): void => {
    const { releases, refs } = onGitHub(run);
    const [draft, ...others] = releases.values();
    assert.deepEqual(others, []);
    assert.equal(draft?.fields.draft, true);
    assert.equal(draft?.fields['target_commitish'], refs.get(`refs/tags/${tag}`));
    assert.equal(draft?.fields['prerelease'], tag.includes('-'));
    assert.deepEqual(
      [...(draft?.assets.values() ?? [])].map(({ name }) => name),
      [`${IDENTITY.repository}-${tag}.tar.gz`],
    );
  };
}

const payloadOf = (tag: string) => ({
  ref: `refs/tags/${tag}`,
  repository: { name: IDENTITY.repository, fork: false },
});

const RELEASE = {
  file: '.github/workflows/release.yml',
  event: 'push',
  repository: 'own',
  github: true,
  requests: [],
} as const;

const AFTER_RELEASE = {
  file: '.github/workflows/after-release.yml',
  event: 'release',
  repository: 'own',
  github: true,
  payload: { action: 'published', release: { tag_name: 'v99.2.0' } },
  requests: [],
} as const;

const PULL_REQUEST = {
  number: 7,
  pull_request: {
    number: 7,
    user: { login: 'dependabot[bot]' },
    head: { ref: 'dependabot/npm/jose', sha: '', repo: { full_name: SLUG } },
    base: { ref: 'main', sha: '' },
  },
};

const UPDATE = {
  file: '.github/workflows/update-dist.yml',
  event: 'pull_request',
  repository: 'own',
  github: true,
  requests: [],
} as const;

export const CASES: readonly ExampleCase[] = [
  {
    ...RELEASE,
    variant: 'a version',
    payload: payloadOf('v99.2.0'),
    prepare: (fixture) => void release(fixture, '99.2.0'),
    jobs: { check: 'success', draft: 'success' },
    logIncludes: [
      'Would run everything.',
      `Would attest ${IDENTITY.repository}-v99.2.0.tar.gz`,
      'The draft of v99.2.0 is complete',
    ],
    assert: assertDraft('v99.2.0'),
    mutation: ['subject-path: ', 'subject: '],
  },
  {
    ...RELEASE,
    variant: 'release candidate',
    payload: payloadOf('v99.2.0-rc.1'),
    prepare: (fixture) => {
      release(fixture, '99.2.0-rc.1');
    },
    jobs: { check: 'failure', draft: 'skipped' },
    // A release candidate uses the section of its final version.
    logIncludes: ['CHANGELOG.md has no section ## [99.2.0].'],
    mutation: ['needs: check', 'needs: []'],
  },
  {
    ...RELEASE,
    variant: 'package.json has another version',
    payload: payloadOf('v99.2.0'),
    prepare: (fixture) => {
      release(fixture, '99.1.0');
      git(fixture.repository, 'tag', 'v99.2.0');
    },
    jobs: { check: 'failure', draft: 'skipped' },
    logIncludes: ['package.json says 99.1.0 instead of 99.2.0.'],
    mutation: ['needs: check', 'needs: []'],
  },
  {
    ...RELEASE,
    variant: 'a copy that nobody renamed',
    repositoryName: 'acme/copy',
    payload: payloadOf('v99.2.0'),
    prepare: (fixture) => void release(fixture, '99.2.0'),
    jobs: { check: 'failure', draft: 'skipped' },
    logIncludes: [/Run "npm run own -- acme\/copy"/],
    mutation: ['node scripts/own/check-repository.ts', 'true'],
  },
  {
    ...AFTER_RELEASE,
    variant: 'immutable',
    prepare: (fixture) => published(fixture, '99.2.0', true),
    jobs: { check: 'success', 'major-tag': 'success', readme: 'success' },
    assert: (run) => {
      const { refs, commits, pullRequests } = onGitHub(run);
      assert.equal(refs.get('refs/tags/v99'), refs.get('refs/tags/v99.2.0'));
      assert.equal(pullRequests.length, 1);
      assert.ok(commits[0]?.additions.has('README.md'));
    },
    mutation: ['index.ts move-major', 'index.ts check-published'],
  },
  {
    ...AFTER_RELEASE,
    variant: 'not immutable',
    prepare: (fixture) => published(fixture, '99.2.0', false),
    jobs: { check: 'failure', 'major-tag': 'skipped', readme: 'skipped' },
    logIncludes: ['v99.2.0 is not immutable.'],
    assert: (run) => assert.equal(onGitHub(run).refs.has('refs/tags/v99'), false),
    mutation: ['needs: check', 'needs: []'],
  },
  {
    ...UPDATE,
    variant: 'an update that changes dist',
    payload: PULL_REQUEST,
    // The pull request changes a file that the build depends on, as a package update does.
    prepare: ({ org, repository }) => {
      const file = join(repository, 'src/version.ts');
      const base = git(repository, 'rev-parse', 'HEAD');
      writeFileSync(file, readFileSync(file, 'utf8').replace(/'[\d.]+'/, "'9.9.9'"));
      git(repository, 'commit', '--quiet', '--all', '--message=Update a package');
      const head = git(repository, 'rev-parse', 'HEAD');
      addPublishedRepository(org.github, SLUG).refs.set('refs/heads/dependabot/npm/jose', head);
      Object.assign(PULL_REQUEST.pull_request.head, { sha: head });
      Object.assign(PULL_REQUEST.pull_request.base, { sha: base });
    },
    jobs: { build: 'success', commit: 'success' },
    assert: (run) => {
      const [commit, ...others] = onGitHub(run).commits;
      assert.deepEqual(others, []);
      assert.equal(commit?.branch, 'dependabot/npm/jose');
      assert.match(String(commit?.additions.get('dist/main/index.js')), /9\.9\.9/);
      assert.deepEqual(
        onGitHub(run).dispatches.map(({ workflow }) => workflow),
        ['ci.yml', 'check-dist.yml'],
      );
    },
    mutation: ['HEAD: ${' + '{ github.event.pull_request.head.sha }}', 'HEAD: none'],
  },
  {
    ...UPDATE,
    variant: "somebody's own pull request",
    payload: {
      ...PULL_REQUEST,
      pull_request: { ...PULL_REQUEST.pull_request, user: { login: 'somebody' } },
    },
    jobs: { build: 'skipped', commit: 'skipped' },
    mutation: ["github.event.pull_request.user.login == 'dependabot[bot]' && ", ''],
  },
];
