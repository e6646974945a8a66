import { readFileSync } from 'node:fs';
import { joinCertificates, shareCertificate } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import {
  apiName,
  elementOf,
  PERMISSION_SET_DESCRIPTION,
  permissionSetName,
} from './metadata-project.ts';
import { describeOrgOf, hasOtherOrg } from './plan.ts';
import { type SalesforceCli, soqlString } from './sf.ts';
import { type RetrievedApp, retrieveExternalApp } from './steps/find-app.ts';
import { inspectOrg, type TargetOrg } from './steps/inspect-org.ts';
import { inspectPlaces, type PlaceInspection } from './steps/inspect-places.ts';

interface Assignment {
  readonly Id: string;
  readonly Assignee: { readonly Username: string };
}

/** Everything that is read before anything is removed. */
export interface Removal {
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
  /** The places in `places`, and those that have no values. */
  readonly lockedPlaces: readonly PlaceInspection[];
  /** Places whose values stay, and why. */
  readonly kept: readonly { readonly label: string; readonly reason: string }[];
}

export async function inspectRemoval(context: SetupContext): Promise<Removal> {
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
    // This org does not show certificates, so compare only the org ID.
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
  // Keep a permission set of the same name that was created by hand.
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
