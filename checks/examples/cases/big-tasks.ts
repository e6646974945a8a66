/** Examples of the larger tasks for which teams keep the Salesforce CLI. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Given, Run } from '../case.ts';
import { AUTHOR } from '../workplace.ts';
import { apexTests, BULK_LOAD, deployed, NAMED, TOKEN } from './requests.ts';

const UAT = 'acme--uat.sandbox';
const SCRATCH = 'ruby-lake-1234.scratch';
const IS_DEV_HUB = 'acme GET /services/data/v67.0/query: query on ScratchOrgInfo';
const CLASSES = 'force-app/main/default/classes';

/** A second commit, after the one that the last run deployed. */
function change({ repository, kept }: Given, edit: (classes: string) => void): void {
  const git = (...args: string[]) =>
    execFileSync('git', [...AUTHOR, ...args], { cwd: repository, encoding: 'utf8' }).trim();
  writeFileSync(join(kept, 'last-run'), git('rev-parse', 'HEAD'));
  edit(join(repository, CLASSES));
  git('add', '--all');
  git('commit', '--quiet', '--message=Change');
}

const packageOf = ({ kept }: Run): string =>
  readFileSync(globSync(join(kept, '*/workspace/delta/package/package.xml'))[0] ?? '', 'utf8');

export const CASES: readonly Case[] = [
  {
    file: 'examples/delta-deploy.yml',
    about: 'a class changed',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    plugins: true,
    prepare: (given) =>
      change(given, (classes) => {
        appendFileSync(join(classes, 'Greeting.cls'), '// changed\n');
      }),
    jobs: { deploy: 'success' },
    requests: [TOKEN, ...deployed()],
    more: (run) => assert.match(packageOf(run), /<members>Greeting<\/members>/),
    slip: ['fetch-depth: 0', 'fetch-depth: 1'],
  },
  {
    file: 'examples/delta-deploy.yml',
    about: 'a class went',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    plugins: true,
    prepare: (given) =>
      change(given, (classes) => {
        for (const file of globSync(join(classes, 'Farewell.*'))) rmSync(file);
      }),
    jobs: { deploy: 'success' },
    requests: [TOKEN, ...deployed()],
    slip: ['delta/*/*.xml', 'delta/package/package.xml'],
  },
  {
    file: 'examples/delta-deploy.yml',
    about: 'nothing changed',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    plugins: true,
    prepare: (given) =>
      change(given, () => writeFileSync(join(given.repository, 'README.md'), 'Acme\n')),
    jobs: { deploy: 'success' },
    requests: [],
    slip: ["if: steps.delta.outputs.found == 'true'", 'if: true'],
  },
  {
    file: 'examples/delta-deploy.yml',
    about: 'the first deployment',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    plugins: true,
    jobs: { deploy: 'success' },
    requests: [TOKEN, ...deployed()],
    more: (run) => assert.match(packageOf(run), /<members>Greeting<\/members>/),
    slip: ['export-env: true', 'verify: true'],
  },
  {
    file: 'examples/quick-deploy.yml',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    jobs: { validate: 'success', deploy: 'success' },
    requests: [
      TOKEN,
      ...deployed(),
      TOKEN,
      'acme POST /services/Soap/m/67.0: SOAP deployRecentValidation',
      'acme POST /services/Soap/m/67.0: SOAP checkDeployStatus',
    ],
    slip: ['needs.validate.outputs.id', 'needs.validate.outputs.job-id'],
  },
  {
    file: 'examples/two-orgs.yml',
    event: 'workflow_dispatch',
    secrets: ({ org, privateKeyPem }) => ({
      UAT_SF_CONSUMER_KEY: org.app.consumerKey,
      UAT_SF_PRIVATE_KEY: privateKeyPem,
    }),
    vars: () => ({
      UAT_SF_USERNAME: 'ci@acme.com.uat',
      UAT_SF_LOGIN_URL: `https://${UAT}.my.salesforce.com`,
    }),
    jobs: { copy: 'success' },
    requests: [
      TOKEN,
      `${UAT} POST /services/oauth2/token: token for ci@acme.com.uat`,
      'acme GET /services/data/v67.0/query: query on Account',
      ...BULK_LOAD.map((line) => line.replace('acme', UAT)),
    ],
    slip: ['steps.uat.outputs.access-token', 'steps.production.outputs.access-token'],
  },
  {
    file: 'examples/packages.yml',
    event: 'workflow_dispatch',
    jobs: { build: 'success' },
    requests: [
      TOKEN,
      IS_DEV_HUB,
      'acme GET /services/data/v67.0/tooling/sobjects/Package2/…: package',
      'acme POST /services/data/v67.0/tooling/sobjects/Package2VersionCreateRequest: created Package2VersionCreateRequest',
      'acme GET /services/data/v67.0/tooling/query: query on Package2VersionCreateRequest',
      'acme GET /services/data/v67.0/tooling/query: query on Package2Version',
    ],
    prints: [/Subscriber Package Version Id: 04t\w{15}/],
    slip: ['SF_TARGET_DEV_HUB', 'SF_TARGET_HUB'],
  },
  {
    file: 'examples/apex-tests.yml',
    event: 'workflow_dispatch',
    jobs: { test: 'success' },
    requests: [TOKEN, ...NAMED, ...apexTests()],
    prints: ['testsRan'],
    more: ({ kept }) => {
      const junit = globSync(join(kept, 'artifacts/apex-test-results/*-junit.xml'));
      assert.match(readFileSync(junit[0] ?? '', 'utf8'), /<testcase name="greets"/);
    },
    slip: ['--target-org ci --test-level', '--test-level'],
  },
  {
    file: 'examples/bulk-data.yml',
    event: 'workflow_dispatch',
    jobs: { load: 'success' },
    requests: [
      TOKEN,
      ...BULK_LOAD,
      'acme POST /services/data/v67.0/jobs/query: bulk query job',
      'acme GET /services/data/v67.0/jobs/query/…: bulk query JobComplete',
      'acme GET /services/data/v67.0: OK',
      'acme GET /services/data/v67.0/jobs/query/…/results: bulk results',
    ],
    slip: ['--sobject Account', '--sobject Accounts'],
  },
  {
    file: 'examples/scratch-org.yml',
    event: 'workflow_dispatch',
    jobs: { test: 'success' },
    requests: [
      TOKEN,
      IS_DEV_HUB,
      'acme POST /services/data/v67.0/sobjects/ScratchOrgInfo: created ScratchOrgInfo',
      'acme GET /services/data/v67.0/sobjects/ScratchOrgInfo/…: scratch org info',
      `${SCRATCH} POST /services/oauth2/token: token for ci@acme.scratch`,
      `${SCRATCH} GET /services/data/v51.0/query: INVALID_TYPE`,
      `${SCRATCH} GET /services/data/v67.0/tooling/query: query on SourceMember`,
      ...deployed(SCRATCH),
      `${SCRATCH} GET /services/data/v67.0/tooling/query: query on SourceMember`,
      ...apexTests(SCRATCH),
      'acme GET /services/data/v67.0/query: query on ActiveScratchOrg',
      'acme DELETE /services/data/v67.0/sobjects/ActiveScratchOrg/…: deleted ActiveScratchOrg',
    ],
    slip: ['SF_TARGET_DEV_HUB', 'SF_TARGET_HUB'],
  },
];
