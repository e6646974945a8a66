import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { finish, type SetupResult, showValues } from './finish.ts';
import { type Inspection, inspect } from './inspection.ts';
import { writeKeyFile } from './key-file.ts';
import { completeKeyPair, type KeyPair } from './key-pair.ts';
import { withLocks } from './lock.ts';
import { apiName } from './metadata-project.ts';
import { commandLine } from './options.ts';
import { confirmPlan, hasOtherOrg } from './plan.ts';
import { endGap, oldCertificate, rotateCertificate } from './rotation.ts';
import { type Progress, settle } from './settle.ts';
import { assignPermissionSet } from './steps/assign-permission-set.ts';
import { createEnvironments } from './steps/create-environment.ts';
import { createUser } from './steps/create-user.ts';
import { createApp } from './steps/deploy-app.ts';
import type { PlaceInspection } from './steps/inspect-places.ts';
import { storeValues, type WorkflowValues } from './steps/store-values.ts';
import { waitForSignIn } from './steps/wait-for-sign-in.ts';

/**
 * Creates the app and everything that a workflow needs; if the app exists, replaces its key. Returns
 * undefined after `--dry-run`.
 */
export async function provision(context: SetupContext): Promise<SetupResult | undefined> {
  const inspection = await inspect(context);
  if (!(await confirmPlan(context, inspection))) return undefined;
  const { places = [], org, app } = inspection;
  const name = app?.apiName ?? apiName(context.options.name);
  return withLocks(context, { orgId: org.id, app: name, places }, async () => {
    const progress: Progress = { rotation: undefined, values: undefined };
    try {
      return await change(context, inspection, progress);
    } catch (error) {
      throw await settle(context, inspection, progress, error);
    }
  });
}

async function change(
  context: SetupContext,
  inspection: Inspection,
  progress: Progress,
): Promise<SetupResult> {
  const { places = [], keyFile, given } = inspection;
  await createEnvironments(context, places);
  const pair = await makeKey(context, inspection);
  // Before the org has the certificate, so that a run that is interrupted can be continued.
  if (keyFile !== undefined && given === undefined)
    await writeKeyFile(context, keyFile, pair.privateKeyPem);
  const values = await changeApp(context, inspection, pair, progress);
  const complete = await signIn(context, inspection, values);
  progress.values = complete;
  await storeInPlaces(context, places, complete);
  if (inspection.places === undefined) await showValues(context, inspection, complete);
  const { rotation } = progress;
  if (rotation !== undefined && places.length > 0)
    context.terminal.say(
      skipReason(context, inspection) === undefined
        ? `  Workflows could not sign in for ${endGap(context, rotation)}.`
        : '  Salesforce usually needs 2 to 10 minutes until it accepts the new key.',
    );
  return finish(context, inspection, complete);
}

async function makeKey(context: SetupContext, { given }: Inspection): Promise<KeyPair> {
  const { options, terminal } = context;
  return terminal.step('Key', async (progress) => {
    progress('making an RSA key');
    const value = await completeKeyPair(context, given);
    const expiry = value.validTo.toISOString().slice(0, 10);
    const source = given === undefined ? `RSA ${options.bits}` : `from ${given.source}`;
    return { result: `${source}, certificate until ${expiry}, in memory only`, value };
  });
}

