import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  describeFailure,
  describeResponse,
  inlineValue,
  interpolate,
  templateValues,
} from '../../src/diagnosis/messages.ts';
import type { InputErrorCode } from '../../src/inputs/errors.ts';
import type { RunInfo } from '../../src/run.ts';
import { RunnerError } from '../../src/runner/errors.ts';
import { emptyRunInfo } from '../helpers/crypto.ts';
import {
  errorResponse,
  inputError,
  invalidResponse,
  networkError,
  oauthError,
  PROXY,
  runWith,
  timeoutError,
  verificationError,
} from './builders.ts';

const failureLine = (error: unknown, run: Partial<RunInfo> = {}) =>
  describeFailure({ error, run: runWith(run) });

describe('what failed', () => {
  it('names the input, or the inputs, that are missing', () => {
    assert.equal(
      failureLine(inputError('missing', 'username')),
      'The input `username` is empty. Nothing was sent to Salesforce.',
    );
    assert.equal(
      failureLine(inputError('missing', 'consumer-key', { missing: 'consumer-key, private-key' })),
      'The inputs `consumer-key`, `private-key` are empty. Nothing was sent to Salesforce.',
    );
  });

  it('names the input that cannot be used', () =>
    assert.equal(
      failureLine(inputError('masked', 'username')),
      'The input `username` is not valid. Nothing was sent to Salesforce.',
    ));

  it('tells how many attempts failed', () =>
    assert.equal(
      failureLine(networkError('ECONNRESET'), { ...PROXY, attempts: 3 }),
      'Signing in to Salesforce as ci@acme.com at https://acme.my.salesforce.com failed after 3 attempts.',
    ));

  it('says what it knows of a run that had not come far', () =>
    assert.equal(
      describeFailure({ error: oauthError(), run: emptyRunInfo() }),
      'Signing in to Salesforce failed.',
    ));

  it('tells that a token is left which nobody could revoke', () => {
    const start = 'The sign-in succeeded, but not as the workflow expects. No output was set.';
    assert.equal(failureLine(verificationError('wrong-org')), start);
    assert.equal(
      failureLine(verificationError('wrong-org'), { revokeError: 'HTTP 503' }),
      `${start} The token could not be revoked (HTTP 503) and stays valid until its session ends.`,
    );
    assert.match(
      failureLine(timeoutError(), { revokeError: 'HTTP 503' }),
      /failed\. The token could not be revoked \(HTTP 503\)/,
    );
  });

  it('tells which request failed', () => {
    const response = { status: 401, bodyKind: 'empty' } as const;
    assert.match(
      failureLine(errorResponse(response, 'userinfo')),
      /^The sign-in succeeded, but .*`verify`/,
    );
    assert.match(failureLine(errorResponse(response, 'revoke')), /could not be revoked/);
    assert.match(failureLine(verificationError('wrong-org')), /not as the workflow expects/);
    assert.match(failureLine(timeoutError()), /^Signing in .* failed/);
    assert.match(failureLine(new RunnerError({ code: 'no-runner' })), /^Signing in .* failed/);
  });
});

const responseLine = (error: unknown, run: Partial<RunInfo> = {}) =>
  describeResponse({ error, run: runWith(run) });

const REQUEST_TIME = '(2026-01-02 03:04:05 UTC)';

