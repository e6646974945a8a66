import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinCertificates, shareCertificate } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { withLocks } from './lock.ts';
import {
  apiName,
  elementOf,
  PERMISSION_SET_DESCRIPTION,
  permissionSetName,
  writeDestructiveChanges,
  writeEmptyProject,
} from './metadata-project.ts';
import { commandLine, laterCommand } from './options.ts';
import { confirm, describeOrgOf, hasOtherOrg } from './plan.ts';
import { type SalesforceCli, soqlString } from './sf.ts';
import { type RetrievedApp, retrieveExternalApp } from './steps/find-app.ts';
import { inspectOrg, type TargetOrg } from './steps/inspect-org.ts';
import { inspectPlaces, type PlaceInspection, SECRETS, VARIABLES } from './steps/inspect-places.ts';

interface Assignment {
  readonly Id: string;
  readonly Assignee: { readonly Username: string };
}

/** Everything that is read before anything is removed. */
interface Removal {
  readonly sf: SalesforceCli;
  readonly org: TargetOrg;
  readonly name: string;
  /** Undefined if the org has no such app, or for a Connected App, which stays. */
  readonly app: RetrievedApp | undefined;
  readonly hasPermissionSet: boolean;
  /** The assignments that this command has made. */
  readonly ownAssignments: readonly Assignment[];
  readonly otherAssignments: readonly Assignment[];
  readonly places: readonly PlaceInspection[];
  /** These places, and those without values. */
  readonly lockedPlaces: readonly PlaceInspection[];
  /** Places whose values stay, and why. */
  readonly kept: readonly { readonly label: string; readonly reason: string }[];
}

/** Deletes the app, its permission set, and the secrets and variables in GitHub. */
export async function remove(context: SetupContext): Promise<void> {
  const { options, terminal } = context;
  const removal = await inspectRemoval(context);
  const { org, name, places, kept, otherAssignments, app, hasPermissionSet } = removal;
  const lines = planLines(removal);
  const locked = { orgId: org.id, app: name, places: removal.lockedPlaces };
  for (const { label, reason } of kept) terminal.say(`\nThe values in ${label} stay: ${reason}.`);
  if (otherAssignments.length > 0 && hasPermissionSet) {
    const users = otherAssignments.map(({ Assignee }) => Assignee.Username).join(', ');
    terminal.say(
      `\nThe permission set ${permissionSetName(name)} stays, because others have it: ${users}.`,
    );
  }
  if (lines.length === 0) {
    if (kept.length === 0 && options['connected-app'] !== undefined) {
      throw new SetupError(
        'There is nothing to remove: a Connected App stays as it is, and no repository was named.',
        commandLine(options, { repo: 'OWNER/REPO' }),
      );
    }
    terminal.say('\nThere is nothing to remove.');
    // A removal that was killed at its end has left its lock.
    if (!options['dry-run']) await withLocks(context, locked, async () => undefined);
    return;
  }
  terminal.say(
    `\nThis will remove:\n${lines.map((line) => `  - ${line}`).join('\n')}\nThe user stays.`,
  );
  if (options['dry-run']) return;
  await confirm(context, org);
  await withLocks(context, locked, async () => {
    // GitHub first, so that a workflow fails on the missing secret and not at the sign-in.
    for (const place of places) await removeValues(context, place);
    if (app !== undefined || hasPermissionSet) await removeApp(context, removal);
  });
  terminal.say(`\nRemoved. To set up again: ${laterCommand(options, { remove: false })}`);
}

async function inspectRemoval(context: SetupContext): Promise<Removal> {
  const { options } = context;
  const name = apiName(options.name);
  const { sf, org } = await inspectOrg(context);
  const all = (await inspectPlaces(context)) ?? [];
  const isEmpty = ({ environmentMissing, secrets, variables }: PlaceInspection): boolean =>
    environmentMissing || Object.keys({ ...secrets, ...variables }).length === 0;
  const inspected = all.filter((place) => !isEmpty(place));
  const isExternal = options['connected-app'] === undefined;
  const app = isExternal ? await findOwnApp(context, sf, name) : undefined;
  const certificate = app?.path && elementOf(readFileSync(app.path, 'utf8'), 'certificate');
  const judged = inspected.map((place) => ({
    place,
    reason: options.replace ? undefined : reasonToKeep(place, { org, app, certificate, name }),
  }));
  const places = judged.filter(({ reason }) => reason === undefined).map(({ place }) => place);
  const kept = judged.flatMap(({ place, reason }) =>
    reason === undefined ? [] : [{ label: place.gh.label, reason }],
  );
  const users = [options.user, ...places.map(({ variables }) => variables.SF_USERNAME)];
  return {
    sf,
    org,
    name,
    app,
    places,
    lockedPlaces: [...places, ...all.filter(isEmpty)],
    kept,
    ...(await permissionSetState(sf, name, users, isExternal)),
  };
}

/** @throws SetupError if the app was not created by this command */
async function findOwnApp(
  context: SetupContext,
  sf: SalesforceCli,
  name: string,
): Promise<RetrievedApp | undefined> {
  const { terminal, options } = context;
  return terminal.step('App', async () => {
    const app = await retrieveExternalApp(context, sf);
    if (app === undefined) return { result: `${name} does not exist`, value: undefined };
    if (!app.isOurs || (app.label ?? options.name.trim()) !== options.name.trim()) {
      throw new SetupError(
        `${name} ("${app.label}") was not created by this command under the name "${options.name.trim()}", so it is not removed. Someone may have changed its description or its name in Setup.`,
        'Setup → External Client App Manager → the app → Delete, if it is the right one',
      );
    }
    return { result: `${name} exists`, value: app };
  });
}

