import type { FaultSwitch } from './fault-switch.ts';
import type { Sessions } from './sessions.ts';
import type { Tenant, TenantName, Users } from './tenants.ts';

/** What one running org knows. Tests change it through the `Org` which `startOrg` returns. */
export interface World {
  readonly tenants: readonly Tenant[];
  readonly users: Users;
  readonly app: App;
  readonly sessions: Sessions;
  readonly faults: FaultSwitch;
  readonly requests: RecordedRequest[];
  readonly policy: LoginPolicy;
  /** Where the org listens in plain HTTP. */
  httpUrl: string;
  /** The org's own clock in milliseconds, which a fault can put ahead. */
  now(): number;
}

/** The External Client App, as its pages in Setup show it. */
export interface App {
  consumerKey: string;
  /** What "Upload Files" holds; assertions are checked against it. */
  certificatePem: string | undefined;
  scopes: string[];
  permittedUsers: 'admin-approved' | 'self-authorized';
  /** Usernames whose profile or permission set is on the app. */
  approvedUsers: 'everyone' | Set<string>;
  installedIn: Set<TenantName>;
  tokenFormat: 'opaque' | 'jwt';
  /** Accepted beside those which the host decides. */
  audiences: string[];
  /** Older orgs refuse their own My Domain as audience. */
  acceptsMyDomainAsAudience: boolean;
}

/** Setup → My Domain → "Prevent login from login.salesforce.com". */
export interface LoginPolicy {
  preventGenericLogin: boolean;
}

export interface Incoming {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly via: 'tls' | 'http';
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
  /** One word or two for the record: what became of the request. */
  readonly outcome?: string;
}

export interface RecordedRequest extends Incoming {
  readonly at: number;
  /** Present where the body carried an assertion that could be decoded. */
  readonly assertion?: { readonly header: unknown; readonly claims: unknown };
  status: number | undefined;
  outcome: string;
  fault: string | undefined;
}

const JSON_TYPE = 'application/json;charset=UTF-8';

export function json(status: number, value: unknown, outcome?: string): Answer {
  const answer = { status, headers: { 'Content-Type': JSON_TYPE }, body: JSON.stringify(value) };
  return outcome === undefined ? answer : { ...answer, outcome };
}

export function html(status: number, title: string, text: string): Answer {
  const body = `<html><head><title>${title}</title></head><body><p>${text}</p></body></html>\n`;
  return { status, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body, outcome: title };
}

export function plain(status: number, body: string, outcome = body): Answer {
  return { status, headers: { 'Content-Type': 'text/plain; charset=UTF-8' }, body, outcome };
}

/** How the token endpoint says no. */
export function oauthError(error: string, description: string, status = 400): Answer {
  return json(status, { error, error_description: description }, `${error}: ${description}`);
}

/** How the REST API says no. */
export function restError(status: number, errorCode: string, message: string): Answer {
  return json(status, [{ message, errorCode }], errorCode);
}
