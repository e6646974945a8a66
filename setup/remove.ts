import { join } from 'node:path';
import { shareCertificate } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
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
  const { org, name, places, kept, app, hasPermissionSet } = removal;
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
    for (const place of places) await removeValues(context, place);
    if (app !== undefined || hasPermissionSet) await removeApp(context, removal);
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

async function removeValues(context: SetupContext, removal: PlaceRemoval): Promise<void> {
  const { terminal, record } = context;
  const { place, secrets, variables, remaining } = removal;
  const { gh, repositoryGh, reminder } = place;
  const stored = place.variables.SF_CERTIFICATE;
  await terminal.step('GitHub', async () => {
    const removed: string[] = [];
    const removeOne = async (kind: 'secrets' | 'variables', name: string, client = gh) => {
      const change = { where: client.label, what: name, how: 'removed' };
      if (await record.change(change, () => client.remove(kind, name))) removed.push(name);
      else record.forget(change);
    };
    const setOne = async (name: string, value: string, client = gh) => {
      const change = { where: client.label, what: name, how: 'set' };
      await record.change(change, () => client.setVariable(name, value));
    };
    for (const name of secrets) await removeOne('secrets', name);
    if (remaining === undefined) {
      if (reminder.value !== undefined && reminder.value === stored)
        await removeOne('variables', reminder.name, repositoryGh);
      for (const name of variables) await removeOne('variables', name);
    } else {
      for (const name of variables) await removeOne('variables', name);
      // The reminder must refer to the certificate that is kept.
      const isAbout = !shareCertificate(reminder.value ?? '', remaining);
      if (reminder.value !== undefined && isAbout)
        await setOne(reminder.name, remaining, repositoryGh);
      if (stored !== remaining) await setOne('SF_CERTIFICATE', remaining);
    }
    return { result: `removed ${removed.join(', ')} from ${gh.label}`, value: undefined };
  });
}

async function removeApp(context: SetupContext, removal: Removal): Promise<void> {
  const { terminal, tempFolder, record, runtime } = context;
  const { sf, org, name, app, ownAssignments, otherAssignments, hasPermissionSet } = removal;
  const permissionSet = permissionSetName(name);
  await terminal.step('App', async (progress) => {
    // A permission set cannot be deleted while it is assigned.
    for (const { Id, Assignee } of ownAssignments) {
      const what = assignmentWhat(permissionSet, Assignee.Username);
      const change = { where: org.name, what, how: 'removed' };
      await record.change(change, () => sf.delete('PermissionSetAssignment', Id));
    }
    const members = {
      ...(app === undefined ? {} : { ExternalClientApplication: name }),
      ...(hasPermissionSet && otherAssignments.length === 0
        ? { PermissionSet: permissionSet }
        : {}),
    };
    const names = Object.values(members);
    if (names.length === 0) return { result: 'nothing to remove', value: undefined };
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
