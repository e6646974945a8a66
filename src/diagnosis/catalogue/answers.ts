import type { Entry } from './entry.ts';
import {
  API_ACCESS,
  API_ENABLED,
  BETWEEN,
  HIGH_ASSURANCE,
  IN_BETWEEN,
  NO_API_SCOPE,
  TEST_HOST,
  UNAVAILABLE,
  WRONG_HOST,
} from './shared.ts';

/** Answers that are not OAuth errors, and what a token meets that was issued. Particular ones first. */
export const ANSWER_ENTRIES = [
  {
    title: 'This session is not valid for use with the REST API',
    says: [
      'session is not valid for use with the rest api',
      'session is not valid for use with the api',
    ],
    causes: [
      API_ACCESS,
      NO_API_SCOPE,
      {
        what: 'The app’s policy enforces IP restrictions, and the runner’s address is not among the allowed ones.',
        fix: 'Set IP Relaxation to “Relax IP restrictions”, or add the address to the app’s Trusted IP Range.',
        where: 'policies',
      },
      HIGH_ASSURANCE,
      API_ENABLED,
    ],
  },
  {
    title: 'INVALID_SESSION_ID: Session expired or invalid',
    says: ['session expired or invalid', 'bad oauth token'],
    errors: ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'invalid_token'],
    status: [401, 401],
    request: 'userinfo',
    causes: [
      {
        only: 'revoke-token set',
        what: 'Another job of this pipeline revoked the token as it ended: all its jobs share one session.',
        fix: 'Rerun the job: it gets a new session. Then leave out `revoke-token`, or let these jobs run one after the other.',
        where: 'workflow',
      },
      {
        what: 'Somebody ended the session while this job used it. All sign-ins of one user and app share one session.',
        fix: 'Rerun the job: it gets a new session. If it fails again, find out who ends sessions: a revocation in another pipeline, or an admin. Use one user for each pipeline.',
        where: 'sessions',
      },
      API_ACCESS,
      {
        hint: 'proxy set',
        what: 'Sessions are locked to the IP address from which they began, and your network has several.',
        fix: 'Clear “Lock sessions to the IP address from which they originated”.',
        where: 'sessionSettings',
      },
    ],
  },
  {
    title: 'API_DISABLED_FOR_ORG: the API is not enabled',
    says: ['api is disabled for this user', 'api is not enabled'],
    errors: ['API_CURRENTLY_DISABLED', 'API_DISABLED_FOR_ORG'],
    status: [403, 403],
    request: 'userinfo',
    history: ['apiDisabled'],
    causes: [
      API_ENABLED,
      API_ACCESS,
      {
        what: 'The org’s edition has no API.',
        tell: 'no other client can use this org’s API either.',
        fix: 'Ask Salesforce for API access; in Professional Edition it is an add-on.',
        where: 'company',
      },
    ],
  },
  {
    title: 'A redirect instead of an answer (HTTP 3xx)',
    status: [300, 399],
    causes: [WRONG_HOST, IN_BETWEEN],
  },
  {
    title: 'Data Not Available',
    says: ['data not available', 'down for maintenance', 'undergoing maintenance'],
    causes: [UNAVAILABLE, WRONG_HOST],
  },
  {
    title: 'Salesforce is not available (HTTP 5xx)',
    status: [500, 599],
    causes: [
      TEST_HOST,
      UNAVAILABLE,
      { ...IN_BETWEEN, when: 'proxy, and an answer unlike Salesforce’s' },
    ],
  },
  {
    title: 'Too many requests (HTTP 429)',
    status: [429, 429],
    history: ['rate'],
    causes: [
      {
        what: 'Salesforce, or a proxy on the way, takes no more requests at the moment.',
        fix: 'Rerun the job in a few minutes. If it fails again, look for “Get Access Token Limit Exceeded”: the user then signs in too often.',
        where: 'history',
      },
      { ...BETWEEN, hint: 'proxy set' },
    ],
  },
  {
    title: 'Not found (HTTP 404)',
    status: [404, 405],
    causes: [WRONG_HOST, IN_BETWEEN],
  },
  {
    title: 'A web page instead of an answer (HTML)',
    status: [0, 599],
    form: 'html',
    causes: [WRONG_HOST, UNAVAILABLE, IN_BETWEEN],
  },
  {
    title: 'Success, but not a token (HTTP 200)',
    problems: ['not-json', 'not-an-object'],
    causes: [WRONG_HOST, UNAVAILABLE, IN_BETWEEN],
  },
  {
    title: 'The token in the answer cannot be used',
    problems: ['no-access-token', 'access-token-form', 'no-instance-url', 'instance-url-form'],
    causes: [WRONG_HOST, IN_BETWEEN],
  },
  {
    title: 'The token is for a host that is not Salesforce’s',
    problems: ['instance-url-http', 'instance-url-foreign'],
    causes: [
      {
        hint: 'proxy set',
        what: 'The answer names {host} as the instance. That is neither a Salesforce host nor the login URL’s, or it is not https. No output was set.',
        fix: 'Set `login-url` to the org’s My Domain. If it already is, find out what changes answers on the network.',
        where: 'myDomain',
      },
    ],
  },
  {
    title: 'The answer does not say which org the token is for',
    problems: ['no-identity', 'unknown-org'],
    causes: [
      {
        what: 'Without the field `id`, `expected-org-id` cannot be checked.',
        fix: 'Set `verify: true`, which asks Salesforce for the org, or leave `expected-org-id` out.',
        where: 'workflow',
      },
    ],
  },
] as const satisfies readonly Entry[];