interface Comparison {
  readonly org: TargetOrg;
  readonly app: RetrievedApp | undefined;
  readonly certificate: string | undefined;
  readonly name: string;
}

/** Returns why the values of a place may not be those of the app, or undefined if they are. */
function reasonToKeep(
  place: PlaceInspection,
  { org, certificate, app, name }: Comparison,
): string | undefined {
  const { variables } = place;
  const force = 'To remove them all the same, add --replace';
  if (hasOtherOrg(place, org)) return `they are of another org (${describeOrgOf(place)})`;
  if (app === undefined) return `there is no app ${name} to compare them with. ${force}`;
  const stored = joinCertificates(variables.SF_CERTIFICATE);
  if (certificate === undefined) {
    // Then the org ID has to do: this org does not show certificates.
    return variables.SF_ORG_ID === undefined
      ? `they do not say of which org they are. ${force}`
      : undefined;
  }
  if (stored === '') return `they have no SF_CERTIFICATE to compare with the app. ${force}`;
  return shareCertificate(stored, certificate)
    ? undefined
    : `SF_CERTIFICATE there is not the certificate of ${name}. ${force}`;
}

async function permissionSetState(
  sf: SalesforceCli,
  app: string,
  users: readonly (string | undefined)[],
  isExternal: boolean,
): Promise<Pick<Removal, 'hasPermissionSet' | 'ownAssignments' | 'otherAssignments'>> {
  const none = { hasPermissionSet: false, ownAssignments: [], otherAssignments: [] };
  if (!isExternal) return none;
  const name = soqlString(permissionSetName(app));
  const [permissionSet] = await sf.query<{ Description: string | null }>(
    `SELECT Description FROM PermissionSet WHERE Name = ${name}`,
  );
  // One of that name that was made by hand stays.
  if (permissionSet?.Description?.startsWith(PERMISSION_SET_DESCRIPTION) !== true) return none;
  const assignments = await sf.query<Assignment>(
    `SELECT Id, Assignee.Username FROM PermissionSetAssignment WHERE PermissionSet.Name = ${name}`,
  );
  const own = new Set(users.map((user) => user?.toLowerCase()));
  const isOwn = ({ Assignee }: Assignment): boolean => own.has(Assignee.Username.toLowerCase());
  return {
    hasPermissionSet: true,
    ownAssignments: assignments.filter(isOwn),
    otherAssignments: assignments.filter((assignment) => !isOwn(assignment)),
  };
}

function planLines(removal: Removal): string[] {
  const { app, name, org, places, ownAssignments, otherAssignments, hasPermissionSet } = removal;
  const where = `${org.name} (${org.id}, ${org.kind})`;
  return [
    ...(app === undefined ? [] : [`the app ${name} from ${where}`]),
    ...(hasPermissionSet && otherAssignments.length === 0
      ? [`the permission set ${permissionSetName(name)} from ${where}`]
      : []),
    ...ownAssignments.map(({ Assignee }) => `${permissionSetName(name)} from ${Assignee.Username}`),
    ...places.map(
      ({ gh, secrets, variables }) =>
        `${[...Object.keys(secrets), ...Object.keys(variables)].join(', ')} from ${gh.label}`,
    ),
  ];
}

async function removeValues(context: SetupContext, place: PlaceInspection): Promise<void> {
  const { terminal, record } = context;
  const { gh, repositoryGh, reminder, variables } = place;
  await terminal.step('GitHub', async () => {
    const removed: string[] = [];
    const removeOne = async (kind: 'secrets' | 'variables', name: string, client = gh) => {
      const change = { where: client.label, what: name, how: 'removed' };
      if (await record.change(change, () => client.remove(kind, name))) removed.push(name);
      else record.forget(change);
    };
    for (const name of SECRETS) await removeOne('secrets', name);
    if (reminder.value !== undefined && reminder.value === variables.SF_CERTIFICATE)
      await removeOne('variables', reminder.name, repositoryGh);
    for (const name of VARIABLES) await removeOne('variables', name);
    return { result: `${removed.join(', ')} are gone from ${gh.label}`, value: undefined };
  });
}

async function removeApp(context: SetupContext, removal: Removal): Promise<void> {
  const { terminal, scratch, record, runtime } = context;
  const { sf, org, name, app, ownAssignments, otherAssignments, hasPermissionSet } = removal;
  const permissionSet = permissionSetName(name);
  await terminal.step('App', async (progress) => {
    // A permission set that is assigned cannot be deleted.
    for (const { Id, Assignee } of ownAssignments) {
      const what = `${permissionSet} for ${Assignee.Username}`;
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
    const folder = join(scratch, 'removal');
    writeEmptyProject(runtime, folder);
    writeDestructiveChanges(runtime, folder, members);
    const change = { where: org.name, what: names.join(' and '), how: 'removed' };
    await record.change(change, () => deployRemoval(sf, folder));
    return { result: `${names.join(' and ')} are gone`, value: undefined };
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
