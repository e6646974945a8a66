import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ANSWER_ENTRIES, GUARD_ENTRIES } from '../../src/diagnosis/catalogue/answers.ts';
import type { Cause, Entry } from '../../src/diagnosis/catalogue/entry.ts';
import { INPUT_ENTRIES } from '../../src/diagnosis/catalogue/inputs.ts';
import { CATALOGUE } from '../../src/diagnosis/match.ts';
import { report, type Surroundings, successSummary } from '../../src/diagnosis/report.ts';
import type { StepError } from '../../src/errors.ts';
import type { Findings } from '../../src/findings.ts';
import type { InputProblem } from '../../src/inputs/errors.ts';
import { RunnerError } from '../../src/runner/errors.ts';
import type { AnswerProblem, GuardProblem } from '../../src/salesforce/errors.ts';
import { aRun } from '../helpers/support.ts';
import { AT, answered, cut, guard, input, oauth, odd, PROXY, runWith } from './runs.ts';

const HERE: Surroundings = { version: '1.0.0' };
const lines = (error: unknown, run: Partial<Findings> = {}, surroundings = HERE) =>
  report(error, runWith(run), surroundings).message.split('\n');
const NOT_APPROVED = oauth('invalid_grant', "user hasn't approved this consumer");
const CREDENTIALS = oauth('invalid_client', 'invalid client credentials');

/** One error for every entry, and for every code of ours. */
function everyError(): StepError[] {
  const named = (entry: Entry) => [
    ...(entry.says ?? []).map((phrase) => oauth('invalid_grant', phrase)),
    ...[...(entry.errors ?? []), ...(entry.bare ? [entry.bare] : [])].map((code) => oauth(code)),
    ...(entry.codes ?? []).map((code) => cut(code.replace(' 407', '').replaceAll('*', 'X'))),
    ...(entry.status
      ? [answered({ status: entry.status[0], form: entry.form ?? 'empty' }, entry.request)]
      : []),
  ];
  return [
    ...CATALOGUE.flatMap(named),
    ...Object.keys(INPUT_ENTRIES).map((code) => input(code as InputProblem)),
    ...Object.keys(ANSWER_ENTRIES).map((code) => odd(code as AnswerProblem)),
    ...Object.keys(GUARD_ENTRIES).map((code) => guard(code as GuardProblem)),
    oauth('something', 'new'),
    cut('EWEIRD'),
  ];
}

