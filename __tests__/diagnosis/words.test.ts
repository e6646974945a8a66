import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fill, foreign, valuesOf, whatCame, whatFailed } from '../../src/diagnosis/words.ts';
import type { Findings } from '../../src/findings.ts';
import type { InputProblem } from '../../src/inputs/errors.ts';
import { RunnerError } from '../../src/runner/errors.ts';
import { aRun } from '../helpers/support.ts';
import { answered, cut, guard, input, oauth, odd, PROXY, runWith } from './runs.ts';

const failed = (error: unknown, run: Partial<Findings> = {}) =>
  whatFailed({ error, run: runWith(run) });

describe('what failed', () => {
  it('names the input, or the inputs, that are missing', () => {
    assert.equal(
      failed(input('missing', 'username')),
      'The input `username` is empty. Nothing was sent to Salesforce.',
    );
    assert.equal(
      failed(input('missing', 'consumer-key', { missing: 'consumer-key, private-key' })),
      'The inputs `consumer-key`, `private-key` are empty. Nothing was sent to Salesforce.',
    );
  });

  it('names the input that cannot be used', () =>
    assert.equal(
      failed(input('masked', 'username')),
      'The input `username` is not valid. Nothing was sent to Salesforce.',
    ));

  it('tells how many attempts failed', () =>
    assert.equal(
      failed(cut('ECONNRESET'), { ...PROXY, attempts: 3 }),
      'Signing in to Salesforce as ci@acme.com at https://acme.my.salesforce.com failed after 3 attempts.',
    ));

  it('says what it knows of a run that had not come far', () =>
    assert.equal(whatFailed({ error: oauth(), run: aRun() }), 'Signing in to Salesforce failed.'));

  it('tells that a token is left which nobody could revoke', () => {
    const start = 'The sign-in succeeded, but not as the workflow expects. No output was set.';
    assert.equal(failed(guard('wrong-org')), start);
    assert.equal(
      failed(guard('wrong-org'), { notRevoked: 'HTTP 503' }),
      `${start} The token could not be revoked (HTTP 503) and stays valid until its session ends.`,
    );
    assert.match(
      failed(guard('out-of-time'), { notRevoked: 'HTTP 503' }),
      /failed\. The token could not be revoked \(HTTP 503\)/,
    );
  });

  it('tells which request failed', () => {
    const answer = { status: 401, form: 'empty' } as const;
    assert.match(failed(answered(answer, 'userinfo')), /^The sign-in succeeded, but .*`verify`/);
    assert.match(failed(answered(answer, 'revoke')), /could not be revoked/);
    assert.match(failed(guard('wrong-org')), /not as the workflow expects/);
    assert.match(failed(guard('out-of-time')), /^Signing in .* failed/);
    assert.match(failed(new RunnerError({ code: 'no-runner' })), /^Signing in .* failed/);
  });
});

const came = (error: unknown, run: Partial<Findings> = {}) =>
  whatCame({ error, run: runWith(run) });

const WHEN = '(2026-01-02 03:04:05 UTC)';

