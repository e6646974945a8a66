import {
  type ExpectedOutcome,
  fails,
  failsAfterRetries,
  failsBothAudiences,
  failsUnlisted,
  failsVerification,
  SUCCEEDS,
  SUCCEEDS_AFTER_RETRY,
  timesOut,
  unreachable,
} from './expected.ts';

const LOGIN_RATE = 'login rate exceeded';
const TOO_MANY = 'Too many requests (HTTP 429)';
const RETRY_YOUR_REQUEST = 'retry your request';
const GRANT_TYPE = 'grant type not supported';
const CREDENTIALS = 'invalid client credentials';
const redirects = (status: number) =>
  fails(`A redirect instead of an answer (HTTP ${status})`, {
    section: 'A redirect instead of an answer (HTTP 3xx)',
  });
const PAGE = 'A web page instead of an answer (HTML)';
const isUnavailable = (status: number) =>
  failsAfterRetries(`The server is not available (HTTP ${status})`, {
    section: 'The server is not available (HTTP 5xx)',
  });
const MAINTENANCE = 'Data Not Available';
const NOT_A_TOKEN = 'An unexpected answer (HTTP 200)';
const BAD_TOKEN = 'The token in the answer cannot be used';
const UNTRUSTED_HOST = 'The token is for a host that is not Salesforce’s';
const CONNECTION_CUT = 'ECONNRESET: the connection was cut';
const NOT_HTTP = 'The answer is not HTTP (HPE_INVALID_CONSTANT)';
const isNotHttp = (code: string) =>
  failsAfterRetries(`The answer is not HTTP (${code})`, { section: NOT_HTTP });
const NO_TUNNEL = 'The proxy did not open a connection';
const UNTRUSTED = 'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted';
const OUT_OF_DATE = 'CERT_HAS_EXPIRED: a certificate is out of date';
const NO_TLS = 'The TLS handshake failed';

