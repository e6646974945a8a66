import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CATALOG } from '../../src/diagnosis/catalog/complete.ts';
import type { EntryId } from '../../src/diagnosis/catalog/index.ts';
import { findEntry } from '../../src/diagnosis/match.ts';
import {
  errorResponse,
  invalidResponse,
  networkError,
  oauthError,
  serviceError,
} from './builders.ts';
import { errorsFor } from './errors-from-catalog.ts';

const entryIdFor = (error: unknown) => findEntry(error, CATALOG).entry.id;

/**
 * Spellings of descriptions that must match an entry, keyed by the ID of the entry. Some of them
 * are not Salesforce's own.
 */
const SPELLINGS: Readonly<Partial<Record<EntryId, readonly string[]>>> = {
  'user-not-approved': [
    "user hasn't approved this consumer",
    'user hasn’t approved this consumer',
    'User has not approved this consumer.',
    'User has  not approved this consumer.',
    "USER HASN'T APPROVED THIS  CONSUMER!",
    "  user\thasn't approved consumer",
    'error: user hasnt approved this consumer (code 42)',
  ],
  'audience-invalid': ['Audience is invalid', 'Audience validation failed', 'invalid audience'],
  'invalid-assertion': ['invalid  assertion', 'Assertion is invalid.'],
  'assertion-expired': ['Expired authorization code', 'assertion is expired'],
  'invalid-client-credentials': ['Invalid client-credentials'],
  'client-id-invalid': ['client identifier invalid:'],
  'user-not-admin-approved': [
    "user isn't admin approved to access this app",
    'user isn’t admin-approved',
  ],
  'app-not-found': ["external client app isn't installed in this org", 'The app is not installed.'],
  'app-must-be-installed': ['App must be installed into org.'],
  'ip-restricted': ['IP restricted', 'ip restricted or invalid login hours', 'Invalid login hours'],
  'login-rate-exceeded': ['Login Rate Exceeded'],
  'inactive-user': ['inactive user', 'User is inactive'],
  'inactive-org': ['Inactive Organization', 'inactive org'],
  'unsupported-grant-type': ['grant type not supported', 'Unsupported grant-type'],
  'refresh-token-scope-required': [
    'Refresh_token scope is required.',
    'the connected app should be installed and preauthorized',
  ],
  'cross-org': ['Cross-Org OAuth flows are not supported for this External Client App.'],
  'unsupported-domain': ['Request not supported on this domain'],
  'no-valid-scopes': ['No valid scopes defined.'],
  'approval-expired': ['expired access/refresh token', 'Expired access / refresh token'],
  'maximum-logins-exceeded': ['Maximum Logins Exceeded', 'maximum logins exceeded'],
  'invalid-request': ['scope parameter not supported', 'Missing required parameter: assertion'],
  'authentication-failure': ['authentication failure'],
  'retry-request': ['Retry your request…', 'activation secret invalid'],
};

describe('a failure of a key service', () => {
  const networkEntries = [
    ['EPROTO', 'key-service-not-https'],
    ['HPE_INVALID_CONSTANT', 'key-service-not-https'],
    ['ERR_TLS_HANDSHAKE_TIMEOUT', 'key-service-unreachable'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'key-service-unreachable'],
    ['CERT_HAS_EXPIRED', 'key-service-certificate-expired'],
    ['CERT_REVOKED', 'key-service-not-https'],
    ['CERT_UNTRUSTED', 'certificate-untrusted'],
    ['proxy-unreachable', 'proxy-unreachable'],
    ['EMFILE', 'unknown-connection-error'],
  ] as const;
  for (const [code, id] of networkEntries) {
    it(`is explained by its own entry, or by one that does not name Salesforce: ${code}`, () =>
      assert.equal(entryIdFor(networkError(code, {}, 'key-service')), id));
  }

  it('is called temporary only if the step retried it', () => {
    for (const [transient, id] of [
      [true, 'key-service-busy'],
      [false, 'key-service-unknown'],
    ] as const) {
      const error = serviceError('500', 'unsupported operation', { status: 500, transient });
      assert.equal(entryIdFor(error), id);
    }
  });
});

describe('the passkey page of Salesforce', () => {
  const page = { status: 200, bodyKind: 'html', excerpt: 'Create a Passkey' } as const;

  it('is recognized by its title', () => {
    assert.equal(entryIdFor(invalidResponse('not-json', page)), 'passkey-page');
    assert.equal(entryIdFor(errorResponse(page)), 'passkey-page');
  });

  it('is recognized by a redirect to it', () =>
    assert.equal(
      entryIdFor(errorResponse({ status: 302, bodyKind: 'empty', passkeyPage: true })),
      'passkey-page',
    ));
});

