import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CATALOG } from '../../src/diagnosis/catalog/index.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { findEntry } from '../../src/diagnosis/match.ts';
import { errorResponse, invalidResponse, networkError, oauthError, runWith } from './builders.ts';
import { errorsFor } from './errors-from-catalog.ts';

const titleFor = (error: unknown) => findEntry(error).title;

/** Title → what Salesforce may say for it, in spellings that are and are not its own. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  "user hasn't approved this consumer": [
    "user hasn't approved this consumer",
    'user hasn’t approved this consumer',
    'User has not approved this consumer.',
    'User has  not approved this consumer.',
    "USER HASN'T APPROVED THIS  CONSUMER!",
    "  user\thasn't approved consumer",
    'error: user hasnt approved this consumer (code 42)',
  ],
  'audience is invalid': ['Audience is invalid', 'Audience validation failed', 'invalid audience'],
  'invalid assertion': ['invalid  assertion', 'Assertion is invalid.'],
  'expired authorization code': ['Expired authorization code', 'assertion is expired'],
  'invalid client credentials': ['Invalid client-credentials'],
  'client identifier invalid': ['client identifier invalid:'],
  'user is not admin approved to access this app': [
    "user isn't admin approved to access this app",
    'user isn’t admin-approved',
  ],
  'External client app is not installed in this org': [
    "external client app isn't installed in this org",
    'The app is not installed.',
  ],
  'app must be installed into org': ['App must be installed into org.'],
  'ip restricted': ['IP restricted', 'ip restricted or invalid login hours', 'Invalid login hours'],
  'login rate exceeded': ['Login Rate Exceeded'],
  'inactive user': ['inactive user', 'User is inactive'],
  'inactive organization': ['Inactive Organization', 'inactive org'],
  'grant type not supported': ['grant type not supported', 'Unsupported grant-type'],
  'refresh_token scope is required and the connected app should be installed and preauthorized': [
    'Refresh_token scope is required.',
    'the connected app should be installed and preauthorized',
  ],
  'Cross-org OAuth flows are not supported for this external client app': [
    'Cross-Org OAuth flows are not supported for this External Client App.',
  ],
  'request not supported on this domain': ['Request not supported on this domain'],
  'no valid scopes defined': ['No valid scopes defined.'],
  'expired access/refresh token': [
    'expired access/refresh token',
    'Expired access / refresh token',
  ],
  'Maximum Logins Exceeded': ['Maximum Logins Exceeded', 'maximum logins exceeded'],
  invalid_request: ['scope parameter not supported', 'Missing required parameter: assertion'],
  'authentication failure': ['authentication failure'],
  'retry your request': ['Retry your request…', 'activation secret invalid'],
};

describe('by the words, however they are spelled and whatever the code', () => {
  for (const [title, spellings] of Object.entries(SPELLINGS)) {
    for (const spelling of spellings) {
      it(`${JSON.stringify(spelling)} is “${title}”`, () => {
        assert.equal(titleFor(oauthError('invalid_grant', spelling)), title);
        assert.equal(titleFor(oauthError(undefined, spelling, 401)), title);
      });
    }
  }
});

it('words in an array of REST, in a text and in a page count as well', () => {
  const { error, description } = { error: 'INVALID', description: 'Login rate exceeded' };
  assert.equal(
    titleFor(errorResponse({ status: 400, bodyKind: 'rest', error, description })),
    'login rate exceeded',
  );
  const excerpt = 'invalid_grant: IP restricted';
  assert.equal(
    titleFor(errorResponse({ status: 400, bodyKind: 'text', excerpt })),
    'ip restricted',
  );
  const page = 'Data Not Available | Salesforce';
  assert.equal(
    titleFor(errorResponse({ status: 404, bodyKind: 'html', excerpt: page })),
    'Data Not Available',
  );
  assert.equal(titleFor(invalidResponse('not-json', { excerpt: page })), 'Data Not Available');
});

describe('by the code, where the description is missing or unknown', () => {
  it('capital letters make no difference', () =>
    assert.equal(titleFor(oauthError('INVALID_CLIENT_ID')), 'client identifier invalid'));

  it('invalid_grant says nothing beside an unknown description', () => {
    const error = oauthError('invalid_grant', 'a reason nobody has seen yet');
    assert.equal(titleFor(error), 'An answer that is not listed here');
  });

  it('any other code says something beside an unknown description', () => {
    const error = oauthError('invalid_client_id', 'a reason nobody has seen yet');
    assert.equal(titleFor(error), 'client identifier invalid');
  });
});

describe('a code of Salesforce’s own, without words that anybody knows', () => {
  const codes: Readonly<Record<string, string>> = {
    access_denied: 'user is not admin approved to access this app',
    app_blocked: 'app_blocked',
    app_not_found: 'External client app is not installed in this org',
    bad_jti_claim: 'invalid_request',
    ecapp_policy_not_found: 'oauth_policy_not_found',
    fail_close_app_blocked: 'app_blocked',
    installation_error: 'app must be installed into org',
    invalid_assertion_type: 'invalid_request',
    invalid_distribution_state:
      'Cross-org OAuth flows are not supported for this external client app',
    invalid_scope: 'no valid scopes defined',
    invalid_session_level: 'invalid_session_level',
    login_error: 'authentication failure',
    oauth_flow_disabled: 'grant type not supported',
    oauth_policy_not_found: 'oauth_policy_not_found',
    service_unavailable: 'retry your request',
    slow_down: 'retry your request',
    system_down: 'retry your request',
  };
  for (const [code, section] of Object.entries(codes)) {
    it(`${code} is explained as “${section}”, under its own name`, () => {
      for (const description of [undefined, 'words nobody has seen yet']) {
        const error = oauthError(code, description);
        assert.equal(titleFor(error), section);
        assert.equal(diagnose(error, runWith()).title, code);
      }
    });
  }

  it('but a code beside the words of its entry leaves the title to them', () => {
    const error = oauthError('invalid_client', 'Invalid client credentials.');
    assert.equal(diagnose(error, runWith()).title, 'invalid client credentials');
  });
});

describe('by the form and the status, where nothing is said', () => {
  const responses: readonly (readonly [Parameters<typeof errorResponse>, string])[] = [
    [[{ status: 301, bodyKind: 'empty' }], 'A redirect instead of an answer (HTTP 3xx)'],
    [
      [{ status: 302, bodyKind: 'html', excerpt: 'Found' }],
      'A redirect instead of an answer (HTTP 3xx)',
    ],
    [
      [{ status: 403, bodyKind: 'html', excerpt: 'Blocked' }],
      'A web page instead of an answer (HTML)',
    ],
    [[{ status: 404, bodyKind: 'text', excerpt: 'no such page' }], 'Not found (HTTP 404)'],
    [[{ status: 407, bodyKind: 'empty' }], '407 Proxy Authentication Required'],
    [[{ status: 408, bodyKind: 'empty' }], 'ETIMEDOUT: no answer in time'],
    [[{ status: 429, bodyKind: 'empty' }], 'Too many requests (HTTP 429)'],
    [[{ status: 429, bodyKind: 'html', excerpt: 'Slow down' }], 'Too many requests (HTTP 429)'],
    [[{ status: 429, bodyKind: 'text', excerpt: 'Login rate exceeded' }], 'login rate exceeded'],
    [[{ status: 500, bodyKind: 'html' }], 'Salesforce is not available (HTTP 5xx)'],
    [[{ status: 503, bodyKind: 'empty' }], 'Salesforce is not available (HTTP 5xx)'],
    [[{ status: 599, bodyKind: 'json' }], 'Salesforce is not available (HTTP 5xx)'],
    [[{ status: 600, bodyKind: 'json' }], 'An answer that is not listed here'],
    [[{ status: 400, bodyKind: 'empty' }], 'An answer that is not listed here'],
    [
      [{ status: 403, bodyKind: 'text', excerpt: 'Forbidden' }],
      'An answer that is not listed here',
    ],
    [[{ status: 401, bodyKind: 'empty' }], 'An answer that is not listed here'],
    [
      [{ status: 401, bodyKind: 'empty' }, 'userinfo'],
      'INVALID_SESSION_ID: Session expired or invalid',
    ],
    [
      [{ status: 403, bodyKind: 'text', excerpt: 'Bad_OAuth_Token' }, 'userinfo'],
      'INVALID_SESSION_ID: Session expired or invalid',
    ],
    [
      [{ status: 403, bodyKind: 'empty' }, 'userinfo'],
      'API_DISABLED_FOR_ORG: the API is not enabled',
    ],
  ];
  for (const [[response, request], title] of responses) {
    it(`${JSON.stringify(response)} to ${request ?? 'token'} is “${title}”`, () => {
      assert.equal(titleFor(errorResponse(response, request)), title);
    });
  }
});

describe('connections, by their code', () => {
  const codes: Readonly<Record<string, string>> = {
    EAI_AGAIN: 'ENOTFOUND: the host name is not known',
    ERR_STREAM_PREMATURE_CLOSE: 'ECONNRESET: the connection was cut',
    ETIMEDOUT: 'ETIMEDOUT: no answer in time',
    ESOCKETTIMEDOUT: 'ETIMEDOUT: no answer in time',
    timeout: 'ETIMEDOUT: no answer in time',
    UNABLE_TO_GET_ISSUER_CERT: 'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted',
    ERR_TLS_CERT_ALTNAME_INVALID:
      'ERR_TLS_CERT_ALTNAME_INVALID: the server’s certificate is for another host',
    CERT_REVOKED: 'The TLS handshake failed',
    ERR_SSL_WRONG_VERSION_NUMBER: 'The TLS handshake failed',
    HPE_HEADER_OVERFLOW: 'The answer is not HTTP (HPE_…)',
    'proxy-invalid': 'The proxy setting cannot be read',
    'proxy-plain': 'The proxy uses plain HTTP, not TLS',
    'proxy-certificate': 'The certificate of the proxy itself is not trusted',
    'proxy-tls': 'The proxy did not open a connection',
    'proxy-unreachable': 'The proxy did not open a connection',
    EWEIRD: 'A connection error that is not listed here',
    unknown: 'A connection error that is not listed here',
  };
  for (const [code, title] of Object.entries(codes)) {
    it(`${code} is “${title}”`, () => assert.equal(titleFor(networkError(code)), title));
  }

  it('a proxy that refuses tells its status', () => {
    const proxyRefused = (status: number) => titleFor(networkError('proxy-refused', { status }));
    assert.equal(proxyRefused(407), '407 Proxy Authentication Required');
    assert.equal(proxyRefused(502), 'The proxy did not open a connection');
  });
});

describe('what an entry lists leads to it', () => {
  for (const entry of CATALOG) {
    for (const [name, error] of errorsFor(entry)) {
      it(`${name}: “${entry.title}”`, () => assert.equal(titleFor(error), entry.title));
    }
  }
});

it('what a good token meets is not taken for the cause where there is no token yet', () => {
  const error = oauthError('INVALID_SESSION_ID', 'Session expired or invalid', 401);
  assert.equal(titleFor(error), 'An answer that is not listed here');
});

it('what is no failure of ours is a mistake of ours', () => {
  for (const thrown of [new TypeError('x'), 'a text', undefined])
    assert.equal(titleFor(thrown), 'An error of the action itself');
});
