import { oneLine } from '../src/redaction/one-line.ts';
import { joinCertificates, shareCertificate } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { Interrupted, SetupError } from './errors.ts';
import { type Inspection, isRenewal } from './inspection.ts';
import { keyNameOf } from './key-pair.ts';
import { consumerKeyName, isBeside } from './key-service/beside.ts';
import { apiName, permissionSetName } from './metadata-project.ts';
import { commandLine } from './options.ts';
import { describeOrgOf, hasOtherOrg } from './place-org.ts';
import { oldCertificate } from './rotation.ts';
import type { TargetOrg } from './steps/inspect-org.ts';
import type { PlaceInspection } from './steps/inspect-places.ts';

/**
 * Shows the plan and asks for confirmation. Ends the run if `--dry-run` is given or if the plan
 * requires `--replace`.
 */
export async function confirmPlan(context: SetupContext, inspection: Inspection): Promise<boolean> {
  const { options, terminal } = context;
  terminal.say(`\nThis will:\n${planLines(context, inspection).join('\n')}`);
  if (options['dry-run']) {
    sayDryRun(context);
    return false;
  }
  const { places = [], org } = inspection;
  const foreign = places.filter((place) => hasOtherOrg(place, org));
  if (options.yes && !options.replace && foreign.length > 0) {
    const names = foreign.map((place) => `${place.gh.label} (${describeOrgOf(place)})`).join('; ');
    throw new SetupError(
      `These values are of another org, and would be overwritten: ${names}.`,
      `Choose another --repo or --environment. To overwrite these values: ${commandLine(options, { replace: true })}`,
    );
  }
  const question = foreign.length > 0 ? 'Overwrite the values of another org?' : 'Continue?';
  await confirm(context, org, question);
  return true;
}

/** Ends a run with `--dry-run`. */
export function sayDryRun({ options, terminal }: SetupContext): void {
  terminal.say(`\nNothing was changed. To do this: ${commandLine(options, { 'dry-run': false })}`);
}

/** Asks whether to continue; in production, by the name of the org. */
export async function confirm(
  { options, runtime, terminal }: SetupContext,
  org: TargetOrg,
  question = 'Continue?',
): Promise<void> {
  if (options.yes || org.kind !== 'production') {
    if (!(await terminal.confirm(question))) throw new Interrupted();
    return;
  }
  const answer = await runtime.ask(
    `${org.name} is a production org. Type its name to continue (${org.name}): `,
  );
  if (answer === '') throw new Interrupted();
  if (answer.toLowerCase() !== org.name.trim().toLowerCase())
    throw new Interrupted(`Stopped: the name that you typed is not ${org.name}.`);
}

function planLines(context: SetupContext, inspection: Inspection): string[] {
  const { places = [], org } = inspection;
  return [
    ...orgLines(context, inspection),
    ...places.flatMap((place) => placeLines(context, place, org)),
    ...warnings(context, inspection),
  ].map((line) => `  - ${line}`);
}

function orgLines({ options }: SetupContext, inspection: Inspection): string[] {
  const { org, user, app, mode } = inspection;
  const where = `in ${org.name} (${org.id}, ${org.kind})`;
  const name = app?.apiName ?? apiName(options.name);
  const scopes = options['browser-tests'] ? 'api, refresh_token and web' : 'api and refresh_token';
  const permissionSet = permissionSetName(name);
  const gapAdvice = options.compromised ? '' : ' (without this gap: docs/rotation.md)';
  const changes = {
    create: [
      `create the External Client App ${name} ${where}, with the JWT bearer flow and the scopes ${scopes}, only for users with the permission set ${permissionSet}`,
      `create the permission set ${permissionSet}, which grants API Enabled and no access to data`,
    ],
    rotate: [
      isRenewal(inspection)
        ? `replace the certificate of ${name} ${where} by a new one of the same key`
        : `replace the certificate of ${name} ${where}: the old key stops working, and workflows cannot sign in until Salesforce knows the new certificate, usually for 2 to 10 minutes${gapAdvice}`,
    ],
    complete: [
      `sign in with the key of ${inspection.given?.source}, whose certificate ${name} ${where} has`,
    ],
    adopt: [
      `sign in with the key of ${inspection.given?.source} to ${name} ${where}; deploy nothing`,
    ],
  };
  const assigns = options['connected-app'] === undefined && mode !== 'adopt';
  const { signingKey, given } = inspection;
  const signs = signingKey !== undefined && given?.certificatePem === undefined;
  return [
    ...(signs
      ? [`have ${signingKey.service.title} sign a certificate of ${signingKey.address}`]
      : []),
    ...changes[mode],
    ...(user === undefined ? [`create the user ${options.user}`] : []),
    ...(assigns ? [`assign ${permissionSet} to ${options.user}, if it is not assigned`] : []),
  ];
}

