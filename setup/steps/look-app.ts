import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../job.ts';
import { apiName, DESCRIPTION, elementOf, filesBelow, writeEmptyProject } from '../kit.ts';
import { commandLine } from '../options.ts';
import { Problem } from '../problem.ts';
import type { Sf } from '../sf.ts';

/** Where an app keeps its certificate: in a file of this type, in this element. */
interface Kind {
  readonly type: string;
  readonly suffix: string;
  readonly parent: string;
}

const EXTERNAL: Kind = {
  type: 'ExtlClntAppGlobalOauthSettings',
  suffix: '.ecaGlblOauth-meta.xml',
  parent: 'ExtlClntAppGlobalOauthSettings',
};
const CONNECTED: Kind = {
  type: 'ConnectedApp',
  suffix: '.connectedApp-meta.xml',
  parent: 'oauthConfig',
};

/** An app that the org has already. */
export interface ExistingApp {
  readonly apiName: string;
  readonly kind: Kind;
  readonly consumerKey: string;
  /** What was retrieved, in a project that can be deployed. */
  readonly folder: string;
  readonly path: string;
  /** The certificate that it has now; undefined where the org does not hand it out. */
  readonly certificate: string | undefined;
}

export function lookAtApp(job: Job, sf: Sf): Promise<ExistingApp | undefined> {
  const { options, screen } = job;
  const connected = options['connected-app'];
  return screen.step('App', async () => {
    const app = await (connected === undefined
      ? findExternal(job, sf)
      : findConnected(job, sf, connected));
    const name = connected ?? apiName(options.name);
    return { said: app === undefined ? `${name}: will be created` : `${name} exists`, value: app };
  });
}

async function findExternal(job: Job, sf: Sf): Promise<ExistingApp | undefined> {
  const { options, scratch } = job;
  const name = apiName(options.name);
  const folder = join(scratch, 'retrieved');
  writeEmptyProject(folder);
  const usual = `${EXTERNAL.type}:${name}GlblOAuth`;
  await retrieve(sf, folder, [`ExternalClientApplication:${name}`, usual]);
  const app = filesBelow(folder).find((path) => path.endsWith('.eca-meta.xml'));
  if (app === undefined) return undefined;
  const settings = () =>
    filesBelow(folder).find(
      (path) =>
        path.endsWith(EXTERNAL.suffix) &&
        elementOf(readFileSync(path, 'utf8'), 'externalClientApplication') === name,
    );
  // One that was made in Setup has settings of another name.
  if (settings() === undefined) await retrieve(sf, folder, [EXTERNAL.type]);
  const path = settings();
  const isOurs = elementOf(readFileSync(app, 'utf8'), 'description') === DESCRIPTION;
  if (path === undefined || (!isOurs && options['consumer-key'] === undefined)) {
    throw new Problem(
      `${name} exists, but was not created by this command. If it is the right app, pass its Consumer Key; otherwise choose another --name.`,
      commandLine(options, { 'consumer-key': 'KEY' }),
    );
  }
  return existing(job, { apiName: name, kind: EXTERNAL, folder, path });
}

async function findConnected(job: Job, sf: Sf, name: string): Promise<ExistingApp> {
  const folder = join(job.scratch, 'retrieved');
  writeEmptyProject(folder);
  await retrieve(sf, folder, [`${CONNECTED.type}:${name}`]);
  const path = filesBelow(folder).find((one) => one.endsWith(CONNECTED.suffix));
  if (path !== undefined) return existing(job, { apiName: name, kind: CONNECTED, folder, path });
  throw new Problem(
    `There is no Connected App ${name} in this org. Find its API Name in Setup → App Manager → the app → View.`,
    commandLine(job.options, { 'connected-app': 'API_NAME' }),
  );
}

async function retrieve(sf: Sf, folder: string, names: readonly string[]): Promise<void> {
  const wanted = names.flatMap((name) => ['--metadata', name]);
  await sf.org(['project', 'retrieve', 'start', ...wanted], folder);
}

function existing(
  { options, secrets }: Job,
  found: Pick<ExistingApp, 'apiName' | 'kind' | 'folder' | 'path'>,
): ExistingApp {
  const xml = readFileSync(found.path, 'utf8');
  secrets.add(elementOf(xml, 'consumerSecret') ?? '');
  const known = elementOf(xml, 'consumerKey');
  const given = options['consumer-key'];
  if (known !== undefined && given !== undefined && known !== given) {
    throw new Problem(
      `The Consumer Key of ${found.apiName} is not the one in --consumer-key.`,
      commandLine(options, { 'consumer-key': known }),
    );
  }
  const consumerKey = known ?? given;
  if (consumerKey === undefined) {
    throw new Problem(
      `This org does not show the Consumer Key of ${found.apiName}. Copy it from Setup → External Client App Manager → the app → Settings → OAuth Settings → Consumer Key and Secret.`,
      commandLine(options, { 'consumer-key': 'KEY' }),
    );
  }
  return { ...found, consumerKey, certificate: elementOf(xml, 'certificate') };
}
