import type { WorkflowHint } from './workflow-run.ts';

/** What the report knows of where it runs, besides the run itself. */
export interface Surroundings {
  /** Of package.json, without a `v`. */
  readonly version: string;
  /** `GITHUB_SERVER_URL`: another one than github.com has no page of ours, whatever copy of the action it has. */
  readonly serverUrl?: string;
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

const UPSTREAM = 'salesforce-jwt-auth/salesforce-jwt-auth';

const isElsewhere = ({ serverUrl = 'https://github.com' }: Surroundings) =>
  serverUrl !== 'https://github.com';

/** The repository that the action came from, as a URL; on GitHub Enterprise Server, the one that its copy came from. */
export function repositoryUrl(surroundings: Surroundings): string {
  const { actionRepository } = surroundings;
  const name = isElsewhere(surroundings) ? UPSTREAM : actionRepository || UPSTREAM;
  return `https://github.com/${path(name)}`;
}

/** The section of the troubleshooting page in the version that runs. */
export function helpUrl(surroundings: Surroundings, anchor: string): string {
  const version = `v${surroundings.version}`;
  const ref = path(isElsewhere(surroundings) ? version : surroundings.actionRef || version);
  return `${repositoryUrl(surroundings)}/blob/${ref}/docs/troubleshooting.md#${anchor}`;
}
