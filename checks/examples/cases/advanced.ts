/** Defines the cases of the examples for advanced tasks with the Salesforce CLI. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFixture, CaseRun, ExampleCase } from '../case.ts';
import { AUTHOR } from '../fixture.ts';
import {
  apexTestRequests,
  BULK_LOAD_REQUESTS,
  deployRequests,
  LOGIN_REQUESTS,
  TOKEN_REQUEST,
} from './requests.ts';

const UAT = 'acme--uat.sandbox';
const SCRATCH = 'ruby-lake-1234.scratch';
const IS_DEV_HUB = 'acme GET /services/data/v67.0/query: query on ScratchOrgInfo';
const CLASSES = 'force-app/main/default/classes';

/** Adds a commit after the one that the previous run deployed. */
function commitChange(
  { repository, artifacts }: CaseFixture,
  edit: (classes: string) => void,
): void {
  const git = (...args: string[]) =>
    execFileSync('git', [...AUTHOR, ...args], { cwd: repository, encoding: 'utf8' }).trim();
  writeFileSync(join(artifacts, 'last-run'), git('rev-parse', 'HEAD'));
  edit(join(repository, CLASSES));
  git('add', '--all');
  git('commit', '--quiet', '--message=Change');
}

const deltaPackage = ({ artifacts }: CaseRun): string =>
  readFileSync(globSync(join(artifacts, '*/workspace/delta/package/package.xml'))[0] ?? '', 'utf8');