it('a page that contains `login rate exceeded` is recognized even if its excerpt does not contain it', () => {
  const page = { bodyKind: 'html', excerpt: 'Error', rateExceeded: true } as const;
  assert.equal(entryIdFor(errorResponse({ ...page, status: 503 })), 'login-rate-exceeded');
  assert.equal(entryIdFor(invalidResponse('not-json', page)), 'login-rate-exceeded');
});

describe('a description', () => {
  for (const [id, spellings] of Object.entries(SPELLINGS)) {
    for (const spelling of spellings) {
      it(`matches ${id}, whatever the error code is: ${JSON.stringify(spelling)}`, () => {
        assert.equal(entryIdFor(oauthError('invalid_grant', spelling)), id);
        assert.equal(entryIdFor(oauthError(undefined, spelling, 401)), id);
      });
    }
  }
});

it('a known phrase matches in a REST error, in plain text and in a web page', () => {
  const { error, description } = { error: 'INVALID', description: 'Login rate exceeded' };
  assert.equal(
    entryIdFor(errorResponse({ status: 400, bodyKind: 'rest', error, description })),
    'login-rate-exceeded',
  );
  const excerpt = 'invalid_grant: IP restricted';
  assert.equal(
    entryIdFor(errorResponse({ status: 400, bodyKind: 'text', excerpt })),
    'ip-restricted',
  );
  const page = 'Data Not Available | Salesforce';
  assert.equal(
    entryIdFor(errorResponse({ status: 404, bodyKind: 'html', excerpt: page })),
    'data-not-available',
  );
  assert.equal(entryIdFor(invalidResponse('not-json', { excerpt: page })), 'data-not-available');
});

describe('an error code', () => {
  it('is compared case-insensitively', () =>
    assert.equal(entryIdFor(oauthError('INVALID_CLIENT_ID')), 'client-id-invalid'));

  it('matches the entry for unknown responses if it is invalid_grant with an unknown description', () => {
    const error = oauthError('invalid_grant', 'a reason nobody has seen yet');
    assert.equal(entryIdFor(error), 'unknown-response');
  });

  it('matches the entry that lists it, even with an unknown description', () => {
    const error = oauthError('invalid_client_id', 'a reason nobody has seen yet');
    assert.equal(entryIdFor(error), 'client-id-invalid');
  });

  const codes: Readonly<Record<string, EntryId>> = {
    access_denied: 'user-not-admin-approved',
    app_blocked: 'app-blocked',
    app_not_found: 'app-not-found',
    bad_jti_claim: 'invalid-request',
    ecapp_policy_not_found: 'policy-not-found',
    fail_close_app_blocked: 'app-blocked',
    installation_error: 'app-must-be-installed',
    invalid_assertion_type: 'invalid-request',
    invalid_distribution_state: 'cross-org',
    invalid_scope: 'no-valid-scopes',
    invalid_session_level: 'invalid-session-level',
    login_error: 'authentication-failure',
    oauth_flow_disabled: 'unsupported-grant-type',
    oauth_policy_not_found: 'policy-not-found',
    service_unavailable: 'retry-request',
    slow_down: 'too-many-requests',
    system_down: 'retry-request',
  };
  for (const [code, id] of Object.entries(codes)) {
    it(`matches ${id} without a known description: ${code}`, () => {
      for (const description of [undefined, 'words nobody has seen yet']) {
        const error = oauthError(code, description);
        const { entry, matchedBy } = findEntry(error);
        assert.deepEqual([entry.id, matchedBy], [id, 'salesforceErrors']);
      }
    });
  }

  it('is ignored if the description is known', () => {
    const error = oauthError('invalid_client', 'Invalid client credentials.');
    assert.equal(findEntry(error).matchedBy, 'phrases');
  });
});

