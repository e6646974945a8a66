import { elementOf } from '../metadata-project.ts';
import {
  type AppRow,
  certificatesOf,
  type DiagnosedApp,
  externalAppOf,
  toConnectedApp,
  toExternalApp,
} from './app-files.ts';
import type { OrgReader } from './org-reader.ts';
import { hasValue, type MetadataFile, type Reading, readValue, retrieve } from './reader.ts';
import { hasConsumerKey, type RefusedSignIn } from './target.ts';

interface ExternalApps {
  /** The files of all External Client Apps. */
  readonly external: Reading<readonly MetadataFile[]>;
  /** The IDs and API names of all External Client Apps. */
  readonly ids: Reading<readonly AppRow[]>;
}

export interface FoundApp {
  readonly app: Reading<DiagnosedApp | undefined>;
  /**
   * Names of Connected Apps that a query lists but no retrieve returns, such as those that are
   * installed from another org. Read only if no other app has the consumer key.
   */
  readonly unreadApps: readonly string[];
}

/**
 * Finds the app by its consumer key in the retrieved metadata, because no sObject contains the key.
 * Among apps whose keys the org hides, finds the one with a certificate for the key of the sign-in.
 * The app is undefined if no file hides its key and none has the key of the sign-in.
 */
export async function findApp(reader: OrgReader, apps: ExternalApps): Promise<FoundApp> {
  const { context, sf, batch, signIn } = reader;
  const { external, ids } = apps;
  const files = readValue(external) ?? [];
  const settings = files.filter(({ extension }) => extension === 'ecaGlblOauth');
  const settingsFile = findByKey(settings, signIn);
  if (settingsFile !== undefined)
    return found(toExternalApp(settingsFile, files, { ids, isFoundByKey: true }));
  const [connected, connectedIds] = await Promise.all([
    retrieve(context, sf, ['ConnectedApp']),
    batch.query<AppRow>('SELECT Id, Name FROM ConnectedApplication LIMIT 2000'),
  ]);
  const connectedFiles = (readValue(connected) ?? []).filter(
    ({ extension }) => extension === 'connectedApp',
  );
  const connectedFile = findByKey(connectedFiles, signIn);
  if (connectedFile !== undefined)
    return found(toConnectedApp(connectedFile, { ids: connectedIds, isFoundByKey: true }));
  // A Connected App without OAuth settings has no consumer key.
  const hidden = [
    ...settings,
    ...connectedFiles.filter(({ xml }) => xml.includes('<oauthConfig>')),
  ].filter(({ xml }) => keyOf(xml) === undefined);
  const [byCertificate, ...others] = hidden.filter(({ xml }) =>
    certificatesOf(xml).some(({ fingerprint }) => fingerprint === signIn.fingerprint),
  );
  if (byCertificate !== undefined && others.length === 0) {
    return found(
      byCertificate.extension === 'connectedApp'
        ? toConnectedApp(byCertificate, { ids: connectedIds, isFoundByKey: false })
        : toExternalApp(byCertificate, files, { ids, isFoundByKey: false }),
    );
  }
  const names = [...hidden.map(externalAppOf), ...appsWithoutSettings(files, ids)];
  // An empty retrieve alone does not prove that there is no app, because the apps may be hidden.
  const problem =
    problemOf('External Client Apps', external, ids) ??
    problemOf('Connected Apps', connected, connectedIds) ??
    (names.length > 0
      ? `the org does not show the consumer keys of ${names.join(', ')}`
      : undefined);
  return problem === undefined
    ? { app: { value: undefined }, unreadApps: appsWithoutFile(connectedFiles, connectedIds) }
    : { app: { problem }, unreadApps: [] };
}

const found = (app: DiagnosedApp): FoundApp => ({ app: { value: app }, unreadApps: [] });

function problemOf(kind: string, ...readings: readonly Reading<unknown>[]): string | undefined {
  const failed = readings.find((reading) => !hasValue(reading));
  return failed === undefined || hasValue(failed) ? undefined : `of ${kind}, ${failed.problem}`;
}

function appsWithoutFile(
  files: readonly MetadataFile[],
  ids: Reading<readonly AppRow[]>,
): readonly string[] {
  const labels = files.flatMap(({ xml, name }) => [name, elementOf(xml, 'label')]);
  return (readValue(ids) ?? []).map(({ Name }) => Name).filter((name) => !labels.includes(name));
}

/** Returns the names of the External Client Apps whose file with the consumer key is missing. */
function appsWithoutSettings(
  files: readonly MetadataFile[],
  ids: ExternalApps['ids'],
): readonly string[] {
  const inFiles = files.filter(({ extension }) => extension.startsWith('eca')).map(externalAppOf);
  const all = new Set([...inFiles, ...(readValue(ids) ?? []).map(({ Name }) => Name)]);
  for (const file of files) if (file.extension === 'ecaGlblOauth') all.delete(externalAppOf(file));
  return [...all];
}

const keyOf = (xml: string): string | undefined => elementOf(xml, 'consumerKey') || undefined;

const findByKey = (
  files: readonly MetadataFile[],
  signIn: RefusedSignIn,
): MetadataFile | undefined =>
  files.find(({ xml }) => {
    const key = keyOf(xml);
    return key !== undefined && hasConsumerKey(signIn, key);
  });
