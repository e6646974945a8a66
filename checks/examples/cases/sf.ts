/** Defines the cases of the examples that use the Salesforce CLI. */
import type { CaseFixture, ExampleCase } from '../case.ts';
import { deployRequests, LIMITS_REQUEST, TOKEN_REQUEST } from './requests.ts';

const UAT = 'acme--uat.sandbox';
const UAT_TOKEN = `${UAT} POST /services/oauth2/token: token for ci@acme.com.uat`;

const pullRequest = (repository: string) => ({
  number: 7,
  pull_request: {
    number: 7,
    head: { ref: 'change', repo: { full_name: repository, fork: repository !== 'acme/app' } },
    base: { ref: 'main', repo: { full_name: 'acme/app' } },
  },
  repository: { full_name: 'acme/app', default_branch: 'main' },
});

const assertCheckOnly = ({ org }: CaseFixture): void => {
  const deploy = org.requests.find(({ outcome }) => outcome === 'SOAP deploy');
  if (!deploy?.body.includes('<checkOnly>true</checkOnly>'))
    throw new Error('The deployment was not a validation.');
};

export const CASES: readonly ExampleCase[] = [
  {
    file: 'examples/deploy.yml',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    jobs: { deploy: 'success' },
    requests: [TOKEN_REQUEST, ...deployRequests()],
    logIncludes: ['Status: Succeeded'],
    mutation: ['export-env: true', 'export-env: false'],
  },
  {
    file: 'examples/validate-pull-request.yml',
    variant: 'from a branch',
    event: 'pull_request',
    payload: pullRequest('acme/app'),
    jobs: { validate: 'success' },
    requests: [TOKEN_REQUEST, ...deployRequests()],
    logIncludes: ['Successfully validated the deployment'],
    assert: assertCheckOnly,
    mutation: ['deploy validate', 'deploy start'],
  },
  {
    file: 'examples/validate-pull-request.yml',
    variant: 'from a fork',
    event: 'pull_request',
    payload: pullRequest('stranger/app'),
    secrets: () => ({ SF_CONSUMER_KEY: '', SF_PRIVATE_KEY: '' }),
    jobs: { validate: 'skipped' },
    requests: [],
    mutation: [
      'if: github.event.pull_request.head.repo.full_name == github.repository',
      'if: true',
    ],
  },
  {
    file: 'examples/org-matrix.yml',
    variant: 'uat',
    event: 'workflow_dispatch',
    matrix: 'org:uat',
    org: 'sandbox',
    jobs: { deploy: 'success' },
    requests: [
      UAT_TOKEN,
      `${UAT} GET /services/data/v67.0/tooling/sobjects/SourceMember/describe: NOT_FOUND`,
      ...deployRequests(UAT),
    ],
    logIncludes: ['Status: Succeeded'],
    mutation: ['org: [uat, ', 'org: ['],
  },
  {
    file: 'examples/org-matrix.yml',
    variant: 'production-eu',
    event: 'workflow_dispatch',
    matrix: 'org:production-eu',
    vars: ({ orgId }) => ({ SF_ORG_ID: orgId.slice(0, 15) }),
    jobs: { deploy: 'success' },
    requests: [TOKEN_REQUEST, ...deployRequests()],
    logIncludes: ['Status: Succeeded'],
    mutation: ['--source-dir force-app', '--source-dir force'],
  },
  {
    file: 'examples/org-matrix.yml',
    variant: 'secrets of another org',
    event: 'workflow_dispatch',
    matrix: 'org:production-us',
    org: 'sandbox',
    vars: ({ org }) => ({ SF_ORG_ID: org.tenants[0]?.orgId ?? '' }),
    jobs: { deploy: 'failure' },
    requests: [UAT_TOKEN],
    logIncludes: ['belongs to another org'],
    mutation: ['expected-org-id: ', 'expected-org: '],
  },
  {
    file: 'examples/deploy.yml',
    variant: 'secrets of another org',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    org: 'sandbox',
    vars: ({ org }) => ({ SF_ORG_ID: org.tenants[0]?.orgId ?? '' }),
    jobs: { deploy: 'failure' },
    requests: [UAT_TOKEN],
    logIncludes: ['belongs to another org'],
    mutation: ['expected-org-id: ', 'expected-org: '],
  },
  {
    file: 'examples/reusable-deploy.yml',
    event: 'workflow_call',
    payload: { inputs: { environment: 'uat' } },
    jobs: { deploy: 'success' },
    requests: [TOKEN_REQUEST, ...deployRequests()],
    logIncludes: ['Status: Succeeded'],
    mutation: ['expected-org-id: ${' + '{ vars.SF_ORG_ID }}', 'expected-org-id: 00D000000000001'],
  },
  {
    file: 'examples/reusable-deploy.yml',
    variant: 'an environment without values',
    event: 'workflow_call',
    payload: { inputs: { environment: 'prodution' } },
    vars: () => ({ SF_ORG_ID: '' }),
    jobs: { deploy: 'failure' },
    requests: [],
    // act can lose the last line of a step that exits immediately, so the message is not checked.
    mutation: ['exit 1', 'exit 0'],
  },
  {
    file: 'examples/call-reusable-deploy.yml',
    event: 'push',
    payload: { ref: 'refs/heads/main' },
    calls: ['examples/reusable-deploy.yml'],
    jobs: { deploy: 'success' },
    requests: [TOKEN_REQUEST, ...deployRequests(), TOKEN_REQUEST, ...deployRequests()],
    logIncludes: ['Status: Succeeded'],
    mutation: ['secrets: inherit', 'secrets: {}'],
  },
  {
    file: 'examples/two-jobs.yml',
    event: 'workflow_dispatch',
    jobs: { deploy: 'success', 'smoke-test': 'success' },
    requests: [TOKEN_REQUEST, ...deployRequests(), TOKEN_REQUEST, LIMITS_REQUEST],
    logIncludes: ['"Max": 100000'],
    mutation: ['needs.deploy.outputs.instance-url', 'needs.deploy.outputs.instance_url'],
  },
];
