import { oneLine } from '../src/redaction/one-line.ts';
import { joinCertificates, shareCertificate } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { type Inspection, isRenewal, skipReason } from './inspection.ts';
import { keyNameOf } from './key-pair.ts';
import { consumerKeyName, isBeside } from './key-service/beside.ts';
import { apiName, permissionSetName } from './metadata-project.ts';
import { describeOrgOf, hasOtherOrg } from './place-org.ts';
import { oldCertificate } from './rotation.ts';
import type { PlaceInspection } from './steps/inspect-places.ts';
import { plannedVariables } from './steps/is-complete.ts';

/** A line of the plan. `--json` prints all of its fields, and the screen shows its text. */
export interface PlanItem {
  /** The org, or the repository, environment or organization in GitHub. */
  readonly where: string;
  readonly text: string;
  /** Names of the secrets and variables that exist and get another value. */
  readonly overwrites?: readonly string[];
  readonly isWarning?: true;
}

export const appName = ({ options }: SetupContext, { app }: Inspection): string =>
  app?.apiName ?? apiName(options.name);

/** Returns the lines of the plan: the org, the places, and warnings. */
export function planItems(context: SetupContext, inspection: Inspection): PlanItem[] {
  const { places = [], org } = inspection;
  return [
    ...orgLines(context, inspection).map((text) => ({ where: org.name, text })),
    ...places.flatMap((place) =>
      placeItems(context, inspection, place).map((item) => ({ where: place.gh.label, ...item })),
    ),
    ...warnings(context, inspection).map((item) => ({ where: org.name, ...item })),
  ];
}

function orgLines(context: SetupContext, inspection: Inspection): string[] {
  const { options } = context;
  const { org, user, mode } = inspection;
  const where = `in ${org.name} (${org.id}, ${org.kind})`;
  const name = appName(context, inspection);
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

type ItemText = Omit<PlanItem, 'where'>;

const warning = (text: string): ItemText => ({ text: `WARNING: ${text}`, isWarning: true });

function placeItems(
  context: SetupContext,
  inspection: Inspection,
  place: PlaceInspection,
): ItemText[] {
  const { options } = context;
  const { org } = inspection;
  const { gh, environmentMissing, environmentUnfinished, defaultBranch, isStored } = place;
  if (isStored) {
    const findsAudience =
      skipReason(context, inspection) === undefined && !isBeside(place, options);
    const exception = findsAudience ? '; only SF_AUDIENCE changes, if the sign-in requires it' : '';
    return [{ text: `leave ${gh.label} as it is: it has this key${exception}` }];
  }
  if (isBeside(place, options)) {
    return [
      {
        text: `store ${consumerKeyName(place, options)} and SF_SIGNING_KEY in ${gh.label}, and add the new certificate to SF_CERTIFICATE`,
      },
      {
        text: `leave the private key and its app as they are: the workflows of ${gh.label} continue to work`,
      },
    ];
  }
  const { names: overwrites, texts } = overwrittenValues(context, inspection, place);
  return [
    ...(environmentMissing
      ? [
          {
            text: `create the environment ${gh.place.environment} in ${gh.place.repository}, only for the branch ${defaultBranch} and without required reviewers`,
          },
        ]
      : []),
    ...(environmentUnfinished
      ? [
          {
            text: `finish the environment ${gh.place.environment} in ${gh.place.repository}, which no branch can use now: allow only the branch ${defaultBranch}`,
          },
        ]
      : []),
    {
      text: `store the secrets and variables in ${gh.label}${overwrites.length > 0 ? `; this overwrites ${texts.join(', ')}` : ''}`,
      overwrites,
    },
    ...(hasOtherOrg(place, org)
      ? [
          warning(
            `${gh.label} has the values of another org (${describeOrgOf(place)}). A secret cannot be read back, and the workflows that use these values stop working. To keep them, choose another --repo or --environment`,
          ),
        ]
      : []),
    ...(gh.place.organization === undefined
      ? []
      : [
          warning(
            'secrets of an organization have no branch rule. Workflows on every branch of these repositories can read the key',
          ),
        ]),
  ];
}

/**
 * Returns false for secrets and variables that belong to the other kind of key, because they are
 * kept.
 */
const isOverwritten = (name: string, consumerKey: string, key: string): boolean =>
  name.includes('CONSUMER_KEY')
    ? name === consumerKey
    : !/^SF_(PRIVATE|SIGNING)_KEY$/.test(name) || name === key;

/**
 * Returns the names of the values that change, and texts that contain the names and, for variables,
 * the present values.
 */
function overwrittenValues(
  context: SetupContext,
  inspection: Inspection,
  place: PlaceInspection,
): { readonly names: readonly string[]; readonly texts: readonly string[] } {
  const { secrets, variables } = place;
  const { options } = context;
  const { org } = inspection;
  const keepsAudience = skipReason(context, inspection) !== undefined && !hasOtherOrg(place, org);
  const planned = new Map<string, string>(Object.entries(plannedVariables(context, org)));
  const changed = new Map(
    Object.entries(variables).filter(
      ([name, value]) => planned.get(name) !== value && !(name === 'SF_AUDIENCE' && keepsAudience),
    ),
  );
  const names = [...Object.keys(secrets), ...changed.keys()].filter((name) =>
    isOverwritten(name, consumerKeyName(place, options), keyNameOf(options)),
  );
  const texts = names.map((name) =>
    planned.has(name) ? `${name} (now ${oneLine(changed.get(name) ?? '')})` : name,
  );
  return { names, texts };
}

function warnings(context: SetupContext, { app, mode, places, isFrozen }: Inspection): ItemText[] {
  const { options } = context;
  if (mode !== 'rotate' || app === undefined) return [];
  const old = oldCertificate(context, app);
  const stored = joinCertificates(
    ...(places ?? []).map(({ variables }) => variables.SF_CERTIFICATE),
  );
  const isUnknown = old !== undefined && stored !== '' && !shareCertificate(old, stored);
  return [
    ...(isFrozen ? [{ text: `skip the sign-in: ${options.user} is frozen` }] : []),
    ...(options.compromised
      ? [{ text: 'never deploy the old certificate again, even if something fails' }]
      : old === undefined
        ? [
            warning(
              `The org does not show the old certificate, so it cannot be restored. If something fails, ${places === undefined ? 'the values to enter in GitHub are shown all the same' : 'the new key is stored all the same'}. If you have the old certificate as a file, add --old-certificate FILE`,
            ),
          ]
        : [
            {
              text: 'deploy the old certificate again if something fails, or if you press Ctrl-C, before GitHub has the new key',
            },
          ]),
    ...(isUnknown
      ? [
          {
            text: 'note that SF_CERTIFICATE in GitHub is not the certificate of the app: the key in GitHub may not work now',
            isWarning: true,
          } as const,
        ]
      : []),
  ];
}
