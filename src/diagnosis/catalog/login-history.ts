import type { EvidenceId } from '../evidence.ts';

export type LoginHistoryRow = readonly [
  status: string,
  meaning: string,
  fix: string,
  requires?: EvidenceId,
];

/**
 * Statuses of failed sign-ins as Setup shows them, with their codes in event log files. Both come
 * from Salesforce’s LOGIN_STATUS list. A row that ends with an evidence ID is only shown if the run
 * has that evidence.
 */
export const LOGIN_HISTORY = {
  none: [
    'no row for this run',
    'The request reached another org, or the org has no such user. A sign-in that the org rejects because of the app may leave no row either (our inference).',
    'Set `login-url` to the org’s My Domain, and check `username`.',
    'shared-login-host',
  ],
  noUser: [
    'no row in the org of `login-url`',
    'The org has no such user. A sign-in that the org rejects because of the app may leave no row either (our inference).',
    'Check `username`, also for a space at its end.',
    'not-a-shared-login-host',
  ],
  policy: [
    'a Status that is not listed here',
    'Salesforce documents no Status for this refusal.',
    'Check the app’s settings instead.',
  ],
  signature: [
    'Failed: Signature Invalid, `LOGIN_OAUTH_INVALID_DSIG`',
    'The certificate in the app does not match the private key.',
    'Upload the right certificate.',
  ],
  timestamp: [
    'Failed: Invalid Timestamp, `LOGIN_OAUTH_INVALID_TIMESTAMP`',
    'The runner’s clock is wrong, or the request was late (our inference).',
    'Set the clock.',
  ],
  noConsumer: [
    'Missing Consumer Key Parameter, `LOGIN_OAUTH_NO_CONSUMER`',
    'The org has no app with this consumer key (our inference).',
    'Copy the consumer key again.',
  ],
  deleted: [
    'Failed: Consumer Deleted, `LOGIN_OAUTH_CONSUMER_DELETED`',
    'The app was deleted.',
    'Create an External Client App.',
  ],
  notInstalled: [
    'Package for this consumer is not installed in your organization, `LOGIN_OAUTH_PACKAGE_MISSING`',
    'The app belongs to another org.',
    'Create or install it in this one.',
  ],
  apiDisabled: [
    'Failed: OAuth API access disabled, `LOGIN_OAUTH_API_DISABLED`',
    'The user may not use the API.',
    'Give the user API Enabled.',
  ],
  ip: [
    'Restricted IP, `LOGIN_ERROR_RESTRICTED_DOMAIN`, or Failed: IP Address Not Allowed, `LOGIN_OAUTH_INVALID_IP`',
    'The address is outside the Login IP Ranges.',
    'Change Login IP Ranges of the profile.',
  ],
  hours: [
    'Restricted time, `LOGIN_ERROR_RESTRICTED_TIME`',
    'Login Hours do not allow it at this time.',
    'Change Login Hours of the profile.',
    'hours-possible',
  ],
  domain: [
    'Restricted domain, `LOGIN_ERROR_ORG_DOMAIN_ONLY` or `LOGIN_ERROR_GLOBAL_BLOCK_DOMAIN`',
    'The org accepts sign-ins only at its My Domain.',
    'Set `login-url` to it.',
    'shared-login-host',
  ],
  rate: [
    'Login rate exceeded, `LOGIN_ERROR_RATE_EXCEEDED`, or Failed: Get Access Token Limit Exceeded, `LOGIN_OAUTH_EXCEED_GET_AT_LMT`',
    'The user signed in too often.',
    'Wait, then sign in less often.',
  ],
  logins: [
    'Maximum logins exceeded, `LOGIN_ERROR_LOGINS_EXCEEDED`',
    'The license does not allow this sign-in.',
    'Use another user.',
  ],
  inactive: [
    'User is inactive, `LOGIN_ERROR_USER_INACTIVE`, or User is frozen, `LOGIN_ERROR_USER_FROZEN`',
    'The user is deactivated or frozen.',
    'Activate or unfreeze the user.',
  ],
  org: [
    'Organization is in maintenance, inactive, locked or suspended, `LOGIN_ERROR_ORG_…`, or Trial Expired, `LOGIN_ORG_TRIAL_EXP`',
    'The org is unavailable.',
    'Wait until maintenance is over, or contact Salesforce.',
  ],
  platform: [
    'Failed: Activation secret invalid, `LOGIN_OAUTH_INVALID_DS`',
    'An error inside Salesforce.',
    'Rerun the job. If it fails again, open a case.',
  ],
} as const satisfies Record<string, LoginHistoryRow>;

export type LoginHistoryStatus = keyof typeof LOGIN_HISTORY;
