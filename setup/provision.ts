import type { SetupContext } from './context.ts';
import { Interrupted, SetupError } from './errors.ts';
import { describeTarget } from './gh.ts';
import { requireKeyFile, writeKeyFile } from './key-file.ts';
import { type KeyPair, makeKeyPair } from './key-pair.ts';
import { apiName } from './metadata-project.ts';
import { commandLine } from './options.ts';
import {
  commitRotation,
  oldCertificate,
  type Rotation,
  rollback,
  rotateCertificate,
} from './rotation.ts';
import type { SalesforceCli } from './sf.ts';
import { assignPermissionSet } from './steps/assign-permission-set.ts';
import { createUser } from './steps/create-user.ts';
import { createApp } from './steps/deploy-app.ts';
import { type ExistingApp, findApp } from './steps/find-app.ts';
import { type GitHubInspection, inspectGitHub } from './steps/inspect-github.ts';
import { inspectOrg, type TargetOrg } from './steps/inspect-org.ts';
import { inspectUser, type UserRecord } from './steps/inspect-user.ts';
import { storeSecrets, type WorkflowValues } from './steps/store-secrets.ts';
import { waitForSignIn } from './steps/wait-for-sign-in.ts';
import { readWorkflow, type Workflow, writeWorkflow } from './workflow.ts';

/** Everything that is read before anything is changed. */
interface Inspection {
  readonly sf: SalesforceCli;
  readonly org: TargetOrg;
  readonly user: UserRecord | undefined;
  readonly admin: UserRecord | undefined;
  readonly github: GitHubInspection | undefined;
  readonly app: ExistingApp | undefined;
  readonly keyFile: string | undefined;
  readonly workflow: Workflow | undefined;
}

