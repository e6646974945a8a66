import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { createGitHubCli, type GitHubCli, LOGIN_GH } from '../gh.ts';
import { readList } from '../github-list.ts';
import { commandLine } from '../options.ts';
import {
  describeOthers,
  readVisibilities,
  requireVisible,
  visibilityAfter,
} from '../organization-values.ts';
import { apiPaths, environmentPath, environmentVariable, type Place, placesIn } from '../places.ts';

/**
 * SF_SIGNING_CONSUMER_KEY belongs to an app whose key is in a key service, if there is also an app with
 * a private key.
 */
export const SECRETS = ['SF_PRIVATE_KEY', 'SF_CONSUMER_KEY', 'SF_SIGNING_CONSUMER_KEY'] as const;
/** SF_CERTIFICATE comes last, so that it can still be compared after a removal was interrupted. */
export const VARIABLES = [
  'SF_USERNAME',
  'SF_LOGIN_URL',
  'SF_AUDIENCE',
  'SF_ORG_ID',
  'SF_SIGNING_KEY',
  'SF_CERTIFICATE',
] as const;

export type SecretName = (typeof SECRETS)[number];
export type VariableName = (typeof VARIABLES)[number];

/** A workflow's values, as far as GitHub returns them. */
export interface StoredValues {
  /** Times at which the secrets were last set. */
  readonly secrets: Readonly<Partial<Record<SecretName, string>>>;
  readonly variables: Readonly<Partial<Record<VariableName, string>>>;
}

/** The values in GitHub before the run. */
export interface PlaceInspection extends StoredValues {
  readonly gh: GitHubCli;
  /** Client for the repository, which is used for environments and for the expiry reminder. */
  readonly repositoryGh: GitHubCli;
  /** True if the environment does not exist yet. */
  readonly environmentMissing: boolean;
  /** True if no branch can use the environment, and it has no secrets. */
  readonly environmentUnfinished: boolean;
  /** True if the environment exists and every branch can use it. */
  readonly environmentOpen: boolean;
  /** True if the environment has required reviewers. */
  readonly environmentReviewed: boolean;
  readonly defaultBranch: string;
  /**
   * Only with `--signing-key` or `--remove`: values of the repository and its organization that the workflows read.
   */
  readonly inherited: StoredValues;
  /** Name and value of the repository variable for the expiry reminder. */
  readonly reminder: { readonly name: string; readonly value: string | undefined };
  /** True if an earlier run has already stored this run's key here. */
  readonly isStored: boolean;
  /** Actions that GitHub does not confirm the user may take, as phrases that follow “you can”. */
  readonly unchecked: readonly string[];
}

interface RepositoryInfo {
  readonly id: number;
  readonly name: string;
  readonly private?: boolean;
  readonly default_branch: string;
  readonly permissions?: { readonly push?: boolean; readonly admin?: boolean };
}

/** Returns undefined if `gh` is not installed or no repository was given. */
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

function describeInspection(inspection: PlaceInspection): string {
  const { gh, environmentMissing, environmentUnfinished, unchecked } = inspection;
  const creation = environmentMissing ? ' (will be created)' : '';
  const finish = environmentUnfinished ? ' (will be finished)' : '';
  return `${gh.label}${creation}${finish}; GitHub does not show whether you can ${unchecked.join(' or ')}`;
}

async function inspectPlace(context: SetupContext, place: Place): Promise<PlaceInspection> {
  const { options } = context;
  const ofRepository = { ...place, environment: undefined, organization: undefined };
  const repositoryGh = createGitHubCli(context, ofRepository);
  const repository = await requireRepository(repositoryGh, place.repository);
  const gh = await createClient(context, place, repository);
  const environment = await inspectEnvironment(gh);
  const environmentMissing = environment.state === 'missing';
  const environmentUnfinished = environment.state === 'unfinished';
  const isChanged = environmentMissing || environmentUnfinished;
  const { permissions = {} } = repository;
  if (permissions.push === false && place.organization === undefined)
    throw cannotWrite(gh, options);
  if (isChanged && permissions.admin === false) throw cannotCreateEnvironment(place, options);
  await requireAccess(environmentMissing ? repositoryGh : gh, context);
  const values = environmentMissing ? NO_VALUES : await readValues(gh);
  const readsInherited = options.remove || options['signing-key'] !== undefined;
  const reminder = reminderName(place.environment);
  return {
    gh,
    repositoryGh,
    environmentMissing,
    environmentUnfinished,
    environmentOpen: environment.state === 'open',
    environmentReviewed: environment.hasReviewers,
    defaultBranch: repository.default_branch,
    ...values,
    inherited: readsInherited && !isChanged ? await readInherited(repositoryGh, place) : NO_VALUES,
    reminder: {
      name: reminder,
      value:
        place.environment === undefined
          ? undefined
          : await repositoryGh.variable(reminder).catch(() => undefined),
    },
    isStored: false,
    unchecked:
      isChanged && permissions.admin === undefined
        ? ['set its values', `${environmentMissing ? 'create' : 'finish'} the environment`]
        : ['set its values'],
  };
}

