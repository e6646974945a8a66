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
        what: 'The sign-in led to org {actual}, but {expected} is expected. The token was not handed on.',
        fix: 'Set `login-url` and the secrets to those of the org you mean; or correct `expected-org-id` (a refresh gives a sandbox another id).',
        where: 'company',
      },
    ],
  },
  {
    title: 'The token belongs to another user',
    problems: ['wrong-user'],
    causes: [
      {
        what: 'The token belongs to {actual}, but {expected} was asked for. It was not handed on.',
        fix: 'Copy the Username of the user you mean into `username`.',
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
        what: 'The {seconds} seconds of `timeout-seconds` ended before there was a token.',
        fix: 'The log says what each attempt waited for. Raise `timeout-seconds` if Salesforce is only slow.',
        where: 'workflow',
      },
      UNAVAILABLE,
    ],
  },
  {
    title: 'The results could not be handed on to the runner',
    problems: ['file-not-written'],
    also: ['ENOSPC', 'EROFS', 'EDQUOT'],
    causes: [
      {
        what: 'The runner’s file {name} could not be written ({reason}). No output was set.',
        fix: 'Free space on the disk of the runner’s work folder, and check that the runner’s user may write there.',
        where: 'runner',
      },
    ],
  },
  {
    title: 'This is not a runner of GitHub Actions',
    problems: ['no-runner'],
    causes: [
      {
        what: 'The environment names no file {name} that can be written; a step hands on its results through it.',
        fix: 'Use the action as a step of a workflow, on a runner of version 2.327.1 or later.',
        where: 'runner',
      },
    ],
  },
] as const satisfies readonly Entry[];
