import type { MissingSecretsReason } from './missing-secrets.ts';

/** What the report knows of where it runs, besides the run itself. */
export interface ReportContext {
  /** Of package.json, without a `v`. */
  readonly version: string;
  /** `GITHUB_SERVER_URL`: another one than github.com has no page of ours, whatever copy of the action it has. */
  readonly serverUrl?: string;
  /** `GITHUB_ACTION_REPOSITORY`; empty for an action of the same repository. */
  readonly actionRepository?: string;
  /** `GITHUB_ACTION_REF` */
  readonly actionRef?: string;
  readonly missingSecrets?: MissingSecretsReason;
}

/** A part of a URL's path; slashes stay, and nothing else that means something to Markdown. */
const encodePath = (text: string) =>
  encodeURIComponent(text.toWellFormed())
    .replaceAll('%2F', '/')
    .replace(/[()*'!~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);

const UPSTREAM = 'salesforce-jwt-auth/salesforce-jwt-auth';

const isEnterpriseServer = ({ serverUrl = 'https://github.com' }: ReportContext) =>
  serverUrl !== 'https://github.com';

/** The repository that the action came from, as a URL; on GitHub Enterprise Server, the one that its copy came from. */
export function repositoryUrl(reportContext: ReportContext): string {
  const { actionRepository } = reportContext;
  const name = isEnterpriseServer(reportContext) ? UPSTREAM : actionRepository || UPSTREAM;
  return `https://github.com/${encodePath(name)}`;
}

/** The section of the troubleshooting page in the version that runs. */
export function helpUrl(reportContext: ReportContext, anchor: string): string {
  const version = `v${reportContext.version}`;
  const ref = encodePath(
    isEnterpriseServer(reportContext) ? version : reportContext.actionRef || version,
  );
  return `${repositoryUrl(reportContext)}/blob/${ref}/docs/troubleshooting.md#${anchor}`;
}
