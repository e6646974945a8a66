import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anchorOf, diagnose } from '../../src/diagnosis/diagnose.ts';
import { CATALOGUE, entryFor } from '../../src/diagnosis/match.ts';
import type { InputProblem } from '../../src/inputs/errors.ts';
import {
  type AnswerProblem,
  type GuardProblem,
  SalesforceError,
} from '../../src/salesforce/errors.ts';
import { answered, cut, guard, input, oauth, odd, runWith } from './runs.ts';

const titleFor = (error: unknown) => entryFor(error).title;

/** Title → what Salesforce may say for it, in spellings that are and are not its own. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  "user hasn't approved this consumer": [
    "user hasn't approved this consumer",
    'user hasn’t approved this consumer',
    'User has not approved this consumer.',
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
  invalid_request: ['scope parameter not supported', 'Missing required parameter: assertion'],
  'authentication failure': ['authentication failure'],
  'retry your request': ['Retry your request…', 'activation secret invalid'],
};

describe('by the words, however they are spelled and whatever the code', () => {
  for (const [title, spellings] of Object.entries(SPELLINGS)) {
    for (const spelling of spellings) {
      it(`${JSON.stringify(spelling)} is “${title}”`, () => {
        assert.equal(titleFor(oauth('invalid_grant', spelling)), title);
        assert.equal(titleFor(oauth(undefined, spelling, 401)), title);
      });
    }
  }
});

it('words in an array of REST, in a text and in a page count as well', () => {
  const { error, description } = { error: 'INVALID', description: 'Login rate exceeded' };
  assert.equal(
    titleFor(answered({ status: 400, form: 'rest', error, description })),
    'login rate exceeded',
  );
  const excerpt = 'invalid_grant: IP restricted';
  assert.equal(titleFor(answered({ status: 400, form: 'text', excerpt })), 'ip restricted');
  const page = 'Data Not Available | Salesforce';
  assert.equal(
    titleFor(answered({ status: 404, form: 'html', excerpt: page })),
    'Data Not Available',
  );
  assert.equal(titleFor(odd('not-json', { excerpt: page })), 'Data Not Available');
});

const CODES: Readonly<Record<string, string>> = {
  invalid_client: 'invalid client credentials',
  INVALID_CLIENT_ID: 'client identifier invalid',
  invalid_app_access: 'user is not admin approved to access this app',
  app_not_found: 'External client app is not installed in this org',
  OAUTH_EC_APP_NOT_FOUND: 'External client app is not installed in this org',
  OAUTH_APP_BLOCKED: 'app must be installed into org',
  rate_limit_exceeded: 'login rate exceeded',
  inactive_user: 'inactive user',
  inactive_org: 'inactive organization',
  unsupported_grant_type: 'grant type not supported',
  unauthorized_client: 'grant type not supported',
  invalid_request: 'invalid_request',
  unknown_error: 'retry your request',
  server_error: 'retry your request',
  temporarily_unavailable: 'retry your request',
  invalid_grant: 'invalid_grant',
};

describe('by the code, where the description is missing or unknown', () => {
  for (const [code, title] of Object.entries(CODES)) {
    it(`${code} is “${title}”`, () => assert.equal(titleFor(oauth(code)), title));
  }

  it('invalid_grant says nothing beside an unknown description', () => {
    const error = oauth('invalid_grant', 'a reason nobody has seen yet');
    assert.equal(titleFor(error), 'An answer that is not listed here');
  });

  it('any other code says something beside an unknown description', () => {
    const error = oauth('invalid_client_id', 'a reason nobody has seen yet');
    assert.equal(titleFor(error), 'client identifier invalid');
  });
});

describe('by the form and the status, where nothing is said', () => {
  const cases: readonly (readonly [Parameters<typeof answered>, string])[] = [
    [[{ status: 301, form: 'empty' }], 'A redirect instead of an answer (HTTP 3xx)'],
    [
      [{ status: 302, form: 'html', excerpt: 'Found' }],
      'A redirect instead of an answer (HTTP 3xx)',
    ],
    [[{ status: 403, form: 'html', excerpt: 'Blocked' }], 'A web page instead of an answer (HTML)'],
    [[{ status: 404, form: 'text', excerpt: 'no such page' }], 'Not found (HTTP 404)'],
    [[{ status: 407, form: 'empty' }], '407 Proxy Authentication Required'],
    [[{ status: 408, form: 'empty' }], 'ETIMEDOUT: no answer in time'],
    [[{ status: 429, form: 'empty' }], 'login rate exceeded'],
    [[{ status: 500, form: 'html' }], 'Salesforce is not available (HTTP 5xx)'],
    [[{ status: 503, form: 'empty' }], 'Salesforce is not available (HTTP 5xx)'],
    [[{ status: 599, form: 'json' }], 'Salesforce is not available (HTTP 5xx)'],
    [[{ status: 600, form: 'json' }], 'An answer that is not listed here'],
    [[{ status: 400, form: 'empty' }], 'An answer that is not listed here'],
    [[{ status: 403, form: 'text', excerpt: 'Forbidden' }], 'An answer that is not listed here'],
    [[{ status: 401, form: 'empty' }], 'An answer that is not listed here'],
    [
      [{ status: 401, form: 'empty' }, 'userinfo'],
      'INVALID_SESSION_ID: Session expired or invalid',
    ],
    [
      [{ status: 403, form: 'text', excerpt: 'Bad_OAuth_Token' }, 'userinfo'],
      'INVALID_SESSION_ID: Session expired or invalid',
    ],
    [[{ status: 403, form: 'empty' }, 'userinfo'], 'API_DISABLED_FOR_ORG: the API is not enabled'],
  ];
  for (const [[answer, request], title] of cases) {
    it(`${JSON.stringify(answer)} to ${request ?? 'token'} is “${title}”`, () => {
      assert.equal(titleFor(answered(answer, request)), title);
    });
  }
});

describe('connections, by their code', () => {
  const codes: Readonly<Record<string, string>> = {
    ENOTFOUND: 'ENOTFOUND: the host name is not known',
    EAI_AGAIN: 'ENOTFOUND: the host name is not known',
    ECONNREFUSED: 'ECONNREFUSED: the connection was refused',
    EHOSTUNREACH: 'ECONNREFUSED: the connection was refused',
    ENETUNREACH: 'ECONNREFUSED: the connection was refused',
    ECONNRESET: 'ECONNRESET: the connection was cut',
    EPIPE: 'ECONNRESET: the connection was cut',
    ERR_STREAM_PREMATURE_CLOSE: 'ECONNRESET: the connection was cut',
    ETIMEDOUT: 'ETIMEDOUT: no answer in time',
    ESOCKETTIMEDOUT: 'ETIMEDOUT: no answer in time',
    timeout: 'ETIMEDOUT: no answer in time',
    SELF_SIGNED_CERT_IN_CHAIN: 'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted',
    DEPTH_ZERO_SELF_SIGNED_CERT:
      'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
      'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted',
    ERR_TLS_CERT_ALTNAME_INVALID:
      'ERR_TLS_CERT_ALTNAME_INVALID: the server’s certificate is for another host',
    CERT_HAS_EXPIRED: 'CERT_HAS_EXPIRED: the server’s certificate is out of date',
    CERT_NOT_YET_VALID: 'CERT_HAS_EXPIRED: the server’s certificate is out of date',
    CERT_REVOKED: 'The TLS handshake failed',
    EPROTO: 'The TLS handshake failed',
    ERR_SSL_WRONG_VERSION_NUMBER: 'The TLS handshake failed',
    HPE_INVALID_CONSTANT: 'The answer is not HTTP (HPE_…)',
    HPE_HEADER_OVERFLOW: 'The answer is not HTTP (HPE_…)',
    'proxy-refused': 'The proxy did not open a connection',
    'proxy-unreachable': 'The proxy did not open a connection',
    'proxy-closed': 'The proxy did not open a connection',
    'proxy-garbage': 'The proxy did not open a connection',
    EWEIRD: 'A connection error that is not listed here',
    unknown: 'A connection error that is not listed here',
  };
  for (const [code, title] of Object.entries(codes)) {
    it(`${code} is “${title}”`, () => assert.equal(titleFor(cut(code)), title));
  }

  it('a proxy that refuses tells its status', () => {
    const refused = (status: number) => titleFor(cut('proxy-refused', { status }));
    assert.equal(refused(407), '407 Proxy Authentication Required');
    assert.equal(refused(502), 'The proxy did not open a connection');
  });
});

describe('our own codes', () => {
  const inputs: Readonly<Record<InputProblem, true>> = {
    missing: true,
    masked: true,
    'unexpanded-variable': true,
    'not-a-boolean': true,
    'not-a-whole-number': true,
    'out-of-range': true,
    'not-one-of': true,
    'consumer-key-form': true,
    'username-form': true,
    'org-id-form': true,
    'org-id-checksum': true,
    'login-url-form': true,
    'login-url-http': true,
    'login-url-extra': true,
    'login-url-path': true,
    'login-url-lightning': true,
    'audience-underivable': true,
    'audience-form': true,
    'key-is-certificate': true,
    'key-is-certificate-request': true,
    'key-is-public-key': true,
    'key-is-ec': true,
    'key-is-rsa-pss': true,
    'key-is-other-algorithm': true,
    'key-is-too-short': true,
    'key-is-openssh': true,
    'key-is-putty': true,
    'key-is-pkcs12': true,
    'key-is-java-keystore': true,
    'key-is-path': true,
    'key-is-consumer-secret': true,
    'key-is-auth-url': true,
    'key-needs-passphrase': true,
    'key-wrong-passphrase': true,
    'key-old-cipher': true,
    'key-damaged': true,
    'key-unrecognised': true,
    'certificate-is-key': true,
    'certificate-unreadable': true,
    'certificate-mismatch': true,
  };
  const answers: Readonly<Record<AnswerProblem, true>> = {
    'not-json': true,
    'not-an-object': true,
    'no-access-token': true,
    'access-token-form': true,
    'no-instance-url': true,
    'instance-url-form': true,
    'instance-url-http': true,
    'instance-url-foreign': true,
    'no-identity': true,
  };
  const guards: Readonly<Record<GuardProblem, true>> = {
    'wrong-org': true,
    'wrong-user': true,
    'unknown-org': true,
    'out-of-time': true,
  };
  const errors = [
    ...Object.keys(inputs).map((code) => input(code as InputProblem)),
    ...Object.keys(answers).map((code) => odd(code as AnswerProblem)),
    ...Object.keys(guards).map((code) => guard(code as GuardProblem)),
  ];
  for (const error of errors) {
    it(`${error.name} ${error.code} has an entry`, () => {
      const entry = entryFor(error);
      assert.ok(CATALOGUE.includes(entry));
      assert.equal(diagnose(error, runWith()).anchor, anchorOf(entry.title));
    });
  }
});

it('each phrase and code of the catalogue leads to its own entry', () => {
  for (const entry of CATALOGUE) {
    const says = (error: string | undefined, description?: string) =>
      titleFor(
        new SalesforceError({
          request: entry.request ?? 'token',
          answer: oauth(error, description).answer,
        }),
      );
    for (const phrase of entry.says ?? []) assert.equal(says(undefined, phrase), entry.title);
    for (const code of entry.errors ?? []) assert.equal(says(code), entry.title);
  }
});

it('what a good token meets is not taken for the cause where there is no token yet', () => {
  const answer = oauth('INVALID_SESSION_ID', 'Session expired or invalid', 401);
  assert.equal(titleFor(answer), 'An answer that is not listed here');
});
