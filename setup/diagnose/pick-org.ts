import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { commandLine } from '../options.ts';
import { listOrgs } from '../sf.ts';
import { loginCommand } from '../steps/inspect-org.ts';
import type { RefusedSignIn } from './target.ts';

/** Returns `--org`, or else the org of the login URL among those that the Salesforce CLI knows. */
export async function pickOrg(context: SetupContext, signIn: RefusedSignIn): Promise<string> {
  const { options } = context;
  if (options.org !== undefined) return options.org;
  const { host, hostKind, loginUrl, username } = signIn;
  if (hostKind !== 'my-domain' && hostKind !== 'sandbox') {
    throw new SetupError(
      `${loginUrl} is not the My Domain of an org, so --org must name the org: an alias or a username that the Salesforce CLI knows (sf org list shows them).`,
      commandLine(options, { org: 'ALIAS' }),
    );
  }
  const orgs = await listOrgs(context);
  const candidates = orgs.filter(
    ({ instanceUrl }) => URL.parse(instanceUrl ?? '')?.hostname === host,
  );
  // The user of the workflow may see less than an administrator.
  const org = candidates.find((candidate) => candidate.username !== username) ?? candidates[0];
  if (org !== undefined) return org.username;
  throw new SetupError(
    `The Salesforce CLI is not signed in to ${loginUrl}. Sign in as an administrator, then run the same command again.`,
    loginCommand(host.split('.')[0] ?? 'org', loginUrl),
  );
}
