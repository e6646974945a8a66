import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KEY_MISMATCH, NO_CERTIFICATE } from '../../src/diagnosis/catalog/shared-causes.ts';
import { report } from '../../src/diagnosis/report.ts';
import { successSummary } from '../../src/diagnosis/summary.ts';
import type { RunInfo } from '../../src/run-context.ts';
import { emptyRunInfo } from '../helpers/run-info.ts';
import {
  errorResponse,
  fallbackAudience,
  inputError,
  LOGIN_HOSTS,
  networkError,
  oauthError,
  PROXY,
  REPORT_CONTEXT,
  runWith,
} from './builders.ts';
import { CREDENTIALS, NOT_APPROVED } from './ranking-cases.ts';

describe('the job summary', () => {
  const run = {
    ...LOGIN_HOSTS.login,
    ...PROXY,
    attempts: 2,
    skewSeconds: -90,
    certificateMatched: true,
    audienceFromInput: true,
  };

  it('lists the causes with their fixes, the configuration and Login History', () => {
    const { summary } = report(CREDENTIALS, runWith(run), REPORT_CONTEXT);
    for (const part of [
      '### Salesforce sign-in failed: invalid client credentials',
      '**Salesforce answered (2026-01-02 03:02:35 UTC): HTTP 400, invalid_client: invalid client credentials**',
      'Possible causes, the most likely first:',
      `1. **${KEY_MISMATCH[0].explanation}** Here: `,
      `2. **${NO_CERTIFICATE.explanation}**`,
      '   This is the cause if ',
      '   Fix: ',
      '   Where: ',
      '| Time of the request | 2026-01-02 03:02:35 UTC |',
      '| Login URL | https&#58;//login.salesforce.com |',
      '| Audience | https&#58;//login.salesforce.com (from the workflow) |',
      '| Consumer key | 3MVG9…qrst |',
      '| Username | ci@<wbr>acme.com |',
      `| SHA-256 of the public key | ${'4f'.repeat(32)} |`,
      '| Certificate | matches the key |',
      '| Proxy | proxy.acme.com:3128 |',
      '| Attempts | 2 |',
      '| Clock difference (Salesforce minus runner) | -90 s |',
      '**Setup → Login History**, this user, 2026-01-02 03:02:35 UTC: the Status can tell',
      '| Failed: Signature Invalid, `LOGIN_OAUTH_INVALID_DSIG` |',
      'docs/troubleshooting.md#invalid-client-credentials)',
    ]) {
      assert.ok(summary.includes(part), `${part}\nis not in\n${summary}`);
    }
    assert.ok(!summary.includes('3MVG9abcdefghijklmnopqrst'));
  });

  it('names the environment variable that sets the proxy', () => {
    const run = runWith({ ...PROXY, proxyVariable: 'https_proxy' });
    const { summary } = report(inputError('masked'), run, REPORT_CONTEXT);
    assert.ok(summary.includes('| Proxy | proxy.acme.com:3128 (https_proxy) |'), summary);
  });

  it('shows the result of the request with the second audience, and why a token was not revoked', () => {
    const fallback = fallbackAudience('refused', oauthError('app_not_found', 'words'));
    const run = runWith({ fallbackAudience: fallback, revokeError: 'HTTP 503' });
    const { summary } = report(oauthError('app_not_found'), run, REPORT_CONTEXT);
    const row = '| Second audience | https&#58;//acme.my.salesforce.com (refused) |';
    assert.ok(summary.includes(row), summary);
    assert.ok(summary.includes(' as audience: HTTP 400, app_not_found: words'), summary);
    assert.ok(summary.includes('| The token | not revoked: HTTP 503 |'), summary);
  });

  it('shows the Login History statuses that are possible at the login host', () => {
    const rows = (run: Partial<RunInfo>) =>
      report(NOT_APPROVED, runWith(run), REPORT_CONTEXT).summary.match(
        /^\| (no row|Restricted)[^|]*/gm,
      );
    assert.deepEqual(rows({}), ['| no row in the org of `login-url` ']);
    assert.deepEqual(rows(LOGIN_HOSTS.login), [
      '| no row for this run ',
      '| Restricted domain, `LOGIN_ERROR_ORG_DOMAIN_ONLY` or `LOGIN_ERROR_GLOBAL_BLOCK_DOMAIN` ',
    ]);
  });

  it('mentions Login History without a time if the time of the request is unknown', () => {
    const { summary } = report(NOT_APPROVED, emptyRunInfo(), REPORT_CONTEXT);
    assert.match(summary, /\*\*Setup → Login History\*\*, this user: the Status can/);
  });

  it('has no row for an unknown value', () => {
    const { summary } = report(inputError('masked'), emptyRunInfo(), REPORT_CONTEXT);
    assert.doesNotMatch(
      summary,
      /Login URL|Audience|audience|Attempts|Time of|Clock|Proxy|The token|Login History \*\*/,
    );
    assert.match(summary, /```text|Where: GitHub → the repository/);
  });

  it('puts lines to copy into a code block', () => {
    const { summary } = report(
      oauthError('app_not_found'),
      runWith(LOGIN_HOSTS.sandbox),
      REPORT_CONTEXT,
    );
    assert.match(
      summary,
      /\n {3}```text\n {3}audience: https:\/\/acme--uat\.sandbox\.my\.salesforce\.com\n {3}```\n/,
    );
  });

  it('does not turn underscores in text from a server into emphasis', () => {
    const { summary } = report(
      oauthError('a_b_c', 'see __init__ and _x_'),
      runWith(),
      REPORT_CONTEXT,
    );
    assert.ok(summary.includes('a_b_c: see &#95;&#95;init&#95;&#95; and &#95;x&#95;'), summary);
  });

  it('does not turn text from a server into a link', () => {
    const error = oauthError(
      'brand_new',
      'see WWW.evil.example, www.evil.example, https://evil.example, x@evil.example, mailto:x@evil.example, xmpp:x@evil.example/y, @acme',
    );
    const { summary } = report(error, runWith(), REPORT_CONTEXT);
    // The expected result was checked with GitHub's fork of cmark, in the Python package cmarkgfm
    // 2025.10.22.
    const escaped =
      'see WWW&#46;evil.example, www&#46;evil.example, https&#58;//evil.example, x@<wbr>evil.example, mailto:x@<wbr>evil.example, xmpp:x@<wbr>evil.example/y, @<wbr>acme';
    assert.ok(summary.includes(escaped), summary);
    // GitHub does not create links in a code block.
    const withoutOwnLinks = summary.replace(/\(https:[^)]*\)|```text\n.*\n```/g, '');
    assert.doesNotMatch(withoutOwnLinks, /www\.|:\/\/|@(?!<wbr>)/i);
  });

  it('prints the --diagnose command, which finds the cause in the org, if Salesforce rejected the sign-in', () => {
    const run = runWith({ ...LOGIN_HOSTS.sandbox, username: "o'neil@acme.com" });
    const { summary } = report(CREDENTIALS, run, REPORT_CONTEXT);
    const [, command = ''] = /```text\n(npm run setup -- .*)\n```/.exec(summary) ?? [];
    assert.equal(
      command,
      `npm run setup -- --diagnose --login-url '${run.loginUrl}' --user 'o'\\''neil@acme.com' --consumer-key '3MVG9…qrst' --at '2026-01-02T03:04:05Z' --fingerprint '${run.fingerprint}'`,
    );
    assert.match(
      summary,
      /a clone of \[the action’s repository\]\(https:\/\/github\.com\/[\w/-]+\)/,
    );
    assert.doesNotMatch(summary, /ALIAS/);
  });

  it('prints the --diagnose command with --org if many orgs share the login URL', () => {
    const { summary } = report(CREDENTIALS, runWith(LOGIN_HOSTS.login), REPORT_CONTEXT);
    assert.match(summary, /npm run setup -- --diagnose .* --org 'ALIAS'\n/);
    assert.match(summary, /`sf org list` shows the ALIAS/);
  });

  it('prints no --diagnose command if Salesforce did not reject the sign-in', () => {
    for (const error of [
      networkError('ETIMEDOUT'),
      errorResponse({ status: 400, bodyKind: 'html' }),
    ])
      assert.doesNotMatch(report(error, runWith(), REPORT_CONTEXT).summary, /--diagnose/);
  });

  it('omits the login URL and the audience if the runner would display them as ***', () => {
    const host = 'acme.my.salesforce.com';
    const masked = runWith({ audience: `https://${host}`, maskedHost: host });
    const { summary } = report(CREDENTIALS, masked, REPORT_CONTEXT);
    assert.doesNotMatch(summary, /\| (?:Login URL|Audience) \||--diagnose/);
    const other = report(CREDENTIALS, runWith({ maskedHost: 'other.my.salesforce.com' }), {
      ...REPORT_CONTEXT,
    });
    assert.match(other.summary, /\| Login URL \| .*\n\| Audience \| /);
  });

  it('hides a short consumer key completely', () => {
    const { summary } = report(CREDENTIALS, runWith({ consumerKey: 'short123' }), REPORT_CONTEXT);
    assert.match(summary, /\| Consumer key \| … \|/);
    assert.ok(!summary.includes('short123'));
  });

  it('states that an audience was derived from the login URL', () => {
    assert.match(report(CREDENTIALS, runWith(), REPORT_CONTEXT).summary, /\(from the login URL\)/);
  });

  it('of a successful sign-in shows the org, the host, the token and the key', () => {
    const summary = successSummary({
      orgId: '00D000000000001AAA',
      username: 'ci|x@acme.com',
      host: 'acme.my.salesforce.com',
      tokenFormat: 'opaque',
      scope: 'api refresh_token',
      attempts: 1,
      fingerprint: 'ab'.repeat(32),
    });
    assert.equal(
      summary,
      [
        '### Signed in to Salesforce as ci&#124;x@<wbr>acme.com',
        '',
        '| This run |  |',
        '| --- | --- |',
        '| Org | 00D000000000001AAA |',
        '| Host | acme.my.salesforce.com |',
        '| Token format | opaque |',
        '| Scope | api refresh_token |',
        '| Attempts | 1 |',
        `| SHA-256 of the public key | ${'ab'.repeat(32)} |`,
        '',
      ].join('\n'),
    );
  });
});
