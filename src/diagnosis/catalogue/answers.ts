import type { Entry } from './entry.ts';
import {
  API_ACCESS,
  API_ENABLED,
  IN_BETWEEN,
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
      {
        what: 'The app does not have the scope “Manage user data via APIs (api)”.',
        fix: 'Add that scope.',
        where: 'settings',
      },
      API_ENABLED,
    ],
  },
  {
    title: 'INVALID_SESSION_ID: Session expired or invalid',
    says: ['session expired or invalid', 'bad oauth token'],
    errors: ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'invalid_token'],
    status: [401, 401],
    request: 'userinfo',
    also: ['Bad_OAuth_Token'],
    causes: [
      {
        what: 'Another job revoked the token. Salesforce gives every sign-in of this user and app the same token while the session lasts.',
        tell: 'a job with `revoke-token: true` or `sf org logout` ended at that time.',
        fix: 'Remove `revoke-token`, or use one user for each pipeline.',
        where: 'workflow',
      },
      API_ACCESS,
      {
        hint: 'proxy set',
        what: 'Sessions are locked to an IP address, and your network uses several.',
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
        what: 'The edition of the org does not include the API.',
        tell: 'no other client can use the API of this org.',
        fix: 'Ask Salesforce for API access. For Professional Edition it is an add-on.',
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
    title: '407 Proxy Authentication Required',
    codes: ['proxy-refused 407'],
    status: [407, 407],
    causes: [
      {
        when: 'proxy set',
        what: 'The proxy requires a username and a password, or others than these.',
        fix: 'Set HTTPS_PROXY to http://name:password@proxy:port, from a secret. Percent-encode special characters (%XX).',
        where: 'runner',
      },
    ],
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
    also: ['access_token', 'instance_url'],
    causes: [WRONG_HOST, IN_BETWEEN],
  },
  {
    title: 'The token is for a host that is not Salesforce’s',
    problems: ['instance-url-http', 'instance-url-foreign'],
    also: ['instance_url'],
    causes: [
      {
        hint: 'proxy set',
        what: 'The answer names {host} as the instance, which is not a Salesforce host, not the host of the login URL, or not https. No output was set.',
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
        what: 'The answer has no `id`, so the step cannot check `expected-org-id`.',
        fix: 'Set `verify: true`, which asks Salesforce for the org, or remove `expected-org-id`.',
        where: 'workflow',
      },
    ],
  },
] as const satisfies readonly Entry[];
