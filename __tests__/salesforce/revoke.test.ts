import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SalesforceError } from '../../src/salesforce/errors.ts';
import type { Http, HttpRequest } from '../../src/salesforce/http.ts';
import { revoke } from '../../src/salesforce/revoke.ts';
import { keepSecrets } from '../../src/secret.ts';
import { printed, secret, thrownBy } from '../helpers/support.ts';

const secrets = keepSecrets(() => undefined);
const TOKEN = {
  accessToken: secret('00D000000000062!AQ+EA/QJ=kd&83jx'),
  instanceUrl: 'https://acme.my.salesforce.com',
};

function answering(status: number, body = ''): { http: Http; sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  const http: Http = async (request) => {
    sent.push(request);
    return { status, headers: {}, body };
  };
  return { http, sent };
}

describe('revoking', () => {
  it('posts the token, and nothing else, to the instance', async () => {
    const { http, sent } = answering(200);
    await revoke(TOKEN, { http, now: () => 0, secrets, timeoutMs: 1234 });
    assert.deepEqual(sent, [
      {
        name: 'revoke',
        method: 'POST',
        url: 'https://acme.my.salesforce.com/services/oauth2/revoke',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: 'token=00D000000000062%21AQ%2BEA%2FQJ%3Dkd%2683jx',
        timeoutMs: 1234,
      },
    ]);
  });

  const refusals = [
    [400, '{"error":"invalid_token","error_description":"Token was invalid"}', 'invalid_token'],
    [404, 'Bad_Id', '404'],
    [302, '', '302'],
    [503, '<html>', '503'],
    [204, '', '204'],
    [200, '<html>', '200'],
  ] as const;
  for (const [status, body, code] of refusals) {
    it(`is over with ${status} ${body}`, async () => {
      const { http, sent } = answering(status, body);
      const error = await thrownBy(() =>
        revoke(TOKEN, { http, now: () => 0, secrets, timeoutMs: 1234 }),
      );
      assert.ok(error instanceof SalesforceError);
      assert.deepEqual([error.code, error.request, error.transient], [code, 'revoke', false]);
      assert.equal(sent.length, 1);
      assert.doesNotMatch(printed(error), /kd&83jx|kd%2683jx/);
    });
  }
});
