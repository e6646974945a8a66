/** Defines the cases of the examples that need only programs that every runner has. */
import type { ExampleCase } from '../case.ts';
import { LIMITS_REQUEST, REVOKE_REQUEST, TOKEN_REQUEST, USER_INFO_REQUEST } from './requests.ts';

const UAT = 'acme--uat.sandbox';
const SITE = 'https://acme.my.site.com/customers';

export const CASES: readonly ExampleCase[] = [
  {
    file: 'examples/first-run.yml',
    event: 'workflow_dispatch',
    jobs: { 'sign-in': 'success' },
    requests: [TOKEN_REQUEST, USER_INFO_REQUEST],
    logIncludes: [
      /^Signed in to org 00D\w{15} as ci@acme\.com$/m,
      '### Signed in to Salesforce as ci@<wbr>acme.com',
    ],
    mutation: ['steps.salesforce.outputs.org-id', 'steps.salesforce.outputs.org_id'],
  },
  {
    file: 'examples/first-run.yml',
    variant: 'with certificate and audience',
    event: 'workflow_dispatch',
    vars: ({ certificatePem, loginUrl }) => ({
      SF_CERTIFICATE: certificatePem,
      SF_AUDIENCE: loginUrl,
    }),
    jobs: { 'sign-in': 'success' },
    requests: [TOKEN_REQUEST, USER_INFO_REQUEST],
    logIncludes: [/^Signed in to org 00D\w{15} as ci@acme\.com$/m],
    mutation: ['steps.salesforce.outputs.org-id', 'steps.salesforce.outputs.org_id'],
  },
  {
    file: 'examples/rest-curl.yml',
    event: 'schedule',
    jobs: { count: 'success' },
    requests: [TOKEN_REQUEST, 'acme GET /services/data/v66.0/query: count of Account'],
    logIncludes: [/^3$/m],
    mutation: ['outputs.access-token', 'outputs.token'],
  },
  {
    file: 'examples/connected-app.yml',
    event: 'workflow_dispatch',
    org: 'sandbox',
    jobs: { 'sign-in': 'success' },
    requests: [
      'test POST /services/oauth2/token: token for ci@acme.com.uat',
      `${UAT} GET /services/oauth2/userinfo: userinfo of ci@acme.com.uat`,
    ],
    logIncludes: [/^Signed in to org 00D\w{15}$/m],
    mutation: ['login-url: https://test', 'login-url: https://login'],
  },
  {
    file: 'examples/experience-cloud.yml',
    event: 'workflow_dispatch',
    vars: () => ({ SF_LOGIN_URL: SITE }),
    jobs: { site: 'success' },
    requests: [
      'acme.my.site.com POST /customers/services/oauth2/token: token for ci@acme.com',
      'acme.my.site.com GET /customers/services/oauth2/userinfo: userinfo of ci@acme.com',
    ],
    logIncludes: [/"organization_id": "00D\w{15}"/],
    mutation: ['SITE_URL: ', 'SITE: '],
  },
  {
    file: 'examples/self-hosted.yml',
    event: 'workflow_dispatch',
    secrets: ({ org }) => ({ HTTPS_PROXY: org.proxyUrl }),
    vars: () => ({ NO_PROXY: 'localhost' }),
    authorityFile: 'company-root-ca.pem',
    jobs: { limits: 'success' },
    requests: [TOKEN_REQUEST, USER_INFO_REQUEST, LIMITS_REQUEST, REVOKE_REQUEST],
    logIncludes: ['DailyApiRequests'],
    mutation: ['revoke-token: true', 'revoke-token: false'],
  },
];
