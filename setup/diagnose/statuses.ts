import type { OrgCauseId } from './causes.ts';

interface LoginStatus {
  readonly meaning: string;
  /** Undefined if the status has several meanings, or if no source links it to a single setting. */
  readonly cause?: OrgCauseId;
}

/**
 * Texts from Salesforce's table of login statuses, in lowercase because Login History capitalizes them
 * differently. None of them means that the user has not approved the app, that the audience is wrong,
 * or that the app was not found.
 */
const STATUSES: Readonly<Record<string, LoginStatus>> = {
  'user is inactive': { meaning: 'the user was not active', cause: 'user-inactive' },
  'user is frozen': { meaning: 'the user was frozen', cause: 'user-frozen' },
  'failed: signature invalid': {
    meaning: 'the certificate in the app did not belong to the key',
    cause: 'certificate-of-other-key',
  },
  'failed: invalid timestamp': {
    meaning: 'the clock of the runner was wrong, or the request was late',
    cause: 'clock',
  },
  'failed: consumer deleted': { meaning: 'the app was deleted', cause: 'app-deleted' },
  'package for this consumer is not installed in your organization': {
    meaning: 'the app belongs to another org and was not installed in this one',
    cause: 'app-not-installed',
  },
  'installed package for this consumer is out of date': {
    meaning: 'the installed package with the app was out of date',
    cause: 'app-not-installed',
  },
  'failed: oauth api access disabled': {
    meaning: 'the user was not allowed to use the API',
    cause: 'api-disabled',
  },
  'restricted ip': {
    meaning: 'the address was outside the Login IP Ranges of the profile',
    cause: 'ip-ranges',
  },
  'failed: ip address not allowed': {
    meaning: 'the address was outside the Login IP Ranges of the profile',
    cause: 'ip-ranges',
  },
  'restricted time': {
    meaning: 'the Login Hours of the profile did not allow this time',
    cause: 'login-hours',
  },
  'restricted domain': {
    meaning: 'the org accepted such sign-ins only at its My Domain',
    cause: 'my-domain-only',
  },
  'login rate exceeded': { meaning: 'the user signed in too often', cause: 'login-rate' },
  'failed: get access token limit exceeded': {
    meaning: 'the user signed in too often',
    cause: 'login-rate',
  },
  'maximum logins exceeded': {
    meaning: 'the license of the user did not allow another sign-in',
    cause: 'maximum-logins',
  },
  'failed: activation secret invalid': {
    meaning: 'an error inside Salesforce',
    cause: 'platform',
  },
  'organization closed': { meaning: 'the org was closed', cause: 'org-unavailable' },
  'organization is in maintenance': {
    meaning: 'the org was in maintenance',
    cause: 'org-unavailable',
  },
  'organization is inactive': { meaning: 'the org was not active', cause: 'org-unavailable' },
  'organization locked': { meaning: 'the org was locked', cause: 'org-unavailable' },
  'organization suspended': { meaning: 'the org was suspended', cause: 'org-unavailable' },
  'trial expired': { meaning: 'the trial of the org had expired', cause: 'org-unavailable' },
  // The meaning of this status is inferred, so it has no cause.
  'missing consumer key parameter': { meaning: 'perhaps the org has no app with this key' },
};

export const statusOf = (text: string): LoginStatus | undefined =>
  STATUSES[text.trim().toLowerCase()];
