import type { CatalogEntry } from './entry.ts';

/** An answer that no other entry matches: nothing is guessed, the way to find out is shown. */
export const UNKNOWN_RESPONSE = {
  title: 'An answer that is not listed here',
  status: [0, 999],
  loginHistory: ['none', 'noUser', 'signature', 'domain', 'ip', 'hours', 'inactive'],
  causes: [
    {
      explanation: 'This version of the action does not know this answer.',
      fix: 'Find the row for this run. Its Status says why, and the help page says what to change.',
      setupPath: 'history',
    },
  ],
} as const satisfies CatalogEntry;

/** The same for connections, which leave no row in Login History. */
export const UNKNOWN_CONNECTION_ERROR = {
  title: 'A connection error that is not listed here',
  networkCodes: ['*'],
  causes: [
    {
      mentions: 'proxy set',
      explanation: 'This version of the action does not know this connection error.',
      fix: 'Rerun the job. If it fails again, run this command on the same runner.',
      snippet: ['curl -v {login-url}/services/oauth2/token'],
      setupPath: 'runner',
    },
  ],
} as const satisfies CatalogEntry;

/** What nothing matches: an error that is none of ours. */
export const ACTION_BUG = {
  title: 'An error of the action itself',
  causes: [
    {
      explanation: 'This is a bug in the action, not in your configuration.',
      fix: 'Please report it at {issues} with the lines below. They contain none of your values.',
    },
  ],
} as const satisfies CatalogEntry;

/** For what the entries before them do not match. */
export const FALLBACK_ENTRIES = [UNKNOWN_RESPONSE, UNKNOWN_CONNECTION_ERROR, ACTION_BUG] as const;
