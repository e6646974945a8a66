import type { CatalogEntry } from './entry.ts';

/**
 * Matches every response that no other entry matches. It suggests no cause, because a wrong one would
 * waste the reader's time.
 */
export const UNKNOWN_RESPONSE = {
  id: 'unknown-response',
  title: 'An answer that is not listed here',
  status: [0, 999],
  loginHistory: ['none', 'noUser', 'signature', 'domain', 'ip', 'hours', 'inactive'],
  causes: [
    {
      id: 'unknown-response',
      refutedBy: ['signed-in'],
      explanation: 'It is unknown: the action does not recognize this answer.',
      fix: 'Rerun the job. If it fails again, find the row of {username} at the time above (Setup shows your time zone). “Login History” on the help page explains its Status, and a missing row.',
      setupPath: 'history',
    },
    {
      id: 'unknown-check-response',
      requires: 'signed-in',
      explanation:
        'It is unknown: the action does not recognize this answer to a request with the token.',
      fix: 'Search Salesforce’s API documentation for this code, and check the permissions of {username}.',
      setupPath: 'permissions',
    },
  ],
} as const satisfies CatalogEntry;

/**
 * Matches every connection error that no other entry matches. Login History does not show
 * connection errors.
 */
export const UNKNOWN_CONNECTION_ERROR = {
  id: 'unknown-connection-error',
  title: 'A connection error that is not listed here',
  networkCodes: ['*'],
  causes: [
    {
      id: 'unknown-connection-error',
      mentions: 'proxy-set',
      explanation: 'It is unknown: the action does not recognize this error.',
      fix: 'Rerun the job. If it fails again, run this command on the same runner.',
      snippet: ['curl -v https://{host}'],
      setupPath: 'runner',
    },
  ],
} as const satisfies CatalogEntry;

/** Used for errors that the action does not define, such as a TypeError. */
export const ACTION_BUG = {
  id: 'action-bug',
  title: 'An error of the action itself',
  causes: [
    {
      id: 'action-bug',
      certain: true,
      explanation: 'This is a bug in the action, not in your configuration.',
      fix: 'Please report it at {issues} with the lines below. They contain none of your values.',
    },
  ],
} as const satisfies CatalogEntry;

export const FALLBACK_ENTRIES = [UNKNOWN_RESPONSE, UNKNOWN_CONNECTION_ERROR, ACTION_BUG] as const;
