import { readFileSync } from 'node:fs';
import { joinCertificates, shareCertificate, withoutKeysOf } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { keyNameOf, type StoredKey } from './key-pair.ts';
import { hasPrivateKey } from './key-service/beside.ts';
import { apiName, elementOf, permissionSetName } from './metadata-project.ts';
import { permissionSetOrigin } from './permission-set.ts';
import { describeOrgOf, hasOtherOrg } from './place-org.ts';
import { type SalesforceCli, soqlString } from './sf.ts';
import { type RetrievedApp, retrieveConnectedApp, retrieveExternalApp } from './steps/find-app.ts';
import { inspectOrg, type TargetOrg } from './steps/inspect-org.ts';
import {
  inspectPlaces,
  type PlaceInspection,
  SECRETS,
  type SecretName,
  VARIABLES,
  type VariableName,
} from './steps/inspect-places.ts';
import { hasKey } from './steps/store-values.ts';

interface Assignment {
  readonly Id: string;
  readonly Assignee: { readonly Username: string };
}

/** The values of a place that are removed. */
export interface PlaceRemoval {
  readonly place: PlaceInspection;
  readonly secrets: readonly SecretName[];
  readonly variables: readonly VariableName[];
  /**
   * The certificates that stay in SF_CERTIFICATE, because the place also has a key of the other
   * kind. Undefined if it has none.
   */
  readonly remaining: string | undefined;
}

/** Everything that is read before anything is removed. */
export interface Removal {
  readonly sf: SalesforceCli;
  readonly org: TargetOrg;
  readonly name: string;
  /** Undefined if the org has no such app, or for a Connected App, which stays. */
  readonly app: RetrievedApp | undefined;
  readonly hasPermissionSet: boolean;
  /** Assignments to the user in the options and to the users that the workflows sign in as. */
  readonly ownAssignments: readonly Assignment[];
  readonly otherAssignments: readonly Assignment[];
  readonly places: readonly PlaceRemoval[];
  /** The places in `places`, and those that have no values to remove. */
  readonly lockedPlaces: readonly PlaceInspection[];
  /** Places whose values stay, and why. */
  readonly kept: readonly { readonly label: string; readonly reason: string }[];
}

export async function inspectRemoval(context: SetupContext): Promise<Removal> {
  const { options } = context;
  const connectedApp = options['connected-app'];
  const name = connectedApp ?? apiName(options.name);
  const { sf, org } = await inspectOrg(context);
  const all = (await inspectPlaces(context)) ?? [];
  const isExternal = connectedApp === undefined;
  const app = isExternal ? await findOwnApp(context, sf, name) : undefined;
  // A Connected App stays, and shows whose values these are.
  const compared = isExternal ? app : await findComparedApp(context, sf, name);
  const certificate =
    compared?.path && elementOf(readFileSync(compared.path, 'utf8'), 'certificate');
  const kind = app?.madeFor ?? keyNameOf(options);
  const isEmpty = (place: PlaceInspection): boolean => hasNothingOf(place, { kind, certificate });
  const inspected = all.filter((place) => !isEmpty(place));
  const judged = inspected.map((place) => ({
    place,
    reason: options.replace
      ? undefined
      : reasonToKeep(place, { org, app: compared, certificate, name }),
  }));
  const isRemoved = ({ reason }: (typeof judged)[number]): boolean => reason === undefined;
  const places = judged
    .filter(isRemoved)
    .map(({ place }) => removalFrom(place, { kind, certificate }));
  const kept = judged.flatMap(({ place, reason }) =>
    reason === undefined ? [] : [{ label: place.gh.label, reason }],
  );
  // An interrupted removal may have left the lock of a place that is now empty, and the assignment
  // of its user.
  const lockedPlaces = [...places.map(({ place }) => place), ...all.filter(isEmpty)];
  const users = [options.user, ...lockedPlaces.map(({ variables }) => variables.SF_USERNAME)];
  return {
    sf,
    org,
    name,
    app,
    places,
    lockedPlaces,
    kept,
    ...(await permissionSetState(sf, name, users, isExternal)),
  };
}

interface RemovedKey {
  readonly kind: StoredKey['name'];
  /** The certificate of the app, if the org shows it. */
  readonly certificate: string | undefined;
}

/** Returns true if workflows also have a key of the other kind, which may be inherited. */
const hasOtherKey = (place: PlaceInspection, key: RemovedKey): boolean =>
  hasKey(place, otherThan(key.kind)) || isBesideInherited(place, key);

/**
 * Returns true if the key of a key service was added beside an inherited private key. Otherwise, the
 * secret SF_CONSUMER_KEY and the only certificate belong to the key service.
 */
