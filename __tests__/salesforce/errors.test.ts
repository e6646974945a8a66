import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TransportError } from '../../src/http/errors.ts';
import {
  HttpStatusError,
  InvalidResponseError,
  isRequestError,
  type RequestError,
  shortReason,
  VerificationError,
} from '../../src/salesforce/errors.ts';

const ANSWER = { status: 400, bodyKind: 'oauth', error: 'invalid_grant' } as const;

describe('a failure at Salesforce', () => {
  it('that is an error of OAuth has its code; any other answer has its status', () => {
    const request = 'token';
    assert.equal(new HttpStatusError({ request, response: ANSWER }).code, 'invalid_grant');
    const response = { status: 502, bodyKind: 'html' } as const;
    assert.equal(new HttpStatusError({ request, response }).code, '502');
  });

  it('keeps the request and the answer that it belongs to', () => {
    const fields = { request: 'userinfo', response: ANSWER } as const;
    for (const error of [
      new HttpStatusError(fields),
      new InvalidResponseError({ ...fields, code: 'not-json' }),
    ]) {
      assert.deepEqual(
        [error.request, error.response, error.transient],
        ['userinfo', ANSWER, false],
      );
    }
    assert.equal(new HttpStatusError({ ...fields, transient: true }).transient, true);
  });

  it('without an answer keeps the host that gave none', () => {
    const host = 'acme.my.salesforce.com';
    const error = new TransportError({ code: 'ECONNRESET', request: 'token', host });
    assert.deepEqual([error.code, error.request, error.host], ['ECONNRESET', 'token', host]);
    assert.equal(error.transient, false);
  });

  it('is named after its kind', () => {
    assert.equal(new VerificationError({ code: 'wrong-org' }).name, 'VerificationError');
    assert.equal(
      new HttpStatusError({ request: 'token', response: ANSWER }).name,
      'HttpStatusError',
    );
  });
});

describe('the reason in the log', () => {
  const errorFields = (changes: object) =>
    ({ request: 'token', response: { ...ANSWER, ...changes } }) as const;
  const table: readonly (readonly [RequestError, string])[] = [
    [
      new TransportError({ code: 'ECONNRESET', request: 'token', host: 'acme.example' }),
      'ECONNRESET (acme.example)',
    ],
    [new HttpStatusError(errorFields({ status: 503, error: undefined })), 'HTTP 503'],
    [new HttpStatusError(errorFields({})), 'HTTP 400 invalid_grant'],
    [
      new InvalidResponseError({ ...errorFields({ status: 200 }), code: 'not-json' }),
      'HTTP 200, not-json',
    ],
  ];
  for (const [error, expected] of table) {
    it(`is “${expected}”`, () => {
      assert.ok(isRequestError(error));
      assert.equal(shortReason(error), expected);
    });
  }

  it('of an error that is not ours is its code alone', () => {
    const error = Object.assign(new Error('a secret'), { code: 'EACCES' });
    assert.equal(shortReason(error), 'EACCES');
    assert.equal(shortReason(new TypeError('a secret')), 'TypeError');
    assert.ok(!isRequestError(new VerificationError({ code: 'wrong-org' })));
  });
});