export interface SetupResult {
  readonly org: TargetOrg;
  readonly app: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Creates the app and everything that a workflow needs; if the app exists, replaces its key. */
export async function provision(context: SetupContext): Promise<SetupResult> {
  const inspection = await inspect(context);
  await confirmPlan(context, inspection);
  const pair = await makeKey(context);
  const rotation =
    inspection.app &&
    (await rotateCertificate(context, {
      ...inspection,
      app: inspection.app,
      certificatePem: pair.certificatePem,
    }));
  try {
    return await deployAndStore(context, inspection, pair, rotation);
  } catch (error) {
    throw rotation === undefined ? error : await rollback(context, rotation, error);
  }
}

async function inspect(context: SetupContext): Promise<Inspection> {
  const { options, runtime } = context;
  const keyFile = await requireKeyFile(context);
  const workflow = readWorkflow(options, runtime.folder);
  const { sf, org } = await inspectOrg(context);
  const { user, admin } = await inspectUser(context, sf, org);
  const github = await inspectGitHub(context);
  if (github === undefined && keyFile === undefined && !runtime.isTerminal) {
    throw new SetupError(
      'Without gh and a repository there is nowhere to store the private key, and no terminal to show it in.',
      commandLine(options, { 'key-file': 'FILE' }),
    );
  }
  const app = await findApp(context, sf);
  return { sf, org, user, admin, github, app, keyFile, workflow };
}

/** Shows the plan and asks for confirmation. */
async function confirmPlan(context: SetupContext, inspection: Inspection): Promise<void> {
  const { options, terminal } = context;
  const { org, user, github, app } = inspection;
  const plannedActions = [
    ...(app === undefined
      ? [`create the app ${apiName(options.name)} in ${org.name}`]
      : [`give ${app.apiName} in ${org.name} a new certificate; the old key then stops working`]),
    ...(user === undefined ? [`create the user ${options.user}`] : []),
    ...(options['connected-app'] === undefined
      ? [`assign the permission set to ${options.user}`]
      : []),
    ...(github === undefined
      ? []
      : [`store the key in GitHub (${describeTarget(github.gh.target)})`]),
  ];
  terminal.say(`\nThis will ${plannedActions.join(', ')}.`);
  if (app !== undefined && oldCertificate(context, app) === undefined) {
    terminal.say(
      'The org does not show the old certificate, so it cannot be restored if something fails. If you have it as a file, add --old-certificate FILE.',
    );
  }
  if (!(await terminal.confirm('Continue?'))) throw new Interrupted();
}

async function makeKey({ options, terminal, redactor, runtime }: SetupContext): Promise<KeyPair> {
  return terminal.step('Key', async (progress) => {
    progress('making an RSA key');
    const [bits, days] = [Number(options.bits), Number(options.days)];
    const keys = await runtime.makeKeys(bits);
    const pair = makeKeyPair(keys, { days, subject: options.name.trim(), now: runtime.now() });
    redactor.add(pair.privateKeyPem);
    const expiry = pair.validTo.toISOString().slice(0, 10);
    return { result: `RSA ${bits}, certificate until ${expiry}, in memory only`, value: pair };
  });
}

async function deployAndStore(
  context: SetupContext,
  inspection: Inspection,
  pair: KeyPair,
  rotation: Rotation | undefined,
): Promise<SetupResult> {
  const { options } = context;
  const { sf, org, app, github } = inspection;
  const { privateKeyPem, certificatePem } = pair;
  const email = options.email ?? inspection.admin?.Email ?? org.admin;
  const consumerKey = app?.consumerKey ?? (await createApp(context, sf, email, certificatePem));
  const userId = inspection.user?.Id ?? (await createUser(context, sf, org, email));
  const name = app?.apiName ?? apiName(options.name);
  if (options['connected-app'] === undefined) await assignPermissionSet(context, sf, name, userId);
  const login = { username: options.user ?? '', loginUrl: org.myDomain, orgId: org.id };
  const audience = await waitForSignIn(context, { ...login, consumerKey, privateKeyPem });
  const values: WorkflowValues = {
    secrets: { SF_PRIVATE_KEY: privateKeyPem, SF_CONSUMER_KEY: consumerKey },
    variables: {
      SF_USERNAME: login.username,
      SF_LOGIN_URL: login.loginUrl,
      SF_ORG_ID: login.orgId,
      ...(audience === undefined ? {} : { SF_AUDIENCE: audience }),
    },
    certificatePem,
  };
  const commit = (): void => {
    if (rotation !== undefined) commitRotation(context, rotation);
  };
  if (github !== undefined) await storeSecrets(context, github, values, commit);
  await deliverKey(context, inspection, values);
  commit();
  return finish(context, inspection, name, values);
}

/** Writes the private key to `--key-file`; without GitHub and without a file, prints it once. */
async function deliverKey(
  { terminal, runtime, created }: SetupContext,
  { keyFile, github }: Inspection,
  values: WorkflowValues,
): Promise<void> {
  const { SF_PRIVATE_KEY: key, SF_CONSUMER_KEY } = values.secrets;
  if (keyFile !== undefined) {
    writeKeyFile(keyFile, key);
    created.set('key file', `the private key in ${keyFile}`);
    terminal.say(
      `  The private key is in ${keyFile}, readable only by you. Delete it when GitHub has it.`,
    );
  }
  if (github !== undefined) return;
  terminal.say('\nEnter these in GitHub (Settings → Secrets and variables → Actions).\nVariables:');
  for (const [name, value] of Object.entries(values.variables)) terminal.say(`  ${name}=${value}`);
  terminal.say(
    `  SF_CERTIFICATE=\n${values.certificatePem}Secrets:\n  SF_CONSUMER_KEY=${SF_CONSUMER_KEY}`,
  );
  if (keyFile !== undefined) return;
  await runtime.ask('  SF_PRIVATE_KEY: press Enter to show it once, while nobody is looking. ');
  // Nothing else prints the key: here the user has asked for it and has no other way to get it.
  runtime.write('stdout', `${key}\n`);
}

function finish(
  { options, terminal }: SetupContext,
  inspection: Inspection,
  app: string,
  values: WorkflowValues,
): SetupResult {
  const { org, workflow } = inspection;
  if (workflow !== undefined) {
    writeWorkflow(workflow);
    terminal.say(`  Workflow: ${workflow.path}`);
  }
  const { SF_AUDIENCE: audience } = values.variables;
  if (audience !== undefined) {
    terminal.say(
      `\nThis org does not accept the usual audience. Each workflow needs this line, as the examples have it:\n  audience: \${{ vars.SF_AUDIENCE }}`,
    );
  }
  terminal.say(`
Ready. A workflow signs in with secrets.SF_CONSUMER_KEY, secrets.SF_PRIVATE_KEY, vars.SF_USERNAME and vars.SF_LOGIN_URL.
Start with examples/first-run.yml.
To change the key, and after a sandbox refresh: ${commandLine(options)}
To undo: ${commandLine(options, { remove: true, yes: false, 'create-user': false })}`);
  return {
    org,
    app,
    values: { SF_CONSUMER_KEY: values.secrets.SF_CONSUMER_KEY, ...values.variables },
  };
}
