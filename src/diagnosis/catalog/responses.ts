import type { CatalogEntry } from './entry.ts';
import {
  API_ACCESS,
  API_ENABLED,
  CHANGED_ANSWERS,
  HIGH_ASSURANCE,
  INTERCEPTING_PROXY,
  INTERCEPTION,
  NO_API_SCOPE,
  TOKEN_WITHOUT_API_SCOPE,
  UNAVAILABLE,
  USE_MY_DOMAIN,
  USE_SANDBOX_DOMAIN,
  WRONG_HOST,
} from './shared-causes.ts';

const SITE_PATH_WRONG = {
  id: 'site-path-wrong',
  impliedBy: 'site-path',
  explanation: 'The site has no sign-in under this path: it may be that of the login page only.',
  fix: 'Remove the path from `login-url`, and `audience` if it is set.',
  setupPath: 'workflow',
} as const;

/**
 * Title of the page on which Salesforce asks users to create a passkey. A redirect to the page
 * contains only its URL, so this title is also used for the redirect.
 */
export const PASSKEY_PHRASE = 'create a passkey';

/**
 * Entries for responses that are not OAuth errors, and for requests that use the token. The first
 * entry whose range contains the status is used, so a range must precede any wider one that
 * contains it.
 */
export const RESPONSE_ENTRIES = [
  {
    id: 'session-not-valid-for-api',
    title: 'This session is not valid for use with the REST API',
    phrases: [
      'session is not valid for use with the rest api',
      'session is not valid for use with the api',
    ],
    causes: [
      TOKEN_WITHOUT_API_SCOPE,
      API_ACCESS,
      NO_API_SCOPE,
      {
        id: 'app-ip-restrictions',
        mentions: 'proxy-set',
        explanation:
          'The app’s policy enforces IP restrictions, and the address of the request is not an allowed one.',
        fix: 'Set IP Relaxation to “Relax IP restrictions”, or add the address to the app’s Trusted IP Range.',
        setupPath: 'policies',
      },
      HIGH_ASSURANCE,
      API_ENABLED,
    ],
  },
  {
    id: 'session-invalid',
    title: 'INVALID_SESSION_ID: Session expired or invalid',
    phrases: ['session expired or invalid', 'Bad_OAuth_Token'],
    salesforceErrors: ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'invalid_token'],
    status: [401, 401],
    request: 'userinfo',
    causes: [
      TOKEN_WITHOUT_API_SCOPE,
      {
        id: 'session-revoked-by-other-job',
        impliedBy: 'revoke-token-set',
        explanation:
          'Another job of this pipeline revoked the token as it ended: all its jobs share one session.',
        fix: 'Rerun the job: it gets a new session. Then leave out `revoke-token`, or run these jobs one after the other.',
        setupPath: 'workflow',
      },
      {
        id: 'session-tied-to-address',
        mentions: 'proxy-set',
        explanation:
          'The org ties sessions to IP addresses, and this request came from another address than the sign-in.',
        fix: 'Clear “Enforce login IP ranges on every request” and “Lock sessions to the IP address from which they originated”, or use a runner with one fixed address.',
        setupPath: 'sessionSettings',
      },
      {
        id: 'session-ended',
        explanation:
          'Somebody ended the session while this job used it. All sign-ins of one user and app share one session.',
        fix: 'Rerun the job: it gets a new session. If it fails again, find out who ends sessions: a revocation in another pipeline, or an admin. Use one user for each pipeline.',
        setupPath: 'sessions',
      },
      API_ACCESS,
    ],
  },
  {
    id: 'api-disabled',
    title: 'API_DISABLED_FOR_ORG: the API is not enabled',
    phrases: ['api is disabled for this user', 'api is not enabled'],
    salesforceErrors: ['API_CURRENTLY_DISABLED', 'API_DISABLED_FOR_ORG'],
    request: 'userinfo',
    causes: [
      TOKEN_WITHOUT_API_SCOPE,
      API_ENABLED,
      API_ACCESS,
      {
        id: 'edition-without-api',
        promotedBy: 'api-off-for-org',
        refutedBy: ['api-off-for-user'],
        explanation: 'The org’s edition has no API.',
        appliesIf: 'no other client can use this org’s API either.',
        fix: 'Ask Salesforce for API access; in Professional Edition it is an add-on.',
        setupPath: 'company',
      },
    ],
  },
  {
    id: 'request-limit-exceeded',
    title: 'REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded',
    phrases: ['totalrequests limit exceeded'],
    salesforceErrors: ['REQUEST_LIMIT_EXCEEDED'],
    causes: [
      {
        id: 'requests-of-24-hours-used-up',
        refutedBy: ['requests-at-once'],
        explanation: 'The org has used up its API calls of the last 24 hours.',
        fix: 'Wait, and find the program that makes most calls. “API Requests, Last 24 Hours” shows their number and the limit.',
        setupPath: 'company',
      },
      {
        id: 'too-many-requests-at-once',
        refutedBy: ['requests-of-24-hours'],
        explanation: 'Too many long API calls of this org run at once.',
        fix: 'Rerun the job in a few minutes, and run fewer jobs at once.',
      },
    ],
  },
  {
    id: 'password-expired',
    title: 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
    phrases: ['password has expired'],
    salesforceErrors: ['INVALID_OPERATION_WITH_EXPIRED_PASSWORD'],
    causes: [
      {
        id: 'password-expired',
        certain: true,
        explanation:
          'The user’s password has expired. The sign-in needs none, but the API refuses such users.',
        fix: 'Reset the password of {username}, and give the user the permission Password Never Expires.',
        setupPath: 'users',
      },
    ],
  },
  {
    id: 'passkey-page',
    title: 'Create a Passkey (/_ui/identity/webauthn/Add)',
    phrases: [PASSKEY_PHRASE],
    causes: [
      {
        id: 'passkey-page',
        explanation:
          'Salesforce shows its page “Create a Passkey” instead of an answer. Since July 2026, it asks privileged users for a passkey at browser logins.',
        fix: 'Set `login-url` to the My Domain, without a path, and use a user without Modify All Data, View All Data, Customize Application and Author Apex. JWT sign-ins need no passkey.',
        setupPath: 'users',
      },
    ],
  },
  {
    id: 'redirect',
    title: 'A redirect instead of an answer (HTTP 3xx)',
    status: [300, 399],
    causes: [
      {
        id: 'redirected-to-my-domain',
        impliedBy: 'redirected-to-my-domain',
        explanation: 'The org has another host for these requests.',
        fix: 'Set the host to which Salesforce redirects:',
        snippet: ['login-url: https://{redirect-host}'],
        setupPath: 'workflow',
      },
      {
        ...USE_MY_DOMAIN,
        id: 'redirect-at-shared-host',
        requires: 'shared-login-url',
        refutedBy: ['redirected-to-my-domain'],
        explanation: 'The org may have another host for these requests.',
      },
      WRONG_HOST,
      { ...INTERCEPTING_PROXY, refutedBy: ['redirected-to-my-domain'] },
    ],
  },
  {
    id: 'data-not-available',
    title: 'Data Not Available',
    phrases: ['data not available', 'Down for maintenance', 'Undergoing maintenance'],
    causes: [UNAVAILABLE, WRONG_HOST],
  },
  {
    id: 'server-error',
    title: 'The server is not available (HTTP 5xx)',
    status: [500, 599],
    causes: [
      {
        ...USE_SANDBOX_DOMAIN,
        id: 'test-login-host-failing',
        impliedBy: 'test-login-host',
        explanation: 'test.{domain} fails from time to time.',
      },
      UNAVAILABLE,
      { ...INTERCEPTING_PROXY, promotedBy: 'unexpected-response-behind-proxy' },
    ],
  },
  {
    id: 'too-many-requests',
    title: 'Too many requests (HTTP 429)',
    // A code of the device flow (RFC 8628): the client has to wait longer between its requests.
    salesforceErrors: ['slow_down'],
    status: [429, 429],
    loginHistory: ['rate'],
    causes: [
      {
        id: 'too-many-requests',
        explanation: 'Salesforce, or a proxy on the way, takes no more requests at the moment.',
        fix: 'Rerun the job in a few minutes. If it fails again, look for “Get Access Token Limit Exceeded”: the user then signs in too often.',
        setupPath: 'history',
      },
      { ...INTERCEPTION, mentions: 'proxy-set' },
    ],
  },
  {
    id: 'not-found',
    title: 'Not found (HTTP 404)',
    status: [404, 405],
    causes: [SITE_PATH_WRONG, WRONG_HOST, INTERCEPTING_PROXY],
  },
  {
    id: 'html-page',
    title: 'A web page instead of an answer (HTML)',
    status: [0, 599],
    bodyKind: 'html',
    causes: [WRONG_HOST, INTERCEPTING_PROXY, UNAVAILABLE],
  },
  {
    id: 'not-a-token-response',
    title: 'An unexpected answer (HTTP 200)',
    errorCodes: ['not-json', 'not-an-object'],
    causes: [WRONG_HOST, INTERCEPTING_PROXY, UNAVAILABLE],
  },
  {
    id: 'token-unusable',
    title: 'The token in the answer cannot be used',
    errorCodes: [
      'no-access-token',
      'access-token-format',
      'no-instance-url',
      'instance-url-format',
    ],
    causes: [WRONG_HOST, INTERCEPTING_PROXY],
  },
  {
    id: 'instance-url-http',
    title: 'The instance URL in the answer is not https',
    errorCodes: ['instance-url-http'],
    causes: [
      {
        id: 'instance-url-http',
        ...CHANGED_ANSWERS,
        explanation: 'The answer names {host} as the instance, but with http. No output was set.',
      },
    ],
  },
  {
    id: 'instance-url-foreign',
    title: 'The token is for a host that is not Salesforce’s',
    errorCodes: ['instance-url-foreign'],
    causes: [
      {
        id: 'instance-url-foreign',
        ...CHANGED_ANSWERS,
        explanation:
          'The answer names {host} as the instance. That is neither a Salesforce host nor the login URL’s. No output was set.',
      },
    ],
  },
  {
    id: 'org-unknown',
    title: 'The answer does not say which org the token is for',
    errorCodes: ['unknown-org'],
    causes: [
      {
        id: 'org-unknown',
        explanation: 'Without the field `id`, `expected-org-id` cannot be checked.',
        fix: 'Set `verify: true`, which asks Salesforce for the org, or leave `expected-org-id` out.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'org-unproven',
    title: 'The answer does not prove which org the token is for',
    errorCodes: ['unproven-org'],
    causes: [
      {
        id: 'org-unproven',
        explanation:
          '`login-url` is a site or a custom domain, where code of any org can answer, and the token is not for a My Domain, where Salesforce itself would confirm the org.',
        fix: 'Set `login-url` to the org’s My Domain. If the user can sign in at the site only, look for what changes answers on the network. Without `verify` and `expected-org-id`, nothing is checked.',
        setupPath: 'myDomain',
      },
    ],
  },
  {
    id: 'userinfo-without-identity',
    title: 'The token check returned no valid user or org',
    errorCodes: ['no-identity'],
    causes: [
      {
        id: 'userinfo-without-identity',
        mentions: 'proxy-set',
        explanation:
          'Salesforce accepted the token, but its answer to the check lacks a valid username, user ID or org ID.',
        fix: 'Rerun the job. If it fails again, look for a proxy that changes answers.',
        setupPath: 'workflow',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
