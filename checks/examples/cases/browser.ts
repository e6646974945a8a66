import type { ExampleCase } from '../case.ts';
import { TOKEN_REQUEST } from './requests.ts';

export const CASES: readonly ExampleCase[] = [
  {
    file: 'examples/browser-tests.yml',
    event: 'workflow_dispatch',
    // By default, Node's fetch ignores HTTPS_PROXY.
    noProxy: true,
    jobs: { test: 'success' },
    requests: [
      TOKEN_REQUEST,
      'acme POST /services/oauth2/singleaccess: frontdoor link',
      'acme GET /secur/frontdoor.jsp: frontdoor session',
      'acme GET /lightning/page/home: Home | Salesforce',
    ],
    logIncludes: ['1 passed'],
    mutation: ['storageState({ path: STORAGE_STATE })', 'storageState()'],
  },
];
