import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { commandLine, shellQuote } from '../options.ts';
import { environmentPath } from '../places.ts';
import { cannotCreateEnvironment, type PlaceInspection } from './inspect-places.ts';

/** Creates the missing environments, finishes those of interrupted runs, and limits each to the default branch. */
export async function createEnvironments(
  context: SetupContext,
  places: readonly PlaceInspection[],
): Promise<void> {
  for (const inspection of places) {
    const { environmentMissing, environmentUnfinished } = inspection;
    if (environmentMissing || environmentUnfinished) await createEnvironment(context, inspection);
  }
}

function createEnvironment(context: SetupContext, inspection: PlaceInspection): Promise<void> {
  const { options, terminal, record } = context;
  const { repositoryGh, gh, defaultBranch } = inspection;
  const { place } = gh;
  const path = environmentPath(place);
  return terminal.step('Environment', async () => {
    // A request for an existing environment would replace its protection rules.
    const isNew = inspection.environmentMissing;
    if (isNew && (await repositoryGh.get(path)) !== undefined) {
      throw new SetupError(`Meanwhile someone has created the environment of ${gh.label}.`);
    }
    const change = { where: place.repository, what: `environment ${place.environment}` };
    const limitToDefaultBranch = async (): Promise<void> => {
      const body = { name: defaultBranch };
      const status = await repositoryGh.send('POST', `${path}/deployment-branch-policies`, body);
      if (status === 200) return;
      throw new SetupError(
        `GitHub refused to limit the environment of ${gh.label} to the branch ${defaultBranch} (HTTP ${status}), so nothing is stored in it.`,
        `Settings → Environments → ${place.environment} → Deployment branches and tags; then: ${commandLine(options)}`,
        { isRefusal: true },
      );
    };
    if (isNew) {
      await record.change({ ...change, how: 'created' }, async () => {
        const status = await repositoryGh.send('PUT', path, {
          deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
        });
        if (status !== 200) throw cannotCreateEnvironment(place, options);
      });
      await limitToDefaultBranch();
    } else {
      // The environment already has this setting. Sending the request again would remove reviewers that
      // have been added.
      await record.change({ ...change, how: 'finished' }, limitToDefaultBranch);
    }
    return { result: `${gh.label}, only for the branch ${defaultBranch}`, value: undefined };
  });
}

/** Returns advice for an environment that every branch can use, and for a new one. */
export function environmentAdvice(inspection: PlaceInspection): string[] {
  const { gh, environmentMissing, environmentUnfinished, environmentReviewed } = inspection;
  const { place } = gh;
  if (inspection.environmentOpen)
    return [
      `Every branch can use the environment ${place.environment}, so whoever can push a branch can read the key. To limit it: Settings → Environments → ${place.environment} → Deployment branches and tags.`,
    ];
  if (!environmentMissing && !environmentUnfinished) return [];
  const host = place.host === undefined ? '' : `--hostname ${place.host} `;
  const path = shellQuote(`${environmentPath(place)}/deployment-branch-policies`);
  const reviewers = `The environment ${place.environment} has no required reviewers. To add them, if your GitHub plan allows it: Settings → Environments → ${place.environment} → Required reviewers.`;
  return [
    ...(environmentReviewed ? [] : [reviewers]),
    `Workflows that validate pull requests cannot use it. To allow them, which lets every pull request from this repository read the key: gh api ${host}--method POST ${path} -f name='refs/pull/*/merge'`,
  ];
}
