import { join } from 'node:path';
import { inWords } from './gh.ts';
import type { Job } from './job.ts';
import { apiName, permissionSetOf, writeEmptyProject, writeRemoval } from './kit.ts';
import { commandLine } from './options.ts';
import { Interrupted, Problem } from './problem.ts';
import type { Sf } from './sf.ts';
import { SECRETS, VARIABLES } from './steps/github.ts';
import { lookAtOrg } from './steps/look.ts';
import { lookAtGitHub } from './steps/look-github.ts';

/** Takes away what the command made: the app, its permission set, and what GitHub was told. */
export async function remove(job: Job): Promise<void> {
  const { options, screen } = job;
  const name = apiName(options.name);
  const { sf, org } = await lookAtOrg(job);
  const github = await lookAtGitHub(job);
  const app =
    options['connected-app'] === undefined
      ? `the app ${name} and its permission set from ${org.name}`
      : undefined;
  const values =
    github && `${[...SECRETS, ...VARIABLES].join(', ')} from ${inWords(github.gh.place)}`;
  const what = [app, values].filter((one) => one !== undefined);
  if (what.length === 0) {
    throw new Problem(
      'There is nothing to remove: a Connected App stays as it is, and no repository was named.',
      commandLine(options, { repo: 'OWNER/REPO' }),
    );
  }
  screen.say(`\nThis will remove ${what.join('; and ')}. The user stays.`);
  if (!(await screen.confirm('Continue?'))) throw new Interrupted();
  // GitHub first: a workflow then stops for want of a key, and not at Salesforce's door.
  if (github !== undefined && !github.mustMakeEnvironment) {
    await screen.step('GitHub', async () => {
      const removed: string[] = [];
      for (const secret of SECRETS)
        if (await github.gh.remove('secrets', secret)) removed.push(secret);
      for (const variable of VARIABLES)
        if (await github.gh.remove('variables', variable)) removed.push(variable);
      return {
        said: removed.length === 0 ? 'nothing to remove' : `${removed.join(', ')} are gone`,
        value: undefined,
      };
    });
  }
  if (app !== undefined) await removeApp(job, sf, name);
  screen.say(`\nRemoved. To set up again: ${commandLine(options, { remove: false })}`);
}

async function removeApp({ screen, scratch }: Job, sf: Sf, name: string): Promise<void> {
  const set = permissionSetOf(name);
  await screen.step('App', async (progress) => {
    const given = await sf.query<{ Id: string }>(
      `SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = '${set}'`,
    );
    // A permission set that somebody has cannot be deleted.
    for (const { Id } of given) await sf.delete('PermissionSetAssignment', Id);
    const folder = join(scratch, 'removal');
    writeEmptyProject(folder);
    const members = await present(sf, folder, {
      ExternalClientApplication: name,
      PermissionSet: set,
    });
    if (Object.keys(members).length === 0) return { said: 'nothing to remove', value: undefined };
    progress('deploying the removal');
    writeRemoval(folder, members);
    const manifest = [
      '--manifest',
      'package.xml',
      '--post-destructive-changes',
      'destructiveChangesPost.xml',
    ];
    await sf.org(['project', 'deploy', 'start', ...manifest, '--wait', '20'], folder);
    return { said: `${Object.values(members).join(' and ')} are gone`, value: undefined };
  });
}

/** Those that the org has: to delete what is not there would fail the whole deployment. */
async function present(
  sf: Sf,
  folder: string,
  wanted: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const names = Object.entries(wanted).flatMap(([type, name]) => ['--metadata', `${type}:${name}`]);
  const { files = [] } = await sf.org<{ files?: readonly { type: string; state: string }[] }>(
    ['project', 'retrieve', 'start', ...names],
    folder,
  );
  const there = files.filter(({ state }) => state !== 'Failed').map(({ type }) => type);
  return Object.fromEntries(Object.entries(wanted).filter(([type]) => there.includes(type)));
}
