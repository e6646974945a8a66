import { certificateOfKey } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { type KeyFile, requireKeyFile } from './key-file.ts';
import { type GivenKey, readOwnCertificate, readOwnKey } from './key-pair.ts';
import { requireUnaffected } from './key-service/beside.ts';
import { inspectSigningKey, type RemoteKey } from './key-service/signing-key.ts';
import { requireUnleaked } from './leaked-key.ts';
import { apiName } from './metadata-project.ts';
import { commandLine } from './options.ts';
import { requireOldCertificate } from './rotation.ts';
import type { SalesforceCli } from './sf.ts';
import { type ExistingApp, findApp } from './steps/find-app.ts';
import { inspectOrg, type TargetOrg } from './steps/inspect-org.ts';
import { inspectPlaces, type PlaceInspection, SECRETS, VARIABLES } from './steps/inspect-places.ts';
import { inspectUser, type UserInspection } from './steps/inspect-user.ts';
import { isComplete } from './steps/is-complete.ts';
import { readWorkflow, type Workflow } from './workflow.ts';

/**
 * `create` deploys a new app, and `rotate` deploys a new certificate. `complete` stores a key whose
 * certificate the app already has, for example after an interruption. `adopt` does the same for an app
 * that this command did not create.
 */
export type Mode = 'create' | 'rotate' | 'complete' | 'adopt';

/** Everything that is read before the first change. */
export interface Inspection extends UserInspection {
  readonly sf: SalesforceCli;
  readonly org: TargetOrg;
  readonly places: readonly PlaceInspection[] | undefined;
  readonly app: ExistingApp | undefined;
  readonly keyFile: KeyFile | undefined;
  readonly given: GivenKey | undefined;
  /** The key of `--signing-key`; its public part is in `given`. */
  readonly signingKey: RemoteKey | undefined;
  readonly workflow: Workflow | undefined;
  readonly mode: Mode;
}

export async function inspect(context: SetupContext): Promise<Inspection> {
  const { options, runtime } = context;
  const keyFile = await requireKeyFile(context);
  requireOldCertificate(context, undefined);
  const signingKey = await inspectSigningKey(context);
  const own = ownKey(context, signingKey) ?? keyFile?.existing;
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
  requireUnaffected(context, inspected ?? [], { org, app });
  if (options.compromised) requireUnleaked(context, { own, app, places: inspected, signingKey });
  const { mode, given } = chooseMode(context, app, own);
  if (mode === 'rotate') requireOldCertificate(context, app);
  const certificatePem = given?.certificatePem ?? '';
  const workflow = readWorkflow(context, { places: inspected, signingKey });
  const places = inspected?.map((place) => ({
    ...place,
    isStored:
      mode === 'complete' &&
      ![...SECRETS, ...VARIABLES].some(place.gh.widens) &&
      isComplete(context, place, { certificatePem, address: signingKey?.address, org }),
  }));
  return { sf, org, ...users, places, app, keyFile, given, signingKey, workflow, mode };
}

function ownKey(context: SetupContext, signingKey: RemoteKey | undefined): GivenKey | undefined {
  if (signingKey === undefined) return readOwnKey(context);
  const { publicKey: key, address: source } = signingKey;
  return { key, certificatePem: readOwnCertificate(context, key, source), source };
}

/**
 * With a key service, a certificate that expires sooner is replaced even if the key is the same.
 */
const RENEWAL_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Returns true if only the certificate is replaced and the key is kept, so that the key always
 * works.
 */
export const isRenewal = ({ app, given, mode }: Pick<Inspection, 'app' | 'given' | 'mode'>) =>
  mode === 'rotate' &&
  given !== undefined &&
  certificateOfKey(app?.certificate ?? '', given.key) !== undefined;

/** Returns why the run does not sign in, or undefined if it does. */
export function skipReason(
  { options }: SetupContext,
  { isFrozen }: Pick<Inspection, 'isFrozen'>,
): string | undefined {
  if (isFrozen) return `${options.user} is frozen`;
  return options['skip-sign-in'] ? '--skip-sign-in' : undefined;
}

/** Decides what the run will do, and finds the certificate of a given key. */
function chooseMode(
  { options, runtime }: SetupContext,
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
  const existing = own && certificateOfKey(app.certificate ?? '', own.key);
  const isInService = options['signing-key'] !== undefined;
  const needsAnother =
    Date.parse(existing?.validTo ?? '') < runtime.now() + RENEWAL_DAYS * DAY_MS ||
    (own?.certificatePem ?? existing?.toString()) !== existing?.toString();
  const certificate = isInService && needsAnother ? undefined : existing?.toString();
  if (own !== undefined && certificate !== undefined) {
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
