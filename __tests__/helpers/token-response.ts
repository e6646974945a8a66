/** A valid token response, and functions that make a token request whose response is given. */
import assert from 'node:assert/strict';
import type { HttpClient, HttpRequest } from '../../src/http/client.ts';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import { InvalidResponseError } from '../../src/salesforce/errors.ts';
import { requestToken, type Token } from '../../src/salesforce/token.ts';
import { secret } from './redaction.ts';

export const ORG = '00D000000000062EAA';
export const USER = '005B0000002NoRpIAK';
export const TOKEN = '00D000000000062!AQEAQJ.kd_83jx';
export const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
export const VALID_RESPONSE = {
  access_token: TOKEN,
  instance_url: 'https://acme.my.salesforce.com',
  id: `https://login.salesforce.com/id/${ORG}/${USER}`,
  token_type: 'Bearer',
  scope: 'api web',
};

interface TokenResponseOptions {
  readonly loginUrl?: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
}

export async function requestTokenWith(
  body: unknown,
  { status = 200, headers = {}, ...options }: TokenResponseOptions = {},
) {
  const requests: HttpRequest[] = [];
  const masks: string[] = [];
  const http: HttpClient = async (request) => {
    requests.push(request);
    return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
  };
  const tokenRequest = {
    loginUrl: options.loginUrl ?? 'https://login.salesforce.com',
    assertion: secret('eyJ.assertion+/='),
    timeoutMs: 1234,
  };
  const secrets = createSecretRegistry((value) => masks.push(value));
  const outcome = await requestToken(tokenRequest, { http, secrets, now: () => 0 }).catch(
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return { requests, masks, error: outcome };
  const { token } = outcome as { token: Token };
  return { requests, masks, token };
}

export const tokenFrom = async (body: unknown, options?: TokenResponseOptions): Promise<Token> => {
  const { token, error } = await requestTokenWith(body, options);
  return token ?? assert.fail(error);
};

export async function invalidResponseFrom(
  body: unknown,
  options?: TokenResponseOptions,
): Promise<InvalidResponseError> {
  const { error } = await requestTokenWith(body, options);
  assert.ok(error instanceof InvalidResponseError, String(error));
  return error;
}
