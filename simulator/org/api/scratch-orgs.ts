import { json, type SimResponse } from '../http-message.ts';
import type { ScratchOrg } from '../jobs.ts';
import { CLI_CALLBACK_URL, CLI_CONSUMER_KEY } from '../oauth/auth-code.ts';
import { makeId, randomText } from '../salesforce-id.ts';
import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import { type Table, TIMESTAMP } from './table.ts';

/**
 * Records a scratch org request. Every request yields the same scratch org, because the simulator has
 * only one.
 */
export function requestScratchOrg(state: OrgState, fields: ScratchOrg['fields']): string {
  const id = makeId('2SR');
  const authCode = `aPrx${randomText(60)}`;
  state.jobs.scratchOrgs.push({ id, fields, authCode, deleted: false });
  return id;
}

/** Handles GET …/sobjects/ScratchOrgInfo/ID. The scratch org is active immediately. */
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
    ConnectedAppConsumerKey: CLI_CONSUMER_KEY,
    ConnectedAppCallbackUrl: CLI_CALLBACK_URL,
    CreatedDate: TIMESTAMP,
    ExpirationDate: '2099-12-31',
    ErrorCode: null,
  };
}

export function deleteScratchOrg({ jobs }: OrgState, id: string): boolean {
  const scratchOrg = jobs.scratchOrgs.find((org) => org.id === id && !org.deleted);
  if (scratchOrg !== undefined) scratchOrg.deleted = true;
  return scratchOrg !== undefined;
}

export const SCRATCH_ORG_TABLES: readonly Table[] = ['ScratchOrgInfo', 'ActiveScratchOrg'].map(
  (type) => ({
    type,
    onlyIn: 'production',
    columns: ['Id', 'Status', 'SignupUsername', 'ScratchOrg'],
    rows: (state) =>
      state.jobs.scratchOrgs
        .filter(({ deleted }) => !deleted)
        .map((org) => scratchOrgRecord(state, org)),
  }),
);
