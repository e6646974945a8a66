import { certificateOfKey } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { type KeyFile, requireKeyFile } from './key-file.ts';
import { type GivenKey, readOwnKey } from './key-pair.ts';
import { apiName } from './metadata-project.ts';
import { commandLine } from './options.ts';
import type { SalesforceCli } from './sf.ts';
import { type ExistingApp, findApp } from './steps/find-app.ts';
import { inspectOrg, type TargetOrg } from './steps/inspect-org.ts';
import { inspectPlaces, type PlaceInspection } from './steps/inspect-places.ts';
import { inspectUser, type UserInspection } from './steps/inspect-user.ts';
import { isComplete } from './steps/store-values.ts';
import { readWorkflow, type Workflow } from './workflow.ts';

/**
 * `create` deploys a new app, and `rotate` a new certificate. `complete` stores a key whose certificate the
 * app has already, as after an interruption, and `adopt` does so for an app that the command has not made.
 */
export type Mode = 'create' | 'rotate' | 'complete' | 'adopt';

/** Everything that is read before anything is changed. */
export interface Inspection extends UserInspection {
  readonly sf: SalesforceCli;
  readonly org: TargetOrg;
  readonly places: readonly PlaceInspection[] | undefined;
  readonly app: ExistingApp | undefined;
  readonly keyFile: KeyFile | undefined;
  readonly given: GivenKey | undefined;
  readonly workflow: Workflow | undefined;
  readonly mode: Mode;
}

export async function inspect(context: SetupContext): Promise<Inspection> {
  const { options, runtime } = context;
  const keyFile = await requireKeyFile(context);
  const own = readOwnKey(context) ?? keyFile?.existing;
  const workflow = readWorkflow(options, runtime);
  const { sf, org } = await inspectOrg(context);
  const users = await inspectUser(context, sf, org);
  const inspected = await inspectPlaces(context);
  if (
    inspected === undefined &&
    keyFile === undefined &&
    own === undefined &&
    !runtime.isTerminal
  ) {
    throw new SetupError(
      'Without gh and a repository, the private key cannot be stored, and without a terminal it cannot be shown.',
      commandLine(options, { 'key-file': 'FILE' }),
    );
  }
  const app = await findApp(context, sf);
  const { mode, given } = chooseMode(context, app, own);
  const places = inspected?.map((place) => ({
    ...place,
    isStored: mode === 'complete' && isComplete(place, given?.certificatePem ?? ''),
  }));
  return { sf, org, ...users, places, app, keyFile, given, workflow, mode };
}

/** Decides what the run does, and finds the certificate of a given key. */
function chooseMode(
  { options }: SetupContext,
  app: ExistingApp | undefined,
  own: GivenKey | undefined,
): { mode: Mode; given: GivenKey | undefined } {
  const name = options['connected-app'] ?? apiName(options.name);
  if (app === undefined) {
    if (!options.adopt && !options.compromised) return { mode: 'create', given: own };
    throw new SetupError(
      `There is no app ${name} in this org.`,
      commandLine(options, { name: 'NAME' }),
    );
  }
  const certificate = own && certificateOfKey(app.certificate ?? '', own.key)?.toString();
  if (own !== undefined && certificate !== undefined) {
    if (options.compromised) {
      throw new SetupError(
        `${name} already has the certificate of the key in ${own.source}. If this key was leaked, use another file; if it is the new one, leave out --compromised.`,
        commandLine(options, { 'key-file': 'FILE' }),
      );
    }
    const given = { ...own, certificatePem: own.certificatePem ?? certificate };
    return { mode: options.adopt ? 'adopt' : 'complete', given };
  }
  if (!options.adopt) return { mode: 'rotate', given: own };
  if (app.certificate !== undefined) {
    throw new SetupError(
      `${name} has the certificate of another key than ${own?.source}.`,
      commandLine(options, { 'use-key': 'FILE' }),
    );
  }
  if (own?.certificatePem !== undefined) return { mode: 'adopt', given: own };
  throw new SetupError(
    `This org does not show the certificate of ${name}.`,
    commandLine(options, { 'use-certificate': 'FILE' }),
  );
}
