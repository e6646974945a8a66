import type { EnvironmentFacts } from './environment-facts.ts';
import type { MissingSecretsReason } from './missing-secrets.ts';

/** Facts about the workflow run and its runner that are not in RunInfo. */
export interface ReportContext {
  /** The version in package.json, without a `v`. */
  readonly version: string;
  /** `GITHUB_SERVER_URL`. A GitHub Enterprise Server may have a copy of the action, but not of its docs. */
  readonly serverUrl?: string;
  /** `GITHUB_ACTION_REPOSITORY`; empty for an action of the same repository. */
  readonly actionRepository?: string;
  /** `GITHUB_ACTION_REF` */
  readonly actionRef?: string;
  readonly missingSecrets?: MissingSecretsReason;
  readonly environment?: EnvironmentFacts;
}

/** Encodes a part of a path. Slashes are kept, and characters with a meaning in Markdown are encoded. */
const encodePath = (text: string) =>
  encodeURIComponent(text.toWellFormed())
    .replaceAll('%2F', '/')
    .replace(/[()*'!~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);

const UPSTREAM = 'salesforce-jwt-auth/salesforce-jwt-auth';

const isEnterpriseServer = ({ serverUrl = 'https://github.com' }: ReportContext) =>
  serverUrl !== 'https://github.com';

/** Returns the URL of the action's repository. On GitHub Enterprise Server, this is the upstream repository. */
export function repositoryUrl(reportContext: ReportContext): string {
  const { actionRepository } = reportContext;
  const name = isEnterpriseServer(reportContext) ? UPSTREAM : actionRepository || UPSTREAM;
  return `https://github.com/${encodePath(name)}`;
}

/** Returns the anchor that GitHub gives to a heading: letters, digits, `-` and `_`, and spaces as `-`. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Returns the URL of a section of docs/troubleshooting.md, in the version of the action that runs. */
export function helpUrl(reportContext: ReportContext, anchor: string): string {
  const version = `v${reportContext.version}`;
  const ref = encodePath(
    isEnterpriseServer(reportContext) ? version : reportContext.actionRef || version,
  );
  return `${repositoryUrl(reportContext)}/blob/${ref}/docs/troubleshooting.md#${anchor}`;
}
