import type { SetupContext } from './context.ts';
import type { Inspection } from './inspection.ts';
import { signingAdvice } from './key-service/advice.ts';
import { apiName } from './metadata-project.ts';
import { laterCommand } from './options.ts';
import { environmentAdvice } from './steps/create-environment.ts';
import type { TargetOrg } from './steps/inspect-org.ts';
import { reminderName } from './steps/inspect-places.ts';
import type { WorkflowValues } from './steps/store-values.ts';
import { writeWorkflow } from './workflow.ts';

export interface SetupResult {
  readonly org: TargetOrg;
  readonly app: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Prints the values to enter in GitHub, because the command does not store them there. Also prints
 * the private key, once and after a prompt, unless it is in a file or in a key service.
 */
export async function showValues(
  { terminal, runtime }: SetupContext,
  { keyFile, given }: Inspection,
  values: WorkflowValues,
): Promise<void> {
  const { key, consumerKey } = values;
  terminal.say('\nEnter these in GitHub (Settings → Secrets and variables → Actions).\nVariables:');
  const variables = {
    ...values.variables,
    ...(key.name === 'SF_SIGNING_KEY' ? { [key.name]: key.value } : {}),
  };
  for (const [name, value] of definedEntries(variables)) terminal.say(`  ${name}=${value}`);
  terminal.say(
    `  SF_CERTIFICATE=\n${values.certificatePem}Secrets:\n  SF_CONSUMER_KEY=${consumerKey}`,
  );
  if (keyFile !== undefined || given !== undefined || key.name === 'SF_SIGNING_KEY') return;
  await runtime.ask(
    '  SF_PRIVATE_KEY: press Enter to show it once. Make sure that nobody else can see your screen. ',
  );
  // This is the only place that prints the key: the user has asked for it and cannot get it in any other way.
  runtime.write('stdout', `${key.value}\n`);
}

const definedEntries = (values: Readonly<Record<string, string | undefined>>): [string, string][] =>
  Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);

/** Writes the workflow, prints the next steps and returns the result for `--json`. */
export function finish(
  context: SetupContext,
  inspection: Inspection,
  values: WorkflowValues,
): SetupResult {
  const { options, terminal, runtime } = context;
  const { org, app, workflow, places = [] } = inspection;
  if (workflow !== undefined) terminal.say(`  ${writeWorkflow(workflow, runtime)}`);
  const paragraphs = [
    audienceNote(values),
    ...places.flatMap(environmentAdvice),
    ...(options.compromised ? [compromisedAdvice(inspection, options.user)] : []),
    ...(inspection.signingKey === undefined
      ? [
          'Ready. A workflow signs in with secrets.SF_CONSUMER_KEY, secrets.SF_PRIVATE_KEY, vars.SF_USERNAME and vars.SF_LOGIN_URL.\nStart with examples/first-run.yml.',
        ]
      : signingAdvice(context, inspection.signingKey, places)),
    reminderOffer(context, inspection),
    `To change the key${org.kind === 'sandbox' ? ', and after a refresh' : ''}: ${laterCommand(options)}\nTo remove all of it: ${laterCommand(options, { remove: true, yes: false })}`,
  ];
  for (const paragraph of paragraphs) if (paragraph !== undefined) terminal.say(`\n${paragraph}`);
  // GitHub stores this value as a secret, so it is printed only if the user has to enter it there.
  const consumerKey =
    inspection.places === undefined ? { SF_CONSUMER_KEY: values.consumerKey } : {};
  const signingKey =
    inspection.signingKey === undefined ? {} : { SF_SIGNING_KEY: inspection.signingKey.address };
  return {
    org,
    app: app?.apiName ?? apiName(options.name),
    values: {
      ...consumerKey,
      ...signingKey,
      ...Object.fromEntries(definedEntries(values.variables)),
    },
  };
}

function audienceNote({ variables }: WorkflowValues): string | undefined {
  return variables.SF_AUDIENCE === undefined
    ? undefined
    : `This org does not accept the usual audience. Add this line to each workflow, as in the examples:\n  audience: \${{ vars.SF_AUDIENCE }}`;
}

/**
 * Returns the steps that remain after a key has leaked. A new certificate prevents new sign-ins,
 * but does not end existing sessions.
 */
export function compromisedAdvice({ isFrozen, signingKey, given }: Inspection, user = ''): string {
  const key = given === undefined ? 'a new key' : `the key in ${given.source}`;
  const steps = [
    // A key that was leaked and replaced earlier leaves no certificate with which to recognize it.
    ...(given === undefined
      ? []
      : [
          `Make sure that ${key} is not the leaked one: the command only compares it with the certificates in the org and in GitHub.`,
        ]),
    ...(signingKey === undefined
      ? []
      : [`${signingKey.service.title}: disable the old key or its old version.`]),
    `Setup → Session Management: remove the sessions of ${user}, and once more after ten minutes. Tokens that were issued with the old key work until their session ends.`,
    ...(isFrozen
      ? [
          `Then Setup → Users → ${user} → Unfreeze, and run a workflow: the command could not sign in.`,
        ]
      : []),
    `Setup → Login History: look for addresses that are not yours.`,
  ];
  return `The app now has the certificate of ${key}, and of no other key. Salesforce may accept the previous key for some minutes more. Still to do:\n${steps.map((step) => `  - ${step}`).join('\n')}`;
}

function reminderOffer({ options }: SetupContext, { places = [] }: Inspection): string | undefined {
  const without = places.filter(
    ({ gh, reminder }) => gh.place.environment !== undefined && reminder.value === undefined,
  );
  if (places.length === 0) return undefined;
  if (!options.reminder && without.length > 0)
    return `To be warned before the certificate expires, use --reminder when you change the key next time: it stores the certificate for examples/certificate-expiry.yml (docs/rotation.md).`;
  const names = [...new Set(places.map(({ gh }) => reminderName(gh.place.environment)))];
  return `For the expiry reminder, examples/certificate-expiry.yml, the certificate is in ${names.map((name) => `vars.${name}`).join(', ')}.`;
}
