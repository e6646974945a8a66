import type { CatalogEntry } from './entry.ts';
import { CHANGED_ANSWERS, UNAVAILABLE } from './shared-causes.ts';

/**
 * Entries for the checks and limits that a workflow can enable, and for runner files that cannot be
 * written.
 */
export const CHECK_ENTRIES = [
  {
    id: 'wrong-org',
    title: 'The token belongs to another org',
    errorCodes: ['wrong-org'],
    causes: [
      {
        id: 'wrong-org',
        mentions: 'shared-login-host',
        explanation: 'The token is for org {actual}, but the workflow expects {expected}.',
        fix: 'Set `login-url` and the secrets to the values of the org that you mean, or correct `expected-org-id`.',
        setupPath: 'company',
      },
      {
        id: 'sandbox-refreshed',
        requires: 'sandbox-my-domain',
        explanation: 'The sandbox was refreshed after `expected-org-id` was set.',
        appliesIf: 'Company Information of this sandbox shows {actual}.',
        fix: 'Set `expected-org-id` to {actual}.',
        setupPath: 'company',
      },
    ],
  },
  {
    id: 'wrong-user',
    title: 'The token belongs to another user',
    errorCodes: ['wrong-user'],
    causes: [
      {
        id: 'wrong-user',
        explanation: 'The token is for {actual}, but the workflow asked for {expected}.',
        fix: 'Compare `login-url` with Setup → My Domain, and `consumer-key` with the app in that org. Only if {actual} is right, set `username` to it.',
        setupPath: 'users',
      },
    ],
  },
  {
    id: 'identity-mismatch',
    title: 'Two answers name different users or orgs',
    errorCodes: ['identity-mismatch'],
    causes: [
      {
        id: 'identity-mismatch',
        ...CHANGED_ANSWERS,
        explanation: 'The sign-in named {expected}, but the check after it named {actual}.',
      },
    ],
  },
  {
    id: 'step-timeout',
    title: 'Out of time (timeout-seconds)',
    errorCodes: ['timeout'],
    causes: [
      {
        id: 'step-timeout',
        mentions: 'proxy-set',
        explanation:
          'The {seconds} seconds of `timeout-seconds` passed before the sign-in was complete.',
        fix: 'The log says what happened to each attempt. If Salesforce is slow, increase `timeout-seconds`.',
        setupPath: 'workflow',
      },
      UNAVAILABLE,
    ],
  },
  {
    id: 'outputs-not-written',
    title: 'The outputs could not be written',
    errorCodes: ['file-not-written'],
    causes: [
      {
        id: 'outputs-not-written',
        explanation: 'The step could not write the file {name} of the runner ({reason}).',
        fix: 'Free disk space in the work folder of the runner, and check that the runner’s user can write there.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'not-a-runner',
    title: 'Not a GitHub Actions runner',
    errorCodes: ['no-runner'],
    causes: [
      {
        id: 'not-a-runner',
        explanation:
          'The variable {name} names no file that can be written. A step sets its outputs through it.',
        fix: 'Use the action in a workflow, on a runner of version 2.327.1 or later.',
        setupPath: 'runner',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
