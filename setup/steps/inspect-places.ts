import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { createGitHubCli, type GitHubCli, LOGIN_GH, type VisibleRepository } from '../gh.ts';
import { commandLine } from '../options.ts';
import {
  apiPaths,
  environmentPath,
  environmentVariable,
  type Place,
  placesIn,
  repositoryPlace,
} from '../places.ts';

export const SECRETS = ['SF_PRIVATE_KEY', 'SF_CONSUMER_KEY'] as const;
/** SF_CERTIFICATE is last, so that a removal that was interrupted can still compare it. */
export const VARIABLES = [
  'SF_USERNAME',
  'SF_LOGIN_URL',
  'SF_AUDIENCE',
  'SF_ORG_ID',
  'SF_CERTIFICATE',
] as const;

export type VariableName = (typeof VARIABLES)[number];

/** What a place in GitHub holds before the run. */
export interface PlaceInspection {
  readonly gh: GitHubCli;
  /** The client of the repository, for its environments and for the reminder. */
  readonly repositoryGh: GitHubCli;
  /** True if the environment does not exist yet, or if an earlier run has not finished it. */
  readonly environmentMissing: boolean;
  readonly environmentUnfinished: boolean;
  readonly defaultBranch: string;
  /** The times at which the secrets were last set. */
  readonly secrets: Readonly<Partial<Record<(typeof SECRETS)[number], string>>>;
  readonly variables: Readonly<Partial<Record<VariableName, string>>>;
  /** The reminder's variable of the repository, and its value. */
  readonly reminder: { readonly name: string; readonly value: string | undefined };
  /** True if an earlier run has stored the key of this run here. */
  readonly isStored: boolean;
  /** Rights that GitHub did not show. */
  readonly unchecked: readonly string[];
}

interface RepositoryInfo {
  readonly id: number;
  readonly name: string;
  readonly default_branch: string;
  readonly permissions?: { readonly push?: boolean; readonly admin?: boolean };
}

/** Returns undefined if `gh` is not installed or no place was given. */
export function inspectPlaces(context: SetupContext): Promise<PlaceInspection[] | undefined> {
  const { options, terminal, runtime } = context;
  const noPlace = options.remove
    ? 'only the app is removed'
    : 'the values to paste are shown at the end';
  return terminal.step('GitHub', async (progress) => {
    const places = placesIn(options);
    if (places.length === 0) return { result: `no --repo: ${noPlace}`, value: undefined };
    if ((await runtime.run({ program: 'gh', args: ['--version'] })).exitCode === undefined)
      return { result: `no gh: ${noPlace}`, value: undefined };
    const inspections: PlaceInspection[] = [];
    for (const place of places) {
      progress(place.repository);
      inspections.push(await inspectPlace(context, place));
    }
    return { result: inspections.map(describeInspection).join('; '), value: inspections };
  });
}

function describeInspection({ gh, environmentMissing, unchecked }: PlaceInspection): string {
  const creation = environmentMissing ? ' (will be created)' : '';
  return `${gh.label}${creation}; GitHub does not show whether you can ${unchecked.join(' or ')}`;
}

async function inspectPlace(context: SetupContext, place: Place): Promise<PlaceInspection> {
  const { options } = context;
  const repositoryGh = createGitHubCli(context, repositoryPlace(place.repository, undefined));
  const repository = await requireRepository(
    createGitHubCli(context, { ...place, environment: undefined }),
    place.repository,
  );
  const visibleTo = await visibleRepositories(context, place, repository);
  const gh = createGitHubCli(context, place, visibleTo);
  const environment = await inspectEnvironment(gh);
  const environmentMissing = environment !== 'finished';
  const { permissions = {} } = repository;
  if (permissions.push === false && place.organization === undefined)
    throw cannotWrite(gh, options);
  if (environmentMissing && permissions.admin === false)
    throw cannotCreateEnvironment(place, options);
  const reader = environmentMissing
    ? createGitHubCli(context, { ...place, environment: undefined })
    : gh;
  await requireAccess(reader, context);
  const values = environmentMissing ? { secrets: {}, variables: {} } : await readValues(gh);
  const reminder = reminderName(place.environment);
  return {
    gh,
    repositoryGh,
    environmentMissing,
    environmentUnfinished: environment === 'unfinished',
    defaultBranch: repository.default_branch,
    ...values,
    reminder: {
      name: reminder,
      value:
        place.environment === undefined
          ? undefined
          : await repositoryGh.variable(reminder).catch(() => undefined),
    },
    isStored: false,
    unchecked:
      environmentMissing && permissions.admin === undefined
        ? ['set its values', 'create the environment']
        : ['set its values'],
  };
}