/** Expected outcomes, keyed by the name of the fault. */
export const FAULT_EXPECTATIONS: Readonly<Record<string, ExpectedOutcome>> = {
  // These faults are errors of the OAuth endpoints.
  'not-approved': fails("user hasn't approved this consumer"),
  'audience-invalid': failsBothAudiences('audience is invalid'),
  'invalid-assertion': fails('invalid assertion'),
  expired: fails('expired authorization code'),
  'invalid-client-credentials': fails(CREDENTIALS),
  'client-id-invalid': fails('client identifier invalid'),
  'not-admin-approved': fails('user is not admin approved to access this app'),
  'app-not-found': failsBothAudiences('External client app is not installed in this org'),
  'app-must-be-installed': fails('app must be installed into org'),
  'ip-restricted': fails('ip restricted'),
  'ip-or-hours': fails('ip restricted'),
  'login-rate-exceeded': fails(LOGIN_RATE),
  'inactive-user': fails('inactive user'),
  'inactive-user-as-grant': fails('inactive user'),
  'inactive-org': fails('inactive organization'),
  'scope-not-supported': fails('invalid_request'),
  'offline-scope-required': fails(
    'refresh_token scope is required and the connected app should be installed and preauthorized',
  ),
  'grant-type-not-supported': fails(GRANT_TYPE),
  'unauthorized-client': fails('client not authorized for this grant type', {
    section: GRANT_TYPE,
  }),
  'activation-secret': fails('activation secret invalid', { section: RETRY_YOUR_REQUEST }),
  'authentication-failure': fails('authentication failure'),
  'retry-your-request': failsAfterRetries(RETRY_YOUR_REQUEST),
  'server-error': failsAfterRetries('server_error', { section: RETRY_YOUR_REQUEST }),
  'temporarily-unavailable': failsAfterRetries('temporarily_unavailable', {
    section: RETRY_YOUR_REQUEST,
  }),
  'service-unavailable': failsAfterRetries('service_unavailable', { section: RETRY_YOUR_REQUEST }),
  'slow-down': failsAfterRetries('slow_down', { section: TOO_MANY }),
  'cross-org': fails('Cross-org OAuth flows are not supported for this external client app'),
  'wrong-domain': fails('request not supported on this domain'),
  'no-valid-scopes': fails('no valid scopes defined'),
  'approval-expired': fails('expired access/refresh token'),
  'maximum-logins': fails('Maximum Logins Exceeded'),
  'app-blocked': fails('app_blocked'),
  'flow-disabled': fails('oauth_flow_disabled', { section: GRANT_TYPE }),
  'no-policy': fails('oauth_policy_not_found'),
  'session-level': fails('invalid_session_level'),
  'unknown-error': failsUnlisted('an undocumented error'),
  'no-description': fails('invalid_grant'),
  'error-is-an-object': failsUnlisted('HTTP 400'),
  'session-revoked': failsVerification('Bad_OAuth_Token', {
    section: 'INVALID_SESSION_ID: Session expired or invalid',
  }),
  'api-disabled': failsVerification('API_DISABLED_FOR_ORG: the API is not enabled'),
  'request-limit': failsVerification('REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded'),
  'password-expired': failsVerification('INVALID_OPERATION_WITH_EXPIRED_PASSWORD'),
  'api-access-control': failsVerification('This session is not valid for use with the REST API'),
  'userinfo-other-user': failsVerification('The token belongs to another user'),
  // These faults affect only a revocation, and a main step that succeeds revokes nothing.
  'revoke-rejected': SUCCEEDS,
  'revoke-bad-id': SUCCEEDS,

  // These faults are responses with an unexpected HTTP status.
  '204': failsAfterRetries(NOT_A_TOKEN),
  '301': redirects(301),
  '302': redirects(302),
  '303': redirects(303),
  '307': redirects(307),
  '308': redirects(308),
  'endless-redirect': redirects(307),
  '400-html': fails(PAGE),
  '400-empty': failsUnlisted('HTTP 400'),
  '401': failsUnlisted('Session expired or invalid'),
  '401-oauth': fails('invalid_client', { section: CREDENTIALS }),
  '403': fails(PAGE),
  '404': fails(MAINTENANCE),
  '405': fails('Not found (HTTP 405)', { section: 'Not found (HTTP 404)' }),
  '408': failsAfterRetries('ETIMEDOUT: no answer in time'),
  '413': fails(PAGE),
  '418': failsUnlisted('HTTP 418'),
  '420': failsUnlisted('HTTP 420'),
  '429-seconds': failsAfterRetries(TOO_MANY),
  '429-date': failsAfterRetries(TOO_MANY),
  // The server asks for a wait longer than `timeout-seconds`.
  '429-tomorrow': fails(TOO_MANY),
  '429-malformed': failsAfterRetries(TOO_MANY),
  '500': failsAfterRetries('server_error', { section: RETRY_YOUR_REQUEST }),
  '500-html': isUnavailable(500),
  '500-empty': isUnavailable(500),
  '501': isUnavailable(501),
  '502': isUnavailable(502),
  '503': failsAfterRetries('Down for maintenance', { section: MAINTENANCE }),
  '503-retry-after': failsAfterRetries('Down for maintenance', { section: MAINTENANCE }),
  '504': isUnavailable(504),
  '505': isUnavailable(505),
  '599': isUnavailable(599),
  '503-once': SUCCEEDS_AFTER_RETRY,
  'skewed-clock': SUCCEEDS_AFTER_RETRY,

  // These faults are unusual responses, most of them with status 200.
  '200-html': failsAfterRetries(NOT_A_TOKEN),
  '200-empty': failsAfterRetries(NOT_A_TOKEN),
  '200-truncated': failsAfterRetries(NOT_A_TOKEN),
  '200-deep': failsAfterRetries(NOT_A_TOKEN),
  '200-bom': SUCCEEDS,
  '200-array': fails(NOT_A_TOKEN),
  '200-string': fails(NOT_A_TOKEN),
  '200-null': fails(NOT_A_TOKEN),
  '200-error': fails('invalid_grant'),
  '200-as-text': SUCCEEDS,
  '200-prototype': SUCCEEDS,
  'invalid-utf8': SUCCEEDS,
  'huge-body': SUCCEEDS,
  'huge-page': isUnavailable(503),
  'no-access-token': fails(BAD_TOKEN),
  'token-empty': fails(BAD_TOKEN),
  'token-number': fails(BAD_TOKEN),
  'token-object': fails(BAD_TOKEN),
  'token-line-break': fails(BAD_TOKEN),
  'token-spaces': fails(BAD_TOKEN),
  'token-type-mac': fails(BAD_TOKEN),
  'no-instance-url': fails(BAD_TOKEN),
  'instance-url-number': fails(BAD_TOKEN),
  'instance-url-malformed': fails(BAD_TOKEN),
  'instance-url-line-break': fails(BAD_TOKEN),
  'instance-url-user-info': fails(BAD_TOKEN),
  'instance-url-http': fails('The instance URL in the answer is not https'),
  'instance-url-untrusted': fails(UNTRUSTED_HOST),
  'instance-url-lookalike': fails(UNTRUSTED_HOST),
  'instance-url-suffix': fails(UNTRUSTED_HOST),
  'instance-url-slash': SUCCEEDS,
  'no-id': SUCCEEDS,
  'malformed-id': SUCCEEDS,
  'id-number': SUCCEEDS,
  'no-scope': SUCCEEDS,
  'wrong-org': fails('The token belongs to another org', {
    inputs: ({ tenants }) => ({ 'expected-org-id': tenants[0]?.orgId ?? '' }),
  }),

  // These faults are workflow commands or markup in responses.
  'injection-line-break': failsUnlisted('bad : :set-output name=access-token'),
  'injection-percent': failsUnlisted('bad%0A: :add-mask'),
  'injection-stop-commands': failsUnlisted('bad : :stop-commands: :token # #[set-output name=x]y'),
  'injection-ansi': failsUnlisted('bad'),
  'injection-long': failsUnlisted('bad long long'),
  'injection-markdown': failsUnlisted('bad </code></pre>'),
  'injection-error': failsUnlisted('bad'),
  'injection-title': isUnavailable(503),
  'injection-header': isUnavailable(503),
  'injection-scope': SUCCEEDS,

  // These faults concern the connection.
  'reset-before-head': failsAfterRetries(CONNECTION_CUT),
  'reset-within-head': failsAfterRetries(CONNECTION_CUT),
  'reset-after-head': failsAfterRetries(CONNECTION_CUT),
  closed: failsAfterRetries(CONNECTION_CUT),
  'cut-body': failsAfterRetries(CONNECTION_CUT),
  'stalled-head': timesOut(),
  'stalled-body': timesOut(),
  'dripping-head': timesOut(),
  'dripping-body': timesOut(),
  'endless-1xx': timesOut(),
  slow: SUCCEEDS,
  '100': SUCCEEDS,
  '103': SUCCEEDS,
  'bad-chunking': failsAfterRetries(CONNECTION_CUT),
  'unterminated-chunking': failsAfterRetries(CONNECTION_CUT),
  'length-too-long': failsAfterRetries(CONNECTION_CUT),
  'length-too-short': failsAfterRetries(NOT_A_TOKEN),
  'length-twice': isNotHttp('HPE_UNEXPECTED_CONTENT_LENGTH'),
  // The step neither requests gzip nor decompresses responses.
  'gzip-announced': SUCCEEDS,
  'gzip-unrequested': failsAfterRetries(NOT_A_TOKEN),
  'duplicate-headers': SUCCEEDS,
  'duplicate-retry-after': isUnavailable(503),
  'huge-header': isNotHttp('HPE_HEADER_OVERFLOW'),
  'header-injection': isUnavailable(503),
  'bad-header': isNotHttp('HPE_INVALID_HEADER_TOKEN'),
  'not-http': failsAfterRetries(NOT_HTTP),

  // These faults concern DNS, the proxy and TLS.
  dns: unreachable(NO_TUNNEL),
  refused: unreachable(NO_TUNNEL),
  'proxy-407': unreachable('407 Proxy Authentication Required', { attempts: 1 }),
  'proxy-403': unreachable(NO_TUNNEL, { attempts: 1 }),
  'proxy-502': unreachable(NO_TUNNEL),
  'proxy-503': unreachable(NO_TUNNEL),
  'proxy-closes': unreachable('The proxy closed the connection'),
  'proxy-closes-later': unreachable(CONNECTION_CUT),
  'proxy-invalid-response': unreachable(NO_TUNNEL),
  'proxy-stalls': timesOut({ reached: 0 }),
  'tls-garbage': unreachable(NO_TLS, { attempts: 1 }),
  'tls-closes': unreachable(CONNECTION_CUT),
  'tls-stalls': timesOut({ reached: 0 }),
  'tls-unknown-ca': unreachable(
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE: the server’s certificate is not trusted',
    { attempts: 1, section: UNTRUSTED },
  ),
  'tls-self-signed': unreachable(
    'DEPTH_ZERO_SELF_SIGNED_CERT: the server’s certificate is not trusted',
    { attempts: 1, section: UNTRUSTED },
  ),
  'tls-inspected': unreachable(UNTRUSTED, { attempts: 1 }),
  'tls-wrong-name': unreachable(
    'ERR_TLS_CERT_ALTNAME_INVALID: the server’s certificate is for another host',
    { attempts: 1 },
  ),
  'tls-expired': unreachable(OUT_OF_DATE, { attempts: 1 }),
  'tls-not-yet-valid': unreachable('CERT_NOT_YET_VALID: a certificate is out of date', {
    attempts: 1,
    section: OUT_OF_DATE,
  }),
};
