import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KEY_ENTRIES } from '../../src/diagnosis/catalog/inputs-key.ts';
import {
  describeFailure,
  describeResponse,
  inlineValue,
  interpolate,
  templateValues,
} from '../../src/diagnosis/messages.ts';
import type { InputErrorCode } from '../../src/inputs/errors.ts';
import type { RunInfo } from '../../src/run-context.ts';
import { RunnerError } from '../../src/runner/errors.ts';
import { emptyRunInfo } from '../helpers/run-info.ts';
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

describe('the first line of a report', () => {
  it('lists all missing inputs', () => {
    assert.equal(
      failureLine(inputError('missing', 'username')),
      'The input `username` is empty. Nothing was sent to Salesforce.',
    );
    assert.equal(
      failureLine(inputError('missing', 'consumer-key', { inputs: 'consumer-key, username' })),
      'The inputs `consumer-key`, `username` are empty. Nothing was sent to Salesforce.',
    );
  });

  it('mentions signing-key as the alternative if private-key is missing', () => {
    const missing = (inputs: string) =>
      failureLine(inputError('missing', 'private-key', { inputs }));
    assert.equal(
      missing('private-key, signing-key'),
      'The input `private-key` (or `signing-key`) is empty. Nothing was sent to Salesforce.',
    );
    assert.equal(
      missing('consumer-key, private-key, signing-key, username'),
      'The inputs `consumer-key`, `private-key` (or `signing-key`), `username` are empty. Nothing was sent to Salesforce.',
    );
  });

  it('states that the sign-in succeeded if the check after it failed', () => {
    assert.match(
      failureLine(errorResponse({ status: 403, bodyKind: 'empty' }, 'userinfo')),
      /^The sign-in at https:\/\/acme\.my\.salesforce\.com succeeded, but the check that `verify` makes failed\./,
    );
  });

  it('names both inputs if the key and the certificate do not match', () =>
    assert.equal(
      failureLine(inputError('certificate-mismatch', 'certificate')),
      'The inputs `private-key` and `certificate` do not belong together. Nothing was sent to Salesforce.',
    ));

  it('names the invalid input', () =>
    assert.equal(
      failureLine(inputError('masked', 'username')),
      'The input `username` is not valid. Nothing was sent to Salesforce.',
    ));

  it('states the number of failed attempts', () =>
    assert.equal(
      failureLine(networkError('ECONNRESET'), { ...PROXY, attempts: 3 }),
      'Signing in to Salesforce as ci@acme.com at https://acme.my.salesforce.com failed after 3 attempts.',
    ));

  it('omits the username and the login URL if the run failed before reading them', () =>
    assert.equal(
      describeFailure({ error: oauthError(), run: emptyRunInfo() }),
      'Signing in to Salesforce failed.',
    ));

  it('omits the login URL if the runner would show it as asterisks', () => {
    const error = errorResponse({ status: 403, bodyKind: 'empty' }, 'userinfo');
    assert.match(
      failureLine(error, { maskedHost: 'acme.my.salesforce.com' }),
      /^The sign-in succeeded, but /,
    );
    assert.match(
      failureLine(error, { maskedHost: 'b.my.salesforce.com' }),
      /^The sign-in at https/,
    );
  });

  it('warns that a token is still valid if it could not be revoked', () => {
    const start =
      'The sign-in at https://acme.my.salesforce.com succeeded, but not as the workflow expects. No output was set.';
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

  it('states that the sign-in succeeded if the step failed after it', () => {
    for (const code of ['unknown-org', 'unproven-org'] as const)
      assert.match(
        failureLine(verificationError(code)),
        /^The sign-in at \S+ succeeded, but not as/,
      );
    for (const error of [timeoutError(), new RunnerError({ code: 'file-not-written' })]) {
      assert.equal(
        failureLine(error, { scope: '' }),
        'The sign-in at https://acme.my.salesforce.com succeeded, but the step failed. No output was set.',
      );
    }
  });

  it('names the request that failed', () => {
    const response = { status: 401, bodyKind: 'empty' } as const;
    assert.match(
      failureLine(errorResponse(response, 'userinfo')),
      /^The sign-in at .* succeeded, but .*`verify`/,
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

describe('the second line of a report', () => {
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
    [
      { status: 403, bodyKind: 'html', excerpt: 'No' },
      `The answer ${REQUEST_TIME} was HTTP 403, a web page “No”`,
    ],
    [
      { status: 302, bodyKind: 'empty', location: 'sso.acme.com' },
      `The answer ${REQUEST_TIME} was HTTP 302, an empty body, redirecting to sso.acme.com`,
    ],
  ];
  for (const [response, line] of responses) {
    it(`is “${line}”`, () => assert.equal(responseLine(errorResponse(response)), line));
  }

  it('states the flaw of a response with status 200', () =>
    assert.equal(
      responseLine(invalidResponse('no-access-token', { bodyKind: 'json' })),
      `The answer ${REQUEST_TIME} was HTTP 200, JSON of another kind (no access token)`,
    ));

  it('states the host and the code of a connection error', () => {
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

  it('contains the time of Salesforce’s clock, unless that differs from the runner’s by a day or more', () => {
    const line = responseLine(oauthError('a'), { skewSeconds: 90 });
    assert.equal(line, 'Salesforce answered (2026-01-02 03:05:35 UTC): HTTP 400, a');
    for (const skewSeconds of [86_400, -8.64e12]) {
      assert.match(
        responseLine(oauthError('a'), { skewSeconds }) ?? '',
        /\(2026-01-02 03:04:05 UTC\)/,
      );
    }
  });

  it('contains no time for a request other than the token request, or if the time is unknown', () => {
    const response = { status: 401, bodyKind: 'rest', error: 'A' } as const;
    const expected = 'Salesforce answered: HTTP 401, A';
    assert.equal(responseLine(errorResponse(response, 'userinfo')), expected);
    assert.equal(
      describeResponse({ error: errorResponse(response), run: emptyRunInfo() }),
      expected,
    );
  });

  it('is omitted if no request was sent', () =>
    assert.equal(responseLine(inputError('masked')), undefined));
});

describe('a text of the catalog', () => {
  const interpolated = (text: string, error: unknown) =>
    interpolate(
      text,
      templateValues({ error, run: runWith(), reportContext: { version: '1.0.0' } }),
    );

  it('is filled in with values of the error and the run', () => {
    const range = inputError('out-of-range', 'max-attempts', { min: 1, max: 10 });
    assert.equal(interpolated('{input}: {min} to {max}', range), 'max-attempts: 1 to 10');
    assert.equal(
      interpolated('{username} at {host}', oauthError()),
      'ci@acme.com at acme.my.salesforce.com',
    );
  });

  it('lists the values that an input accepts', () => {
    const allowed = (details: object, code: InputErrorCode) =>
      interpolated('{input} must be {allowed-values}', inputError(code, 'verify', details));
    assert.equal(allowed({}, 'not-a-boolean'), 'verify must be true or false');
    assert.equal(
      allowed({ min: 1, max: 9 }, 'out-of-range'),
      'verify must be a whole number from 1 to 9',
    );
    assert.equal(allowed({ allowed: 'a, b' }, 'not-one-of'), 'verify must be one of: a, b');
  });

  it('is filled in with the audience of the other kind of org', () => {
    const opposite = (audience: string) =>
      interpolate(
        '{opposite-audience}',
        templateValues({ error: oauthError(), run: runWith({ audience }) }),
      );
    assert.equal(opposite('https://login.salesforce.com'), 'https://test.salesforce.com');
    assert.equal(opposite('https://test.sfcrmproducts.cn'), 'https://login.sfcrmproducts.cn');
    assert.equal(opposite('https://a.example'), 'https://a.example');
  });

  it('contains a different description for each kind of content that was found instead of a private key', () => {
    const { errorCodes } = KEY_ENTRIES[0];
    const kinds = errorCodes.map((code) => interpolated('{kind}', inputError(code)));
    assert.deepEqual([...new Set(kinds)], kinds);
    assert.ok(!kinds.includes('<kind>'));
  });

  it('contains a fallback or the name of the placeholder if a value is unknown', () => {
    assert.equal(interpolate('{host}, {username}, {odd}'), 'the host, the user, <odd>');
    assert.equal(
      interpolate('{expected-audience}, {fingerprint}, {proxy-variable} of {job}; {issues}'),
      'the one that matches the host, the SHA-256 in the log, https_proxy of this job; its issues page',
    );
  });

  it('is filled in with values that contain no line breaks, backticks or workflow commands', () =>
    assert.equal(inlineValue('a`b\n::error::\u001B[31mc##[x'), "a'b ::error::c# #[x"));
});
