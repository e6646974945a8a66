import { join } from 'node:path';
import { shareCertificate } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import type { GitHubCli } from './gh.ts';
import { withLocks } from './lock.ts';
import {
  permissionSetName,
  writeDestructiveChanges,
  writeEmptyProject,
} from './metadata-project.ts';
import { commandLine, laterCommand } from './options.ts';
import { confirm, endDryRun, type PlanResult } from './plan.ts';
import type { PlanItem } from './plan-items.ts';
import { inspectRemoval, type PlaceRemoval, type Removal } from './remove-inspection.ts';
import type { SalesforceCli } from './sf.ts';
import { assignmentWhat } from './steps/assign-permission-set.ts';

/**
 * Deletes the app, its permission set, and the secrets and variables in GitHub. With `--dry-run`, returns
 * the plan.
 */
export async function remove(context: SetupContext): Promise<PlanResult | undefined> {
  const { options, terminal } = context;
  const removal = await inspectRemoval(context);
  const { org, name, places, kept } = removal;
  const items = planItems(removal);
  const locked = { orgId: org.id, app: name, places: removal.lockedPlaces };
  const stays = stayingItems(removal);
  for (const { text } of stays) terminal.say(`\n${text}`);
  if (items.length === 0) {
    if (kept.length === 0 && options['connected-app'] !== undefined) {
      throw new SetupError(
        'There is nothing to remove: this command does not remove a Connected App, and --repo is missing.',
        commandLine(options, { repo: 'OWNER/REPO' }),
      );
    }
    terminal.say('\nThere is nothing to remove.');
    if (options['dry-run']) return { org, app: name, plan: stays };
    // If an earlier removal was killed at its end, its lock may remain.
    await withLocks(context, locked, async () => undefined);
    return undefined;
  }
  terminal.say(
    `\nThis will remove:\n${items.map(({ text }) => `  - ${text}`).join('\n')}\nThe user stays.${keyStays(removal)}`,
  );
  if (options['dry-run']) {
    const removed = items.map((item) => ({ ...item, text: `remove ${item.text}` }));
    return { org, app: name, plan: [...removed, ...stays], next: endDryRun(context) };
  }
  await confirm(context, org);
  await withLocks(context, locked, async () => {
    // Remove the GitHub secrets first, so that a workflow reports a missing secret instead of a failed sign-in.
    for (const place of places) await removeSecrets(context, place);
    // SF_USERNAME shows whose assignment this is, also to a run after an interruption.
    await removeAssignments(context, removal);
    for (const place of places) await removeVariables(context, place);
    await removeApp(context, removal);
  });
  const user = options.user ?? places[0]?.place.variables.SF_USERNAME;
  terminal.say(`\nRemoved. To set up again: ${laterCommand(options, { remove: false, user })}`);
  return undefined;
}

/** Returns what stays although it may belong to the app, and why. */
function stayingItems({
  org,
  name,
  kept,
  otherAssignments,
  hasPermissionSet,
}: Removal): PlanItem[] {
  const users = otherAssignments.map(({ Assignee }) => Assignee.Username).join(', ');
  return [
    ...kept.map(({ label, reason }) => ({
      where: label,
      text: `The values in ${label} stay: ${reason}.`,
    })),
    ...(users === '' || !hasPermissionSet
      ? []
      : [
          {
            where: org.name,
            text: `The permission set ${permissionSetName(name)} stays, because others have it: ${users}.`,
          },
        ]),
  ];
}

function planItems(removal: Removal): PlanItem[] {
  const { app, name, org, places, ownAssignments, otherAssignments, hasPermissionSet } = removal;
  const where = org.name;
  const orgText = `${org.name} (${org.id}, ${org.kind})`;
  const inOrg = [
    ...(app === undefined ? [] : [`the app ${name} from ${orgText}`]),
    ...(hasPermissionSet && otherAssignments.length === 0
      ? [`the permission set ${permissionSetName(name)} from ${orgText}`]
      : []),
    ...ownAssignments.map(
      ({ Assignee }) => `the assignment of ${permissionSetName(name)} to ${Assignee.Username}`,
    ),
  ];
  return [
    ...inOrg.map((text) => ({ where, text })),
    ...places.map(({ place, secrets, variables, remaining }) => ({
      where: place.gh.label,
      text: `${[...secrets, ...variables].join(', ')}${remaining === undefined ? '' : ', and a certificate in SF_CERTIFICATE,'} from ${place.gh.label}`,
    })),
  ];
}