describe('what came', () => {
  const answers: readonly (readonly [Parameters<typeof answered>[0], string])[] = [
    [
      { status: 400, form: 'oauth', error: 'a', description: 'b' },
      `Salesforce answered ${WHEN}: HTTP 400, a: b`,
    ],
    [{ status: 400, form: 'rest', error: 'A' }, `Salesforce answered ${WHEN}: HTTP 400, A`],
    [{ status: 400, form: 'oauth' }, `The answer ${WHEN} was HTTP 400, no reason`],
    [{ status: 400, form: 'rest' }, `The answer ${WHEN} was HTTP 400, no reason`],
    [{ status: 400, form: 'json' }, `The answer ${WHEN} was HTTP 400, JSON of another kind`],
    [
      { status: 403, form: 'html', excerpt: 'No' },
      `The answer ${WHEN} was HTTP 403, a web page “No”`,
    ],
    [
      { status: 403, form: 'text', excerpt: 'No' },
      `The answer ${WHEN} was HTTP 403, plain text “No”`,
    ],
    [{ status: 400, form: 'empty' }, `The answer ${WHEN} was HTTP 400, an empty body`],
    [
      { status: 302, form: 'empty', location: 'sso.acme.com' },
      `The answer ${WHEN} was HTTP 302, an empty body, redirecting to sso.acme.com`,
    ],
  ];
  for (const [answer, line] of answers) {
    it(`reads: ${line}`, () => assert.equal(came(answered(answer)), line));
  }

  it('says what is wrong with a success', () =>
    assert.equal(
      came(odd('no-access-token', { form: 'json' })),
      `The answer ${WHEN} was HTTP 200, JSON of another kind (no access token)`,
    ));

  it('says what is known where no answer came', () => {
    const none = 'No answer from acme.my.salesforce.com';
    assert.equal(
      came(cut('proxy-unreachable', { cause: 'ECONNREFUSED' })),
      `${none}: proxy-unreachable (ECONNREFUSED)`,
    );
    assert.equal(came(cut('proxy-refused', { status: 502 })), `${none}: proxy-refused (502)`);
    assert.equal(came(cut('ECONNRESET')), `${none}: ECONNRESET`);
    assert.equal(came(cut('proxy-unreadable')), 'Nothing was sent to Salesforce.');
  });

  it('tells the time by Salesforce’s clock where the runner’s is wrong', () => {
    const late = came(oauth('a'), { skewSeconds: 90 });
    assert.equal(late, 'Salesforce answered (2026-01-02 03:05:35 UTC): HTTP 400, a');
    for (const skewSeconds of [86_400, -8.64e12]) {
      assert.match(came(oauth('a'), { skewSeconds }) ?? '', /\(2026-01-02 03:04:05 UTC\)/);
    }
  });

  it('tells no time where no sign-in was answered, or none is known', () => {
    const answer = { status: 401, form: 'rest', error: 'A' } as const;
    const plain = 'Salesforce answered: HTTP 401, A';
    assert.equal(came(answered(answer, 'userinfo')), plain);
    assert.equal(whatCame({ error: answered(answer), run: aRun() }), plain);
  });

  it('says nothing where nothing was sent', () => assert.equal(came(input('masked')), undefined));
});

describe('a text of the catalogue', () => {
  const filled = (text: string, error: unknown) =>
    fill(text, valuesOf({ error, run: runWith(), surroundings: { version: '1.0.0' } }));

  it('is filled in from the failure and the run', () => {
    const range = input('out-of-range', 'max-attempts', { min: 1, max: 10 });
    assert.equal(filled('{input}: {min} to {max}', range), 'max-attempts: 1 to 10');
    assert.equal(filled('{username} at {host}', oauth()), 'ci@acme.com at acme.my.salesforce.com');
  });

  it('says what an input takes', () => {
    const takes = (details: object, code: InputProblem) =>
      filled('{input} must be {valid}', input(code, 'verify', details));
    assert.equal(takes({}, 'not-a-boolean'), 'verify must be true or false');
    assert.equal(
      takes({ min: 1, max: 9 }, 'out-of-range'),
      'verify must be a whole number from 1 to 9',
    );
    assert.equal(takes({ allowed: 'a, b' }, 'not-one-of'), 'verify must be one of: a, b');
  });

  it('can name the audience of the other kind of org', () => {
    const other = (audience: string) =>
      fill('{other}', valuesOf({ error: oauth(), run: runWith({ audience }) }));
    assert.equal(other('https://login.salesforce.com'), 'https://test.salesforce.com');
    assert.equal(other('https://test.sfcrmproducts.cn'), 'https://login.sfcrmproducts.cn');
    assert.equal(other('https://a.example'), 'https://a.example');
  });

  it('says what stands in place of a private key', () => {
    const kinds: Partial<Record<InputProblem, string>> = {
      'key-is-certificate': 'the certificate',
      'key-is-certificate-request': 'a certificate signing request (CSR)',
      'key-is-public-key': 'a public key',
      'key-is-consumer-secret': 'the app’s Consumer Secret or Consumer Key',
      'key-is-auth-url': 'an SFDX auth URL (force://)',
      'key-unrecognised': 'something in no known format',
    };
    for (const [code, kind] of Object.entries(kinds))
      assert.equal(filled('{kind}', input(code as InputProblem)), kind);
  });

  it('has words for what is not known, or the name of it', () => {
    assert.equal(fill('{host}, {username}, {odd}'), 'the host, the user, <odd>');
    assert.equal(
      fill('{fitting}, {fingerprint}, {proxy-variable} of {job}; {issues}'),
      'the one that matches the host, the SHA-256 in the log, https_proxy of this job; its issues page',
    );
  });

  it('cannot be left by a value', () =>
    assert.equal(foreign('a`b\n::error::\u001B[31mc##[x'), "a'b ::error::c# #[x"));
});
