import { join } from 'node:path';
import type { SetupContext } from './context.ts';
import { Interrupted, SetupError } from './errors.ts';
import { describeTarget, type GitHubCli } from './gh.ts';
import {
  apiName,
  permissionSetName,
  writeDestructiveChanges,
  writeEmptyProject,
} from './metadata-project.ts';
import { commandLine } from './options.ts';
import { type SalesforceCli, soqlString } from './sf.ts';
import { inspectGitHub } from './steps/inspect-github.ts';
import { inspectOrg } from './steps/inspect-org.ts';
import { SECRETS, VARIABLES } from './steps/store-secrets.ts';

/** Deletes the app, its permission set, and the secrets and variables in GitHub. */
export async function remove(context: SetupContext): Promise<void> {
  const { options, terminal } = context;
  const name = apiName(options.name);
  const { sf, org } = await inspectOrg(context);
  const github = await inspectGitHub(context);
  const app =
    options['connected-app'] === undefined
      ? `the app ${name} and its permission set from ${org.name}`
      : undefined;
  const values =
    github && `${[...SECRETS, ...VARIABLES].join(', ')} from ${describeTarget(github.gh.target)}`;
  const removals = [app, values].filter((removal) => removal !== undefined);
  if (removals.length === 0) {
    throw new SetupError(
      'There is nothing to remove: a Connected App stays as it is, and no repository was named.',
      commandLine(options, { repo: 'OWNER/REPO' }),
    );
  }
  terminal.say(`\nThis will remove ${removals.join('; and ')}. The user stays.`);
  if (!(await terminal.confirm('Continue?'))) throw new Interrupted();
  // GitHub first, so that a workflow fails on the missing secret and not at the sign-in.
  if (github !== undefined && !github.environmentMissing) await removeSecrets(context, github.gh);
  if (app !== undefined) await removeApp(context, sf, name);
  terminal.say(`\nRemoved. To set up again: ${commandLine(options, { remove: false })}`);
}

async function removeSecrets({ terminal }: SetupContext, gh: GitHubCli): Promise<void> {
  await terminal.step('GitHub', async () => {
    const removed: string[] = [];
    for (const name of SECRETS) if (await gh.remove('secrets', name)) removed.push(name);
    for (const name of VARIABLES) if (await gh.remove('variables', name)) removed.push(name);
    return {
      result: removed.length === 0 ? 'nothing to remove' : `${removed.join(', ')} are gone`,
      value: undefined,
    };
  });
}

async function removeApp(
  { terminal, scratch }: SetupContext,
  sf: SalesforceCli,
  name: string,
): Promise<void> {
  const permissionSet = permissionSetName(name);
  await terminal.step('App', async (progress) => {
    const assignments = await sf.query<{ Id: string }>(
      `SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = ${soqlString(permissionSet)}`,
    );
    // A permission set that is assigned cannot be deleted.
    for (const { Id } of assignments) await sf.delete('PermissionSetAssignment', Id);
    const folder = join(scratch, 'removal');
    writeEmptyProject(folder);
    const members = await existingComponents(sf, folder, {
      ExternalClientApplication: name,
      PermissionSet: permissionSet,
    });
    if (Object.keys(members).length === 0) return { result: 'nothing to remove', value: undefined };
    progress('deploying the removal');
    writeDestructiveChanges(folder, members);
    const manifest = [
      '--manifest',
      'package.xml',
      '--post-destructive-changes',
      'destructiveChangesPost.xml',
    ];
    await sf.org(['project', 'deploy', 'start', ...manifest, '--wait', '20'], folder);
    return { result: `${Object.values(members).join(' and ')} are gone`, value: undefined };
  });
}

/** Returns the components that the org has: deleting a missing one fails the whole deployment. */
async function existingComponents(
  sf: SalesforceCli,
  folder: string,
  components: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const names = Object.entries(components).flatMap(([type, name]) => [
    '--metadata',
    `${type}:${name}`,
  ]);
  const { files = [] } = await sf.org<{ files?: readonly { type: string; state: string }[] }>(
    ['project', 'retrieve', 'start', ...names],
    folder,
  );
  const existing = files.filter(({ state }) => state !== 'Failed').map(({ type }) => type);
  return Object.fromEntries(Object.entries(components).filter(([type]) => existing.includes(type)));
}
