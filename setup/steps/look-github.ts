import { type Gh, inWords, makeGh, readPlace } from '../gh.ts';
import type { Job } from '../job.ts';
import { commandLine } from '../options.ts';
import { Problem } from '../problem.ts';

export interface GitHubFacts {
  readonly gh: Gh;
  /** The environment is not there yet. */
  readonly mustMakeEnvironment: boolean;
  /** When SF_PRIVATE_KEY was last set. */
  readonly keySet: string | undefined;
  readonly orgId: string | undefined;
}

/** Undefined where there is no `gh`, or no repository to write to. */
export function lookAtGitHub(job: Job): Promise<GitHubFacts | undefined> {
  const { options, screen, world } = job;
  return screen.step('GitHub', async () => {
    const { repo, environment } = options;
    if (repo === undefined)
      return { said: 'no --repo: values to paste come at the end', value: undefined };
    if ((await world.run({ program: 'gh', args: ['--version'] })).exitCode === undefined) {
      return { said: 'no gh: values to paste come at the end', value: undefined };
    }
    const place = readPlace(repo, environment);
    const gh = makeGh(job, place);
    const facts = await gh.get<{ permissions?: { push?: boolean } }>(`repos/${place.repository}`);
    if (facts === undefined) {
      throw new Problem(
        `There is no repository ${place.repository}, or your gh login cannot see it.`,
        'gh auth status',
      );
    }
    const mustMakeEnvironment =
      environment !== undefined &&
      (await gh.get(environmentPath(place.repository, environment))) === undefined;
    const reader = mustMakeEnvironment ? makeGh(job, { ...place, environment: undefined }) : gh;
    await requireRights(reader, inWords(reader.place), options);
    const now = mustMakeEnvironment
      ? { keySet: undefined, orgId: undefined }
      : {
          keySet: await gh.secretTime('SF_PRIVATE_KEY'),
          orgId: await gh.variable('SF_ORG_ID'),
        };
    const said = `${inWords(place)}${mustMakeEnvironment ? ' (will be created)' : ''}, can write secrets`;
    return { said, value: { gh, mustMakeEnvironment, ...now } };
  });
}

export const environmentPath = (repository: string, environment: string): string =>
  `repos/${repository}/environments/${encodeURIComponent(environment)}`;

/** Who may have the key that secrets are sealed with may write them. */
async function requireRights(gh: Gh, where: string, options: Job['options']): Promise<void> {
  try {
    if ((await gh.get(gh.sealingKey)) !== undefined) return;
  } catch (error) {
    if (!(error instanceof Problem) || !/HTTP 403/.test(error.message)) throw error;
  }
  throw new Problem(
    `Your gh login cannot write secrets of ${where}. It needs the right to write to the repository (a fine-grained token: Secrets and Variables, read and write; with an environment, Environments too).`,
    `gh auth login, or ask somebody who can; then: ${commandLine(options)}`,
  );
}
