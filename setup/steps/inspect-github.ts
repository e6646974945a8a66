import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import {
  createGitHubCli,
  describeTarget,
  environmentPath,
  type GitHubCli,
  parseRepo,
} from '../gh.ts';
import { commandLine } from '../options.ts';

export interface GitHubInspection {
  readonly gh: GitHubCli;
  /** True if the environment does not exist yet. */
  readonly environmentMissing: boolean;
  /** The time at which SF_PRIVATE_KEY was last set. */
  readonly keyUpdatedAt: string | undefined;
  readonly orgId: string | undefined;
}

/** Returns undefined if `gh` is not installed or no repository was given. */
export function inspectGitHub(context: SetupContext): Promise<GitHubInspection | undefined> {
  const { options, terminal, runtime } = context;
  return terminal.step('GitHub', async () => {
    const { repo, environment } = options;
    if (repo === undefined)
      return { result: 'no --repo: values to paste come at the end', value: undefined };
    if ((await runtime.run({ program: 'gh', args: ['--version'] })).exitCode === undefined) {
      return { result: 'no gh: values to paste come at the end', value: undefined };
    }
    const target = parseRepo(repo, environment);
    const gh = createGitHubCli(context, target);
    const repositoryInfo = await gh.get<{ permissions?: { push?: boolean } }>(
      `repos/${target.repository}`,
    );
    if (repositoryInfo === undefined) {
      throw new SetupError(
        `There is no repository ${target.repository}, or your gh login cannot see it.`,
        'gh auth status',
      );
    }
    const environmentMissing =
      environment !== undefined &&
      (await gh.get(environmentPath(target.repository, environment))) === undefined;
    const reader = environmentMissing
      ? createGitHubCli(context, { ...target, environment: undefined })
      : gh;
    await requireWriteAccess(reader, describeTarget(reader.target), options);
    const current = environmentMissing
      ? { keyUpdatedAt: undefined, orgId: undefined }
      : {
          keyUpdatedAt: await gh.secretUpdatedAt('SF_PRIVATE_KEY'),
          orgId: await gh.variable('SF_ORG_ID'),
        };
    const result = `${describeTarget(target)}${environmentMissing ? ' (will be created)' : ''}, can write secrets`;
    return { result, value: { gh, environmentMissing, ...current } };
  });
}

/** GitHub returns the public key for encryption only to those who may write secrets. */
async function requireWriteAccess(
  gh: GitHubCli,
  location: string,
  options: SetupContext['options'],
): Promise<void> {
  try {
    if ((await gh.get(gh.publicKeyPath)) !== undefined) return;
  } catch (error) {
    if (!(error instanceof SetupError) || !/HTTP 403/.test(error.message)) throw error;
  }
  throw new SetupError(
    `Your gh login cannot write secrets of ${location}. It needs the right to write to the repository (a fine-grained token: Secrets and Variables, read and write; with an environment, Environments too).`,
    `gh auth login, or ask somebody who can; then: ${commandLine(options)}`,
  );
}
