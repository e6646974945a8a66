import type { Options } from './options.ts';

/** A repository, an environment or an organization in GitHub that stores secrets and variables. */
export interface Place {
  /** Host of a GitHub Enterprise Server; undefined for github.com. */
  readonly host: string | undefined;
  /** The repository as OWNER/REPO. For an organization, the first of the selected repositories. */
  readonly repository: string;
  readonly environment: string | undefined;
  /** If set, the organization stores the values for these repositories. */
  readonly organization:
    | {
        readonly name: string;
        readonly repositories: readonly string[];
        /** Other repositories that may use the values, as a phrase. */
        readonly others?: string | undefined;
      }
    | undefined;
}

const splitList = (list: string | undefined): string[] =>
  (list ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Leaves out items whose name occurs before. GitHub ignores the case of names. */
function withoutRepetitions<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const names = items.map((item) => nameOf(item).toLowerCase());
  return items.filter((_, index) => names.indexOf(names[index] ?? '') === index);
}

/**
 * Returns the organization in the options, or every combination of the repositories and
 * environments. A repository with its own environment is not combined with others.
 */
export function placesIn(options: Options): Place[] {
  const organization = options['gh-org'];
  if (organization !== undefined)
    return [
      organizationPlace(
        organization,
        withoutRepetitions(splitList(options.repos), (name) => name),
      ),
    ];
  const environments = splitList(options.environment);
  const places = splitList(options.repo).flatMap((repo) => {
    const [path = '', own] = repo.split(':');
    const names = own === undefined ? environments : [own];
    return (names.length === 0 ? [undefined] : names).map((environment) =>
      repositoryPlace(path, environment),
    );
  });
  return withoutRepetitions(places, ({ host = 'github.com', repository, environment = '' }) =>
    [host, repository, environment].join('/'),
  );
}

export function repositoryPlace(path: string, environment: string | undefined): Place {
  const parts = path.split('/');
  return {
    host: parts.length === 3 ? parts[0] : undefined,
    repository: parts.slice(-2).join('/'),
    environment,
    organization: undefined,
  };
}

const organizationPlace = (name: string, repositories: readonly string[]): Place => ({
  // gh reads the host from GH_HOST.
  host: undefined,
  repository: `${name}/${repositories[0]}`,
  environment: undefined,
  organization: { name, repositories },
});

export function describePlace({ repository, environment, organization }: Place): string {
  if (organization !== undefined) {
    const { name, repositories, others } = organization;
    return `organization ${name} for ${repositories.join(', ')}${others === undefined ? '' : ` and ${others}`}`;
  }
  return environment === undefined ? repository : `${repository}, environment ${environment}`;
}

export const environmentPath = ({ repository, environment = '' }: Place): string =>
  `repos/${repository}/environments/${encodeURIComponent(environment)}`;

/** Returns the paths in GitHub's API of the secrets and the variables. */
export function apiPaths(place: Place): Record<'secrets' | 'variables', string> {
  const { repository, environment, organization } = place;
  const base =
    organization !== undefined
      ? `orgs/${organization.name}/actions`
      : environment === undefined
        ? `repos/${repository}/actions`
        : environmentPath(place);
  return { secrets: `${base}/secrets`, variables: `${base}/variables` };
}

/** Returns the name of a repository variable that belongs to one of its environments. */
export const environmentVariable = (name: string, environment: string): string =>
  `${name}_${environment.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