describe('the annotation', () => {
  it('has the parts in the order of the contract', () => {
    assert.deepEqual(lines(NOT_APPROVED, { ...AT.login, username: 'ci@acme.com.uat' }), [
      'Signing in to Salesforce as ci@acme.com.uat at https://login.salesforce.com failed.',
      "Salesforce answered: HTTP 400, invalid_grant: user hasn't approved this consumer",
      'Likeliest cause: The user belongs to a sandbox, the login URL to production.',
      'Why: the username ends in “.uat”, like a sandbox’s, but login.salesforce.com is for production orgs.',
      'What to change: Set `login-url` to the sandbox’s My Domain, like https://acme--uat.sandbox.my.salesforce.com.',
      'Where: Setup → My Domain → Current My Domain URL',
      'Also possible: The app does not let this user in.',
      'Also possible: The app lacks the scope “Perform requests at any time (refresh_token, offline_access)”.',
      'Also possible: The org has no user with exactly this username.',
      'Help: https://github.com/salesforce-jwt-auth/salesforce-jwt-auth/blob/v1.0.0/docs/troubleshooting.md#user-hasnt-approved-this-consumer',
    ]);
  });

  it('has a title', () => {
    assert.equal(
      report(CREDENTIALS, runWith(), HERE).title,
      'Salesforce sign-in: invalid client credentials',
    );
  });

  it('names both kinds of app, and the command to compare with', () => {
    const text = lines(CREDENTIALS);
    const change = text.findIndex((line) => line.startsWith('What to change: '));
    assert.match(text[change + 1] ?? '', /^ {2}openssl x509 /);
    assert.match(text[change + 2] ?? '', /^Where: Setup → External Client Apps Manager/);
    assert.match(text[change + 3] ?? '', /^ {2}\(Connected App: Setup → App Manager/);
  });

  it('says how to be sure', () => {
    assert.ok(lines(NOT_APPROVED).some((line) => line.startsWith('It is this if Permitted Users')));
  });

  it('says “Cause” where only one is known', () => {
    const text = lines(input('key-is-pkcs12'));
    assert.deepEqual(text, [
      'The input `private-key` cannot be used. Nothing was sent to Salesforce.',
      'Cause: `private-key` holds a .p12 or .pfx file. (If openssl cannot read it, add -legacy.)',
      'What to change: Convert it, and store the result as the secret:',
      '  openssl pkcs12 -in key.p12 -nocerts -nodes -out server.key',
      '  gh secret set SF_PRIVATE_KEY < server.key',
      'Where: GitHub → the repository → Settings → Secrets and variables → Actions',
      'Help: https://github.com/salesforce-jwt-auth/salesforce-jwt-auth/blob/v1.0.0/docs/troubleshooting.md#a-pkcs12-file-instead-of-a-pem-key',
    ]);
  });

  it('names the input, or the inputs, that are missing', () => {
    const one = input('missing', 'username');
    assert.equal(lines(one)[0], 'The input `username` is empty. Nothing was sent to Salesforce.');
    const two = input('missing', 'consumer-key', { missing: 'consumer-key, private-key' });
    assert.equal(
      lines(two)[0],
      'The inputs `consumer-key`, `private-key` are empty. Nothing was sent to Salesforce.',
    );
  });

  it('tells how many attempts failed, and what no answer looked like', () => {
    assert.deepEqual(
      lines(cut('proxy-unreachable', { cause: 'ECONNREFUSED' }), { ...PROXY, attempts: 3 }).slice(
        0,
        2,
      ),
      [
        'Signing in to Salesforce as ci@acme.com at https://acme.my.salesforce.com failed after 3 attempts.',
        'No answer came from acme.my.salesforce.com: proxy-unreachable (ECONNREFUSED)',
      ],
    );
    assert.match(lines(cut('proxy-refused', { status: 502 }))[1] ?? '', /: proxy-refused \(502\)$/);
    assert.match(lines(cut('ECONNRESET'))[1] ?? '', /: ECONNRESET$/);
  });

  it('tells which request failed', () => {
    const answer = { status: 401, form: 'empty' } as const;
    assert.match(
      lines(answered(answer, 'userinfo'))[0] ?? '',
      /^The sign-in went well, but .*`verify`/,
    );
    assert.match(lines(answered(answer, 'revoke'))[0] ?? '', /could not be revoked/);
    assert.match(lines(guard('wrong-org'))[0] ?? '', /not as the workflow expects/);
    assert.match(lines(guard('out-of-time'))[0] ?? '', /^Signing in .* failed/);
    assert.match(lines(new RunnerError({ code: 'no-runner' }))[0] ?? '', /^Signing in .* failed/);
  });

  const answers: readonly (readonly [Parameters<typeof answered>[0], string])[] = [
    [
      { status: 400, form: 'oauth', error: 'a', description: 'b' },
      'Salesforce answered: HTTP 400, a: b',
    ],
    [{ status: 400, form: 'rest', error: 'A' }, 'Salesforce answered: HTTP 400, A'],
    [{ status: 400, form: 'oauth' }, 'The answer was: HTTP 400, no reason'],
    [{ status: 400, form: 'rest' }, 'The answer was: HTTP 400, no reason'],
    [{ status: 400, form: 'json' }, 'The answer was: HTTP 400, other JSON'],
    [{ status: 403, form: 'html', excerpt: 'No' }, 'The answer was: HTTP 403, a web page “No”'],
    [{ status: 403, form: 'text', excerpt: 'No' }, 'The answer was: HTTP 403, a text “No”'],
    [{ status: 400, form: 'empty' }, 'The answer was: HTTP 400, nothing else'],
    [
      { status: 302, form: 'empty', location: 'sso.acme.com' },
      'The answer was: HTTP 302, nothing else, leading to sso.acme.com',
    ],
  ];
  for (const [answer, line] of answers) {
    it(`reads: ${line}`, () => assert.equal(lines(answered(answer))[1], line));
  }

  it('says what is wrong with a success', () => {
    assert.equal(
      lines(odd('no-access-token', { form: 'json' }))[1],
      'The answer was: HTTP 200, other JSON (no access token)',
    );
  });

  it('fills in what it knows of the input', () => {
    assert.ok(
      lines(input('out-of-range', 'max-attempts', { min: 1, max: 10 })).includes(
        'Cause: `max-attempts` is less than 1 or more than 10.',
      ),
    );
    assert.ok(
      lines(
        input('login-url-path', 'login-url', { suggested: 'https://a.my.salesforce.com' }),
      ).includes('  login-url: https://a.my.salesforce.com'),
    );
  });

  it('is short: an admin reads it once', () => {
    for (const error of everyError()) {
      for (const run of [{}, AT.test, PROXY]) {
        const { title, message } = report(error, runWith(run), HERE);
        assert.ok(message.split('\n').length <= 13, message);
        assert.ok(message.length < 1600, message);
        assert.ok(title.length < 120, title);
        assert.doesNotMatch(message, /undefined|NaN|\[object/);
      }
    }
  });
});

describe('what nobody has seen yet', () => {
  it('is shown whole, with the way to find out', () => {
    const { title, message } = report(oauth('new_code', 'New words of 2031'), runWith(), HERE);
    assert.equal(title, 'Salesforce sign-in: New words of 2031');
    assert.match(message, /Salesforce answered: HTTP 400, new_code: New words of 2031/);
    assert.match(message, /Where: Setup → Login History/);
  });

  it('has its code or its status for a title where it has no words', () => {
    assert.equal(report(oauth('new_code'), runWith(), HERE).title, 'Salesforce sign-in: new_code');
    const silent = answered({ status: 418, form: 'empty' });
    assert.equal(report(silent, runWith(), HERE).title, 'Salesforce sign-in: HTTP 418');
    assert.equal(report(cut('EWEIRD'), runWith(), HERE).title, 'Salesforce sign-in: EWEIRD');
  });
});

describe('a mistake of our own', () => {
  const KEY = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';

  it('shows its kind and where it was, but never its message', () => {
    const error = Object.assign(new TypeError(`bad ${KEY}\n    at ${KEY} (x.js:1:2)`), {
      code: 'ERR_X',
    });
    error.stack = `TypeError: ${error.message}\n    at Object.sign (file:///home/r/_actions/dist/index.js:10:5)\n    at async main (/srv/index.js:20:7)\n    at file:///srv/top.js:3:1\n    at ${KEY}`;
    const { message, summary } = report(error, runWith(), HERE);
    assert.deepEqual(message.split('\n').slice(0, 7), [
      'Signing in to Salesforce as ci@acme.com at https://acme.my.salesforce.com failed.',
      'Cause: This should not happen: it is a mistake in this action, not in your configuration.',
      'What to change: Please report it at https://github.com/salesforce-jwt-auth/salesforce-jwt-auth/issues, with the lines below. They hold no value of yours.',
      '  TypeError ERR_X',
      '  at Object.sign (index.js:10:5)',
      '  at async main (index.js:20:7)',
      '  at ? (top.js:3:1)',
    ]);
    assert.ok(!(message + summary).includes(KEY));
    assert.match(summary, /```text\nTypeError ERR_X\nat Object\.sign/);
  });

  for (const thrown of [
    undefined,
    null,
    'a string',
    42,
    { message: KEY },
    Symbol('s'),
    new Error(''),
  ]) {
    it(`can be anything: ${String(thrown?.constructor?.name)}`, () => {
      const { title, message } = report(thrown, runWith(), HERE);
      assert.equal(title, 'Salesforce sign-in: An error of the action itself');
      assert.ok(!message.includes(KEY));
    });
  }

  it('hides odd names and codes, and a missing stack', () => {
    const error = Object.assign(new Error('x'), {
      name: `${KEY} ${KEY}`,
      code: `a b`,
      stack: undefined,
    });
    assert.deepEqual(lines(error).slice(3, 5), ['  Error', lines(error).at(-1)]);
  });
});

describe('the link', () => {
  const page = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8');
  const help = (surroundings: Surroundings) => lines(CREDENTIALS, {}, surroundings).at(-1);

  it('leads to the version that runs', () => {
    const base = { version: '1.2.3', actionRepository: 'acme/sign-in' };
    const path = 'docs/troubleshooting.md#invalid-client-credentials';
    assert.equal(
      help({ ...base, actionRef: 'v1' }),
      `Help: https://github.com/acme/sign-in/blob/v1/${path}`,
    );
    assert.equal(
      help({ ...base, actionRef: '' }),
      `Help: https://github.com/acme/sign-in/blob/v1.2.3/${path}`,
    );
    assert.equal(
      help({ version: '1.2.3', actionRepository: '', actionRef: 'fix/a b#c' }),
      `Help: https://github.com/salesforce-jwt-auth/salesforce-jwt-auth/blob/fix/a%20b%23c/${path}`,
    );
  });

  it('leads to a section that exists, for every error', () => {
    // As GitHub makes them: https://docs.github.com/en/get-started/writing-on-github
    const slugs = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
        .replaceAll(' ', '-'),
    );
    for (const error of [...everyError(), new TypeError('ours')]) {
      const { message, summary } = report(error, runWith(), HERE);
      const [, anchor = ''] = /docs\/troubleshooting\.md#(\S+)$/.exec(message) ?? [];
      assert.equal(slugs.filter((slug) => slug === anchor).length, 1, anchor);
      assert.ok(summary.includes(`docs/troubleshooting.md#${anchor})`));
    }
  });
});

describe('the job summary', () => {
  const run = {
    ...AT.login,
    ...PROXY,
    attempts: 2,
    skewSeconds: -90,
    certificateMatched: true,
    audienceGiven: true,
  };

  it('has the configuration, the causes in order, their cures and Login History', () => {
    const { summary } = report(CREDENTIALS, runWith(run), HERE);
    for (const part of [
      '### Salesforce sign-in failed: invalid client credentials',
      '**Salesforce answered: HTTP 400, invalid_client: invalid client credentials**',
      'Causes, the likeliest first:',
      '1. **The app holds another certificate, perhaps an older one.** Here: the certificate in this workflow does belong',
      '2. **The app has no certificate.**',
      '   It is this if the app’s page shows none.',
      '| Login URL | https&#58;//login.salesforce.com |',
      '| Audience | https&#58;//login.salesforce.com (given) |',
      '| Consumer key | 3MVG9…qrst |',
      '| Username | ci@acme.com |',
      `| SHA-256 of the public key | ${'4f'.repeat(32)} |`,
      '| Certificate | belongs to the key |',
      '| Proxy | proxy.acme.com:3128 |',
      '| Attempts | 2 |',
      '| Salesforce’s clock minus the runner’s | -90 s |',
      'In **Setup → Login History**',
      '| Signature Invalid, `LOGIN_OAUTH_INVALID_DSIG` |',
      'docs/troubleshooting.md#invalid-client-credentials)',
    ]) {
      assert.ok(summary.includes(part), `${part}\nis not in\n${summary}`);
    }
    assert.ok(!summary.includes('3MVG9abcdefghijklmnopqrst'));
  });

  it('has no row for what is not known', () => {
    const { summary } = report(input('masked'), aRun(), HERE);
    assert.doesNotMatch(summary, /Login URL|Audience|Attempts|clock|Proxy|Login History \*\*/);
    assert.match(summary, /```text|Where: GitHub → the repository/);
  });

  it('puts lines to copy into a code block', () => {
    const { summary } = report(oauth('app_not_found'), runWith(AT.sandbox), HERE);
    assert.match(
      summary,
      /\n {3}```text\n {3}audience: https:\/\/acme--uat\.sandbox\.my\.salesforce\.com\n {3}```\n/,
    );
  });

  it('does not show a short consumer key at all', () => {
    const { summary } = report(CREDENTIALS, runWith({ consumerKey: 'short123' }), HERE);
    assert.match(summary, /\| Consumer key \| … \|/);
    assert.ok(!summary.includes('short123'));
  });

  it('tells where an audience came from that was not given', () => {
    assert.match(report(CREDENTIALS, runWith(), HERE).summary, /\(from the login URL\)/);
  });

  it('after a success is short', () => {
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
        '### Signed in to Salesforce as ci&#124;x@acme.com',
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

describe('text from outside', () => {
  const EVIL =
    'x\n::error::pwned\r\n::add-mask::y%0A::set-output name=a::b \u001b[31mred\u001b[0m\u0000\u2028::stop-commands::z `</code><img src=x onerror=alert(1)> | cell |\n# heading [link](https://evil.example) **bold** <script>';
  const outside: readonly StepError[] = [
    oauth(EVIL, EVIL),
    answered({ status: 503, form: 'html', excerpt: EVIL }),
    answered({ status: 302, form: 'empty', location: EVIL }),
    odd('instance-url-foreign', { description: EVIL }, { host: EVIL }),
    guard('wrong-user', { expected: EVIL, actual: EVIL }),
    input('audience-underivable', 'audience', { host: EVIL }),
    cut(EVIL, { cause: EVIL }),
  ];
  const evilRun = {
    ...AT.sandbox,
    loginUrl: EVIL,
    audience: EVIL,
    username: `${EVIL}@${EVIL}.com.uat`,
    consumerKey: EVIL,
    proxy: EVIL,
  };
  const evilPlace: Surroundings = {
    version: '1',
    actionRepository: EVIL,
    actionRef: EVIL,
    runnerHint: { reason: 'fork', from: EVIL, job: EVIL },
  };

  for (const error of [...outside, input('missing'), NOT_APPROVED]) {
    it(`can do nothing: ${error.name} ${error.code.slice(0, 20)}`, () => {
      const { title, message, summary } = report(error, runWith(evilRun), evilPlace);
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
    const { title, message } = report(oauth('a', 'b'.repeat(5000)), runWith(), HERE);
    assert.ok(title.length < 340 && message.length < 1500);
  });
});

it('no secret is in what is written, because none is in what is read', () => {
  const causes: readonly Cause[] = CATALOGUE.flatMap((entry) => entry.causes);
  const texts = causes.flatMap(({ what, fix, tell = '', lines: more = [] }) => [
    what,
    fix,
    tell,
    ...more,
  ]);
  assert.ok(texts.every((text) => !/MII[A-Za-z0-9+/]{10}|eyJ|00D\w{12,15}!/.test(text)));
});
