import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CATALOG } from '../../src/diagnosis/catalog/complete.ts';
import type { ReportContext } from '../../src/diagnosis/help-url.ts';
import { report } from '../../src/diagnosis/report.ts';
import type { RunInfo } from '../../src/run-context.ts';
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
  it('contains the failure, the response, the cause, the fix, other causes and the help page, in this order', () => {
    const lines = messageLines(NOT_APPROVED, { ...LOGIN_HOSTS.login, username: 'ci@acme.com.uat' });
    assert.deepEqual(
      lines.map((line) => /^(Signing in|Salesforce answered|[\w ]+(?=: ))/.exec(line)?.[0]),
      [
        'Signing in',
        'Salesforce answered',
        'Most likely cause',
        'Why',
        'Fix',
        'Where',
        'Also possible',
        'Also possible',
        'Also possible',
        'Help',
      ],
    );
  });

  it('has the title of the failure, after “Salesforce sign-in: ”', () => {
    assert.equal(
      report(CREDENTIALS, runWith(), REPORT_CONTEXT).title,
      'Salesforce sign-in: invalid client credentials',
    );
  });

  it('shows the command to run and the Setup paths for both kinds of app', () => {
    const text = messageLines(CREDENTIALS);
    const change = text.findIndex((line) => line.startsWith('Fix: Upload the certificate'));
    assert.match(text[change + 1] ?? '', /^ {2}openssl x509 /);
    assert.match(text[change + 2] ?? '', /^Where: Setup → External Client App Manager/);
    assert.match(text[change + 3] ?? '', /^ {2}\(Connected App: Setup → App Manager/);
  });

  it('explains how to verify the most likely cause', () => {
    assert.ok(
      messageLines(NOT_APPROVED).some((line) =>
        line.startsWith('This is the cause if Permitted Users'),
      ),
    );
  });

  it('says “Cause” instead of “Most likely cause” if only one cause is possible', () => {
    const lines = messageLines(inputError('key-is-pkcs12'));
    assert.equal(lines.filter((line) => line.startsWith('Cause: ')).length, 1);
    assert.ok(!lines.some((line) => /^(Most likely cause|Also possible)/.test(line)));
  });

  it('has at most 13 lines and fewer than 1600 characters for every error', () => {
    for (const error of everyError()) {
      for (const run of [{}, LOGIN_HOSTS.test, PROXY]) {
        const { title, message } = report(error, runWith(run), REPORT_CONTEXT, CATALOG);
        assert.ok(message.split('\n').length <= 13, message);
        assert.ok(message.length < 1600, message);
        assert.ok(title.length < 120, title);
        assert.doesNotMatch(message, /undefined|NaN|\[object/);
      }
    }
  });

  it('of a bug in the action shows a stack trace without the error message', () => {
    const error = Object.assign(new TypeError('x'), {
      stack: 'TypeError: x\n    at f (/a/b.js:1:2)',
    });
    const { message, summary } = report(error, runWith(), REPORT_CONTEXT);
    assert.match(message, /\nFix: .*\/issues .*\n {2}TypeError\n {2}at f \(b\.js:1:2\)\nHelp: /);
    assert.match(summary, /```text\nTypeError\nat f/);
  });
});

describe('untrusted text', () => {
  const EVIL =
    'x\n::error::pwned\r\n::add-mask::y%0A::set-output name=a::b \u001b[31mred\u001b[0m\u0000\u2028::stop-commands::z `</code><img src=x onerror=alert(1)> | cell |\n# heading [link](https://evil.example) **bold** <script>';
  const outside = {
    'an OAuth error': oauthError(EVIL, EVIL),
    'a web page': errorResponse({ status: 503, bodyKind: 'html', excerpt: EVIL }),
    'a redirect': errorResponse({ status: 302, bodyKind: 'empty', location: EVIL }),
    'an instance URL': invalidResponse(
      'instance-url-foreign',
      { description: EVIL },
      { host: EVIL },
    ),
    'a username': verificationError('wrong-user', { expected: EVIL, actual: EVIL }),
    'the host of a login URL': inputError('audience-underivable', 'audience', { host: EVIL }),
    'a connection error': networkError(EVIL, { cause: EVIL }),
    'the values of a run that failed because of an empty input': inputError('missing'),
    'the values of a run that Salesforce rejected': NOT_APPROVED,
  };
  const evilRun = {
    ...LOGIN_HOSTS.sandbox,
    loginUrl: EVIL,
    audience: EVIL,
    username: `${EVIL}@${EVIL}.com.uat`,
    consumerKey: EVIL,
    proxy: EVIL,
  };
  const evilContext: ReportContext = {
    version: '1',
    actionRepository: EVIL,
    actionRef: EVIL,
    missingSecrets: { reason: 'fork', fork: EVIL, job: EVIL },
  };

  for (const [source, error] of Object.entries(outside)) {
    it(`cannot add workflow commands or markup to a report through ${source}`, () => {
      const { title, message, summary } = report(error, runWith(evilRun), evilContext);
      for (const text of [title, message, summary]) {
        assert.doesNotMatch(text, /^\s*(::|##\[)/m);
        assert.doesNotMatch(text, /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
      }
      assert.doesNotMatch(title, /\n/);
      const prose = summary.replace(/```text[\s\S]*?```/g, '');
      assert.doesNotMatch(
        prose,
        /<(?!w?br>)|\]\(https:\/\/evil|^# heading|\*\*bold|[^|\n] cell \|/m,
      );
    });
  }

  it('is truncated in an annotation', () => {
    const { title, message } = report(oauthError('a', 'b'.repeat(5000)), runWith(), REPORT_CONTEXT);
    assert.ok(title.length < 340 && message.length < 1500);
  });
});
