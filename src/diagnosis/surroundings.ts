import type { WorkflowHint } from './workflow-run.ts';

/** What the report knows of where it runs, besides the run itself. */
export interface Surroundings {
  /** Of package.json, without a `v`. */
  readonly version: string;
  /** `GITHUB_ACTION_REPOSITORY`; empty for an action of the same repository. */
  readonly actionRepository?: string;
  /** `GITHUB_ACTION_REF` */
  readonly actionRef?: string;
  readonly runnerHint?: WorkflowHint;
}

/** A part of a URL's path; slashes stay, and nothing else that means something to Markdown. */
const path = (text: string) =>
  encodeURIComponent(text.toWellFormed())
    .replaceAll('%2F', '/')
    .replace(/[()*'!~]/g, (it) => `%${it.charCodeAt(0).toString(16)}`);

/** The repository that the action came from, as a URL. */
export function repositoryUrl({ actionRepository }: Surroundings): string {
  return `https://github.com/${path(actionRepository || 'salesforce-jwt-auth/salesforce-jwt-auth')}`;
}

/** The section of the troubleshooting page in the version that runs. */
export function helpUrl(surroundings: Surroundings, anchor: string): string {
  const ref = path(surroundings.actionRef || `v${surroundings.version}`);
  return `${repositoryUrl(surroundings)}/blob/${ref}/docs/troubleshooting.md#${anchor}`;
}
