import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { createGitHubCli } from '../gh.ts';
import { commandLine, laterCommand } from '../options.ts';
import { type Place, placesIn, repositoryPlace } from '../places.ts';
import { CREATION, type Subjects } from './creation-commands.ts';
import { SERVICE_WORDS, type ServiceWord } from './services.ts';

/** Characters that end a quoted text of a shell or of JSON, or have a meaning in it. */
const UNSAFE_IN_COMMANDS = /["'`$!\\\p{C}]/u;

/** Prints commands that create a key and allow jobs to sign with it. Creates nothing itself. */
export async function printCreation(context: SetupContext, word: ServiceWord): Promise<void> {
  const { terminal, options } = context;
  const service = SERVICE_WORDS[word];
  const [place = repositoryPlace('OWNER/REPO', undefined)] = placesIn(options);
  const subjects = await readSubjects(context, place);
  if (UNSAFE_IN_COMMANDS.test(subjects.byName)) {
    throw new SetupError(
      `The commands cannot contain the name of the ${place.environment === undefined ? 'default branch' : 'environment'}, because a shell would not read its quotes, dollar signs or backslashes as text: ${subjects.byName}.`,
      commandLine(options, { environment: 'NAME' }),
    );
  }
  const next = laterCommand(options, {
    org: options.org ?? 'ALIAS',
    user: options.user ?? 'USERNAME',
    repo: options.repo ?? 'OWNER/REPO',
    'signing-key': service.form(subjects.key),
    yes: false,
  });
  terminal.say(
    [
      `# A key in ${service.title} that jobs of ${place.repository}${place.environment === undefined ? ' on the default branch' : ` in the environment ${place.environment}`} may sign with.`,
      '# This command creates nothing in the service: read these commands, replace the words in capitals, and run them.',
      '# GitHub names a job in one of two forms, so that both are allowed.',
      '',
      CREATION[word](subjects),
      '',
      `# Variables of the workflow: ${service.variables.join(', ')} (examples/${service.example}.yml)`,
      '# Then, with your own login to the service:',
      next,
    ].join('\n'),
  );
}

interface RepositoryIds {
  readonly id: number;
  readonly owner: { readonly id?: number };
  readonly default_branch: string;
}

async function readSubjects(context: SetupContext, place: Place): Promise<Subjects> {
  const { repository, environment } = place;
  const hasGh = (await context.runtime.run({ program: 'gh', args: ['--version'] })).exitCode === 0;
  const gh = createGitHubCli(context, {
    ...place,
    environment: undefined,
    organization: undefined,
  });
  const info = hasGh
    ? await gh.get<RepositoryIds>(`repos/${repository}`).catch(() => undefined)
    : undefined;
  const [owner, name] = repository.split('/');
  const job =
    environment === undefined
      ? `ref:refs/heads/${info?.default_branch ?? 'main'}`
      : `environment:${environment.replaceAll(':', '%3A')}`;
  return {
    byName: `repo:${repository}:${job}`,
    byId: `repo:${owner}@${info?.owner.id ?? 'OWNER_ID'}/${name}@${info?.id ?? 'REPO_ID'}:${job}`,
    key: ['salesforce', environment]
      .filter((part) => part !== undefined)
      .join('-')
      .replace(/[^A-Za-z0-9-]+/g, '-')
      .toLowerCase(),
  };
}