describe('what came', () => {
  const responses: readonly (readonly [Parameters<typeof errorResponse>[0], string])[] = [
    [
      { status: 400, bodyKind: 'oauth', error: 'a', description: 'b' },
      `Salesforce answered ${REQUEST_TIME}: HTTP 400, a: b`,
    ],
    [
      { status: 400, bodyKind: 'rest', error: 'A' },
      `Salesforce answered ${REQUEST_TIME}: HTTP 400, A`,
    ],
    [{ status: 400, bodyKind: 'oauth' }, `The answer ${REQUEST_TIME} was HTTP 400, no reason`],
    [{ status: 400, bodyKind: 'rest' }, `The answer ${REQUEST_TIME} was HTTP 400, no reason`],
    [
      { status: 400, bodyKind: 'json' },
      `The answer ${REQUEST_TIME} was HTTP 400, JSON of another kind`,
    ],
    [
      { status: 403, bodyKind: 'html', excerpt: 'No' },
      `The answer ${REQUEST_TIME} was HTTP 403, a web page “No”`,
    ],
    [
      { status: 403, bodyKind: 'text', excerpt: 'No' },
      `The answer ${REQUEST_TIME} was HTTP 403, plain text “No”`,
    ],
    [{ status: 400, bodyKind: 'empty' }, `The answer ${REQUEST_TIME} was HTTP 400, an empty body`],
    [
      { status: 302, bodyKind: 'empty', location: 'sso.acme.com' },
      `The answer ${REQUEST_TIME} was HTTP 302, an empty body, redirecting to sso.acme.com`,
    ],
  ];
  for (const [response, line] of responses) {
    it(`reads: ${line}`, () => assert.equal(responseLine(errorResponse(response)), line));
  }

  it('says what is wrong with a success', () =>
    assert.equal(
      responseLine(invalidResponse('no-access-token', { bodyKind: 'json' })),
      `The answer ${REQUEST_TIME} was HTTP 200, JSON of another kind (no access token)`,
    ));

  it('says what is known where no answer came', () => {
    const prefix = 'No answer from acme.my.salesforce.com';
    assert.equal(
      responseLine(networkError('proxy-unreachable', { cause: 'ECONNREFUSED' })),
      `${prefix}: proxy-unreachable (ECONNREFUSED)`,
    );
    assert.equal(
      responseLine(networkError('proxy-refused', { status: 502 })),
      `${prefix}: proxy-refused (502)`,
    );
    assert.equal(responseLine(networkError('ECONNRESET')), `${prefix}: ECONNRESET`);
    assert.equal(responseLine(networkError('proxy-invalid')), 'Nothing was sent to Salesforce.');
  });

  it('tells the time by Salesforce’s clock where the runner’s is wrong', () => {
    const line = responseLine(oauthError('a'), { skewSeconds: 90 });
    assert.equal(line, 'Salesforce answered (2026-01-02 03:05:35 UTC): HTTP 400, a');
    for (const skewSeconds of [86_400, -8.64e12]) {
      assert.match(
        responseLine(oauthError('a'), { skewSeconds }) ?? '',
        /\(2026-01-02 03:04:05 UTC\)/,
      );
    }
  });

  it('tells no time where no sign-in was answered, or none is known', () => {
    const response = { status: 401, bodyKind: 'rest', error: 'A' } as const;
    const expected = 'Salesforce answered: HTTP 401, A';
    assert.equal(responseLine(errorResponse(response, 'userinfo')), expected);
    assert.equal(
      describeResponse({ error: errorResponse(response), run: emptyRunInfo() }),
      expected,
    );
  });

  it('says nothing where nothing was sent', () =>
    assert.equal(responseLine(inputError('masked')), undefined));
});

describe('a text of the catalogue', () => {
  const interpolated = (text: string, error: unknown) =>
    interpolate(
      text,
      templateValues({ error, run: runWith(), reportContext: { version: '1.0.0' } }),
    );

  it('is filled in from the failure and the run', () => {
    const range = inputError('out-of-range', 'max-attempts', { min: 1, max: 10 });
    assert.equal(interpolated('{input}: {min} to {max}', range), 'max-attempts: 1 to 10');
    assert.equal(
      interpolated('{username} at {host}', oauthError()),
      'ci@acme.com at acme.my.salesforce.com',
    );
  });

  it('says what an input takes', () => {
    const allowed = (details: object, code: InputErrorCode) =>
      interpolated('{input} must be {valid}', inputError(code, 'verify', details));
    assert.equal(allowed({}, 'not-a-boolean'), 'verify must be true or false');
    assert.equal(
      allowed({ min: 1, max: 9 }, 'out-of-range'),
      'verify must be a whole number from 1 to 9',
    );
    assert.equal(allowed({ allowed: 'a, b' }, 'not-one-of'), 'verify must be one of: a, b');
  });

  it('can name the audience of the other kind of org', () => {
    const opposite = (audience: string) =>
      interpolate('{other}', templateValues({ error: oauthError(), run: runWith({ audience }) }));
    assert.equal(opposite('https://login.salesforce.com'), 'https://test.salesforce.com');
    assert.equal(opposite('https://test.sfcrmproducts.cn'), 'https://login.sfcrmproducts.cn');
    assert.equal(opposite('https://a.example'), 'https://a.example');
  });

  it('says what stands in place of a private key', () => {
    const kinds: Partial<Record<InputErrorCode, string>> = {
      'key-is-certificate': 'the certificate',
      'key-is-certificate-request': 'a certificate signing request (CSR)',
      'key-is-public-key': 'a public key',
      'key-is-consumer-secret': 'the app’s Consumer Secret or Consumer Key',
      'key-is-auth-url': 'an SFDX auth URL (force://)',
      'key-unrecognized': 'something in no known format',
    };
    for (const [code, kind] of Object.entries(kinds))
      assert.equal(interpolated('{kind}', inputError(code as InputErrorCode)), kind);
  });

  it('has words for what is not known, or the name of it', () => {
    assert.equal(interpolate('{host}, {username}, {odd}'), 'the host, the user, <odd>');
    assert.equal(
      interpolate('{fitting}, {fingerprint}, {proxy-variable} of {job}; {issues}'),
      'the one that matches the host, the SHA-256 in the log, https_proxy of this job; its issues page',
    );
  });

  it('cannot be left by a value', () =>
    assert.equal(inlineValue('a`b\n::error::\u001B[31mc##[x'), "a'b ::error::c# #[x"));
});
