import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { createGitHubCli } from '../gh.ts';
import { commandLine, laterCommand } from '../options.ts';
import { type Place, placesIn, repositoryPlace } from '../places.ts';
import { CREATION, type Subject } from './creation-commands.ts';
import { SERVICE_WORDS, type ServiceWord } from './services.ts';

/** Characters that end a quoted text of a shell or of JSON, or have a meaning in it. */
const UNSAFE_IN_COMMANDS = /["'`$!\\\p{C}]/u;

/** The result of `--signing-key` with the name of a service, for `--json`. */
export interface CreationResult {
  /** A shell script with comments. */
  readonly commands: string;
}

/** Prints commands that create a key and allow jobs to sign with it. Creates nothing itself. */
export async function printCreation(
  context: SetupContext,
  word: ServiceWord,
): Promise<CreationResult> {
  const { terminal, options } = context;
  const service = SERVICE_WORDS[word];
  const places = placesOf(context);
  const jobs = await readJobs(context, places);
  for (const { place, subject } of jobs) requireSafe(context, place, subject);
  const key = keyName(places);
  const next = laterCommand(options, {
    org: options.org ?? 'ALIAS',
    user: options.user ?? 'USERNAME',
    repo: options['gh-org'] === undefined ? (options.repo ?? 'OWNER/REPO') : undefined,
    'signing-key': service.form(key),
    yes: false,
  });
  const commands = [
    `# A key in ${service.title} that jobs of ${places.map(describeJobs).join(', and of ')} may sign with.`,
    '# This command creates nothing in the service: read these commands, replace the words in capitals, and run them.',
    '# GitHub names a job in one of two forms, so that both are allowed.',
    ...jobs.filter(({ hasIds }) => !hasIds).map(({ place }) => idsComment(place)),
    '',
    CREATION[word]({ subjects: jobs.map(({ subject }) => subject), key }),
    '',
    `# Variables of the workflow: ${service.variables.join(', ')} (examples/${service.example}.yml)`,
    '# Then, with your own login to the service:',
    next,
  ].join('\n');
  terminal.say(commands);
  return { commands };
}

/** Returns the repositories and environments whose jobs may sign. */
function placesOf({ options }: SetupContext): readonly Place[] {
  const places = placesIn(options).flatMap((place) => {
    const { organization } = place;
    if (organization === undefined) return [place];
    const { name, repositories } = organization;
    return repositories.map((repository) => repositoryPlace(`${name}/${repository}`, undefined));
  });
  return places.length === 0 ? [repositoryPlace('OWNER/REPO', undefined)] : places;
}

const describeJobs = ({ repository, environment }: Place): string =>
  `${repository} ${environment === undefined ? 'on the default branch' : `in the environment ${environment}`}`;

/** Returns the name of the key, with the environment if all jobs have the same one. */
function keyName(places: readonly Place[]): string {
  const [environment, ...others] = new Set(places.map((place) => place.environment));
  return ['salesforce', others.length === 0 ? environment : undefined]
    .filter((part) => part !== undefined)
    .join('-')
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .toLowerCase();
}

function requireSafe({ options }: SetupContext, { environment }: Place, { byName }: Subject): void {
  if (!UNSAFE_IN_COMMANDS.test(byName)) return;
  throw new SetupError(
    `The commands cannot contain the name of the ${environment === undefined ? 'default branch' : 'environment'}, because a shell would not read its quotes, dollar signs or backslashes as text: ${byName}.`,
    commandLine(options, { environment: 'NAME' }),
  );
}

/** Returns a comment that says how to find the IDs of a repository that GitHub did not return. */
function idsComment({ host, repository }: Place): string {
  const hostname = host === undefined ? '' : ` --hostname ${host}`;
  return `# OWNER_ID and REPO_ID of ${repository}: gh api${hostname} repos/${repository} --jq '.owner.id, .id'`;
}

interface RepositoryIds {
  readonly id: number;
  readonly owner: { readonly id?: number };
  readonly default_branch: string;
}

/** The jobs of a repository that may sign. */
interface SigningJobs {
  readonly place: Place;
  readonly subject: Subject;
  /** False if the subject has placeholders instead of the IDs. */
  readonly hasIds: boolean;
}

async function readJobs(
  context: SetupContext,
  places: readonly Place[],
): Promise<readonly SigningJobs[]> {
  const hasGh = (await context.runtime.run({ program: 'gh', args: ['--version'] })).exitCode === 0;
  const jobs: SigningJobs[] = [];
  for (const place of places) {
    const info = hasGh ? await readIds(context, place) : undefined;
    const subject = subjectOf(place, info);
    jobs.push({ place, subject, hasIds: info?.owner.id !== undefined });
  }
  return jobs;
}

async function readIds(context: SetupContext, place: Place): Promise<RepositoryIds | undefined> {
  const gh = createGitHubCli(context, { ...place, environment: undefined });
  return gh.get<RepositoryIds>(`repos/${place.repository}`).catch(() => undefined);
}

function subjectOf({ repository, environment }: Place, info: RepositoryIds | undefined): Subject {
  const [owner, name] = repository.split('/');
  const job =
    environment === undefined
      ? `ref:refs/heads/${info?.default_branch ?? 'main'}`
      : `environment:${environment.replaceAll(':', '%3A')}`;
  return {
    byName: `repo:${repository}:${job}`,
    byId: `repo:${owner}@${info?.owner.id ?? 'OWNER_ID'}/${name}@${info?.id ?? 'REPO_ID'}:${job}`,
  };
}
