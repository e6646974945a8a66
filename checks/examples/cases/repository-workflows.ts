/** The workflows of this repository. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFixture, CaseRun, ExampleCase } from '../case.ts';
import { AUTHOR } from '../fixture.ts';
import { LIMITS_REQUEST, TOKEN_REQUEST, USER_INFO_REQUEST } from './requests.ts';

/** Reads the log of the org that the job of ci.yml starts itself. */
function assertSignInAndRevocation({ artifacts }: CaseRun): void {
  const log = globSync(join(artifacts, '*/temp/org.log')).map((file) => readFileSync(file, 'utf8'));
  const outcomes = [...log.join('\n').matchAll(/ → (\d+ .+)$/gm)].map(([, outcome]) => outcome);
  assert.deepEqual(
    [...new Set(outcomes)],
    [
      '200 token for ci@acme.com',
      '200 userinfo of ci@acme.com',
      "400 invalid_grant: user hasn't approved this consumer",
      '200 revoked',
    ],
    'the requests in the log of the org',
  );
}

/** Commits a release of this repository, without its tag. */
function release({ repository }: CaseFixture, version: string): void {
  const manifest = join(repository, 'package.json');
  const changelog = join(repository, 'CHANGELOG.md');
  writeFileSync(
    manifest,
    readFileSync(manifest, 'utf8').replace(/"version": "[^"]+"/, `"version": "${version}"`),
  );
  appendFileSync(
    changelog,
    `\n## [${version}] - 2026-01-01\n\nChanges in ${version}.\n\n## [0.0.1] - 2025-01-01\n`,
  );
  // The real script would run this check again, and so on, endlessly.
  writeFileSync(join(repository, '.ci/run'), '#!/bin/sh\necho "Would run everything."\n');
  git(repository, ...AUTHOR, 'commit', '--quiet', '--all', `--message=Release ${version}`);
}

const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, stdio: 'pipe' });

function assertReleased(tag: string, major: 'moves' | 'stays') {
  return ({ artifacts }: CaseRun): void => {
    const archive = `salesforce-jwt-auth-${tag}.tar.gz`;
    const calls = readFileSync(join(artifacts, 'gh'), 'utf8');
    const prerelease = tag.includes('-');
    assert.match(
      calls,
      new RegExp(`^release create ${tag} ${archive} --draft .*--prerelease=${prerelease}$`, 'm'),
    );
    assert.match(calls, new RegExp(`^release edit ${tag} --draft=false$`, 'm'));
    assert.equal(
      /^api --method PATCH repos\/.+\/git\/refs\/tags\/v99 /m.test(calls),
      major === 'moves',
      calls,
    );
  };
}

const RELEASE = {
  file: '.github/workflows/release.yml',
  event: 'push',
  repository: 'own',
  requests: [],
} as const;

export const CASES: readonly ExampleCase[] = [
  {
    file: '.github/workflows/ci.yml',
    variant: 'built action',
    event: 'push',
    job: 'use',
    matrix: 'os:ubuntu-latest',
    repository: 'own',
    jobs: { use: 'success' },
    requests: [],
    assert: assertSignInAndRevocation,
    mutation: ['revoke-token: true', 'revoke-token: false'],
  },
  {
    file: '.github/workflows/check-dist.yml',
    variant: 'dist is up to date',
    event: 'pull_request',
    payload: { number: 7, pull_request: { head: { ref: 'change' }, base: { ref: 'main' } } },
    repository: 'own',
    jobs: { dist: 'success' },
    requests: [],
    mutation: ['npm run build', 'npm run built'],
  },
  {
    file: '.github/workflows/check-dist.yml',
    variant: 'dist is out of date',
    event: 'push',
    repository: 'own',
    prepare: ({ repository }) => {
      const main = join(repository, 'src/version.ts');
      appendFileSync(
        main,
        '\nexport const STALE = String(process.argv0);\nprocess.title = STALE;\n',
      );
      git(repository, ...AUTHOR, 'commit', '--quiet', '--all', '--message=Forget to build');
    },
    jobs: { dist: 'failure' },
    requests: [],
    logIncludes: ['dist is out of date'],
    assert: ({ artifacts }) =>
      assert.ok(existsSync(join(artifacts, 'uploads/dist/main/index.js')), 'dist was not uploaded'),
    mutation: ["steps.compare.conclusion == 'failure'", "steps.comparison.conclusion == 'failure'"],
  },
  {
    file: '.github/workflows/e2e.yml',
    variant: 'with an org',
    event: 'schedule',
    matrix: 'os:ubuntu-latest',
    repository: 'own',
    vars: ({ org, certificatePem }) => ({
      SF_ORG_ID: org.tenants[0]?.orgId ?? '',
      SF_CERTIFICATE: certificatePem,
    }),
    jobs: { look: 'success', 'sign-in': 'success' },
    requests: [TOKEN_REQUEST, USER_INFO_REQUEST, LIMITS_REQUEST],
    mutation: ['steps.look.outputs.org', 'steps.look.outputs.orgs'],
  },
  {
    file: '.github/workflows/e2e.yml',
    variant: 'without an org',
    event: 'workflow_dispatch',
    matrix: 'os:ubuntu-latest',
    repository: 'own',
    secrets: () => ({ SF_PRIVATE_KEY: '' }),
    jobs: { look: 'success', 'sign-in': 'skipped' },
    requests: [],
    logIncludes: ['The environment e2e has no secrets'],
    mutation: ["if: needs.look.outputs.org == 'true'", 'if: true'],
  },
  {
    ...RELEASE,
    variant: 'newest version',
    payload: { ref: 'refs/tags/v99.2.0' },
    prepare: (fixture) => {
      release(fixture, '99.2.0');
      git(fixture.repository, 'tag', 'v99.2.0');
    },
    jobs: { check: 'success', publish: 'success' },
    logIncludes: [
      'Would run everything.',
      'Changes in 99.2.0.',
      'Would attest salesforce-jwt-auth-v99.2.0.tar.gz',
    ],
    assert: assertReleased('v99.2.0', 'moves'),
    mutation: ['subject-path: ', 'subject: '],
  },
  {
    ...RELEASE,
    variant: 'older version',
    payload: { ref: 'refs/tags/v99.1.1' },
    prepare: (fixture) => {
      release(fixture, '99.1.1');
      git(fixture.repository, 'tag', 'v99.1.1');
      git(fixture.repository, 'tag', 'v99.2.0');
    },
    jobs: { check: 'success', publish: 'success' },
    logIncludes: ['v99.2.0 is newer than v99.1.1: v99 is not moved.'],
    assert: assertReleased('v99.1.1', 'stays'),
    mutation: ['--sort=-version:refname', '--sort=version:refname'],
  },
  {
    ...RELEASE,
    variant: 'release candidate',
    payload: { ref: 'refs/tags/v99.2.0-rc.1' },
    prepare: (fixture) => {
      release(fixture, '99.2.0-rc.1');
      git(fixture.repository, 'tag', 'v99.2.0-rc.1');
    },
    jobs: { check: 'success', publish: 'success' },
    assert: assertReleased('v99.2.0-rc.1', 'stays'),
    mutation: ['contains(github.ref_name', '!contains(github.ref_name'],
  },
  {
    ...RELEASE,
    variant: 'tag without that version in package.json',
    payload: { ref: 'refs/tags/v99.2.0' },
    prepare: ({ repository }) => void git(repository, 'tag', 'v99.2.0'),
    jobs: { check: 'failure', publish: 'skipped' },
    mutation: ['needs: check', 'needs: []'],
  },
];
