import { inWords } from './gh.ts';
import type { Job } from './job.ts';
import { requireKeyFile, writeKeyFile } from './key-file.ts';
import { type KeyPair, makeKeyPair } from './key-pair.ts';
import { apiName } from './kit.ts';
import { commandLine } from './options.ts';
import { Interrupted, Problem } from './problem.ts';
import { oldCertificate, type Rotation, startRotation, undone } from './rotation.ts';
import type { Sf } from './sf.ts';
import { createApp } from './steps/deploy-app.ts';
import { tellGitHub, type Values } from './steps/github.ts';
import { lookAtOrg, lookAtUser, type OrgFacts, type UserFacts } from './steps/look.ts';
import { type ExistingApp, lookAtApp } from './steps/look-app.ts';
import { type GitHubFacts, lookAtGitHub } from './steps/look-github.ts';
import { waitForSignIn } from './steps/sign-in.ts';
import { createUser, letIn } from './steps/user.ts';
import { readWorkflow, type Workflow, writeWorkflow } from './workflow.ts';

/** What the command found before it changed anything. */
interface Found {
  readonly sf: Sf;
  readonly org: OrgFacts;
  readonly user: UserFacts | undefined;
  readonly admin: UserFacts | undefined;
  readonly github: GitHubFacts | undefined;
  readonly app: ExistingApp | undefined;
  readonly keyFile: string | undefined;
  readonly workflow: Workflow | undefined;
}

export interface Outcome {
  readonly org: OrgFacts;
  readonly app: string;
  readonly values: Readonly<Record<string, string>>;
}

/** From nothing to the first sign-in; where the app is there, to a new key. */
export async function setup(job: Job): Promise<Outcome> {
  const found = await look(job);
  await agree(job, found);
  const pair = await makeKey(job);
  const rotation =
    found.app &&
    (await startRotation(job, { ...found, app: found.app, certificatePem: pair.certificatePem }));
  try {
    return await openAndHandOver(job, found, pair, rotation);
  } catch (error) {
    throw rotation === undefined ? error : await undone(job, rotation, error);
  }
}

async function look(job: Job): Promise<Found> {
  const { options, world } = job;
  const keyFile = await requireKeyFile(job);
  const workflow = readWorkflow(options, world.folder);
  const { sf, org } = await lookAtOrg(job);
  const { user, admin } = await lookAtUser(job, sf, org);
  const github = await lookAtGitHub(job);
  if (github === undefined && keyFile === undefined && !world.isTerminal) {
    throw new Problem(
      'Without gh and a repository there is no place for the private key, and no terminal to show it in.',
      commandLine(options, { 'key-file': 'FILE' }),
    );
  }
  const app = await lookAtApp(job, sf);
  return { sf, org, user, admin, github, app, keyFile, workflow };
}

/** Says what will be done, and asks. */
async function agree(job: Job, found: Found): Promise<void> {
  const { options, screen } = job;
  const { org, user, github, app } = found;
  const deeds = [
    ...(app === undefined
      ? [`create the app ${apiName(options.name)} in ${org.name}`]
      : [`give ${app.apiName} in ${org.name} a new certificate; the old key then stops working`]),
    ...(user === undefined ? [`create the user ${options.user}`] : []),
    ...(options['connected-app'] === undefined ? [`let ${options.user} in`] : []),
    ...(github === undefined ? [] : [`store the key in GitHub (${inWords(github.gh.place)})`]),
  ];
  screen.say(`\nThis will ${deeds.join(', ')}.`);
  if (app !== undefined && oldCertificate(job, app) === undefined) {
    screen.say(
      'The org does not show the old certificate, so it cannot be restored if something fails. If you have it as a file, add --old-certificate FILE.',
    );
  }
  if (!(await screen.confirm('Continue?'))) throw new Interrupted();
}

async function makeKey({ options, screen, secrets, world }: Job): Promise<KeyPair> {
  return screen.step('Key', async (progress) => {
    progress('making an RSA key');
    const [bits, days] = [Number(options.bits), Number(options.days)];
    const keys = await world.makeKeys(bits);
    const pair = makeKeyPair(keys, { days, subject: options.name.trim(), now: world.now() });
    secrets.add(pair.privateKeyPem);
    const until = pair.validTo.toISOString().slice(0, 10);
    return { said: `RSA ${bits}, certificate until ${until}, in memory only`, value: pair };
  });
}

async function openAndHandOver(
  job: Job,
  found: Found,
  pair: KeyPair,
  rotation: Rotation | undefined,
): Promise<Outcome> {
  const { options } = job;
  const { sf, org, app, github } = found;
  const email = options.email ?? found.admin?.Email ?? org.admin;
  const consumerKey = app?.consumerKey ?? (await createApp(job, sf, email, pair.certificatePem));
  const userId = found.user?.Id ?? (await createUser(job, sf, org, email));
  const name = app?.apiName ?? apiName(options.name);
  if (options['connected-app'] === undefined) await letIn(job, sf, name, userId);
  const login = { username: options.user ?? '', loginUrl: org.myDomain, orgId: org.id };
  const audience = await waitForSignIn(job, {
    ...login,
    consumerKey,
    privateKeyPem: pair.privateKeyPem,
  });
  const values: Values = {
    secrets: { SF_PRIVATE_KEY: pair.privateKeyPem, SF_CONSUMER_KEY: consumerKey },
    variables: {
      SF_USERNAME: login.username,
      SF_LOGIN_URL: login.loginUrl,
      SF_ORG_ID: login.orgId,
      ...(audience === undefined ? {} : { SF_AUDIENCE: audience }),
    },
    certificatePem: pair.certificatePem,
  };
  if (github !== undefined) await tellGitHub(job, github, values, () => rotation?.keyIsSet());
  await handOver(job, found, values);
  rotation?.keyIsSet();
  return finish(job, found, name, values);
}

/** The key for the person: in a file that was asked for, or once on the screen. */
async function handOver(
  { screen, world, exists }: Job,
  { keyFile, github }: Found,
  values: Values,
): Promise<void> {
  const { SF_PRIVATE_KEY: key, SF_CONSUMER_KEY } = values.secrets;
  if (keyFile !== undefined) {
    writeKeyFile(keyFile, key);
    exists.set('key file', `the private key in ${keyFile}`);
    screen.say(
      `  The private key is in ${keyFile}, readable only by you. Delete it when GitHub has it.`,
    );
  }
  if (github !== undefined) return;
  screen.say('\nEnter these in GitHub (Settings → Secrets and variables → Actions).\nVariables:');
  for (const [name, value] of Object.entries(values.variables)) screen.say(`  ${name}=${value}`);
  screen.say(
    `  SF_CERTIFICATE=\n${values.certificatePem}Secrets:\n  SF_CONSUMER_KEY=${SF_CONSUMER_KEY}`,
  );
  if (keyFile !== undefined) return;
  await world.ask('  SF_PRIVATE_KEY: press Enter to show it once, while nobody is looking. ');
  // The only place where it is shown, to somebody who asked for it and has no other way.
  world.write('stdout', `${key}\n`);
}

function finish({ options, screen }: Job, found: Found, app: string, values: Values): Outcome {
  const { org, workflow } = found;
  if (workflow !== undefined) {
    writeWorkflow(workflow);
    screen.say(`  Workflow: ${workflow.path}`);
  }
  const { SF_AUDIENCE: audience } = values.variables;
  if (audience !== undefined) {
    screen.say(
      `\nThis org does not accept the usual audience. Each workflow needs this line, as the examples have it:\n  audience: \${{ vars.SF_AUDIENCE }}`,
    );
  }
  screen.say(`
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
