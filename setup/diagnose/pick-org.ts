import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { commandLine } from '../options.ts';
import { type KnownOrg, listOrgs } from '../sf.ts';
import { loginCommand } from '../steps/inspect-org.ts';
import type { RefusedSignIn } from './target.ts';

/**
 * Returns the org in `--org` or, without this option, the org of the login URL.
 * @throws SetupError unless the Salesforce CLI is signed in to the org
 */
export async function pickOrg(context: SetupContext, signIn: RefusedSignIn): Promise<KnownOrg> {
  const { options } = context;
  const { host, hostKind, loginUrl } = signIn;
  if (options.org === undefined && hostKind !== 'my-domain' && hostKind !== 'sandbox') {
    throw new SetupError(
      `${loginUrl} is not the My Domain of an org, so --org must name the org: an alias or a username that the Salesforce CLI knows (sf org list shows them).`,
      commandLine(options, { org: 'ALIAS' }),
    );
  }
  const orgs = await listOrgs(context);
  const org = options.org === undefined ? findByHost(orgs, signIn) : findByName(orgs, options.org);
  if (org !== undefined) return org;
  throw options.org === undefined
    ? new SetupError(
        `The Salesforce CLI is not signed in to ${loginUrl}. Sign in as an administrator, then run the same command again.`,
        loginCommand(host.split('.')[0] ?? 'org', loginUrl),
      )
    : new SetupError(
        `The Salesforce CLI knows no org "${options.org}".`,
        loginCommand(options.org),
      );
}

function findByHost(
  orgs: readonly KnownOrg[],
  { host, username }: RefusedSignIn,
): KnownOrg | undefined {
  const candidates = orgs.filter(
    ({ instanceUrl }) => URL.parse(instanceUrl ?? '')?.hostname === host,
  );
  // The workflow's user may be able to read less than an administrator.
  return candidates.find((candidate) => candidate.username !== username) ?? candidates[0];
}

const findByName = (orgs: readonly KnownOrg[], name: string): KnownOrg | undefined =>
  orgs.find(
    ({ alias, aliases = [], username }) =>
      alias === name || aliases?.includes(name) || username === name,
  );
