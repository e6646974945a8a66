import type { SimResponse } from '../http-message.ts';
import { loginHostFor } from '../login-hosts.ts';
import { BASE_APP } from '../metadata/base-app.ts';
import { makeId } from '../salesforce-id.ts';
import type { OrgState, RecordedRequest } from '../state.ts';
import type { User } from '../tenants.ts';

type StatusOf = (user: User) => string;

/**
 * Texts of Login History, keyed by error description, for rejections that a documented status matches.
 * No source documents which rejections of the JWT bearer flow create a row, so the others create none
 * here.
 */
const STATUSES: Readonly<Record<string, string | StatusOf>> = {
  'inactive user': ({ frozen }) => (frozen === true ? 'User is frozen' : 'User is inactive'),
  'ip restricted': 'Restricted IP',
  'ip restricted or invalid login hours': 'Restricted time',
  'login rate exceeded': 'Login rate exceeded',
  'Maximum Logins Exceeded': 'Maximum logins exceeded',
  'invalid client credentials': 'Failed: Signature Invalid',
  'expired authorization code': 'Failed: Invalid Timestamp',
  'request not supported on this domain': 'Restricted domain',
  'activation secret invalid': 'Failed: Activation secret invalid',
  'app must be installed into org':
    'Package for this consumer is not installed in your organization',
};

/** Adds a row to Login History for a token request, if Salesforce could identify the user. */
export function recordLogin(state: OrgState, request: RecordedRequest, response: SimResponse) {
  const { sub, prn = sub } = (request.assertion?.claims ?? {}) as Record<string, unknown>;
  const user = state.users.get(String(prn).toLowerCase());
  if (!request.path.endsWith('/services/oauth2/token') || user === undefined) return;
  const loginHost = loginHostFor(state, request.host, '');
  if (!loginHost?.tenants.some(({ name }) => name === user.tenant)) return;
  const status = response.status === 200 ? 'Success' : statusOf(response, user);
  if (status === undefined) return;
  state.records.logins.push({
    id: makeId('0Ya'),
    tenant: user.tenant,
    userId: user.userId18,
    time: request.timestamp,
    status,
    application: BASE_APP.label,
    loginUrl: request.host,
    sourceIp: state.policy.callerAddress,
  });
}

function statusOf({ body }: SimResponse, user: User): string | undefined {
  const description = /"error_description":"([^"]*)"/.exec(String(body))?.[1] ?? '';
  const status = STATUSES[description];
  return typeof status === 'function' ? status(user) : status;
}
