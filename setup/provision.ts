import type { SetupContext } from './context.ts';
import { finish, type SetupResult, showValues } from './finish.ts';
import { type Inspection, inspect, isRenewal, skipReason } from './inspection.ts';
import { writeKeyFile } from './key-file.ts';
import { completeKeyPair, type KeyPair } from './key-pair.ts';
import { effectiveVariables } from './key-service/beside.ts';
import { completeSigningKey } from './key-service/certificate.ts';
import { withAccess } from './key-service/signing-key.ts';
import { withLocks } from './lock.ts';
import { apiName } from './metadata-project.ts';
import { hasOtherOrg } from './place-org.ts';
import { confirmPlan, type PlanResult } from './plan.ts';
import { endGap, oldCertificate, rotateCertificate } from './rotation.ts';
import { type Progress, settle } from './settle.ts';
import { assignPermissionSet } from './steps/assign-permission-set.ts';
import { createEnvironments } from './steps/create-environment.ts';
import { createUser } from './steps/create-user.ts';
import { createApp } from './steps/deploy-app.ts';
import { plannedVariables } from './steps/is-complete.ts';
import type { WorkflowValues } from './steps/store-values.ts';
import { waitForSignIn } from './steps/wait-for-sign-in.ts';
import { storeInPlaces } from './store-in-places.ts';

/**
 * Creates the app and everything that a workflow needs. If the app already exists, replaces its
 * key, or completes an interrupted run. With `--dry-run`, returns the plan.
 */
export async function provision(context: SetupContext): Promise<SetupResult | PlanResult> {
  const inspection = await inspect(context);
  const plan = await confirmPlan(context, inspection);
  if (plan !== undefined) return plan;
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
  // The key is written before the certificate is deployed, so that an interrupted run can be
  // continued.
  if (keyFile !== undefined && given === undefined)
    await writeKeyFile(context, keyFile, pair.key.value);
  const values = await changeApp(context, inspection, pair, progress);
  const complete = await signIn(context, inspection, values);
  progress.values = complete;
  await storeInPlaces(context, { places, org: inspection.org }, complete);
  if (inspection.places === undefined) await showValues(context, inspection, complete);
  const { rotation } = progress;
  if (rotation?.hasGap && places.length > 0)
    context.terminal.say(
      skipReason(context, inspection) === undefined
        ? `  Workflows with this key could not sign in for ${endGap(context, rotation)}.`
        : '  Salesforce usually needs 2 to 10 minutes until it accepts the new key.',
    );
  return finish(context, inspection, complete);
}

async function makeKey(
  context: SetupContext,
  { given, keyFile, signingKey }: Inspection,
): Promise<KeyPair> {
  const { options, terminal } = context;
  if (signingKey !== undefined) {
    return terminal.step('Certificate', async (progress) => {
      progress(`${signingKey.service.title} signs it`);
      const value = await completeSigningKey(context, signingKey, given?.certificatePem);
      const expiry = value.validTo.toISOString().slice(0, 10);
      return { result: `until ${expiry}, for ${signingKey.address}`, value };
    });
  }
  return terminal.step('Key', async (progress) => {
    progress('making an RSA key');
    const value = await completeKeyPair(context, given);
    const expiry = value.validTo.toISOString().slice(0, 10);
    const source = given === undefined ? `RSA ${options.bits}` : `from ${given.source}`;
    const isInFile = given !== undefined || keyFile !== undefined;
    return {
      result: `${source}, certificate until ${expiry}${isInFile ? '' : ', in memory only'}`,
      value,
    };
  });
}

/** Deploys the app or its new certificate, and returns the values that a workflow needs to sign in. */
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
  // The user is authorized before the certificate is deployed, because the old key does not work
  // afterwards.
  await assign(app.apiName);
  if (mode === 'rotate') {
    const oldCertificatePem = options.compromised ? undefined : oldCertificate(context, app);
    progress.rotation = {
      sf,
      org,
      app,
      oldCertificatePem,
      certificatePem,
      hasGap: !isRenewal(inspection),
      gapStartedAt: undefined,
    };
    await rotateCertificate(context, progress.rotation);
  }
  return progress.values;
}

function workflowValues(
  context: SetupContext,
  { org, app }: Inspection,
  { key, certificatePem }: KeyPair,
  consumerKey: string,
): WorkflowValues {
  return {
    consumerKey,
    key,
    variables: plannedVariables(context, org),
    certificatePem,
    oldCertificate: app?.certificate,
    withReminder: context.options.reminder,
  };
}

/**
 * Signs in unless this is skipped. Returns the values with the audience that the org requires, if
 * any.
 */
async function signIn(
  context: SetupContext,
  inspection: Inspection,
  values: WorkflowValues,
): Promise<WorkflowValues> {
  const { places = [], org, signingKey } = inspection;
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
  const { key, consumerKey, certificatePem } = values;
  const stored = own.map(effectiveVariables);
  const audience = await waitForSignIn(context, {
    consumerKey,
    useKey: (work) =>
      signingKey === undefined
        ? work({ 'private-key': key.value }, {})
        : withAccess(context, signingKey, ({ address, env }) =>
            work({ 'signing-key': address, certificate: certificatePem }, env),
          ),
    username: options.user ?? '',
    loginUrl: org.myDomain,
    orgId: org.id,
    storedAudience: stored
      .map(({ SF_AUDIENCE }) => SF_AUDIENCE)
      .find((value) => value !== undefined),
  });
  return { ...values, variables: { ...values.variables, SF_AUDIENCE: audience } };
}
