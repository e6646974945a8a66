import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UNKNOWN_RESPONSE } from '../../src/diagnosis/catalog/fallbacks.ts';
import { SETUP_PATHS } from '../../src/diagnosis/catalog/setup-paths.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { anchorOf } from '../../src/diagnosis/help-url.ts';
import { renderDiagnosis } from '../../src/diagnosis/render.ts';
import type { RunInfo } from '../../src/run-context.ts';
import type { ResponseInfo } from '../../src/salesforce/errors.ts';
import { emptyRunInfo } from '../helpers/run-info.ts';
import {
  errorResponse,
  invalidResponse,
  LOGIN_HOSTS,
  networkError,
  oauthError,
  runWith,
  SANDBOX_USER,
} from './builders.ts';
import { CREDENTIALS, NOT_APPROVED, NOT_INSTALLED } from './ranking-cases.ts';

function rendered(error: unknown, run: RunInfo = runWith()) {
  const input = { error, run };
  return renderDiagnosis(diagnose(input), input);
}

describe('the title of a report', () => {
  const titleOf = (error: unknown) => rendered(error).title;

  it("is the title of the entry if the entry quotes Salesforce's description", () => {
    assert.equal(titleOf(NOT_APPROVED), "user hasn't approved this consumer");
    assert.equal(
      titleOf(oauthError('invalid_client', 'Invalid client credentials.')),
      'invalid client credentials',
    );
  });

  it('is the error code if the description is missing or unknown', () => {
    assert.equal(titleOf(oauthError('access_denied')), 'access_denied');
    assert.equal(titleOf(oauthError('access_denied', 'new words')), 'access_denied');
  });

  it('is the title of the entry if the entry is for a code without a description', () =>
    assert.equal(titleOf(oauthError('INVALID_GRANT')), 'invalid_grant'));

  it('is the description, code or status of an unknown response', () => {
    assert.equal(titleOf(oauthError('new_code', 'New words of 2031')), 'New words of 2031');
    assert.equal(titleOf(oauthError('new_code')), 'new_code');
    assert.equal(titleOf(errorResponse({ status: 418, bodyKind: 'empty' })), 'HTTP 418');
  });

  it('contains the status and code of the response, not the most common ones of the entry', () => {
    const title = (status: number, error?: string, description?: string) =>
      titleOf(
        errorResponse(
          {
            status,
            bodyKind: 'text',
            ...(error ? { error } : {}),
            ...(description ? { description } : {}),
          },
          'userinfo',
        ),
      );
    assert.equal(title(302), 'A redirect instead of an answer (HTTP 302)');
    assert.equal(title(405), 'Not found (HTTP 405)');
    assert.equal(title(502), 'The server is not available (HTTP 502)');
    assert.equal(
      title(403, 'API_CURRENTLY_DISABLED', 'The REST API is not enabled'),
      'API_CURRENTLY_DISABLED: the API is not enabled',
    );
    assert.equal(
      titleOf(oauthError('OAUTH_APP_BLOCKED', 'this app is blocked by admin')),
      'OAUTH_APP_BLOCKED',
    );
  });

  it('quotes the response if the title of the entry quotes another response', () => {
    const title = (response: Partial<ResponseInfo>) =>
      titleOf(errorResponse({ status: 401, bodyKind: 'html', ...response }, 'userinfo'));
    assert.equal(title({ description: 'Bad_OAuth_Token' }), 'Bad_OAuth_Token');
    assert.equal(
      title({ error: 'API_CURRENTLY_DISABLED', description: 'API is disabled for this User' }),
      'API is disabled for this User',
    );
    assert.equal(title({ excerpt: 'We are down for maintenance.' }), 'Down for maintenance');
    const page = { excerpt: 'Down for maintenance' };
    assert.equal(titleOf(invalidResponse('not-json', page)), 'Down for maintenance');
    assert.equal(
      titleOf(oauthError('invalid_grant', 'activation secret invalid')),
      'activation secret invalid',
    );
  });

  it('is the code of an unknown connection error', () =>
    assert.equal(titleOf(networkError('EWEIRD')), 'EWEIRD'));
});

it('a report about an unknown response links to the section for unknown responses and to Login History', () => {
  const { anchor, causes } = rendered(oauthError('new_code', 'New words of 2031'));
  assert.equal(anchor, anchorOf(UNKNOWN_RESPONSE.title));
  assert.deepEqual(causes[0]?.setupPaths, SETUP_PATHS.history);
});

it('the audience line to copy contains the My Domain of this run', () => {
  const { causes } = rendered(NOT_INSTALLED, runWith({ ...LOGIN_HOSTS.sandbox, ...SANDBOX_USER }));
  assert.deepEqual(causes[0]?.snippet, ['audience: https://acme--uat.sandbox.my.salesforce.com']);
});

it('the example of a My Domain belongs to Salesforce in China if the login URL does', () => {
  const run = { ...LOGIN_HOSTS.test, ...SANDBOX_USER, loginUrl: 'https://test.sfcrmproducts.cn' };
  const { causes } = rendered(NOT_INSTALLED, runWith(run));
  assert.ok(causes[0]?.fix.includes('https://acme--uat.sandbox.my.sfcrmproducts.cn'));
});

it("the fix for a mismatched certificate contains the fingerprint of this run's key", () => {
  const { causes } = rendered(CREDENTIALS);
  assert.ok(causes[0]?.fix.includes('4f'.repeat(32)));
  assert.match(causes[0]?.snippet[0] ?? '', /openssl x509 .*dgst -sha256/);
});

it('a report contains fallbacks for values that had not been read when the run failed', () => {
  const { failureLine, causes } = rendered(NOT_APPROVED, emptyRunInfo());
  assert.equal(failureLine, 'Signing in to Salesforce failed.');
  assert.match(causes[0]?.fix ?? '', /that the user has/);
});

it('a value of the run adds no line break or backtick to the sentence that states the evidence', () => {
  const run = runWith({ ...LOGIN_HOSTS.login, username: 'a`\n@acme.com.uat' });
  assert.doesNotMatch(rendered(NOT_APPROVED, run).causes[0]?.evidence ?? '', /[`\n]/);
});

describe('a thrown value that is not an error of the action', () => {
  const SECRET = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';

  for (const thrown of [
    undefined,
    null,
    SECRET,
    42,
    { message: SECRET },
    Symbol(SECRET),
    new Error(''),
    new TypeError(SECRET),
  ]) {
    it(`is reported as a bug in the action, without its message: a value of the type ${thrown?.constructor.name ?? String(thrown)}`, () => {
      const report = rendered(thrown);
      assert.equal(report.title, 'An error of the action itself');
      assert.ok(report.stack.length > 0);
      assert.ok(!JSON.stringify(report).includes(SECRET));
    });
  }

  it('is reported with a stack trace, unlike a rejection by Salesforce', () =>
    assert.deepEqual(rendered(NOT_APPROVED).stack, []));
});
