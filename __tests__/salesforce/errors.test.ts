import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  AnswerError,
  GuardError,
  isRequestError,
  type RequestError,
  reasonOf,
  SalesforceError,
  TransportError,
} from '../../src/salesforce/errors.ts';

const ANSWER = { status: 400, form: 'oauth', error: 'invalid_grant' } as const;

describe('a failure at Salesforce', () => {
  it('that is an error of OAuth has its code; any other answer has its status', () => {
    const request = 'token';
    assert.equal(new SalesforceError({ request, answer: ANSWER }).code, 'invalid_grant');
    const answer = { status: 502, form: 'html' } as const;
    assert.equal(new SalesforceError({ request, answer }).code, '502');
  });

  it('keeps the request and the answer that it belongs to', () => {
    const of = { request: 'userinfo', answer: ANSWER } as const;
    for (const error of [new SalesforceError(of), new AnswerError({ ...of, code: 'not-json' })]) {
      assert.deepEqual([error.request, error.answer, error.transient], ['userinfo', ANSWER, false]);
    }
    assert.equal(new SalesforceError({ ...of, transient: true }).transient, true);
  });

  it('without an answer keeps the host that gave none', () => {
    const host = 'acme.my.salesforce.com';
    const error = new TransportError({ code: 'ECONNRESET', request: 'token', host });
    assert.deepEqual([error.code, error.request, error.host], ['ECONNRESET', 'token', host]);
    assert.equal(error.transient, false);
  });

  it('is named after its kind', () => {
    assert.equal(new GuardError({ code: 'wrong-org' }).name, 'GuardError');
    assert.equal(new SalesforceError({ request: 'token', answer: ANSWER }).name, 'SalesforceError');
  });
});

describe('the reason in the log', () => {
  const of = (more: object) => ({ request: 'token', answer: { ...ANSWER, ...more } }) as const;
  const table: readonly (readonly [RequestError, string])[] = [
    [
      new TransportError({ code: 'ECONNRESET', request: 'token', host: 'acme.example' }),
      'ECONNRESET (acme.example)',
    ],
    [new SalesforceError(of({ status: 503, error: undefined })), 'HTTP 503'],
    [new SalesforceError(of({})), 'HTTP 400 invalid_grant'],
    [new AnswerError({ ...of({ status: 200 }), code: 'not-json' }), 'HTTP 200, not-json'],
  ];
  for (const [error, words] of table) {
    it(`is “${words}”`, () => {
      assert.ok(isRequestError(error));
      assert.equal(reasonOf(error), words);
    });
  }

  it('of an error that is not ours is its code alone', () => {
    const error = Object.assign(new Error('a secret'), { code: 'EACCES' });
    assert.equal(reasonOf(error), 'EACCES');
    assert.equal(reasonOf(new TypeError('a secret')), 'TypeError');
    assert.ok(!isRequestError(new GuardError({ code: 'out-of-time' })));
  });
});
