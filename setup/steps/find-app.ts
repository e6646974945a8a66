import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { keyNameOf, type StoredKey } from '../key-pair.ts';
import {
  apiName,
  DESCRIPTIONS,
  elementOf,
  listFiles,
  writeEmptyProject,
} from '../metadata-project.ts';
import { ASK, commandLine } from '../options.ts';
import { requireOwnPermissionSet } from '../permission-set.ts';
import { requireAbsent, retrieveMetadata } from '../retrieve-metadata.ts';
import type { SalesforceCli } from '../sf.ts';

/** The metadata type that contains an app's certificate, and the certificate's parent element. */
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
  /** The kind of key for which this command has created the app. Undefined for any other app. */
  readonly madeFor: StoredKey['name'] | undefined;
  /** The project with the retrieved files, which can be deployed again. */
  readonly folder: string;
  readonly path: string;
  /** Content of the file at `path`, as the org returned it. */
  readonly xml: string;
  /** The app's other retrieved files, which may have to be deployed together with its settings. */
  readonly otherPaths: readonly string[];
  /** The current certificate, or undefined if the org does not return it. */
  readonly certificate: string | undefined;
}

/** The metadata that the org returns for an External Client App. */
export interface RetrievedApp {
  readonly folder: string;
  readonly label: string | undefined;
  /** The kind of key for which this command has created the app. Undefined for any other app. */
  readonly madeFor: StoredKey['name'] | undefined;
  readonly appPath: string;
  /** Path of the file that contains the certificate. */
  readonly path: string | undefined;
  readonly otherPaths: readonly string[];
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

const KEY_NAMES = ['SF_PRIVATE_KEY', 'SF_SIGNING_KEY'] as const;

/** Retrieves the app named in the options, and its settings. */
export async function retrieveExternalApp(
  context: SetupContext,
  sf: SalesforceCli,
): Promise<RetrievedApp | undefined> {
  const name = apiName(context.options.name);
  const folder = join(context.tempFolder, 'retrieved');
  writeEmptyProject(context.runtime, folder);
  const settingsNames = [
    `${EXTERNAL.type}:${name}GlblOAuth`,
    `ExtlClntAppOauthSettings:${name}OAuthSettings`,
  ];
  const types = [`ExternalClientApplication:${name}`, ...settingsNames];
  const problems = await retrieveMetadata(context, { sf, folder, types });
  const appPath = listFiles(folder).find((path) => path.endsWith('.eca-meta.xml'));
  if (appPath === undefined) {
    requireAbsent(problems);
    return undefined;
  }
  const ownFiles = () =>
    listFiles(folder).filter(
      (path) => elementOf(readFileSync(path, 'utf8'), 'externalClientApplication') === name,
    );
  const settings = () => ownFiles().find((path) => path.endsWith(EXTERNAL.suffix));
  // If the app was created in Setup, its settings file has a different name.
  if (settings() === undefined)
    await retrieveMetadata(context, {
      sf,
      folder,
      types: [EXTERNAL.type, 'ExtlClntAppOauthSettings'],
    });
  const xml = readFileSync(appPath, 'utf8');
  const path = settings();
  return {
    folder,
    label: elementOf(xml, 'label'),
    madeFor: KEY_NAMES.find((name) => DESCRIPTIONS[name] === elementOf(xml, 'description')),
    appPath,
    path,
    otherPaths: [appPath, ...ownFiles().filter((file) => file !== path)],
  };
}

async function findExternalApp(
  context: SetupContext,
  sf: SalesforceCli,
): Promise<ExistingApp | undefined> {
  const { options } = context;
  const name = apiName(options.name);
  const app = await retrieveExternalApp(context, sf);
  if (app === undefined) {
    await requireOwnPermissionSet(context, sf, name);
    return undefined;
  }
  const { path, folder, otherPaths, label, madeFor } = app;
  const isNamed = options['consumer-key'] !== undefined || options.adopt;
  if (madeFor === undefined && !isNamed) {
    throw new SetupError(
      `${name} exists, but was not created by this command. If it is the right app, pass its Consumer Key; otherwise choose another --name.`,
      commandLine(options, { 'consumer-key': ASK }),
    );
  }
  if (madeFor !== undefined && madeFor !== keyNameOf(options)) throw otherKindOfKey(name, options);
  if (label !== undefined && label !== options.name.trim() && !isNamed) {
    throw new SetupError(
      `The app ${name} in this org is called "${label}", and "${options.name.trim()}" gives the same API name. Choose another --name, or pass the name as Setup shows it.`,
      commandLine(options, { name: 'NAME' }),
    );
  }
  if (path === undefined) throw noSettings(name, options);
  const kind = EXTERNAL;
  return toExistingApp(context, { apiName: name, kind, madeFor, folder, path, otherPaths });
}

/**
 * Returns the error for an app with the other kind of key. An app has only one certificate, so the
 * other key would stop working.
 */
const otherKindOfKey = (name: string, options: SetupContext['options']): SetupError =>
  options['signing-key'] === undefined
    ? new SetupError(
        `The key of the app ${name} is in a key service. To change it, add --signing-key; for an app with a key in a secret, choose another --name.`,
        commandLine(options, { 'signing-key': 'ADDRESS' }),
      )
    : new SetupError(
        `The app ${name} has a key that is not in a key service, and an app holds one certificate. Choose another --name, so that what uses this app goes on.`,
        commandLine(options, { name: 'NAME' }),
      );

/**
 * Returns the error for an app without its OAuth settings. Another app must not be created in its
 * place.
 */
const noSettings = (name: string, options: SetupContext['options']): SetupError =>
  new SetupError(
    `The app ${name} exists, but the org does not return its OAuth settings (${EXTERNAL.type}), which contain its certificate. Either OAuth is not enabled in the app, or your Salesforce user lacks a permission, such as View External Client Apps Consumer Secrets in Metadata.`,
    `Setup → External Client App Manager → the app → Settings → OAuth Settings; then: ${commandLine(options)}`,
  );

async function findConnectedApp(
  context: SetupContext,
  sf: SalesforceCli,
  name: string,
): Promise<ExistingApp> {
  const retrieved = await retrieveConnectedApp(context, sf, name);
  if (retrieved !== undefined) {
    const app = { apiName: name, kind: CONNECTED, madeFor: undefined, otherPaths: [] };
    return toExistingApp(context, { ...app, ...retrieved });
  }
  throw new SetupError(
    `There is no Connected App ${name} in this org. Find its API Name in Setup → App Manager → the app → View.`,
    commandLine(context.options, { 'connected-app': 'API_NAME' }),
  );
}

/** Retrieves a Connected App, whose file contains its certificate. */
export async function retrieveConnectedApp(
  context: SetupContext,
  sf: SalesforceCli,
  name: string,
): Promise<Pick<ExistingApp, 'folder' | 'path'> | undefined> {
  const folder = join(context.tempFolder, 'retrieved');
  writeEmptyProject(context.runtime, folder);
  const types = [`${CONNECTED.type}:${name}`];
  const problems = await retrieveMetadata(context, { sf, folder, types });
  const path = listFiles(folder).find((file) => file.endsWith(CONNECTED.suffix));
  if (path !== undefined) return { folder, path };
  requireAbsent(problems);
  return undefined;
}

/**
 * Retrieves the Consumer Key of an app that was deployed without one. Asks for it if the org hides
 * it.
 */
export async function retrieveConsumerKey(
  context: SetupContext,
  sf: SalesforceCli,
): Promise<string> {
  const app = await retrieveExternalApp(context, sf);
  const xml = app?.path === undefined ? '' : readFileSync(app.path, 'utf8');
  return (
    elementOf(xml, 'consumerKey') ?? (await askConsumerKey(context, apiName(context.options.name)))
  );
}

async function toExistingApp(
  context: SetupContext,
  app: Pick<ExistingApp, 'apiName' | 'kind' | 'madeFor' | 'folder' | 'path' | 'otherPaths'>,
): Promise<ExistingApp> {
  const { options, redactor } = context;
  const xml = readFileSync(app.path, 'utf8');
  redactor.add(elementOf(xml, 'consumerSecret') ?? '');
  const retrievedKey = elementOf(xml, 'consumerKey');
  const optionKey = options['consumer-key'];
  if (retrievedKey !== undefined && optionKey !== undefined && retrievedKey !== optionKey) {
    throw new SetupError(
      `The Consumer Key of ${app.apiName} is not the one in --consumer-key.`,
      commandLine(options, { 'consumer-key': undefined }),
    );
  }
  const consumerKey = retrievedKey ?? optionKey ?? (await askConsumerKey(context, app.apiName));
  return { ...app, xml, consumerKey, certificate: elementOf(xml, 'certificate') };
}

async function askConsumerKey(
  { options, runtime, terminal }: SetupContext,
  app: string,
): Promise<string> {
  const problem = `This org does not show the Consumer Key of ${app}. Copy it from Setup → External Client App Manager → the app → Settings → OAuth Settings → Consumer Key and Secret.`;
  if (runtime.isTerminal && !options.yes) {
    const answer = await terminal.suspend(() => runtime.ask(`${problem} Consumer Key: `));
    if (answer !== '') return answer;
  }
  throw new SetupError(problem, commandLine(options, { 'consumer-key': 'KEY' }));
}
