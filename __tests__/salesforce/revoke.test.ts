import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpClient, HttpRequest } from '../../src/http/client.ts';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import { HttpStatusError } from '../../src/salesforce/errors.ts';
import { revoke } from '../../src/salesforce/revoke.ts';
import { catchError, loggableText } from '../helpers/errors.ts';
import { secret } from '../helpers/redaction.ts';

const secrets = createSecretRegistry(() => undefined);
const TOKEN = {
  accessToken: secret('00D000000000062!AQ+EA/QJ=kd&83jx'),
  instanceUrl: 'https://acme.my.salesforce.com',
};

function fakeHttp(status: number, body = ''): { http: HttpClient; requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const http: HttpClient = async (request) => {
    requests.push(request);
    return { status, headers: {}, body };
  };
  return { http, requests };
}

describe('revoke', () => {
  it('sends only the token to the instance, in a POST request', async () => {
    const { http, requests } = fakeHttp(200);
    const revoked = await revoke(TOKEN, { http, now: () => 0, secrets, timeoutMs: 1234 });
    assert.equal(revoked, true);
    assert.deepEqual(requests, [
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

  it('returns false if the token was already invalid', async () => {
    const { http } = fakeHttp(400, '{"error":"invalid_token","error_description":"invalid"}');
    assert.equal(await revoke(TOKEN, { http, now: () => 0, secrets, timeoutMs: 1234 }), false);
  });

  const rejections = [
    [400, '{"error":"unsupported_token_type"}', 'unsupported_token_type'],
    [404, 'Bad_Id', '404'],
    [302, '', '302'],
    [503, '<html>', '503'],
    [204, '', '204'],
    [200, '<html>', '200'],
  ] as const;
  for (const [status, body, code] of rejections) {
    it(`throws without another attempt after HTTP ${status} with ${body || 'no body'}`, async () => {
      const { http, requests } = fakeHttp(status, body);
      const error = await catchError(() =>
        revoke(TOKEN, { http, now: () => 0, secrets, timeoutMs: 1234 }),
      );
      assert.ok(error instanceof HttpStatusError);
      assert.deepEqual([error.code, error.request, error.transient], [code, 'revoke', false]);
      assert.equal(requests.length, 1);
      assert.doesNotMatch(loggableText(error), /kd&83jx|kd%2683jx/);
    });
  }
});