function placeLines(context: SetupContext, place: PlaceInspection, org: TargetOrg): string[] {
  const { options } = context;
  const { gh, environmentMissing, defaultBranch, isStored } = place;
  if (isStored) return [`leave ${gh.label} as it is: it has this key`];
  if (isBeside(place, options)) {
    return [
      `store ${consumerKeyName(place, options)} and SF_SIGNING_KEY in ${gh.label}, and add the new certificate to SF_CERTIFICATE`,
      `leave the private key and its app as they are: the workflows of ${gh.label} continue to work`,
    ];
  }
  const overwritten = overwrittenNames(context, place, org);
  return [
    ...(environmentMissing
      ? [
          `create the environment ${gh.place.environment} in ${gh.place.repository}, only for the branch ${defaultBranch} and without required reviewers`,
        ]
      : []),
    `store the secrets and variables in ${gh.label}${overwritten.length > 0 ? `; this overwrites ${overwritten.join(', ')}` : ''}`,
    ...(hasOtherOrg(place, org)
      ? [
          `WARNING: ${gh.label} has the values of another org (${describeOrgOf(place)}). A secret cannot be read back, and the workflows that use these values stop working. To keep them, choose another --repo or --environment`,
        ]
      : []),
    ...(gh.place.organization === undefined
      ? []
      : [
          'WARNING: secrets of an organization have no branch rule. Workflows on every branch of these repositories can read the key',
        ]),
  ];
}

/** Secrets and variables that belong to the other kind of key are kept. */
const isOverwritten = (name: string, consumerKey: string, key: string): boolean =>
  name.includes('CONSUMER_KEY')
    ? name === consumerKey
    : !/^SF_(PRIVATE|SIGNING)_KEY$/.test(name) || name === key;

/** Returns the names of the values that change; for a variable, with the value that it has now. */
function overwrittenNames(
  { options }: SetupContext,
  place: PlaceInspection,
  org: TargetOrg,
): string[] {
  const { secrets, variables } = place;
  const planned = new Map<string, string | undefined>([
    ['SF_USERNAME', options.user],
    ['SF_LOGIN_URL', org.myDomain],
    ['SF_ORG_ID', org.id],
  ]);
  const changed = Object.entries(variables).filter(([name, value]) => planned.get(name) !== value);
  return [
    ...Object.keys(secrets),
    ...changed.map(([name, value]) =>
      planned.has(name) ? `${name} (now ${oneLine(value)})` : name,
    ),
  ].filter((name) => isOverwritten(name, consumerKeyName(place, options), keyNameOf(options)));
}

function warnings(
  context: SetupContext,
  { app, mode, places = [], isFrozen }: Inspection,
): string[] {
  const { options } = context;
  if (mode !== 'rotate' || app === undefined) return [];
  const old = oldCertificate(context, app);
  const stored = joinCertificates(...places.map(({ variables }) => variables.SF_CERTIFICATE));
  const isUnknown = old !== undefined && stored !== '' && !shareCertificate(old, stored);
  return [
    ...(isFrozen ? [`skip the sign-in: ${options.user} is frozen`] : []),
    ...(options.compromised
      ? ['never deploy the old certificate again, even if something fails']
      : old === undefined
        ? [
            'WARNING: The org does not show the old certificate, so it cannot be restored. If something fails, the new key is stored all the same. If you have the old certificate as a file, add --old-certificate FILE',
          ]
        : [
            'deploy the old certificate again if something fails, or if you press Ctrl-C, before GitHub has the new key',
          ]),
    ...(isUnknown
      ? [
          'note that SF_CERTIFICATE in GitHub is not the certificate of the app: the key in GitHub may not work now',
        ]
      : []),
  ];
}
