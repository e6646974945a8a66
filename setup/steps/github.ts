import { type Gh, inWords } from '../gh.ts';
import type { Job } from '../job.ts';
import { commandLine } from '../options.ts';
import { Problem } from '../problem.ts';
import { environmentPath, type GitHubFacts } from './look-github.ts';

/** What a workflow needs, by the names of docs/setup.md. */
export interface Values {
  readonly secrets: { readonly SF_PRIVATE_KEY: string; readonly SF_CONSUMER_KEY: string };
  readonly variables: Readonly<Record<string, string>>;
  readonly certificatePem: string;
}

export const SECRETS = ['SF_PRIVATE_KEY', 'SF_CONSUMER_KEY'] as const;
export const VARIABLES = [
  'SF_USERNAME',
  'SF_LOGIN_URL',
  'SF_ORG_ID',
  'SF_AUDIENCE',
  'SF_CERTIFICATE',
] as const;

/**
 * The key comes last but for its certificate: until it is there, the old key and the old app still belong
 * together, whatever fails. `keyIsSet` is called then.
 */
export function tellGitHub(
  job: Job,
  facts: GitHubFacts,
  values: Values,
  keyIsSet: () => void,
): Promise<void> {
  const { options, screen, exists } = job;
  const { gh } = facts;
  return screen.step('GitHub', async (progress) => {
    exists.set('GitHub', `some of the values in ${inWords(gh.place)}`);
    if (facts.mustMakeEnvironment) await makeEnvironment(gh, options);
    for (const [name, value] of Object.entries(values.variables)) {
      progress(name);
      await gh.setVariable(name, value);
    }
    progress('SF_CONSUMER_KEY');
    await gh.setSecret('SF_CONSUMER_KEY', values.secrets.SF_CONSUMER_KEY);
    progress('SF_PRIVATE_KEY');
    await gh.setSecret('SF_PRIVATE_KEY', values.secrets.SF_PRIVATE_KEY);
    if ((await gh.secretTime('SF_PRIVATE_KEY')) === facts.keySet) {
      throw new Problem(
        'gh set SF_PRIVATE_KEY, but GitHub does not have it.',
        commandLine(options),
      );
    }
    keyIsSet();
    exists.set('GitHub', `the new key in ${inWords(gh.place)}`);
    progress('SF_CERTIFICATE');
    await gh.setVariable('SF_CERTIFICATE', values.certificatePem);
    const names = await requireThere(job, gh, values);
    const moved = facts.orgId !== undefined && facts.orgId !== values.variables['SF_ORG_ID'];
    const note = moved ? `; SF_ORG_ID was ${facts.orgId}: another org, or a refreshed sandbox` : '';
    return { said: `${names.join(', ')} in ${inWords(gh.place)}${note}`, value: undefined };
  });
}

async function makeEnvironment(gh: Gh, options: Job['options']): Promise<void> {
  const { repository, environment = '' } = gh.place;
  const status = await gh.send('PUT', environmentPath(repository, environment));
  if (status === 200) return;
  throw new Problem(
    `Your gh login cannot create the environment ${environment} in ${repository}; an administrator of the repository can. In a private repository, environments need GitHub Pro, Team or Enterprise.`,
    `Settings → Environments → New environment; then: ${commandLine(options)}`,
  );
}

/** Reads back what was set: the values of variables, and of secrets that they are there. */
async function requireThere({ options }: Job, gh: Gh, values: Values): Promise<string[]> {
  const variables = { ...values.variables, SF_CERTIFICATE: values.certificatePem };
  const wrong: string[] = [];
  for (const name of SECRETS) if ((await gh.secretTime(name)) === undefined) wrong.push(name);
  for (const [name, value] of Object.entries(variables)) {
    if ((await gh.variable(name))?.trim() !== value.trim()) wrong.push(name);
  }
  if (wrong.length > 0) {
    throw new Problem(
      `GitHub accepted these values, but does not show them: ${wrong.join(', ')}.`,
      commandLine(options),
    );
  }
  return [...SECRETS, ...Object.keys(variables)];
}