describe('a response', () => {
  const responses: readonly (readonly [Parameters<typeof errorResponse>, EntryId])[] = [
    [[{ status: 301, bodyKind: 'empty' }], 'redirect'],
    [[{ status: 302, bodyKind: 'html', excerpt: 'Found' }], 'redirect'],
    [[{ status: 403, bodyKind: 'html', excerpt: 'Blocked' }], 'html-page'],
    [[{ status: 404, bodyKind: 'text', excerpt: 'no such page' }], 'not-found'],
    [[{ status: 407, bodyKind: 'empty' }], 'proxy-authentication-required'],
    [[{ status: 408, bodyKind: 'empty' }], 'connection-timeout'],
    [[{ status: 429, bodyKind: 'empty' }], 'too-many-requests'],
    [[{ status: 429, bodyKind: 'html', excerpt: 'Slow down' }], 'too-many-requests'],
    [[{ status: 429, bodyKind: 'text', excerpt: 'Login rate exceeded' }], 'login-rate-exceeded'],
    [[{ status: 500, bodyKind: 'html' }], 'server-error'],
    [[{ status: 503, bodyKind: 'empty' }], 'server-error'],
    [[{ status: 599, bodyKind: 'json' }], 'server-error'],
    [[{ status: 600, bodyKind: 'json' }], 'unknown-response'],
    [[{ status: 400, bodyKind: 'empty' }], 'unknown-response'],
    [[{ status: 403, bodyKind: 'text', excerpt: 'Forbidden' }], 'unknown-response'],
    [[{ status: 401, bodyKind: 'empty' }], 'unknown-response'],
    [[{ status: 401, bodyKind: 'empty' }, 'userinfo'], 'session-invalid'],
    [
      [{ status: 403, bodyKind: 'text', excerpt: 'Bad_OAuth_Token' }, 'userinfo'],
      'session-invalid',
    ],
    [[{ status: 403, bodyKind: 'empty' }, 'userinfo'], 'unknown-response'],
    [[{ status: 403, bodyKind: 'rest', error: 'OTHER_CODE' }, 'userinfo'], 'unknown-response'],
    [[{ status: 401, bodyKind: 'rest', error: 'OTHER_CODE' }, 'userinfo'], 'unknown-response'],
    [[{ status: 503, bodyKind: 'rest', error: 'OTHER_CODE' }, 'userinfo'], 'server-error'],
    [
      [{ status: 403, bodyKind: 'rest', error: 'REQUEST_LIMIT_EXCEEDED' }, 'userinfo'],
      'request-limit-exceeded',
    ],
    [
      [{ status: 403, bodyKind: 'rest', description: 'Your password has expired.' }, 'userinfo'],
      'password-expired',
    ],
  ];
  for (const [[response, request], id] of responses) {
    it(`to the ${request ?? 'token'} request matches ${id}: ${JSON.stringify(response)}`, () => {
      assert.equal(entryIdFor(errorResponse(response, request)), id);
    });
  }
});

describe('a connection error', () => {
  const codes: Readonly<Record<string, EntryId>> = {
    EAI_AGAIN: 'name-server-silent',
    ERR_STREAM_PREMATURE_CLOSE: 'connection-reset',
    ETIMEDOUT: 'connection-timeout',
    ESOCKETTIMEDOUT: 'connection-timeout',
    timeout: 'connection-timeout',
    UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
    ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-host-mismatch',
    CERT_REVOKED: 'tls-handshake-failed',
    ERR_SSL_WRONG_VERSION_NUMBER: 'tls-handshake-failed',
    HPE_HEADER_OVERFLOW: 'not-http',
    'proxy-invalid': 'proxy-setting-invalid',
    'proxy-plain': 'proxy-without-tls',
    'proxy-certificate': 'proxy-certificate-untrusted',
    'proxy-certificate-expired': 'server-certificate-expired',
    'proxy-tls': 'proxy-connection-failed',
    'proxy-closed': 'proxy-closed',
    'proxy-unreachable': 'proxy-unreachable',
    EWEIRD: 'unknown-connection-error',
    unknown: 'unknown-connection-error',
  };
  for (const [code, id] of Object.entries(codes)) {
    it(`with the code ${code} matches ${id}`, () =>
      assert.equal(entryIdFor(networkError(code)), id));
  }

  it('from a proxy that rejects the request matches the entry for the status of the response', () => {
    const proxyRefused = (status: number) => entryIdFor(networkError('proxy-refused', { status }));
    assert.equal(proxyRefused(407), 'proxy-authentication-required');
    assert.equal(proxyRefused(502), 'proxy-connection-failed');
  });
});

describe('a text, code or status that an entry lists', () => {
  for (const entry of CATALOG) {
    for (const [name, error] of errorsFor(entry)) {
      it(`matches ${entry.id}: ${name}`, () => assert.equal(entryIdFor(error), entry.id));
    }
  }
});

it('an entry for the userinfo request does not match an error of the token request', () => {
  const error = oauthError('INVALID_SESSION_ID', 'Session expired or invalid', 401);
  assert.equal(entryIdFor(error), 'unknown-response');
});

it("a thrown value that is not one of the action's errors is diagnosed as a bug", () => {
  for (const thrown of [new TypeError('x'), 'a text', undefined])
    assert.equal(entryIdFor(thrown), 'action-bug');
});
