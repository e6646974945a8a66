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
import { KeyServiceError } from '../../src/signing/errors.ts';

const RESPONSE = { status: 400, bodyKind: 'oauth', error: 'invalid_grant' } as const;

describe('an error of a request to Salesforce', () => {
  it('uses the OAuth error code, or else the HTTP status, as its code', () => {
    const request = 'token';
    assert.equal(new HttpStatusError({ request, response: RESPONSE }).code, 'invalid_grant');
    const response = { status: 502, bodyKind: 'html' } as const;
    assert.equal(new HttpStatusError({ request, response }).code, '502');
  });

  it('keeps its request and its response', () => {
    const fields = { request: 'userinfo', response: RESPONSE } as const;
    for (const error of [
      new HttpStatusError(fields),
      new InvalidResponseError({ ...fields, code: 'not-json' }),
    ]) {
      assert.deepEqual(
        [error.request, error.response, error.transient],
        ['userinfo', RESPONSE, false],
      );
    }
    assert.equal(new HttpStatusError({ ...fields, transient: true }).transient, true);
  });

  it('keeps the host if there was no response', () => {
    const host = 'acme.my.salesforce.com';
    const error = new TransportError({ code: 'ECONNRESET', request: 'token', host });
    assert.deepEqual([error.code, error.request, error.host], ['ECONNRESET', 'token', host]);
    assert.equal(error.transient, false);
  });

  it('has the name of its class', () => {
    assert.equal(new VerificationError({ code: 'wrong-org' }).name, 'VerificationError');
    assert.equal(
      new HttpStatusError({ request: 'token', response: RESPONSE }).name,
      'HttpStatusError',
    );
  });
});

describe('the short reason in the log', () => {
  const errorFields = (changes: object) =>
    ({ request: 'token', response: { ...RESPONSE, ...changes } }) as const;
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

  it('contains the name of the key service that rejected the request', () => {
    const response = { status: 503, bodyKind: 'json' } as const;
    const options = { request: 'key-service', code: '503', response } as const;
    const details = { service: 'AWS KMS' };
    assert.equal(shortReason(new KeyServiceError({ ...options, details })), 'AWS KMS: HTTP 503');
  });

  it('contains only the code or the name of an unexpected error', () => {
    const error = Object.assign(new Error('a secret'), { code: 'EACCES' });
    assert.equal(shortReason(error), 'EACCES');
    assert.equal(shortReason(new TypeError('a secret')), 'TypeError');
    assert.ok(!isRequestError(new VerificationError({ code: 'wrong-org' })));
  });
});