export const CASES: readonly ExampleCase[] = [
  {
    file: 'examples/delta-deploy.yml',
    variant: 'a class was changed',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    preinstallPlugins: true,
    prepare: (fixture) =>
      commitChange(fixture, (classes) => {
        appendFileSync(join(classes, 'Greeting.cls'), '// changed\n');
      }),
    jobs: { deploy: 'success' },
    requests: [TOKEN_REQUEST, ...deployRequests()],
    assert: (run) => assert.match(deltaPackage(run), /<members>Greeting<\/members>/),
    mutation: ['fetch-depth: 0', 'fetch-depth: 1'],
  },
  {
    file: 'examples/delta-deploy.yml',
    variant: 'a class was deleted',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    preinstallPlugins: true,
    prepare: (fixture) =>
      commitChange(fixture, (classes) => {
        for (const file of globSync(join(classes, 'Farewell.*'))) rmSync(file);
      }),
    jobs: { deploy: 'success' },
    requests: [TOKEN_REQUEST, ...deployRequests()],
    mutation: ['delta/*/*.xml', 'delta/package/package.xml'],
  },
  {
    file: 'examples/delta-deploy.yml',
    variant: 'nothing changed',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    preinstallPlugins: true,
    prepare: (fixture) =>
      commitChange(fixture, () => writeFileSync(join(fixture.repository, 'README.md'), 'Acme\n')),
    jobs: { deploy: 'success' },
    requests: [],
    mutation: ["if: steps.delta.outputs.found == 'true'", 'if: true'],
  },
  {
    file: 'examples/delta-deploy.yml',
    variant: 'first deployment',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    preinstallPlugins: true,
    jobs: { deploy: 'success' },
    requests: [TOKEN_REQUEST, ...deployRequests()],
    assert: (run) => assert.match(deltaPackage(run), /<members>Greeting<\/members>/),
    mutation: ['export-env: true', 'verify: true'],
  },
  {
    file: 'examples/quick-deploy.yml',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    jobs: { validate: 'success', deploy: 'success' },
    requests: [
      TOKEN_REQUEST,
      ...deployRequests(),
      TOKEN_REQUEST,
      'acme POST /services/Soap/m/67.0: SOAP deployRecentValidation',
      'acme POST /services/Soap/m/67.0: SOAP checkDeployStatus',
    ],
    mutation: ['needs.validate.outputs.id', 'needs.validate.outputs.job-id'],
  },
  {
    file: 'examples/two-orgs.yml',
    event: 'workflow_dispatch',
    secrets: ({ org, privateKeyPem }) => ({
      UAT_SF_CONSUMER_KEY: org.app.consumerKey,
      UAT_SF_PRIVATE_KEY: privateKeyPem,
    }),
    vars: ({ org }) => ({
      UAT_SF_USERNAME: 'ci@acme.com.uat',
      UAT_SF_LOGIN_URL: `https://${UAT}.my.salesforce.com`,
      UAT_SF_ORG_ID: org.tenants.find(({ name }) => name === 'sandbox')?.orgId ?? '',
    }),
    jobs: { copy: 'success' },
    requests: [
      TOKEN_REQUEST,
      `${UAT} POST /services/oauth2/token: token for ci@acme.com.uat`,
      'acme GET /services/data/v67.0/query: query on Account',
      ...BULK_LOAD_REQUESTS.map((line) => line.replace('acme', UAT)),
    ],
    mutation: ['steps.uat.outputs.access-token', 'steps.production.outputs.access-token'],
  },
  {
    file: 'examples/packages.yml',
    event: 'workflow_dispatch',
    jobs: { build: 'success' },
    requests: [
      TOKEN_REQUEST,
      IS_DEV_HUB,
      'acme GET /services/data/v67.0/tooling/sobjects/Package2/…: package',
      'acme POST /services/data/v67.0/tooling/sobjects/Package2VersionCreateRequest: created Package2VersionCreateRequest',
      'acme GET /services/data/v67.0/tooling/query: query on Package2VersionCreateRequest',
      'acme GET /services/data/v67.0/tooling/query: query on Package2Version',
    ],
    logIncludes: [/Subscriber Package Version Id: 04t\w{15}/],
    mutation: ['SF_TARGET_DEV_HUB', 'SF_TARGET_HUB'],
  },
  {
    file: 'examples/apex-tests.yml',
    event: 'workflow_dispatch',
    jobs: { test: 'success' },
    requests: [TOKEN_REQUEST, ...LOGIN_REQUESTS, ...apexTestRequests()],
    logIncludes: ['testsRan'],
    assert: ({ artifacts }) => {
      const junit = globSync(join(artifacts, 'uploads/apex-test-results/*-junit.xml'));
      assert.match(readFileSync(junit[0] ?? '', 'utf8'), /<testcase name="greets"/);
    },
    mutation: ['--target-org ci --test-level', '--test-level'],
  },
  {
    file: 'examples/bulk-data.yml',
    event: 'workflow_dispatch',
    jobs: { load: 'success' },
    requests: [
      TOKEN_REQUEST,
      ...BULK_LOAD_REQUESTS,
      'acme POST /services/data/v67.0/jobs/query: bulk query job',
      'acme GET /services/data/v67.0/jobs/query/…: bulk query JobComplete',
      'acme GET /services/data/v67.0: OK',
      'acme GET /services/data/v67.0/jobs/query/…/results: bulk results',
    ],
    mutation: ['--sobject Account', '--sobject Accounts'],
  },
  {
    file: 'examples/scratch-org.yml',
    event: 'workflow_dispatch',
    jobs: { test: 'success' },
    requests: [
      TOKEN_REQUEST,
      IS_DEV_HUB,
      'acme POST /services/data/v67.0/sobjects/ScratchOrgInfo: created ScratchOrgInfo',
      'acme GET /services/data/v67.0/sobjects/ScratchOrgInfo/…: scratch org info',
      `${SCRATCH} POST /services/oauth2/token: token for ci@acme.scratch`,
      `${SCRATCH} GET /services/data/v51.0/query: INVALID_TYPE`,
      `${SCRATCH} GET /services/data/v67.0/tooling/query: query on SourceMember`,
      ...deployRequests(SCRATCH),
      `${SCRATCH} GET /services/data/v67.0/tooling/query: query on SourceMember`,
      ...apexTestRequests(SCRATCH),
      'acme GET /services/data/v67.0/query: query on ActiveScratchOrg',
      'acme DELETE /services/data/v67.0/sobjects/ActiveScratchOrg/…: deleted ActiveScratchOrg',
    ],
    mutation: ['SF_TARGET_DEV_HUB', 'SF_TARGET_HUB'],
  },
];