function isBesideInherited(
  place: PlaceInspection,
  { kind, certificate = '' }: RemovedKey,
): boolean {
  const { secrets, variables } = place;
  if (kind === 'SF_PRIVATE_KEY' || hasKey(place, 'SF_PRIVATE_KEY') || !hasPrivateKey(place))
    return false;
  if (secrets.SF_SIGNING_CONSUMER_KEY !== undefined) return true;
  const { SF_CERTIFICATE: stored } = variables;
  return (
    secrets.SF_CONSUMER_KEY === undefined &&
    (stored === undefined || withoutKeysOf(stored, certificate) !== '')
  );
}

const otherThan = (kind: StoredKey['name']): StoredKey['name'] =>
  kind === 'SF_PRIVATE_KEY' ? 'SF_SIGNING_KEY' : 'SF_PRIVATE_KEY';

/** Returns true if the place has no values, or only those of a key of the other kind. */
function hasNothingOf(place: PlaceInspection, key: RemovedKey): boolean {
  const { kind, certificate = '' } = key;
  const { environmentMissing, secrets, variables } = place;
  if (environmentMissing || Object.keys({ ...secrets, ...variables }).length === 0) return true;
  return (
    hasOtherKey(place, key) &&
    !hasKey(place, kind) &&
    secrets[consumerKeyBeside(place, kind)] === undefined &&
    !shareCertificate(variables.SF_CERTIFICATE ?? '', certificate)
  );
}

/**
 * Returns the name of the secret with the Consumer Key for this kind of key, in a place that has
 * both kinds. If the key service was set up first, SF_CONSUMER_KEY belongs to its key, so the
 * result is a secret that does not exist.
 */
const consumerKeyBeside = (place: PlaceInspection, kind: StoredKey['name']): SecretName =>
  kind === 'SF_SIGNING_KEY' || place.secrets.SF_SIGNING_CONSUMER_KEY === undefined
    ? 'SF_SIGNING_CONSUMER_KEY'
    : 'SF_CONSUMER_KEY';

/**
 * Chooses the values of the app that is removed. Values that a key of the other kind needs are
 * kept.
 */
function removalFrom(place: PlaceInspection, key: RemovedKey): PlaceRemoval {
  const { kind, certificate = '' } = key;
  const existing = {
    secrets: SECRETS.filter((name) => place.secrets[name] !== undefined),
    variables: VARIABLES.filter((name) => place.variables[name] !== undefined),
  };
  if (!hasOtherKey(place, key)) return { place, ...existing, remaining: undefined };
  const consumerKey = consumerKeyBeside(place, kind);
  const remaining = withoutKeysOf(place.variables.SF_CERTIFICATE ?? '', certificate);
  const { variables } = place.inherited;
  const before = { ...variables, SF_CERTIFICATE: joinCertificates(variables.SF_CERTIFICATE) };
  const after = { ...place.variables, SF_CERTIFICATE: remaining };
  // Without these variables, workflows with an inherited private key read the same values.
  const inherited = VARIABLES.filter(
    (name) => isBesideInherited(place, key) && after[name] === before[name],
  );
  return {
    place,
    secrets: existing.secrets.filter((name) => name === kind || name === consumerKey),
    variables: existing.variables.filter((name) => name === kind || inherited.includes(name)),
    remaining: inherited.includes('SF_CERTIFICATE') ? undefined : remaining,
  };
}

/**
 * Finds the app to remove.
 * @throws SetupError if the app was not created by this command
 */
async function findOwnApp(
  context: SetupContext,
  sf: SalesforceCli,
  name: string,
): Promise<RetrievedApp | undefined> {
  const { terminal, options } = context;
  return terminal.step('App', async () => {
    const app = await retrieveExternalApp(context, sf);
    if (app === undefined) return { result: `${name} does not exist`, value: undefined };
    if (app.madeFor === undefined || (app.label ?? options.name.trim()) !== options.name.trim()) {
      throw new SetupError(
        `${name} ("${app.label}") was not created by this command under the name "${options.name.trim()}", so it is not removed. Someone may have changed its description or its name in Setup.`,
        'Setup → External Client App Manager → the app → Delete, if it is the right one',
      );
    }
    return { result: `${name} exists`, value: app };
  });
}

/** Finds the Connected App with which the values in GitHub are compared. */
function findComparedApp(
  context: SetupContext,
  sf: SalesforceCli,
  name: string,
): Promise<Pick<RetrievedApp, 'path'> | undefined> {
  return context.terminal.step('App', async () => {
    const value = await retrieveConnectedApp(context, sf, name);
    return { result: value === undefined ? `${name} does not exist` : `${name} stays`, value };
  });
}

interface Comparison {
  readonly org: TargetOrg;
  readonly app: Pick<RetrievedApp, 'path'> | undefined;
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
  // Keep a permission set of the same name that was created by hand.
  if ((await permissionSetOrigin(sf, app)) !== 'this command') return none;
  const name = soqlString(permissionSetName(app));
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
