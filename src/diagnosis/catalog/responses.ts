import type { CatalogEntry } from './entry.ts';
import {
  API_ACCESS,
  API_ENABLED,
  HIGH_ASSURANCE,
  INTERCEPTING_PROXY,
  INTERCEPTION,
  NO_API_SCOPE,
  TOKEN_WITHOUT_API_SCOPE,
  UNAVAILABLE,
  USE_SANDBOX_DOMAIN,
  WRONG_HOST,
} from './shared-causes.ts';

/** Title of the page. Also used for a redirect to it, which only contains its URL. */
export const PASSKEY_PHRASE = 'create a passkey';

/**
 * Entries for responses that are not OAuth errors, and for requests that use the token. The first match
 * is used, so entries for a phrase must precede entries for a range of statuses.
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
          'The app’s policy enforces IP restrictions, and the address from which the request came is not among the allowed ones.',
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
    phrases: ['session expired or invalid', 'bad oauth token'],
    salesforceErrors: ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'invalid_token'],
    status: [401, 401],
    request: 'userinfo',
    causes: [
      TOKEN_WITHOUT_API_SCOPE,
      {
        id: 'session-revoked-by-other-job',
        requires: 'revoke-token-set',
        promotedBy: 'revoke-token-set',
        explanation:
          'Another job of this pipeline revoked the token as it ended: all its jobs share one session.',
        fix: 'Rerun the job: it gets a new session. Then leave out `revoke-token`, or let these jobs run one after the other.',
        setupPath: 'workflow',
      },
      {
        id: 'session-ended',
        explanation:
          'Somebody ended the session while this job used it. All sign-ins of one user and app share one session.',
        fix: 'Rerun the job: it gets a new session. If it fails again, find out who ends sessions: a revocation in another pipeline, or an admin. Use one user for each pipeline.',
        setupPath: 'sessions',
      },
      API_ACCESS,
      {
        id: 'session-locked-to-address',
        mentions: 'proxy-set',
        explanation:
          'Sessions are locked to the IP address from which they began, and your network has several.',
        fix: 'Clear “Lock sessions to the IP address from which they originated”.',
        setupPath: 'sessionSettings',
      },
    ],
  },
  {
    id: 'api-disabled',
    title: 'API_DISABLED_FOR_ORG: the API is not enabled',
    phrases: ['api is disabled for this user', 'api is not enabled'],
    salesforceErrors: ['API_CURRENTLY_DISABLED', 'API_DISABLED_FOR_ORG'],
    status: [403, 403],
    request: 'userinfo',
    loginHistory: ['apiDisabled'],
    causes: [
      TOKEN_WITHOUT_API_SCOPE,
      API_ENABLED,
      API_ACCESS,
      {
        id: 'edition-without-api',
        explanation: 'The org’s edition has no API.',
        appliesIf: 'no other client can use this org’s API either.',
        fix: 'Ask Salesforce for API access; in Professional Edition it is an add-on.',
        setupPath: 'company',
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
          'Salesforce shows its page “Create a Passkey” instead of an answer. Since July 2026, it asks privileged users for a passkey when they log in with a browser.',
        fix: 'Set `login-url` to the My Domain, without a path, and use a user whose permissions do not include Modify All Data, View All Data, Customize Application or Author Apex. JWT sign-ins themselves need no passkey.',
        setupPath: 'users',
      },
    ],
  },
  {
    id: 'redirect',
    title: 'A redirect instead of an answer (HTTP 3xx)',
    status: [300, 399],
    causes: [WRONG_HOST, INTERCEPTING_PROXY],
  },
  {
    id: 'data-not-available',
    title: 'Data Not Available',
    phrases: ['data not available', 'down for maintenance', 'undergoing maintenance'],
    causes: [UNAVAILABLE, WRONG_HOST],
  },
  {
    id: 'server-error',
    title: 'Salesforce is not available (HTTP 5xx)',
    status: [500, 599],
    causes: [
      {
        ...USE_SANDBOX_DOMAIN,
        id: 'test-login-host-failing',
        requires: 'test-login-host',
        promotedBy: 'test-login-host',
        explanation: 'test.salesforce.com fails from time to time.',
      },
      UNAVAILABLE,
      { ...INTERCEPTING_PROXY, promotedBy: 'unexpected-response-behind-proxy' },
    ],
  },
  {
    id: 'too-many-requests',
    title: 'Too many requests (HTTP 429)',
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
    causes: [WRONG_HOST, INTERCEPTING_PROXY],
  },
  {
    id: 'html-page',
    title: 'A web page instead of an answer (HTML)',
    status: [0, 599],
    bodyKind: 'html',
    causes: [WRONG_HOST, UNAVAILABLE, INTERCEPTING_PROXY],
  },
  {
    id: 'not-a-token-response',
    title: 'Success, but not a token (HTTP 200)',
    errorCodes: ['not-json', 'not-an-object'],
    causes: [WRONG_HOST, UNAVAILABLE, INTERCEPTING_PROXY],
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
    id: 'instance-url-untrusted',
    title: 'The token is for a host that is not Salesforce’s',
    errorCodes: ['instance-url-http', 'instance-url-foreign'],
    causes: [
      {
        id: 'instance-url-untrusted',
        mentions: 'proxy-set',
        explanation:
          'The answer names {host} as the instance. That is neither a Salesforce host nor the login URL’s, or it is not https. No output was set.',
        fix: 'Set `login-url` to the org’s My Domain. If it already is, find out what changes answers on the network.',
        setupPath: 'myDomain',
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
        fix: 'Rerun the job. If it fails again, look for a proxy that changes answers, or set `verify: false`.',
        setupPath: 'workflow',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
