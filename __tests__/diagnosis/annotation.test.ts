import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { report, type Surroundings } from '../../src/diagnosis/annotation.ts';
import type { RunInfo } from '../../src/run.ts';
import {
  errorResponse,
  inputError,
  invalidResponse,
  LOGIN_HOSTS,
  networkError,
  oauthError,
  PROXY,
  REPORT_CONTEXT,
  runWith,
  verificationError,
} from './builders.ts';
import { everyError } from './errors-from-catalog.ts';
import { CREDENTIALS, NOT_APPROVED } from './ranking-cases.ts';

const messageLines = (error: unknown, run: Partial<RunInfo> = {}) =>
  report(error, runWith(run), REPORT_CONTEXT).message.split('\n');

describe('the annotation', () => {
  it('has the parts in the order of the contract', () => {
    assert.deepEqual(
      messageLines(NOT_APPROVED, { ...LOGIN_HOSTS.login, username: 'ci@acme.com.uat' }),
      [
        'Signing in to Salesforce as ci@acme.com.uat at https://login.salesforce.com failed.',
        "Salesforce answered (2026-01-02 03:04:05 UTC): HTTP 400, invalid_grant: user hasn't approved this consumer",
        'Most likely cause: The user is in a sandbox, but the login URL is for production.',
        'Why: the username ends with “.uat”, as in a sandbox, but login.salesforce.com is for production orgs.',
        'Fix: Set `login-url` to the My Domain of the sandbox, such as https://acme--uat.sandbox.my.salesforce.com.',
        'Where: Setup → My Domain → Current My Domain URL',
        'Also possible: The app does not pre-authorize this user.',
        'Also possible: The app lacks the scope “Perform requests at any time (refresh_token, offline_access)”.',
        'Also possible: The org has no user with exactly this username.',
        'Help: https://github.com/salesforce-jwt-auth/salesforce-jwt-auth/blob/v1.0.0/docs/troubleshooting.md#user-hasnt-approved-this-consumer',
      ],
    );
  });

  it('has a title', () => {
    assert.equal(
      report(CREDENTIALS, runWith(), REPORT_CONTEXT).title,
      'Salesforce sign-in: invalid client credentials',
    );
  });

  it('names both kinds of app, and the command to compare with', () => {
    const text = messageLines(CREDENTIALS);
    const change = text.findIndex((line) => line.startsWith('Fix: Upload the certificate'));
    assert.match(text[change + 1] ?? '', /^ {2}openssl x509 /);
    assert.match(text[change + 2] ?? '', /^Where: Setup → External Client App Manager/);
    assert.match(text[change + 3] ?? '', /^ {2}\(Connected App: Setup → App Manager/);
  });

  it('says how to be sure', () => {
    assert.ok(
      messageLines(NOT_APPROVED).some((line) =>
        line.startsWith('This is the cause if Permitted Users'),
      ),
    );
  });

  it('says “Cause” where only one is known', () => {
    const text = messageLines(inputError('key-is-pkcs12'));
    assert.deepEqual(text, [
      'The input `private-key` is not valid. Nothing was sent to Salesforce.',
      'Cause: `private-key` contains a .p12 or .pfx file. If openssl cannot read it, add -legacy.',
      'Fix: Convert it, then store the result as the secret:',
      '  openssl pkcs12 -in key.p12 -nocerts -nodes -out server.key',
      '  gh secret set SF_PRIVATE_KEY < server.key # in an environment: --env NAME',
      'Where: GitHub → the repository → Settings → Environments → NAME, or Secrets and variables → Actions',
      'Help: https://github.com/salesforce-jwt-auth/salesforce-jwt-auth/blob/v1.0.0/docs/troubleshooting.md#a-pkcs12-file-instead-of-a-pem-key',
    ]);
  });
  it('is short: an admin reads it once', () => {
    for (const error of everyError()) {
      for (const run of [{}, LOGIN_HOSTS.test, PROXY]) {
        const { title, message } = report(error, runWith(run), REPORT_CONTEXT);
        assert.ok(message.split('\n').length <= 13, message);
        assert.ok(message.length < 1600, message);
        assert.ok(title.length < 120, title);
        assert.doesNotMatch(message, /undefined|NaN|\[object/);
      }
    }
  });

  it('of a mistake of our own shows where it was', () => {
    const error = Object.assign(new TypeError('x'), {
      stack: 'TypeError: x\n    at f (/a/b.js:1:2)',
    });
    const { message, summary } = report(error, runWith(), REPORT_CONTEXT);
    assert.deepEqual(message.split('\n').slice(1, 5), [
      'Cause: This is a bug in the action, not in your configuration.',
      'Fix: Please report it at https://github.com/salesforce-jwt-auth/salesforce-jwt-auth/issues with the lines below. They contain none of your values.',
      '  TypeError',
      '  at f (b.js:1:2)',
    ]);
    assert.match(summary, /```text\nTypeError\nat f/);
  });
});

describe('text from outside', () => {
  const EVIL =
    'x\n::error::pwned\r\n::add-mask::y%0A::set-output name=a::b \u001b[31mred\u001b[0m\u0000\u2028::stop-commands::z `</code><img src=x onerror=alert(1)> | cell |\n# heading [link](https://evil.example) **bold** <script>';
  const outside = {
    'a refusal': oauthError(EVIL, EVIL),
    'a page': errorResponse({ status: 503, bodyKind: 'html', excerpt: EVIL }),
    'a redirect': errorResponse({ status: 302, bodyKind: 'empty', location: EVIL }),
    'an instance': invalidResponse('instance-url-foreign', { description: EVIL }, { host: EVIL }),
    'a name': verificationError('wrong-user', { expected: EVIL, actual: EVIL }),
    'a host': inputError('audience-underivable', 'audience', { host: EVIL }),
    'a connection': networkError(EVIL, { cause: EVIL }),
    'the run of an empty input': inputError('missing'),
    'the run of a known refusal': NOT_APPROVED,
  };
  const evilRun = {
    ...LOGIN_HOSTS.sandbox,
    loginUrl: EVIL,
    audience: EVIL,
    username: `${EVIL}@${EVIL}.com.uat`,
    consumerKey: EVIL,
    proxy: EVIL,
  };
  const evilContext: Surroundings = {
    version: '1',
    actionRepository: EVIL,
    actionRef: EVIL,
    missingSecrets: { reason: 'fork', fork: EVIL, job: EVIL },
  };

  for (const [place, error] of Object.entries(outside)) {
    it(`can do nothing in ${place}`, () => {
      const { title, message, summary } = report(error, runWith(evilRun), evilContext);
      for (const text of [title, message, summary]) {
        assert.doesNotMatch(text, /^\s*(::|##\[)/m);
        assert.doesNotMatch(text, /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
      }
      assert.doesNotMatch(title, /\n/);
      const prose = summary.replace(/```text[\s\S]*?```/g, '');
      assert.doesNotMatch(prose, /<(?!br>)|\]\(https:\/\/evil|^# heading|\*\*bold|[^|\n] cell \|/m);
    });
  }

  it('is cut to a sane length', () => {
    const { title, message } = report(oauthError('a', 'b'.repeat(5000)), runWith(), REPORT_CONTEXT);
    assert.ok(title.length < 340 && message.length < 1500);
  });
});
