import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { describeTarget, environmentPath, type GitHubCli } from '../gh.ts';
import { commandLine } from '../options.ts';
import type { GitHubInspection } from './inspect-github.ts';

/** The secrets and variables of a workflow, named as in docs/setup.md. */
export interface WorkflowValues {
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
 * Sets the key last, before only its certificate, so that the old key stays in place if anything before
 * it fails. Calls `onKeyStored` as soon as GitHub has the key.
 */
export function storeSecrets(
  context: SetupContext,
  github: GitHubInspection,
  values: WorkflowValues,
  onKeyStored: () => void,
): Promise<void> {
  const { options, terminal, created } = context;
  const { gh } = github;
  return terminal.step('GitHub', async (progress) => {
    created.set('GitHub', `some of the values in ${describeTarget(gh.target)}`);
    if (github.environmentMissing) await createEnvironment(gh, options);
    for (const [name, value] of Object.entries(values.variables)) {
      progress(name);
      await gh.setVariable(name, value);
    }
    progress('SF_CONSUMER_KEY');
    await gh.setSecret('SF_CONSUMER_KEY', values.secrets.SF_CONSUMER_KEY);
    progress('SF_PRIVATE_KEY');
    await gh.setSecret('SF_PRIVATE_KEY', values.secrets.SF_PRIVATE_KEY);
    if ((await gh.secretUpdatedAt('SF_PRIVATE_KEY')) === github.keyUpdatedAt) {
      throw new SetupError(
        'gh set SF_PRIVATE_KEY, but GitHub does not have it.',
        commandLine(options),
      );
    }
    onKeyStored();
    created.set('GitHub', `the new key in ${describeTarget(gh.target)}`);
    progress('SF_CERTIFICATE');
    await gh.setVariable('SF_CERTIFICATE', values.certificatePem);
    const names = await verifyStored(context, gh, values);
    const orgChanged = github.orgId !== undefined && github.orgId !== values.variables['SF_ORG_ID'];
    const suffix = orgChanged
      ? `; SF_ORG_ID was ${github.orgId}: another org, or a refreshed sandbox`
      : '';
    return {
      result: `${names.join(', ')} in ${describeTarget(gh.target)}${suffix}`,
      value: undefined,
    };
  });
}

async function createEnvironment(gh: GitHubCli, options: SetupContext['options']): Promise<void> {
  const { repository, environment = '' } = gh.target;
  const status = await gh.send('PUT', environmentPath(repository, environment));
  if (status === 200) return;
  throw new SetupError(
    `Your gh login cannot create the environment ${environment} in ${repository}; an administrator of the repository can. In a private repository, environments need GitHub Pro, Team or Enterprise.`,
    `Settings → Environments → New environment; then: ${commandLine(options)}`,
  );
}

/** Verifies variables by their values, and secrets by their existence: GitHub does not return a secret. */
async function verifyStored(
  { options }: SetupContext,
  gh: GitHubCli,
  values: WorkflowValues,
): Promise<string[]> {
  const variables = { ...values.variables, SF_CERTIFICATE: values.certificatePem };
  const missing: string[] = [];
  for (const name of SECRETS)
    if ((await gh.secretUpdatedAt(name)) === undefined) missing.push(name);
  for (const [name, value] of Object.entries(variables)) {
    if ((await gh.variable(name))?.trim() !== value.trim()) missing.push(name);
  }
  if (missing.length > 0) {
    throw new SetupError(
      `GitHub accepted these values, but does not show them: ${missing.join(', ')}.`,
      commandLine(options),
    );
  }
  return [...SECRETS, ...Object.keys(variables)];
}
