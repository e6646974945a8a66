/** Asks for a token and gets whatever answer a test has in mind. */
import assert from 'node:assert/strict';
import { AnswerError } from '../../src/salesforce/errors.ts';
import type { Http, HttpRequest } from '../../src/salesforce/http.ts';
import { requestToken, type Token } from '../../src/salesforce/token.ts';
import { keepSecrets } from '../../src/secret.ts';
import { secret } from './support.ts';

export const ORG = '00D000000000062EAA';
export const USER = '005B0000002NoRpIAK';
export const TOKEN = '00D000000000062!AQEAQJ.kd_83jx';
export const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
export const GOOD = {
  access_token: TOKEN,
  instance_url: 'https://acme.my.salesforce.com',
  id: `https://login.salesforce.com/id/${ORG}/${USER}`,
  token_type: 'Bearer',
  scope: 'api web',
};

interface Plan {
  readonly loginUrl?: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
}

export async function ask(body: unknown, { status = 200, headers = {}, ...rest }: Plan = {}) {
  const sent: HttpRequest[] = [];
  const masks: string[] = [];
  const http: Http = async (request) => {
    sent.push(request);
    return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
  };
  const asked = {
    loginUrl: rest.loginUrl ?? 'https://login.salesforce.com',
    assertion: secret('eyJ.assertion+/='),
    timeoutMs: 1234,
  };
  const secrets = keepSecrets((value) => masks.push(value));
  const outcome = await requestToken(asked, { http, secrets, now: () => 0 }).catch(
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return { sent, masks, error: outcome };
  const { token } = outcome as { token: Token };
  return { sent, masks, token };
}

export const tokenOf = async (body: unknown, plan?: Plan): Promise<Token> => {
  const { token, error } = await ask(body, plan);
  return token ?? assert.fail(error);
};

export async function problemOf(body: unknown, plan?: Plan): Promise<AnswerError> {
  const { error } = await ask(body, plan);
  assert.ok(error instanceof AnswerError, String(error));
  return error;
}
