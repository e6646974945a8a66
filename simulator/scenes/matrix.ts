import type { Org } from '../org/org.ts';
import type { Inputs } from './scene.ts';

/** What must become of a step that meets a fault, with two attempts allowed. */
export interface Expected {
  /** How often it is tried. */
  readonly tries: number;
  /** How many of the tries reach the token endpoint. */
  readonly reached: number;
  /** Section of the troubleshooting page; undefined if the step succeeds all the same. */
  readonly title?: string;
  /** An answer that nobody has described is its own title. */
  readonly section?: string;
  /** Inputs without which the fault would not be met. */
  readonly inputs?: (org: Org) => Inputs;
  /** Nothing answers: the step has to end it. */
  readonly silent?: true;
}

export const ATTEMPTS = 2;
/** Time enough for both attempts against silence, on a slow machine too. */
const SILENCE_SECONDS = 6;

/** What the step is told, so that it meets the fault and has two attempts. */
export function inputsFor({ inputs, silent }: Expected, org: Org): Inputs {
  return {
    'max-attempts': String(ATTEMPTS),
    ...(silent ? { 'timeout-seconds': String(SILENCE_SECONDS) } : {}),
    ...inputs?.(org),
  };
}

/** Refused for good: another try would fail too, or do harm. */
const refused = (title: string, more: Partial<Expected> = {}): Expected => ({
  tries: 1,
  reached: 1,
  title,
  ...more,
});
/** Passes by itself, but not in time for the last attempt. */
const passing = (title: string, reached = ATTEMPTS): Expected => ({
  tries: ATTEMPTS,
  reached,
  title,
});
/** Nothing comes, or nothing that ends. */
const silence = (reached = ATTEMPTS): Expected => ({
  ...passing('ETIMEDOUT: no answer in time', reached),
  silent: true,
});
/** Fails before there is a connection to Salesforce. */
const unreached = (title: string, tries = ATTEMPTS): Expected => ({ tries, reached: 0, title });
/** After the exchange, when the token is used for the first time. */
const unusable = (title: string): Expected =>
  refused(title, { inputs: () => ({ verify: 'true' }) });
/** An answer that the catalogue does not know: cited, and never tried again. */
const unknown = (title: string): Expected =>
  refused(title, { section: 'An answer that is not listed here' });
const WELL: Expected = { tries: 1, reached: 1 };
const WELL_AT_LAST: Expected = { tries: 2, reached: 2 };

const RATE = 'login rate exceeded';
const PASSES = 'retry your request';
const CREDENTIALS = 'invalid client credentials';
const REDIRECT = 'A redirect instead of an answer (HTTP 3xx)';
const PAGE = 'A web page instead of an answer (HTML)';
const UNAVAILABLE = 'Salesforce is not available (HTTP 5xx)';
const MAINTENANCE = 'Data Not Available';
const NOT_A_TOKEN = 'Success, but not a token (HTTP 200)';
const BAD_TOKEN = 'The token in the answer cannot be used';
const FOREIGN = 'The token is for a host that is not Salesforce’s';
const CUT = 'ECONNRESET: the connection was cut';
const NOT_HTTP = 'The answer is not HTTP (HPE_…)';
const NO_TUNNEL = 'The proxy did not open a connection';
const UNTRUSTED = 'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted';
const OUT_OF_DATE = 'CERT_HAS_EXPIRED: the server’s certificate is out of date';
const NO_TLS = 'The TLS handshake failed';

