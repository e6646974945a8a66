import type { Entry } from './entry.ts';
import { UNAVAILABLE } from './shared.ts';

/** The sign-in may have gone well, but a limit that the workflow set was not kept, or there is no runner to keep one for. */
export const GUARD_ENTRIES = [
  {
    title: 'The token belongs to another org',
    problems: ['wrong-org'],
    causes: [
      {
        hint: 'generic host',
        what: 'The token is for org {actual}, but the workflow expects {expected}.',
        fix: 'Set `login-url` and the secrets to the values of the org that you mean, or correct `expected-org-id`. A refresh gives a sandbox a new ID.',
        where: 'company',
      },
    ],
  },
  {
    title: 'The token belongs to another user',
    problems: ['wrong-user'],
    causes: [
      {
        what: 'The token is for {actual}, but the workflow asked for {expected}.',
        fix: 'Copy the Username of the user that you mean into `username`.',
        where: 'users',
      },
    ],
  },
  {
    title: 'Out of time (timeout-seconds)',
    problems: ['out-of-time'],
    causes: [
      {
        hint: 'proxy set',
        what: 'The {seconds} seconds of `timeout-seconds` passed before the sign-in was complete.',
        fix: 'The log says what happened to each attempt. If Salesforce is just slow, increase `timeout-seconds`.',
        where: 'workflow',
      },
      UNAVAILABLE,
    ],
  },
  {
    title: 'The outputs could not be written',
    problems: ['file-not-written'],
    causes: [
      {
        what: 'The step could not write the file {name} of the runner ({reason}).',
        fix: 'Free disk space in the work folder of the runner, and check that the user of the runner can write there.',
        where: 'runner',
      },
    ],
  },
  {
    title: 'Not a GitHub Actions runner',
    problems: ['no-runner'],
    causes: [
      {
        what: 'The environment variable {name} names no file that can be written. A step sets its outputs through it.',
        fix: 'Use the action in a workflow, on a runner of version 2.327.1 or later.',
        where: 'runner',
      },
    ],
  },
] as const satisfies readonly Entry[];
