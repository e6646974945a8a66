/** The state of a GitHub repository that the settings scripts and release workflows read and change. */

export interface PublishedRepository {
  readonly fullName: string;
  readonly settings: RepositorySettings;
  readonly rulesets: Map<number, Ruleset>;
  readonly environments: Map<string, DeploymentEnvironment>;
  /** Commit SHAs, keyed by full ref name, such as `refs/tags/v1`. */
  readonly refs: Map<string, string>;
  readonly releases: Map<number, Release>;
  /** The tag of the release that GitHub shows as "Latest". */
  latestTag: string | undefined;
  readonly pullRequests: PullRequest[];
  /** Commits created by createCommitOnBranch. */
  readonly commits: BranchCommit[];
  /** Workflow runs started by workflow_dispatch. */
  readonly dispatches: { readonly workflow: string; readonly ref: string }[];
  readonly checkRuns: Map<string, readonly CheckRun[]>;
  /**
   * True to reject ref updates: GitHub requires the "workflows" permission if the commit's workflow
   * files differ from those on the branches.
   */
  refusesRefUpdates: boolean;
  /** Method and path of every request that changed something. */
  readonly changes: string[];
  /**
   * If set, the change with this number fails. The number is the position in `changes`, counted
   * from 1.
   */
  interruption: Interruption | undefined;
}

export interface Interruption {
  readonly change: number;
  /** With `after`, the change takes effect, but its response is lost. */
  readonly when: 'before' | 'after';
}

export interface RepositorySettings {
  immutableReleases: boolean;
  privateVulnerabilityReporting: boolean;
  vulnerabilityAlerts: boolean;
  automatedSecurityFixes: boolean;
  workflowPermissions: Readonly<Record<string, unknown>>;
}

export type Ruleset = Readonly<Record<string, unknown>> & { readonly name: string };

export interface DeploymentEnvironment {
  body: Readonly<Record<string, unknown>>;
  readonly policies: { readonly name: string; readonly type: string }[];
}

export interface Release {
  readonly id: number;
  fields: Readonly<Record<string, unknown>> & {
    readonly tag_name: string;
    readonly draft: boolean;
  };
  immutable: boolean;
  readonly assets: Map<number, ReleaseAsset>;
}

export interface ReleaseAsset {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly digest: string;
}

export interface PullRequest {
  readonly number: number;
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

export interface BranchCommit {
  readonly oid: string;
  readonly branch: string;
  readonly headline: string;
  readonly additions: ReadonlyMap<string, Buffer>;
  readonly deletions: readonly string[];
}

export interface CheckRun {
  readonly name: string;
  readonly conclusion: string | null;
}

const repositories = new WeakMap<object, Map<string, PublishedRepository>>();

/** Returns the repositories of one simulated GitHub, keyed by name in lower case. */
export function publishedRepositories(github: object): Map<string, PublishedRepository> {
  const existing = repositories.get(github) ?? new Map<string, PublishedRepository>();
  repositories.set(github, existing);
  return existing;
}

export function addPublishedRepository(github: object, fullName: string): PublishedRepository {
  const repository: PublishedRepository = {
    fullName,
    // These are the defaults of a new repository.
    settings: {
      immutableReleases: false,
      privateVulnerabilityReporting: false,
      vulnerabilityAlerts: false,
      automatedSecurityFixes: false,
      workflowPermissions: {
        default_workflow_permissions: 'write',
        can_approve_pull_request_reviews: false,
      },
    },
    rulesets: new Map(),
    environments: new Map(),
    refs: new Map(),
    releases: new Map(),
    latestTag: undefined,
    pullRequests: [],
    commits: [],
    dispatches: [],
    checkRuns: new Map(),
    refusesRefUpdates: false,
    changes: [],
    interruption: undefined,
  };
  publishedRepositories(github).set(fullName.toLowerCase(), repository);
  return repository;
}
