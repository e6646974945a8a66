import type { EnvironmentFacts } from './environment-facts.ts';
import type { MissingSecretsReason } from './missing-secrets.ts';

/** Information about the workflow run and its runner that is not in RunInfo. */
export interface ReportContext {
  /** The version in package.json, without the prefix `v`. */
  readonly version: string;
  /**
   * Value of `GITHUB_SERVER_URL`. A GitHub Enterprise Server may have a copy of the action, but not of
   * its documentation.
   */
  readonly serverUrl?: string;
  /** Value of `GITHUB_ACTION_REPOSITORY`. Empty for an action in the same repository. */
  readonly actionRepository?: string;
  /** Value of `GITHUB_ACTION_REF`. */
  readonly actionRef?: string;
  readonly missingSecrets?: MissingSecretsReason;
  readonly environment?: EnvironmentFacts;
}

/** Encodes part of a path. Keeps slashes, but encodes characters that have a meaning in Markdown. */
const encodePath = (text: string) =>
  encodeURIComponent(text.toWellFormed())
    .replaceAll('%2F', '/')
    .replace(/[()*'!~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);

const UPSTREAM = 'salesforce-jwt-auth/salesforce-jwt-auth';

const isEnterpriseServer = ({ serverUrl = 'https://github.com' }: ReportContext) =>
  serverUrl !== 'https://github.com';

/**
 * Returns the URL of the action's repository, or of the upstream repository on GitHub Enterprise
 * Server.
 */
export function repositoryUrl(reportContext: ReportContext): string {
  const { actionRepository } = reportContext;
  const name = isEnterpriseServer(reportContext) ? UPSTREAM : actionRepository || UPSTREAM;
  return `https://github.com/${encodePath(name)}`;
}

/**
 * Returns the anchor that GitHub generates for a heading: letters, digits, `-` and `_`, with spaces
 * replaced by `-`.
 */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Returns the URL of a section of docs/troubleshooting.md for the running version of the action. */
export function helpUrl(reportContext: ReportContext, anchor: string): string {
  const version = `v${reportContext.version}`;
  const ref = encodePath(
    isEnterpriseServer(reportContext) ? version : reportContext.actionRef || version,
  );
  return `${repositoryUrl(reportContext)}/blob/${ref}/docs/troubleshooting.md#${anchor}`;
}
