import type { CatalogEntry } from './entry.ts';
import { UNAVAILABLE } from './shared-causes.ts';

/** The sign-in may have gone well, but a limit that the workflow set was not kept, or there is no runner to keep one for. */
export const CHECK_ENTRIES = [
  {
    title: 'The token belongs to another org',
    errorCodes: ['wrong-org'],
    causes: [
      {
        mentions: 'generic host',
        explanation: 'The token is for org {actual}, but the workflow expects {expected}.',
        fix: 'Set `login-url` and the secrets to the values of the org that you mean, or correct `expected-org-id`. A refresh gives a sandbox a new ID.',
        setupPath: 'company',
      },
    ],
  },
  {
    title: 'The token belongs to another user',
    errorCodes: ['wrong-user'],
    causes: [
      {
        explanation: 'The token is for {actual}, but the workflow asked for {expected}.',
        fix: 'Copy the Username of the user that you mean into `username`.',
        setupPath: 'users',
      },
    ],
  },
  {
    title: 'Out of time (timeout-seconds)',
    errorCodes: ['timeout'],
    causes: [
      {
        mentions: 'proxy set',
        explanation:
          'The {seconds} seconds of `timeout-seconds` passed before the sign-in was complete.',
        fix: 'The log says what happened to each attempt. If Salesforce is just slow, increase `timeout-seconds`.',
        setupPath: 'workflow',
      },
      UNAVAILABLE,
    ],
  },
  {
    title: 'The outputs could not be written',
    errorCodes: ['file-not-written'],
    causes: [
      {
        explanation: 'The step could not write the file {name} of the runner ({reason}).',
        fix: 'Free disk space in the work folder of the runner, and check that the user of the runner can write there.',
        setupPath: 'runner',
      },
    ],
  },
  {
    title: 'Not a GitHub Actions runner',
    errorCodes: ['no-runner'],
    causes: [
      {
        explanation:
          'The environment variable {name} names no file that can be written. A step sets its outputs through it.',
        fix: 'Use the action in a workflow, on a runner of version 2.327.1 or later.',
        setupPath: 'runner',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
