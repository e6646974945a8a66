/**
 * Statuses of failed sign-ins: status, meaning, what to change. Setup → Login History shows words that
 * differ a little between releases; `LoginHistory` and the event log file have the names.
 */
export const LOGIN_HISTORY = {
  none: [
    'no row for this run',
    'The request reached another org, or the org has no such user.',
    'Check `login-url` and `username`.',
  ],
  signature: [
    'Signature Invalid, `LOGIN_OAUTH_INVALID_DSIG`',
    'The certificate in the app does not match the private key.',
    'Upload the matching certificate.',
  ],
  timestamp: [
    '`LOGIN_OAUTH_INVALID_TIMESTAMP`',
    'The runner’s clock is wrong, or the request was delayed.',
    'Synchronize the clock.',
  ],
  noConsumer: [
    'Missing Consumer Key, `LOGIN_OAUTH_NO_CONSUMER`',
    'The org has no app with this consumer key.',
    'Copy the consumer key again.',
  ],
  deleted: [
    '`LOGIN_OAUTH_CONSUMER_DELETED`',
    'The app was deleted.',
    'Create an External Client App.',
  ],
  notInstalled: [
    'Package for this consumer is not installed in your organization, `LOGIN_OAUTH_PACKAGE_MISSING`',
    'The app is in another org.',
    'Create or install it here.',
  ],
  apiDisabled: [
    '`LOGIN_OAUTH_API_DISABLED`',
    'The user cannot use the API.',
    'Assign the user API Enabled.',
  ],
  oauthIp: [
    '`LOGIN_OAUTH_INVALID_IP`',
    'The address or the time is not allowed.',
    'Change Login IP Ranges or Login Hours of the profile.',
  ],
  ip: [
    'Restricted IP, `LOGIN_ERROR_RESTRICTED_DOMAIN`',
    'The address is outside the Login IP Ranges.',
    'Change Login IP Ranges of the profile.',
  ],
  hours: [
    '`LOGIN_ERROR_RESTRICTED_TIME`',
    'Login Hours of the profile do not allow it now.',
    'Change Login Hours of the profile.',
  ],
  domain: [
    'Restricted domain, `LOGIN_ERROR_ORG_DOMAIN_ONLY`',
    'The org accepts sign-ins only at its My Domain.',
    'Set `login-url` to the My Domain.',
  ],
  rate: [
    '`LOGIN_ERROR_RATE_EXCEEDED`',
    'The user signed in too often.',
    'Wait 15 to 60 minutes, and sign in less often.',
  ],
  tokenRate: [
    'Get Access Token Limit Exceeded, `LOGIN_OAUTH_EXCEED_GET_AT_LMT`',
    'Too many tokens were requested.',
    'Wait 15 to 60 minutes, and sign in less often.',
  ],
  inactive: [
    '`LOGIN_ERROR_USER_INACTIVE`, `LOGIN_ERROR_USER_FROZEN`',
    'The user is deactivated or frozen.',
    'Activate or unfreeze the user.',
  ],
  org: [
    '`LOGIN_ERROR_ORG_IN_MAINTENANCE`, `…_INACTIVE`, `…_LOCKOUT`, `…_SUSPENDED`, `LOGIN_ORG_TRIAL_EXP`',
    'The org is not available.',
    'Wait until the maintenance ends, or ask Salesforce.',
  ],
  platform: [
    '`LOGIN_OAUTH_INVALID_DS`',
    'An internal failure of Salesforce.',
    'Rerun the job. If it fails again, open a case.',
  ],
} as const satisfies Record<string, readonly [string, string, string]>;

export type HistoryStatus = keyof typeof LOGIN_HISTORY;
