import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeAudiences, describeNoProxy } from '../../src/diagnosis/extra-lines.ts';
import type { RunInfo } from '../../src/run-context.ts';
import { emptyRunInfo } from '../helpers/run-info.ts';
import {
  errorResponse,
  fallbackAudience,
  inputError,
  networkError,
  PROXY,
  runWith,
  serviceError,
  signingError,
} from './builders.ts';

describe('the line about no_proxy', () => {
  const lines = (entries: string[], run: Partial<RunInfo>) =>
    describeNoProxy({
      error: networkError('ETIMEDOUT'),
      run: runWith(run),
      reportContext: { version: '1.0.0', environment: { noProxyEntries: entries } },
    });

  for (const entry of [
    'https://acme.my.salesforce.com',
    'salesforce.com/',
    '.my.salesforce.*',
    'localhost;.my.salesforce.com;',
  ]) {
    it(`quotes an entry that resembles the login host but does not match it: ${entry}`, () =>
      assert.deepEqual(lines(['test.salesforce.com', entry], PROXY), [
        `no_proxy has “${entry}”, which does not match acme.my.salesforce.com, so the request went through the proxy. Write hosts or domains, such as .salesforce.com, with commas between them.`,
      ]));
  }

  it('is absent if no proxy was used, or if the entries are for other hosts', () => {
    assert.deepEqual(lines(['https://acme.my.salesforce.com'], {}), []);
    assert.deepEqual(lines(['https://test.salesforce.com'], PROXY), []);
    const error = networkError('ETIMEDOUT');
    assert.deepEqual(describeNoProxy({ error, run: runWith(PROXY) }), []);
    assert.deepEqual(describeNoProxy({ error, run: emptyRunInfo() }), []);
  });
});

it('the line about no_proxy is absent if the failed request was not sent to the login host', () => {
  const environment = { noProxyEntries: ['https://acme.my.salesforce.com'] };
  const reportContext = { version: '1.0.0', environment };
  for (const error of [
    networkError('ECONNREFUSED', {}, 'key-service'),
    networkError('ETIMEDOUT', {}, 'userinfo'),
    inputError('missing'),
  ]) {
    assert.deepEqual(describeNoProxy({ error, run: runWith(PROXY), reportContext }), []);
  }
});

describe('the lines about a second audience', () => {
  const MY_DOMAIN = 'https://acme.my.salesforce.com';
  const lines = (...result: Parameters<typeof fallbackAudience>) =>
    describeAudiences(runWith({ fallbackAudience: fallbackAudience(...result) }));

  it('are absent if the second audience was accepted', () =>
    assert.deepEqual(lines('accepted'), []));

  it('state that no answer to the second request arrived in time', () =>
    assert.equal(lines('no-answer')[1], `With ${MY_DOMAIN} as audience: no answer in time`));

  it('contain the code of a connection error of the second request', () =>
    assert.equal(
      lines('no-answer', networkError('ECONNRESET'))[1],
      `With ${MY_DOMAIN} as audience: no answer (ECONNRESET)`,
    ));

  it('state that the second request was not sent if the key service failed', () => {
    const start = `With ${MY_DOMAIN} as audience: not sent, the key service failed: `;
    for (const [error, reason] of [
      [serviceError('403', 'permission denied', { status: 403 }), 'HTTP 403, permission denied'],
      [networkError('ECONNREFUSED', {}, 'key-service'), 'no answer (ECONNREFUSED)'],
      [signingError('signature-mismatch'), 'signature-mismatch'],
    ] as const)
      assert.equal(lines('not-sent', error)[1], start + reason);
  });

  it('state that the second request was not sent again if the key service failed to sign a retry', () => {
    const start = `With ${MY_DOMAIN} as audience: no decision, and not sent again, the key service failed: `;
    for (const [error, reason] of [
      [serviceError('403', 'permission denied', { status: 403 }), 'HTTP 403, permission denied'],
      [signingError('signature-mismatch'), 'signature-mismatch'],
    ] as const)
      assert.equal(lines('no-answer', error)[1], start + reason);
  });

  it('contain only the status if the second response has neither a code nor a description', () =>
    assert.equal(
      lines('no-answer', errorResponse({ status: 503, bodyKind: 'html' }))[1],
      `With ${MY_DOMAIN} as audience: HTTP 503`,
    ));
});
