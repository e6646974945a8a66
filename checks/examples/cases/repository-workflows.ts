/** Defines the cases of the other workflows of this repository. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseRun, ExampleCase } from '../case.ts';
import { AUTHOR } from '../fixture.ts';
import { ROOT } from '../paths.ts';
import { LIMITS_REQUEST, TOKEN_REQUEST, USER_INFO_REQUEST } from './requests.ts';

/** Asserts that the org that the job of ci.yml starts has logged a sign-in and a revocation. */
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

const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, stdio: 'pipe' });

/**
 * Replaces .ci/run, which would run this check again, with the parts that depend on the job that GitHub
 * sets up.
 */
const SHORT_CI = `#!/usr/bin/env bash
set -euo pipefail
test "$(id -u)" -ne 0
git merge-base --is-ancestor HEAD origin/main
test "$(git rev-parse --is-shallow-repository)" = false
# Debian's Java stores its certificate authorities here; the Java in GitHub's images does not.
test -z "$(ls -A /etc/ssl/certs/java 2>/dev/null)"
# The shims belong to the outer check.
PATH=$(tr ':' '\\n' <<< "$PATH" | grep -v '/shims$' | paste -sd :)
# Reuse the packages that are installed for this check.
touch -d 2020-01-01 package-lock.json checks/interop/package-lock.json
for path in node_modules checks/interop/node_modules checks/examples/.cache checks/setup/bin; do
  ln -s "${ROOT}/$path" "$path"
done
bash checks/examples/run --test-name-pattern='examples/java.yml$|release.yml: a version$'
`;

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
      E2E: 'true',
      SF_ORG_ID: org.tenants[0]?.orgId ?? '',
      SF_CERTIFICATE: certificatePem,
    }),
    jobs: { 'sign-in': 'success' },
    requests: [TOKEN_REQUEST, USER_INFO_REQUEST, LIMITS_REQUEST],
    mutation: ["vars.E2E == 'true'", "vars.E2E == 'yes'"],
  },
  {
    file: '.github/workflows/e2e.yml',
    variant: 'without an org',
    event: 'workflow_dispatch',
    matrix: 'os:ubuntu-latest',
    repository: 'own',
    jobs: { 'sign-in': 'skipped' },
    requests: [],
    mutation: ["if: vars.E2E == 'true'", 'if: true'],
  },
  {
    file: '.github/workflows/ci.yml',
    variant: 'tests from a shallow clone, not as root',
    event: 'push',
    job: 'test',
    matrix: 'os:ubuntu-latest',
    repository: 'own',
    jobs: { test: 'success' },
    requests: [],
    assert: ({ artifacts }) =>
      assert.ok(existsSync(join(artifacts, 'uploads/test-report-ubuntu-latest')), 'no report'),
    // This mistake fails immediately, whereas any other would run all tests again.
    mutation: ['npm run report', 'npm run reports'],
  },
  {
    file: '.github/workflows/ci.yml',
    variant: 'types and lint',
    event: 'push',
    job: 'check',
    repository: 'own',
    jobs: { check: 'success' },
    requests: [],
    mutation: ['npm run check', 'npm run checks'],
  },
  {
    file: '.github/workflows/ci.yml',
    variant: 'everything, with the history, sudo and the Java of a hosted runner',
    event: 'push',
    job: 'everything',
    repository: 'own',
    prepare: ({ repository }) => {
      writeFileSync(join(repository, '.ci/run'), SHORT_CI);
      git(repository, ...AUTHOR, 'commit', '--quiet', '--all', '--message=Shorten .ci/run');
    },
    jobs: { everything: 'success' },
    requests: [],
    logIncludes: [/^.*✔ examples\/java\.yml/m],
    mutation: ['fetch-depth: 0', 'fetch-depth: 1'],
  },
];
