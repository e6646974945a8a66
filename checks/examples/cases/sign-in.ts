/** Examples that need nothing but what every runner has. */
import type { Case, Given } from '../case.ts';
import { LIMITS, REVOKED, TOKEN, USER_INFO } from './requests.ts';

const UAT = 'acme--uat.sandbox';
const SITE = 'https://acme.my.site.com/customers';

const orgId = ({ org, loginUrl }: Given): string =>
  org.tenants.find(({ myDomain }) => loginUrl === `https://${myDomain}`)?.orgId ?? '';

export const CASES: readonly Case[] = [
  {
    file: 'examples/first-run.yml',
    event: 'workflow_dispatch',
    jobs: { 'sign-in': 'success' },
    requests: [TOKEN, USER_INFO],
    prints: [
      /^Signed in to org 00D\w{15} as ci@acme\.com$/m,
      '### Signed in to Salesforce as ci@acme.com',
    ],
    slip: ['steps.salesforce.outputs.org-id', 'steps.salesforce.outputs.org_id'],
  },
  {
    file: 'examples/first-run.yml',
    about: 'certificate and audience are set',
    event: 'workflow_dispatch',
    vars: ({ certificatePem, loginUrl }) => ({
      SF_CERTIFICATE: certificatePem,
      SF_AUDIENCE: loginUrl,
    }),
    jobs: { 'sign-in': 'success' },
    requests: [TOKEN, USER_INFO],
    prints: [/^Signed in to org 00D\w{15} as ci@acme\.com$/m],
    slip: ['steps.salesforce.outputs.org-id', 'steps.salesforce.outputs.org_id'],
  },
  {
    file: 'examples/rest-curl.yml',
    event: 'schedule',
    jobs: { count: 'success' },
    requests: [TOKEN, 'acme GET /services/data/v66.0/query: count of Account'],
    prints: [/^3$/m],
    slip: ['outputs.access-token', 'outputs.token'],
  },
  {
    file: 'examples/connected-app.yml',
    event: 'workflow_dispatch',
    org: 'sandbox',
    vars: (given) => ({ SF_ORG_ID: orgId(given) }),
    jobs: { 'sign-in': 'success' },
    requests: [
      'test POST /services/oauth2/token: token for ci@acme.com.uat',
      `${UAT} GET /services/oauth2/userinfo: userinfo of ci@acme.com.uat`,
    ],
    prints: [/^Signed in to org 00D\w{15}$/m],
    slip: ['login-url: https://test', 'login-url: https://login'],
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
    prints: [/"organization_id": "00D\w{15}"/],
    slip: ['SITE_URL: ', 'SITE: '],
  },
  {
    file: 'examples/self-hosted.yml',
    event: 'workflow_dispatch',
    vars: ({ org }) => ({ HTTPS_PROXY: org.proxyUrl, NO_PROXY: 'localhost' }),
    authorityFile: 'company-root-ca.pem',
    jobs: { limits: 'success' },
    requests: [TOKEN, USER_INFO, LIMITS, REVOKED],
    prints: ['DailyApiRequests'],
    slip: ['revoke-token: true', 'revoke-token: false'],
  },
];