export const MATRIX: Readonly<Record<string, Expected>> = {
  // Salesforce refuses.
  'not-approved': refused("user hasn't approved this consumer"),
  'audience-invalid': refused('audience is invalid'),
  'invalid-assertion': refused('invalid assertion'),
  expired: refused('expired authorization code'),
  'invalid-client-credentials': refused(CREDENTIALS),
  'client-id-invalid': refused('client identifier invalid'),
  'not-admin-approved': refused('user is not admin approved to access this app'),
  'app-not-found': refused('External client app is not installed in this org'),
  'app-must-be-installed': refused('app must be installed into org'),
  'ip-restricted': refused('ip restricted'),
  'ip-or-hours': refused('ip restricted'),
  'login-rate-exceeded': refused(RATE),
  'inactive-user': refused('inactive user'),
  'inactive-user-as-grant': refused('inactive user'),
  'inactive-org': refused('inactive organization'),
  'scope-not-supported': refused('invalid_request'),
  'offline-scope-required': refused(
    'refresh_token scope is required and the connected app should be installed and preauthorized',
  ),
  'grant-type-not-supported': refused('grant type not supported'),
  'unauthorized-client': refused('grant type not supported'),
  'activation-secret': refused(PASSES),
  'authentication-failure': refused('authentication failure'),
  'retry-your-request': passing(PASSES),
  'server-error': passing(PASSES),
  'temporarily-unavailable': passing(PASSES),
  'unknown-error-nobody-knows': unknown('nobody has ever seen this before'),
  'no-description': refused('invalid_grant'),
  'error-is-an-object': unknown('HTTP 400'),
  'session-revoked': unusable('INVALID_SESSION_ID: Session expired or invalid'),
  'api-disabled': unusable('API_DISABLED_FOR_ORG: the API is not enabled'),
  'api-access-control': unusable('This session is not valid for use with the REST API'),
  'userinfo-other-user': unusable('The token belongs to another user'),
  // Main never revokes.
  'revoke-refused': WELL,
  'revoke-bad-id': WELL,

  // By status.
  '204': passing(NOT_A_TOKEN),
  '301': refused(REDIRECT),
  '302': refused(REDIRECT),
  '303': refused(REDIRECT),
  '307': refused(REDIRECT),
  '308': refused(REDIRECT),
  'endless-redirect': refused(REDIRECT),
  '400-html': refused(PAGE),
  '400-empty': unknown('HTTP 400'),
  '401': unknown('Session expired or invalid'),
  '401-oauth': refused(CREDENTIALS),
  '403': refused(PAGE),
  '404': refused(MAINTENANCE),
  '405': refused('Not found (HTTP 404)'),
  '408': passing('ETIMEDOUT: no answer in time'),
  '413': refused(PAGE),
  '418': unknown('HTTP 418'),
  '420': unknown('HTTP 420'),
  '429-seconds': passing(RATE),
  '429-date': passing(RATE),
  // There is no time to wait as long as that.
  '429-tomorrow': refused(RATE),
  '429-odd': passing(RATE),
  '500': passing(PASSES),
  '500-html': passing(UNAVAILABLE),
  '500-empty': passing(UNAVAILABLE),
  '501': passing(UNAVAILABLE),
  '502': passing(UNAVAILABLE),
  '503': passing(MAINTENANCE),
  '503-retry-after': passing(MAINTENANCE),
  '504': passing(UNAVAILABLE),
  '505': passing(UNAVAILABLE),
  '599': passing(UNAVAILABLE),
  '503-then-well': WELL_AT_LAST,
  'skewed-clock': WELL_AT_LAST,

  // A success that is none, or that is one all the same.
  '200-html': passing(NOT_A_TOKEN),
  '200-empty': passing(NOT_A_TOKEN),
  '200-truncated': passing(NOT_A_TOKEN),
  '200-deep': passing(NOT_A_TOKEN),
  '200-bom': passing(NOT_A_TOKEN),
  '200-array': refused(NOT_A_TOKEN),
  '200-string': refused(NOT_A_TOKEN),
  '200-null': refused(NOT_A_TOKEN),
  '200-error': refused('invalid_grant'),
  '200-as-text': WELL,
  '200-prototype': WELL,
  'invalid-utf8': WELL,
  'huge-body': WELL,
  'huge-page': passing(UNAVAILABLE),
  'no-access-token': refused(BAD_TOKEN),
  'token-empty': refused(BAD_TOKEN),
  'token-number': refused(BAD_TOKEN),
  'token-object': refused(BAD_TOKEN),
  'token-line-break': refused(BAD_TOKEN),
  'token-spaces': refused(BAD_TOKEN),
  'token-type-mac': refused(BAD_TOKEN),
  'no-instance-url': refused(BAD_TOKEN),
  'instance-url-number': refused(BAD_TOKEN),
  'instance-url-odd': refused(BAD_TOKEN),
  'instance-url-line-break': refused(BAD_TOKEN),
  'instance-url-user-info': refused(BAD_TOKEN),
  'instance-url-http': refused(FOREIGN),
  'instance-url-foreign': refused(FOREIGN),
  'instance-url-lookalike': refused(FOREIGN),
  'instance-url-suffix': refused(FOREIGN),
  'instance-url-slash': WELL,
  'no-id': WELL,
  'odd-id': WELL,
  'id-number': WELL,
  'no-scope': WELL,
  'wrong-org': refused('The token belongs to another org', {
    inputs: ({ tenants }) => ({ 'expected-org-id': tenants[0]?.orgId ?? '' }),
  }),

  // Texts that would be commands.
  'injection-line-break': unknown('bad : :set-output name=access-token'),
  'injection-percent': unknown('bad%0A: :add-mask'),
  'injection-stop-commands': unknown('bad : :stop-commands: :token # #[set-output name=x]y'),
  'injection-ansi': unknown('bad'),
  'injection-long': unknown('bad long long'),
  'injection-markdown': unknown('bad </code></pre>'),
  'injection-error': unknown('bad'),
  'injection-title': passing(UNAVAILABLE),
  'injection-header': passing(UNAVAILABLE),
  'injection-scope': WELL,

  // The connection.
  'reset-before-head': passing(CUT),
  'reset-within-head': passing(CUT),
  'reset-after-head': passing(CUT),
  closed: passing(CUT),
  'cut-body': passing(CUT),
  'stalled-head': silence(),
  'stalled-body': silence(),
  'dripping-head': silence(),
  'dripping-body': silence(),
  'endless-1xx': silence(),
  slow: WELL,
  '100': WELL,
  '103': WELL,
  'bad-chunking': passing(CUT),
  'unended-chunking': passing(CUT),
  'length-too-long': passing(CUT),
  'length-too-short': passing(NOT_A_TOKEN),
  'length-twice': passing(NOT_HTTP),
  // Nobody asked for gzip, so nothing is unpacked.
  'gzip-announced': WELL,
  'gzip-unasked': passing(NOT_A_TOKEN),
  'duplicate-headers': WELL,
  'duplicate-retry-after': passing(UNAVAILABLE),
  'huge-header': passing(NOT_HTTP),
  'header-injection': passing(UNAVAILABLE),
  'bad-header': passing(NOT_HTTP),
  'not-http': passing(NOT_HTTP),

  // The way there.
  dns: unreached(NO_TUNNEL),
  refused: unreached(NO_TUNNEL),
  'proxy-407': unreached('407 Proxy Authentication Required', 1),
  'proxy-403': unreached(NO_TUNNEL, 1),
  'proxy-502': unreached(NO_TUNNEL),
  'proxy-503': unreached(NO_TUNNEL),
  'proxy-closes': unreached(NO_TUNNEL),
  'proxy-closes-later': unreached(CUT),
  'proxy-garbage': unreached(NO_TUNNEL),
  'proxy-stalls': silence(0),
  'tls-garbage': unreached(NO_TLS, 1),
  'tls-closes': unreached(CUT),
  'tls-stalls': silence(0),
  'tls-unknown-ca': unreached(UNTRUSTED, 1),
  'tls-self-signed': unreached(UNTRUSTED, 1),
  'tls-inspected': unreached(UNTRUSTED, 1),
  'tls-wrong-name': unreached(
    'ERR_TLS_CERT_ALTNAME_INVALID: the server’s certificate is for another host',
    1,
  ),
  'tls-expired': unreached(OUT_OF_DATE, 1),
  'tls-not-yet-valid': unreached(OUT_OF_DATE, 1),
};
