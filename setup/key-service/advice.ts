import type { SetupContext } from '../context.ts';
import { laterCommand, shellQuote } from '../options.ts';
import type { Place } from '../places.ts';
import type { PlaceInspection } from '../steps/inspect-places.ts';
import { consumerKeyName, isBeside } from './beside.ts';
import type { RemoteKey } from './signing-key.ts';
import { inputLine, loginSteps, signInEnv } from './workflow.ts';

/** Returns the next steps for the workflows. */
export function signingAdvice(
  context: SetupContext,
  { service }: RemoteKey,
  places: readonly PlaceInspection[],
): string[] {
  const { options } = context;
  const moved = places.filter((place) => isBeside(place, options));
  const names = [...new Set(places.map((place) => consumerKeyName(place, options)))];
  const secrets = (names.length === 0 ? ['SF_CONSUMER_KEY'] : names).map(
    (name) => `secrets.${name}`,
  );
  return [
    `Ready. After the login to ${service.title}, a workflow signs in with ${secrets.join(' or ')}, vars.SF_SIGNING_KEY, vars.SF_CERTIFICATE, vars.SF_USERNAME and vars.SF_LOGIN_URL.\nStart with examples/${service.example}.yml, which also needs the variables ${service.variables.join(' and ')}.`,
    ...(moved.length === 0 ? [] : [workflowChange(service), removalOf(context, moved)]),
  ];
}

/** Shows the change to a workflow that has a private key, as a diff. */
function workflowChange(service: RemoteKey['service']): string {
  const added = (lines: readonly string[]): string[] =>
    lines.map((line) => (line === '' ? '+' : `+${line}`));
  return [
    'The workflows continue to use the private key. Change them one by one:',
    '',
    '     permissions:',
    '+      id-token: write',
    '     steps:',
    ...added(loginSteps(service)),
    '       - uses: salesforce-jwt-auth/salesforce-jwt-auth@v1',
    ...added(signInEnv(service)),
    '         with:',
    `-${inputLine('consumer-key', 'secrets.SF_CONSUMER_KEY')}`,
    `-${inputLine('private-key', 'secrets.SF_PRIVATE_KEY')}`,
    `+${inputLine('consumer-key', 'secrets.SF_SIGNING_CONSUMER_KEY')}`,
    `+${inputLine('signing-key', 'vars.SF_SIGNING_KEY')}`,
    `+${inputLine('certificate', 'vars.SF_CERTIFICATE')}`,
  ].join('\n');
}

function removalOf({ options }: SetupContext, moved: readonly PlaceInspection[]): string {
  const removal = laterCommand(options, {
    'signing-key': undefined,
    name: undefined,
    remove: true,
    yes: false,
  });
  const deletions = moved.flatMap(({ gh, secrets }) =>
    ['SF_PRIVATE_KEY', 'SF_CONSUMER_KEY'].map((name) => {
      // An environment without the secret inherits it from its repository.
      const place =
        secrets.SF_PRIVATE_KEY === undefined ? { ...gh.place, environment: undefined } : gh.place;
      return `  gh secret delete ${name} ${targetOf(place)}`;
    }),
  );
  return [
    'When these workflows are green, remove the old app and its secrets. If this command has made the app (with --name if it is not called GitHub Actions):',
    `  ${removal}`,
    'Otherwise delete the app in Setup, and:',
    ...deletions,
  ].join('\n');
}

function targetOf({ host, repository, environment, organization }: Place): string {
  if (organization !== undefined) return `--org ${organization.name}`;
  const repo = host === undefined ? repository : `${host}/${repository}`;
  return `--repo ${repo}${environment === undefined ? '' : ` --env ${shellQuote(environment)}`}`;
}
