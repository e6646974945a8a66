import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { App } from './app.ts';
import { randomText } from './salesforce-id.ts';
import type { Tenant, User } from './tenants.ts';

export interface Session {
  readonly token: string;
  readonly format: 'opaque' | 'jwt';
  readonly tenant: Tenant;
  readonly user: User;
  readonly scope: string;
}

export interface Sessions {
  /**
   * Returns the existing session as long as it is valid or, for tokens in JWT format, a new session
   * on every call.
   */
  open(app: App, tenant: Tenant, user: User, now: number): Session;
  find(token: string): Session | undefined;
  /** Returns false if the session does not exist. */
  revoke(token: string): boolean;
  /** Creates a one-time password for `frontdoor.jsp`. */
  createOneTimeKey(session: Session): string;
  redeemOneTimeKey(oneTimeKey: string): Session | undefined;
  readonly size: number;
}

const TOKEN_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._';
const JWT_LIFETIME_S = 1800;

export function makeSessions(): Sessions {
  const sessions = new Map<string, Session>();
  const sharedTokens = new Map<string, string>();
  const oneTimeKeys = new Map<string, Session>();
  let signingKey: KeyObject | undefined;

  function open(app: App, tenant: Tenant, user: User, now: number): Session {
    const scope = app.scopes.join(' ');
    const format = app.tokenFormat;
    if (format === 'jwt') {
      signingKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      const token = jwtToken(signingKey, app, tenant, user, now);
      return store({ token, format, tenant, user, scope });
    }
    const sharingKey = [app.consumerKey, user.userId18, scope].join('\n');
    const existing = sessions.get(sharedTokens.get(sharingKey) ?? '');
    if (existing !== undefined) return existing;
    const token = `${tenant.orgId.slice(0, 15)}!${randomText(96, TOKEN_ALPHABET)}`;
    sharedTokens.set(sharingKey, token);
    return store({ token, format, tenant, user, scope });
  }

  function store(session: Session): Session {
    sessions.set(session.token, session);
    return session;
  }

  return {
    open,
    find: (token) => sessions.get(token),
    revoke: (token) => sessions.delete(token),
    createOneTimeKey(session) {
      const oneTimeKey = randomText(32);
      oneTimeKeys.set(oneTimeKey, session);
      return oneTimeKey;
    },
    redeemOneTimeKey(oneTimeKey) {
      const session = oneTimeKeys.get(oneTimeKey);
      oneTimeKeys.delete(oneTimeKey);
      return sessions.get(session?.token ?? '');
    },
    get size() {
      return sessions.size;
    },
  };
}

const segment = (value: unknown): string =>
  Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

function jwtToken(key: KeyObject, app: App, tenant: Tenant, user: User, now: number): string {
  const seconds = Math.floor(now / 1000);
  const header = {
    tnk: `core/prod/${tenant.orgId}`,
    ver: '1.0',
    kid: `CORE_ATJWT.${tenant.orgId}.${now}`,
    tty: 'sfdc-core-token',
    typ: 'JWT',
    alg: 'RS256',
  };
  const claims = {
    scp: app.scopes.join(' '),
    aud: [`https://${tenant.myDomain}`],
    sub: `uid:${user.userId18}`,
    nbf: seconds,
    mty: 'oauth',
    sfi: randomBytes(32).toString('hex'),
    roles: [],
    iss: `https://${tenant.myDomain}`,
    hsc: false,
    exp: seconds + JWT_LIFETIME_S,
    iat: seconds,
    client_id: app.consumerKey,
  };
  const signingInput = `${segment(header)}.${segment(claims)}`;
  return `${signingInput}.${sign('sha256', Buffer.from(signingInput), key).toString('base64url')}`;
}
