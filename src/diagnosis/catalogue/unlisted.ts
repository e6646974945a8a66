import type { Entry } from './entry.ts';

/** An answer that no other entry matches: nothing is guessed, the way to find out is shown. */
export const OTHER_ANSWER = {
  title: 'An answer that is not listed here',
  status: [0, 999],
  history: ['none', 'noUser', 'signature', 'domain', 'ip', 'hours', 'inactive'],
  causes: [
    {
      what: 'This version of the action does not know this answer.',
      fix: 'Find the row for this run. Its Status says why, and the help page says what to change.',
      where: 'history',
    },
  ],
} as const satisfies Entry;

/** The same for connections, which leave no row in Login History. */
export const OTHER_CONNECTION = {
  title: 'A connection error that is not listed here',
  codes: ['*'],
  causes: [
    {
      hint: 'proxy set',
      what: 'This version of the action does not know this connection error.',
      fix: 'Rerun the job. If it fails again, run this command on the same runner.',
      lines: ['curl -v {login-url}/services/oauth2/token'],
      where: 'runner',
    },
  ],
} as const satisfies Entry;

/** What nothing matches: an error that is none of ours. */
export const BUG = {
  title: 'An error of the action itself',
  causes: [
    {
      what: 'This is a bug in the action, not in your configuration.',
      fix: 'Please report it at {issues} with the lines below. They contain none of your values.',
    },
  ],
} as const satisfies Entry;

/** For what the entries before them do not match. */
export const UNLISTED_ENTRIES = [OTHER_ANSWER, OTHER_CONNECTION, BUG] as const;
