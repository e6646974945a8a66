import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import {
  apiName,
  DESCRIPTION,
  elementOf,
  filesBelow,
  writeEmptyProject,
} from '../metadata-project.ts';
import { commandLine } from '../options.ts';
import type { SalesforceCli } from '../sf.ts';

/** The metadata type that holds an app's certificate, and the parent element of the certificate. */
interface AppKind {
  readonly type: string;
  readonly suffix: string;
  readonly parent: string;
}

const EXTERNAL: AppKind = {
  type: 'ExtlClntAppGlobalOauthSettings',
  suffix: '.ecaGlblOauth-meta.xml',
  parent: 'ExtlClntAppGlobalOauthSettings',
};
const CONNECTED: AppKind = {
  type: 'ConnectedApp',
  suffix: '.connectedApp-meta.xml',
  parent: 'oauthConfig',
};

/** An app that already exists in the org. */
export interface ExistingApp {
  readonly apiName: string;
  readonly kind: AppKind;
  readonly consumerKey: string;
  /** The project with the retrieved files; it can be deployed again. */
  readonly folder: string;
  readonly path: string;
  /** The current certificate, or undefined if the org does not return it. */
  readonly certificate: string | undefined;
}

export function findApp(
  context: SetupContext,
  sf: SalesforceCli,
): Promise<ExistingApp | undefined> {
  const { options, terminal } = context;
  const connectedApp = options['connected-app'];
  return terminal.step('App', async () => {
    const app = await (connectedApp === undefined
      ? findExternalApp(context, sf)
      : findConnectedApp(context, sf, connectedApp));
    const name = connectedApp ?? apiName(options.name);
    return {
      result: app === undefined ? `${name}: will be created` : `${name} exists`,
      value: app,
    };
  });
}

async function findExternalApp(
  context: SetupContext,
  sf: SalesforceCli,
): Promise<ExistingApp | undefined> {
  const { options, scratch } = context;
  const name = apiName(options.name);
  const folder = join(scratch, 'retrieved');
  writeEmptyProject(folder);
  const defaultSettings = `${EXTERNAL.type}:${name}GlblOAuth`;
  await retrieve(sf, folder, [`ExternalClientApplication:${name}`, defaultSettings]);
  const app = filesBelow(folder).find((path) => path.endsWith('.eca-meta.xml'));
  if (app === undefined) return undefined;
  const settings = () =>
    filesBelow(folder).find(
      (path) =>
        path.endsWith(EXTERNAL.suffix) &&
        elementOf(readFileSync(path, 'utf8'), 'externalClientApplication') === name,
    );
  // The settings of an app that was created in Setup have another name.
  if (settings() === undefined) await retrieve(sf, folder, [EXTERNAL.type]);
  const path = settings();
  const createdBySetup = elementOf(readFileSync(app, 'utf8'), 'description') === DESCRIPTION;
  if (path === undefined || (!createdBySetup && options['consumer-key'] === undefined)) {
    throw new SetupError(
      `${name} exists, but was not created by this command. If it is the right app, pass its Consumer Key; otherwise choose another --name.`,
      commandLine(options, { 'consumer-key': 'KEY' }),
    );
  }
  return toExistingApp(context, { apiName: name, kind: EXTERNAL, folder, path });
}

async function findConnectedApp(
  context: SetupContext,
  sf: SalesforceCli,
  name: string,
): Promise<ExistingApp> {
  const folder = join(context.scratch, 'retrieved');
  writeEmptyProject(folder);
  await retrieve(sf, folder, [`${CONNECTED.type}:${name}`]);
  const path = filesBelow(folder).find((file) => file.endsWith(CONNECTED.suffix));
  if (path !== undefined)
    return toExistingApp(context, { apiName: name, kind: CONNECTED, folder, path });
  throw new SetupError(
    `There is no Connected App ${name} in this org. Find its API Name in Setup → App Manager → the app → View.`,
    commandLine(context.options, { 'connected-app': 'API_NAME' }),
  );
}

async function retrieve(
  sf: SalesforceCli,
  folder: string,
  names: readonly string[],
): Promise<void> {
  const metadataArgs = names.flatMap((name) => ['--metadata', name]);
  await sf.org(['project', 'retrieve', 'start', ...metadataArgs], folder);
}

function toExistingApp(
  { options, redactor }: SetupContext,
  app: Pick<ExistingApp, 'apiName' | 'kind' | 'folder' | 'path'>,
): ExistingApp {
  const xml = readFileSync(app.path, 'utf8');
  redactor.add(elementOf(xml, 'consumerSecret') ?? '');
  const retrievedKey = elementOf(xml, 'consumerKey');
  const optionKey = options['consumer-key'];
  if (retrievedKey !== undefined && optionKey !== undefined && retrievedKey !== optionKey) {
    throw new SetupError(
      `The Consumer Key of ${app.apiName} is not the one in --consumer-key.`,
      commandLine(options, { 'consumer-key': retrievedKey }),
    );
  }
  const consumerKey = retrievedKey ?? optionKey;
  if (consumerKey === undefined) {
    throw new SetupError(
      `This org does not show the Consumer Key of ${app.apiName}. Copy it from Setup → External Client App Manager → the app → Settings → OAuth Settings → Consumer Key and Secret.`,
      commandLine(options, { 'consumer-key': 'KEY' }),
    );
  }
  return { ...app, consumerKey, certificate: elementOf(xml, 'certificate') };
}
