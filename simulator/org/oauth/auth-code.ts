import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';

/** The connected app of the Salesforce CLI, which every org has. */
export const CLI_CONSUMER_KEY = 'PlatformCLI';
export const CLI_CALLBACK_URL = 'http://localhost:1717/OauthRedirect';

/**
 * Handles `grant_type=authorization_code`: opens the first session in a new scratch org, once per
 * code.
 */
export function redeemAuthCode(state: OrgState, form: URLSearchParams): Session | undefined {
  const isFromCli =
    form.get('client_id') === CLI_CONSUMER_KEY && form.get('redirect_uri') === CLI_CALLBACK_URL;
  const code = form.get('code');
  const scratchOrg = state.jobs.scratchOrgs.find(
    ({ authCode }) => authCode !== undefined && authCode === code,
  );
  const tenant = state.tenants.find(({ name }) => name === 'scratch');
  const user = [...state.users.values()].find((candidate) => candidate.tenant === 'scratch');
  if (!isFromCli || scratchOrg === undefined || tenant === undefined || user === undefined) {
    return undefined;
  }
  scratchOrg.authCode = undefined;
  const cliApp = { ...state.app, consumerKey: CLI_CONSUMER_KEY };
  return state.sessions.open(cliApp, tenant, user, state.now());
}
