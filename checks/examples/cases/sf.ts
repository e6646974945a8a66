/** Examples that hand the org to the Salesforce CLI. */
import type { Case, Given } from '../case.ts';
import { deployed, LIMITS, TOKEN } from './requests.ts';

const UAT = 'acme--uat.sandbox';
const UAT_TOKEN = `${UAT} POST /services/oauth2/token: token for ci@acme.com.uat`;

const orgId = ({ org, loginUrl }: Given): string =>
  org.tenants.find(({ myDomain }) => loginUrl === `https://${myDomain}`)?.orgId ?? '';

const pullRequest = (from: string) => ({
  number: 7,
  pull_request: {
    number: 7,
    head: { ref: 'change', repo: { full_name: from, fork: from !== 'acme/app' } },
    base: { ref: 'main', repo: { full_name: 'acme/app' } },
  },
  repository: { full_name: 'acme/app', default_branch: 'main' },
});

const checksOnly = ({ org }: Given): void => {
  const deploy = org.requests.find(({ outcome }) => outcome === 'SOAP deploy');
  if (!deploy?.body.includes('<checkOnly>true</checkOnly>')) throw new Error('the org was changed');
};

export const CASES: readonly Case[] = [
  {
    file: 'examples/deploy.yml',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    jobs: { deploy: 'success' },
    requests: [TOKEN, ...deployed()],
    prints: ['Status: Succeeded'],
    slip: ['export-env: true', 'export-env: false'],
  },
  {
    file: 'examples/validate-pull-request.yml',
    about: 'from a branch',
    event: 'pull_request',
    payload: pullRequest('acme/app'),
    jobs: { validate: 'success' },
    requests: [TOKEN, ...deployed()],
    prints: ['Successfully validated the deployment'],
    more: checksOnly,
    slip: ['deploy validate', 'deploy start'],
  },
  {
    file: 'examples/validate-pull-request.yml',
    about: 'from a fork',
    event: 'pull_request',
    payload: pullRequest('stranger/app'),
    secrets: () => ({ SF_CONSUMER_KEY: '', SF_PRIVATE_KEY: '' }),
    jobs: { validate: 'skipped' },
    requests: [],
    slip: ['if: github.event.pull_request.head.repo.full_name == github.repository', 'if: true'],
  },
  {
    file: 'examples/org-matrix.yml',
    about: 'uat',
    event: 'workflow_dispatch',
    matrix: 'org:uat',
    org: 'sandbox',
    vars: (given) => ({ SF_ORG_ID: orgId(given) }),
    jobs: { deploy: 'success' },
    requests: [
      UAT_TOKEN,
      `${UAT} GET /services/data/v67.0/tooling/sobjects/SourceMember/describe: NOT_FOUND`,
      ...deployed(UAT),
    ],
    prints: ['Status: Succeeded'],
    slip: ['org: [uat, ', 'org: ['],
  },
  {
    file: 'examples/org-matrix.yml',
    about: 'production-eu',
    event: 'workflow_dispatch',
    matrix: 'org:production-eu',
    vars: (given) => ({ SF_ORG_ID: orgId(given).slice(0, 15) }),
    jobs: { deploy: 'success' },
    requests: [TOKEN, ...deployed()],
    prints: ['Status: Succeeded'],
    slip: ['--source-dir force-app', '--source-dir force'],
  },
  {
    file: 'examples/org-matrix.yml',
    about: 'the secrets of another org',
    event: 'workflow_dispatch',
    matrix: 'org:production-us',
    org: 'sandbox',
    vars: ({ org }) => ({ SF_ORG_ID: org.tenants[0]?.orgId ?? '' }),
    jobs: { deploy: 'failure' },
    requests: [UAT_TOKEN],
    prints: ['belongs to another org'],
    slip: ['expected-org-id: ', 'expected-org: '],
  },
  {
    file: 'examples/two-jobs.yml',
    event: 'workflow_dispatch',
    jobs: { deploy: 'success', 'smoke-test': 'success' },
    requests: [TOKEN, ...deployed(), TOKEN, LIMITS],
    prints: ['"Max": 100000'],
    slip: ['needs.deploy.outputs.instance-url', 'needs.deploy.outputs.instance_url'],
  },
];
