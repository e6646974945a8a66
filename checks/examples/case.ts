/** A test case: one workflow, one event, and the expected results. */
import type { Org } from '../../simulator/org/org.ts';
import type { TenantName } from '../../simulator/org/tenants.ts';
import type { EngineResult } from './engine.ts';

export interface ExampleCase {
  /** Relative to the root of the repository. */
  readonly file: string;
  /** Distinguishes this case from other cases of the same file. */
  readonly variant?: string;
  readonly event: string;
  readonly payload?: unknown;
  /** Examples that this one calls with `uses: ./.github/workflows/…`. */
  readonly calls?: readonly string[];
  readonly job?: string;
  readonly matrix?: string;
  /** The org to sign in to, at its My Domain. */
  readonly org?: TenantName;
  readonly vars?: (fixture: CaseFixture) => Readonly<Record<string, string>>;
  readonly secrets?: (fixture: CaseFixture) => Readonly<Record<string, string>>;
  /** Adds the org's certificate authority to /etc/ssl/certs under this file name. */
  readonly authorityFile?: string;
  /** Sets no proxy; /etc/hosts resolves the host names of the org to this machine instead. */
  readonly noProxy?: boolean;
  /** Additional environment variables of the runner. */
  readonly env?: (fixture: CaseFixture) => Readonly<Record<string, string>>;
  /** Changes the org before the job begins. */
  readonly prepare?: (fixture: CaseFixture) => void;
  /** The repository of the workflow: the sample project, or this repository itself. Defaults to the sample project. */
  readonly repository?: 'project' | 'own';
  /** GITHUB_REPOSITORY, if it is not the name of the repository. */
  readonly repositoryName?: string;
  /** Runs the real gh, which talks to the simulated GitHub. */
  readonly github?: boolean;
  /** Copies the plugins of sf from a cache, because installing them again is faster than downloading them. */
  readonly preinstallPlugins?: boolean;
  /** Expected result of each job. */
  readonly jobs: Readonly<Record<string, 'success' | 'failure' | 'skipped'>>;
  /** Expected requests to the org, in order. Consecutive equal requests count once. */
  readonly requests: readonly string[];
  /** Strings that the log must contain. */
  readonly logIncludes?: readonly (string | RegExp)[];
  /** Files in which the token may remain, because the recipe mentions them. */
  readonly allowedFiles?: readonly RegExp[];
  /** True if the client checks for updates at its registry after the sign-in. */
  readonly checksForUpdates?: boolean;
  readonly assert?: (run: CaseRun) => void;
  /** A mistake in the file that this case must detect. */
  readonly mutation: readonly [original: string, replacement: string];
}

export interface CaseFixture {
  readonly org: Org;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly loginUrl: string;
  readonly username: string;
  /** The org ID of the org at `loginUrl`, 18 characters. */
  readonly orgId: string;
  readonly folder: string;
  /** Contains copies of the workspaces and temporary folders, made at the end of the job. */
  readonly artifacts: string;
  /** A clone of the repository that the workflow belongs to. */
  readonly repository: string;
}

export interface CaseRun extends CaseFixture {
  readonly engine: EngineResult;
  readonly requests: readonly string[];
  readonly home: string;
}
