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
    'The certificate in the app is not the private key’s.',
    'Upload the right certificate.',
  ],
  timestamp: [
    '`LOGIN_OAUTH_INVALID_TIMESTAMP`',
    'The runner’s clock is wrong, or the request was late.',
    'Set the clock.',
  ],
  noConsumer: [
    'Missing Consumer Key, `LOGIN_OAUTH_NO_CONSUMER`',
    'The org has no app with this consumer key.',
    'Copy the consumer key anew.',
  ],
  deleted: [
    '`LOGIN_OAUTH_CONSUMER_DELETED`',
    'The app was deleted.',
    'Create an External Client App.',
  ],
  notInstalled: [
    'Package for this consumer is not installed in your organization, `LOGIN_OAUTH_PACKAGE_MISSING`',
    'The app belongs to another org.',
    'Create or install it here.',
  ],
  apiDisabled: [
    '`LOGIN_OAUTH_API_DISABLED`',
    'The user may not use the API.',
    'Give the user API Enabled.',
  ],
  oauthIp: [
    '`LOGIN_OAUTH_INVALID_IP`',
    'The address or the hour is not allowed.',
    'Change Login IP Ranges or Login Hours of the profile.',
  ],
  ip: [
    'Restricted IP, `LOGIN_ERROR_RESTRICTED_DOMAIN`',
    'The address is outside the Login IP Ranges.',
    'Change Login IP Ranges of the profile.',
  ],
  hours: [
    '`LOGIN_ERROR_RESTRICTED_TIME`',
    'The profile’s Login Hours do not allow it now.',
    'Change Login Hours of the profile.',
  ],
  domain: [
    'Restricted domain, `LOGIN_ERROR_ORG_DOMAIN_ONLY`',
    'The org accepts sign-ins at its My Domain only.',
    'Set `login-url` to it.',
  ],
  rate: [
    '`LOGIN_ERROR_RATE_EXCEEDED`',
    'The user signed in too often.',
    'Wait an hour, and sign in less often.',
  ],
  tokenRate: [
    'Get Access Token Limit Exceeded, `LOGIN_OAUTH_EXCEED_GET_AT_LMT`',
    'Too many tokens were asked for.',
    'Wait an hour, and sign in less often.',
  ],
  inactive: [
    '`LOGIN_ERROR_USER_INACTIVE`, `LOGIN_ERROR_USER_FROZEN`',
    'The user is deactivated or frozen.',
    'Activate or unfreeze the user.',
  ],
  org: [
    '`LOGIN_ERROR_ORG_IN_MAINTENANCE`, `…_INACTIVE`, `…_LOCKOUT`, `…_SUSPENDED`, `LOGIN_ORG_TRIAL_EXP`',
    'The org itself is not available.',
    'Wait for the end of the maintenance, or ask Salesforce.',
  ],
  platform: [
    '`LOGIN_OAUTH_INVALID_DS`',
    'A failure inside Salesforce.',
    'Run again; open a case if it stays.',
  ],
} as const satisfies Record<string, readonly [string, string, string]>;

export type HistoryStatus = keyof typeof LOGIN_HISTORY;
