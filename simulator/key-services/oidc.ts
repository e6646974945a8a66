import { randomBytes } from 'node:crypto';
import { json, type SimRequest, type SimResponse } from '../org/http-message.ts';
import type { KeyServicesState } from './state.ts';

/** Simulates GitHub's OIDC provider: returns a token for any requested audience. */
export function answerOidc(state: KeyServicesState, request: SimRequest): SimResponse | undefined {
  if (request.path !== '/oidc/token') return undefined;
  const { oidcBearer, idTokens } = state.credentials;
  if (request.headers['authorization'] !== `Bearer ${oidcBearer}`)
    return json(401, { typeKey: 'UnauthorizedException', message: 'Unauthorized' }, 'refused');
  const audience = request.query.get('audience') ?? '';
  const token = `eyJhbGciOiJSUzI1NiJ9.${randomBytes(60).toString('base64url')}.${randomBytes(60).toString('base64url')}`;
  idTokens.set(audience, token);
  return json(200, { count: 1, value: token }, `OIDC token for ${audience}`);
}