/** "Unfinished" is an environment as an interrupted run leaves it: for no branch, and without values. */
async function inspectEnvironment(gh: GitHubCli): Promise<'missing' | 'unfinished' | 'finished'> {
  if (gh.place.environment === undefined) return 'finished';
  const path = environmentPath(gh.place);
  const environment = await gh.get<EnvironmentInfo>(path);
  if (environment === undefined) return 'missing';
  if (environment.deployment_branch_policy?.custom_branch_policies !== true) return 'finished';
  const policies = await gh.get<{ total_count: number }>(`${path}/deployment-branch-policies`);
  const secrets = await gh.get<{ total_count: number }>(`${path}/secrets`);
  return policies?.total_count === 0 && secrets?.total_count === 0 ? 'unfinished' : 'finished';
}

interface EnvironmentInfo {
  readonly deployment_branch_policy?: { readonly custom_branch_policies: boolean } | null;
}

export const reminderName = (environment: string | undefined): string =>
  environment === undefined ? 'SF_CERTIFICATE' : environmentVariable('SF_CERTIFICATE', environment);

async function requireRepository(gh: GitHubCli, path: string): Promise<RepositoryInfo> {
  const repository = await gh.get<RepositoryInfo>(`repos/${path}`);
  if (repository !== undefined) return repository;
  throw new SetupError(
    `There is no repository ${path}, or your gh login cannot see it.`,
    'gh auth status',
  );
}

/** An organization's values stay visible in the repositories that have them now. */
async function visibleRepositories(
  context: SetupContext,
  place: Place,
  first: RepositoryInfo,
): Promise<VisibleRepository[]> {
  if (place.organization === undefined) return [];
  const gh = createGitHubCli(context, place);
  const { name: owner, repositories } = place.organization;
  const chosen: VisibleRepository[] = [first];
  for (const name of repositories.slice(1))
    chosen.push(await requireRepository(gh, `${owner}/${name}`));
  await requireAccess(gh, context);
  const path = `${apiPaths(place).secrets}/SF_PRIVATE_KEY/repositories`;
  const current = await gh.get<{ repositories: VisibleRepository[] }>(path);
  const all = [...chosen, ...(current?.repositories ?? [])].map(({ id, name }) => ({ id, name }));
  return [...new Map(all.map((repository) => [repository.id, repository])).values()];
}

async function readValues(gh: GitHubCli): Promise<Pick<PlaceInspection, 'secrets' | 'variables'>> {
  const secrets: Record<string, string> = {};
  const variables: Record<string, string> = {};
  for (const name of SECRETS) {
    const updatedAt = await gh.secretUpdatedAt(name);
    if (updatedAt !== undefined) secrets[name] = updatedAt;
  }
  for (const name of VARIABLES) {
    const value = await gh.variable(name);
    if (value !== undefined) variables[name] = value;
  }
  return { secrets, variables };
}

/**
 * Checks what GitHub lets this login read. It shows the public key, with which secrets are encrypted, to
 * some who may not write secrets, so that this is no proof.
 */
async function requireAccess(gh: GitHubCli, { options }: SetupContext): Promise<void> {
  const paths = apiPaths(gh.place);
  for (const path of [`${paths.secrets}/public-key`, `${paths.variables}?per_page=1`]) {
    try {
      if ((await gh.get(path)) !== undefined) continue;
    } catch (error) {
      if (!(error instanceof SetupError) || !/HTTP 403/.test(error.message)) throw error;
    }
    throw cannotWrite(gh, options);
  }
}

export function cannotWrite(
  { label, place }: GitHubCli,
  options: SetupContext['options'],
): SetupError {
  if (place.organization !== undefined) {
    return new SetupError(
      `Your gh login cannot write secrets of the ${label}. It needs the scope admin:org, and you must be an owner of the organization.`,
      `gh auth refresh -s admin:org; then: ${commandLine(options)}`,
    );
  }
  return new SetupError(
    `Your gh login cannot write secrets of ${label}. It needs write access to the repository (a fine-grained token: Secrets and Variables, read and write; with an environment, Environments too).`,
    `${LOGIN_GH}, or ask somebody who can; then: ${commandLine(options)}`,
  );
}

export const cannotCreateEnvironment = (
  { repository, environment = '' }: Place,
  options: SetupContext['options'],
): SetupError =>
  new SetupError(
    `Your gh login cannot create the environment ${environment} in ${repository}; an administrator of the repository can. In a private repository, environments need GitHub Pro, Team or Enterprise.`,
    `Settings → Environments → New environment; then: ${commandLine(options)}`,
    { isRefusal: true },
  );
