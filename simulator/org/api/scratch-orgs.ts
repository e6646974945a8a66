import { json, type SimResponse } from '../http-message.ts';
import type { Session } from '../oauth/sessions.ts';
import { makeId, randomText } from '../salesforce-id.ts';
import type { OrgState } from '../state.ts';
import type { ScratchOrg } from './jobs.ts';
import type { Table } from './table.ts';

/** Scratch orgs as a Dev Hub, the production org, keeps them. Each that is asked for is the one scratch org here. */
const CALLBACK = 'http://localhost:1717/OauthRedirect';
/** The app of the CLI itself, which every org has. */
const CLI_APP = 'PlatformCLI';

export function requestScratchOrg(state: OrgState, fields: ScratchOrg['fields']): string {
  const id = makeId('2SR');
  const authCode = `aPrx${randomText(60)}`;
  state.jobs.scratchOrgs.push({ id, fields, authCode, deleted: false });
  return id;
}

/** GET …/sobjects/ScratchOrgInfo/ID: the org is there by the first question. */
export function scratchOrgInfo(
  state: OrgState,
  session: Session,
  id: string,
): SimResponse | undefined {
  const scratchOrg = state.jobs.scratchOrgs.find((org) => org.id === id);
  if (scratchOrg === undefined || session.tenant.name !== 'production') return undefined;
  return json(200, scratchOrgRecord(state, scratchOrg), 'scratch org info');
}

function scratchOrgRecord(
  { tenants, users }: OrgState,
  { id, fields, authCode, deleted }: ScratchOrg,
) {
  const tenant = tenants.find(({ name }) => name === 'scratch');
  const user = [...users.values()].find((candidate) => candidate.tenant === 'scratch');
  return {
    ...fields,
    Id: id,
    Status: deleted ? 'Deleted' : 'Active',
    ScratchOrg: tenant?.orgId.slice(0, 15),
    LoginUrl: `https://${tenant?.myDomain}`,
    SignupUsername: user?.username,
    SignupInstance: 'EU42S',
    AuthCode: authCode,
    ConnectedAppConsumerKey: CLI_APP,
    ConnectedAppCallbackUrl: CALLBACK,
    CreatedDate: '2026-01-01T00:00:00.000+0000',
    ExpirationDate: '2099-12-31',
    ErrorCode: null,
  };
}

/** grant_type=authorization_code at the new org: the session that the code is good for. */
export function redeemAuthCode(state: OrgState, form: URLSearchParams): Session | undefined {
  const code = form.get('code');
  const scratchOrg = state.jobs.scratchOrgs.find(
    ({ authCode }) => authCode !== undefined && authCode === code,
  );
  const tenant = state.tenants.find(({ name }) => name === 'scratch');
  const user = [...state.users.values()].find((candidate) => candidate.tenant === 'scratch');
  if (form.get('client_id') !== CLI_APP || form.get('redirect_uri') !== CALLBACK) return undefined;
  if (scratchOrg === undefined || tenant === undefined || user === undefined) return undefined;
  scratchOrg.authCode = undefined;
  return state.sessions.open({ ...state.app, consumerKey: CLI_APP }, tenant, user, state.now());
}

export function deleteScratchOrg({ jobs }: OrgState, id: string): boolean {
  const scratchOrg = jobs.scratchOrgs.find((org) => org.id === id && !org.deleted);
  if (scratchOrg !== undefined) scratchOrg.deleted = true;
  return scratchOrg !== undefined;
}

export const SCRATCH_ORG_TABLES: readonly Table[] = ['ScratchOrgInfo', 'ActiveScratchOrg'].map(
  (type) => ({
    type,
    only: 'production',
    columns: ['Id', 'Status', 'SignupUsername', 'ScratchOrg'],
    rows: (state) =>
      state.jobs.scratchOrgs
        .filter(({ deleted }) => !deleted)
        .map((org) => scratchOrgRecord(state, org)),
  }),
);