/** Deploys the app or its new certificate, and returns what a workflow needs to sign in to it. */
async function changeApp(
  context: SetupContext,
  inspection: Inspection,
  pair: KeyPair,
  progress: Progress,
): Promise<WorkflowValues> {
  const { options } = context;
  const { sf, org, app, user, admin, mode } = inspection;
  const { certificatePem } = pair;
  const email = options.email ?? admin?.Email ?? org.admin;
  const assign = async (name: string): Promise<void> => {
    const userId = user?.Id ?? (await createUser(context, sf, org, email));
    if (options['connected-app'] === undefined && mode !== 'adopt')
      await assignPermissionSet(context, { sf, org, app: name, userId });
  };
  if (app === undefined) {
    const consumerKey = await createApp(context, { sf, org, email, certificatePem });
    progress.values = workflowValues(context, inspection, pair, consumerKey);
    await assign(apiName(options.name));
    return progress.values;
  }
  progress.values = workflowValues(context, inspection, pair, app.consumerKey);
  // Before the certificate is deployed, because the old key does not work after that.
  await assign(app.apiName);
  if (mode === 'rotate') {
    const oldCertificatePem = options.compromised ? undefined : oldCertificate(context, app);
    progress.rotation = {
      sf,
      org,
      app,
      oldCertificatePem,
      certificatePem,
      gapStartedAt: undefined,
    };
    await rotateCertificate(context, progress.rotation);
  }
  return progress.values;
}

function workflowValues(
  { options }: SetupContext,
  { org, app }: Inspection,
  { privateKeyPem, certificatePem }: KeyPair,
  consumerKey: string,
): WorkflowValues {
  return {
    secrets: { SF_CONSUMER_KEY: consumerKey, SF_PRIVATE_KEY: privateKeyPem },
    variables: {
      SF_USERNAME: options.user ?? '',
      SF_LOGIN_URL: org.myDomain,
      SF_ORG_ID: org.id,
    },
    certificatePem,
    oldCertificate: app?.certificate,
    withReminder: options.reminder,
  };
}

/** Returns why the run does not sign in, or undefined if it does. */
function skipReason({ options }: SetupContext, { isFrozen }: Inspection): string | undefined {
  if (isFrozen) return `${options.user} is frozen`;
  return options['skip-sign-in'] ? '--skip-sign-in' : undefined;
}

/** Returns the values with the audience that the org wants, which may be none. */
async function signIn(
  context: SetupContext,
  inspection: Inspection,
  values: WorkflowValues,
): Promise<WorkflowValues> {
  const { places = [], org } = inspection;
  const { options, terminal } = context;
  const reason = skipReason(context, inspection);
  if (reason !== undefined) {
    await terminal.step('Sign-in', async () => ({
      result: `skipped: ${reason}`,
      value: undefined,
    }));
    return values;
  }
  const own = places.filter((place) => !hasOtherOrg(place, org));
  const audience = await waitForSignIn(context, {
    consumerKey: values.secrets.SF_CONSUMER_KEY,
    privateKeyPem: values.secrets.SF_PRIVATE_KEY,
    username: options.user ?? '',
    loginUrl: org.myDomain,
    orgId: org.id,
    storedAudience: own
      .map(({ variables }) => variables.SF_AUDIENCE)
      .find((value) => value !== undefined),
  });
  return { ...values, variables: { ...values.variables, SF_AUDIENCE: audience } };
}

/**
 * Stores the values in every place, and goes on to the next if one fails: a place with the old key cannot
 * sign in.
 * @throws SetupError with the places that still have the old key
 */
async function storeInPlaces(
  context: SetupContext,
  places: readonly PlaceInspection[],
  values: WorkflowValues,
): Promise<void> {
  const failures: { label: string; error: SetupError }[] = [];
  const open = places.filter(({ isStored }) => !isStored);
  for (const place of open) {
    try {
      await storeValues(context, place, values);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      failures.push({ label: place.gh.label, error });
    }
  }
  const [first] = failures;
  if (first === undefined) return;
  if (open.length === 1) throw first.error;
  const list = failures.map(({ label, error }) => `${label}: ${error.message}`).join('\n');
  const hint =
    context.options['key-file'] === undefined
      ? ''
      : ' It stores the key of the file in these only.';
  throw new SetupError(
    `The values could not be stored in ${failures.length} of ${open.length} places:\n${list}`,
    `${commandLine(context.options)}${hint === '' ? '' : ` (${hint.trim()})`}`,
  );
}
