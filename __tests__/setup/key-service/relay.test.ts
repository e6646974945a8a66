import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withRelay } from '../../../setup/key-service/relay.ts';
import type { HttpRequest } from '../../../src/http/client.ts';
import { looksLikeToken } from '../../../src/salesforce/response.ts';

const VAULT = 'https://acme.vault.azure.net';

describe('the relay', () => {
  it('rejects the requests of a process that does not have its token, and signs nothing for that process', async () => {
    const requests: HttpRequest[] = [];
    const http = async (request: HttpRequest) => {
      requests.push(request);
      return { status: 200, headers: {}, body: '{"value":"c2lnbmF0dXJl"}' };
    };
    const target = { key: 'salesforce', origin: VAULT, token: 'token-of-the-user' };
    await withRelay(target, { http }, async ({ env }) => {
      const { origin, href } = new URL(env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '');
      const own = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
      const signUrl = `${origin}/keys/salesforce/sign?api-version=7.4`;
      const tokenUrl = (tenant: string) => `${origin}/${tenant}/oauth2/v2.0/token`;
      const authorization = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
      const refused = [
        await fetch(href),
        await fetch(href, authorization('another')),
        await fetch(tokenUrl('setup'), { method: 'POST' }),
        await fetch(tokenUrl('another'), { method: 'POST' }),
        await fetch(signUrl, { method: 'POST', body: '{}' }),
        await fetch(`${origin}/keys/other/sign?`, { method: 'POST', ...authorization(own) }),
      ];
      for (const response of refused) {
        assert.equal(response.status, 404);
        assert.equal(await response.text(), '{}');
      }
      assert.deepEqual(requests, []);

      assert.deepEqual(await (await fetch(href, authorization(own))).json(), { value: own });
      const issued = await fetch(tokenUrl(env['AZURE_TENANT_ID'] ?? ''), { method: 'POST' });
      assert.deepEqual(await issued.json(), { access_token: own });
      const signed = await fetch(signUrl, { method: 'POST', body: '{}', ...authorization(own) });
      assert.equal(signed.status, 200);
    });
    assert.deepEqual(
      requests.map(({ url, headers }) => [url, headers['Authorization']]),
      [[`${VAULT}/keys/salesforce/sign?api-version=7.4`, 'Bearer token-of-the-user']],
    );
  });

  it('issues a token that the action accepts, whatever its random part is', async () => {
    const http = async () => ({ status: 500, headers: {}, body: '' });
    const target = { key: 'salesforce', origin: VAULT, token: 'token-of-the-user' };
    await withRelay(target, { http }, async ({ env }) => {
      const token = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
      const randomPart = /[\w-]{32}$/;
      assert.match(token, randomPart);
      for (const part of ['a', 'A', '1', '-'])
        assert.ok(looksLikeToken(token.replace(randomPart, part.repeat(32))));
    });
  });
});
