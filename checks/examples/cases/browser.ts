import type { ExampleCase } from '../case.ts';
import { TOKEN_REQUEST } from './requests.ts';

export const CASES: readonly ExampleCase[] = [
  {
    file: 'examples/browser-tests.yml',
    event: 'workflow_dispatch',
    // By default, Chromium ignores HTTPS_PROXY.
    noProxy: true,
    jobs: { test: 'success' },
    requests: [TOKEN_REQUEST, 'acme GET /lightning/page/home: Home | Salesforce'],
    logIncludes: ['1 passed'],
    mutation: ["name: 'sid'", "name: 'session'"],
  },
];
