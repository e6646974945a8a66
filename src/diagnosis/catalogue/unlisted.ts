import type { Entry } from './entry.ts';

/** An answer that no other entry matches: nothing is guessed, the way to find out is shown. */
export const OTHER_ANSWER = {
  title: 'An answer that is not listed here',
  status: [0, 999],
  history: ['none', 'signature', 'domain', 'ip', 'hours', 'inactive'],
  causes: [
    {
      what: 'This version does not know this answer.',
      fix: 'Find the row of this run; its Status says why Salesforce refused. The table on the help page says what to change.',
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
      what: 'This version does not know this error of the connection.',
      fix: 'Run the job again. If it stays, try the line below on the same runner.',
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
      what: 'This should not happen: it is a mistake in this action, not in your configuration.',
      fix: 'Please report it at {issues}, with the lines below. They hold no value of yours.',
    },
  ],
} as const satisfies Entry;

/** For what the entries before them do not match. */
export const UNLISTED_ENTRIES = [OTHER_ANSWER, OTHER_CONNECTION, BUG] as const;