interface EnvironmentState {
  readonly state: 'missing' | 'unfinished' | 'open' | 'finished';
  readonly hasReviewers: boolean;
}

/**
 * Reads the state of an environment. An interrupted run leaves it `unfinished`: no branch can use
 * it, and it has no secrets. Every branch can use one that is `open`.
 */
async function inspectEnvironment(gh: GitHubCli): Promise<EnvironmentState> {
  const none = { hasReviewers: false } as const;
  if (gh.place.environment === undefined) return { state: 'finished', ...none };
  const path = environmentPath(gh.place);
  const environment = await gh.get<EnvironmentInfo>(path);
  if (environment === undefined) return { state: 'missing', ...none };
  const { deployment_branch_policy: policy, protection_rules: rules = [] } = environment;
  const hasReviewers = rules.some(({ type }) => type === 'required_reviewers');
  if (!policy) return { state: 'open', hasReviewers };
  if (!policy.custom_branch_policies) return { state: 'finished', hasReviewers };
  const policies = await gh.get<{ total_count: number }>(`${path}/deployment-branch-policies`);
  const secrets = await gh.get<{ total_count: number }>(`${path}/secrets`);
  const isUnused = policies?.total_count === 0 && secrets?.total_count === 0;
  return { state: isUnused ? 'unfinished' : 'finished', hasReviewers };
}

interface EnvironmentInfo {
  readonly deployment_branch_policy?: { readonly custom_branch_policies: boolean } | null;
  readonly protection_rules?: readonly { readonly type: string }[];
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

/**
 * Creates the client for a place. That of an organization knows which repositories may use each
 * value.
 */
async function createClient(
  context: SetupContext,
  place: Place,
  first: RepositoryInfo,
): Promise<GitHubCli> {
  const { organization } = place;
  const gh = createGitHubCli(context, place);
  if (organization === undefined) return gh;
  const chosen: RepositoryInfo[] = [first];
  for (const name of organization.repositories.slice(1))
    chosen.push(await requireRepository(gh, `${organization.name}/${name}`));
  await requireAccess(gh, context);
  const names = { secrets: SECRETS, variables: VARIABLES };
  const visibilities = await readVisibilities(gh, names);
  if (!context.options.remove) requireVisible(visibilities, chosen, context.options);
  const others = describeOthers(visibilities, chosen);
  return createGitHubCli(
    context,
    { ...place, organization: { ...organization, others } },
    visibilityAfter(visibilities, SECRETS, chosen),
  );
}

const NO_VALUES: StoredValues = { secrets: {}, variables: {} };

async function readValues(gh: GitHubCli): Promise<StoredValues> {
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

/** Reads the values that workflows inherit unless the environment has values of its own. */
export async function readInherited(repositoryGh: GitHubCli, place: Place): Promise<StoredValues> {
  if (place.organization !== undefined) return NO_VALUES;
  const organization = await readOrganizationValues(repositoryGh, place);
  if (place.environment === undefined) return organization;
  const repository = await readValues(repositoryGh);
  return {
    secrets: { ...organization.secrets, ...repository.secrets },
    variables: { ...organization.variables, ...repository.variables },
  };
}

/** Reads the values that the organization shares with the repository. A user's repository has none. */
async function readOrganizationValues(gh: GitHubCli, place: Place): Promise<StoredValues> {
  const path = `repos/${place.repository}/actions/organization`;
  const secrets = await readList<{ readonly name: string; readonly updated_at: string }>(
    gh,
    'secrets',
    `${path}-secrets`,
  );
  const variables = await readList<{ readonly name: string; readonly value: string }>(
    gh,
    'variables',
    `${path}-variables`,
  );
  return {
    secrets: Object.fromEntries(secrets.map(({ name, updated_at }) => [name, updated_at])),
    variables: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
  };
}

/**
 * Checks what GitHub lets this login read. This does not prove that it can write: some users who cannot
 * write secrets can still read the public key that encrypts them.
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
