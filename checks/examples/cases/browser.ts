import type { Case } from '../case.ts';
import { TOKEN } from './requests.ts';

export const CASES: readonly Case[] = [
  {
    file: 'examples/browser-tests.yml',
    event: 'workflow_dispatch',
    // Node's fetch takes no notice of HTTPS_PROXY unless it is told to.
    direct: true,
    jobs: { test: 'success' },
    requests: [
      TOKEN,
      'acme POST /services/oauth2/singleaccess: front door link',
      'acme GET /secur/frontdoor.jsp: front door open',
      'acme GET /lightning/page/home: Home | Salesforce',
    ],
    prints: ['1 passed'],
    slip: ['storageState({ path: STORAGE_STATE })', 'storageState()'],
  },
];