function keyStays({ app, places }: Removal): string {
  const isInService =
    app?.madeFor === 'SF_SIGNING_KEY' ||
    places.some(({ variables }) => variables.includes('SF_SIGNING_KEY'));
  return isInService
    ? ' The key stays in its key service: this command never changes it there.'
    : '';
}

async function removeSecrets(context: SetupContext, removal: PlaceRemoval): Promise<void> {
  const { place, secrets } = removal;
  if (secrets.length === 0) return;
  await context.terminal.step('GitHub', async () => {
    const removed: string[] = [];
    for (const name of secrets)
      if (await removeValue(context, place.gh, 'secrets', name)) removed.push(name);
    return { result: `removed ${removed.join(', ')} from ${place.gh.label}`, value: undefined };
  });
}

async function removeVariables(context: SetupContext, removal: PlaceRemoval): Promise<void> {
  const { terminal, record } = context;
  const { place, variables, remaining } = removal;
  const { gh, repositoryGh, reminder } = place;
  const stored = place.variables.SF_CERTIFICATE;
  if (variables.length === 0 && remaining === undefined) return;
  await terminal.step('GitHub', async () => {
    const removed: string[] = [];
    const removeOne = async (name: string, client = gh) => {
      if (await removeValue(context, client, 'variables', name)) removed.push(name);
    };
    const setOne = async (name: string, value: string, client = gh) => {
      const change = { where: client.label, what: name, how: 'set' };
      await record.change(change, () => client.setVariable(name, value));
    };
    if (remaining === undefined) {
      if (reminder.value !== undefined && reminder.value === stored)
        await removeOne(reminder.name, repositoryGh);
      for (const name of variables) await removeOne(name);
    } else {
      for (const name of variables) await removeOne(name);
      // The reminder must refer to the certificate that is kept.
      const isAbout = !shareCertificate(reminder.value ?? '', remaining);
      if (reminder.value !== undefined && isAbout)
        await setOne(reminder.name, remaining, repositoryGh);
      if (stored !== remaining) {
        await setOne('SF_CERTIFICATE', remaining);
        removed.push('a certificate in SF_CERTIFICATE');
      }
    }
    const names = removed.join(', ') || 'nothing else';
    return { result: `removed ${names} from ${gh.label}`, value: undefined };
  });
}

/** Returns false if there was nothing to remove. */
async function removeValue(
  { record }: SetupContext,
  client: GitHubCli,
  kind: 'secrets' | 'variables',
  name: string,
): Promise<boolean> {
  const change = { where: client.label, what: name, how: 'removed' };
  const isRemoved = await record.change(change, () => client.remove(kind, name));
  if (!isRemoved) record.forget(change);
  return isRemoved;
}

/** A permission set cannot be deleted while it is assigned. */
async function removeAssignments(context: SetupContext, removal: Removal): Promise<void> {
  const { sf, org, name, ownAssignments } = removal;
  const { terminal, record } = context;
  const users = ownAssignments.map(({ Assignee }) => Assignee.Username).join(', ');
  if (users === '') return;
  const permissionSet = permissionSetName(name);
  await terminal.step('Permission', async () => {
    for (const { Id, Assignee } of ownAssignments) {
      const what = assignmentWhat(permissionSet, Assignee.Username);
      const change = { where: org.name, what, how: 'removed' };
      await record.change(change, () => sf.delete('PermissionSetAssignment', Id));
    }
    return { result: `${permissionSet} taken from ${users}`, value: undefined };
  });
}

async function removeApp(context: SetupContext, removal: Removal): Promise<void> {
  const { terminal, tempFolder, record, runtime } = context;
  const { sf, org, name, app, otherAssignments, hasPermissionSet } = removal;
  const members = {
    ...(app === undefined ? {} : { ExternalClientApplication: name }),
    ...(hasPermissionSet && otherAssignments.length === 0
      ? { PermissionSet: permissionSetName(name) }
      : {}),
  };
  const names = Object.values(members);
  if (names.length === 0) return;
  await terminal.step('App', async (progress) => {
    progress('deploying the removal');
    const folder = join(tempFolder, 'removal');
    writeEmptyProject(runtime, folder);
    writeDestructiveChanges(runtime, folder, members);
    const change = { where: org.name, what: names.join(' and '), how: 'removed' };
    await record.change(change, () => deployRemoval(sf, folder));
    return { result: `removed ${names.join(' and ')}`, value: undefined };
  });
}

async function deployRemoval(sf: SalesforceCli, folder: string): Promise<void> {
  const manifest = [
    '--manifest',
    'package.xml',
    '--post-destructive-changes',
    'destructiveChangesPost.xml',
  ];
  await sf.org(['project', 'deploy', 'start', ...manifest, '--wait', '20'], folder);
}
