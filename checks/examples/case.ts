/** A test case: one workflow, one event, and the expected results. */
import type { Org } from '../../simulator/org/org.ts';
import type { TenantName } from '../../simulator/org/tenants.ts';
import type { EngineResult } from './engine.ts';

export interface ExampleCase {
  /** Path relative to the root of the repository. */
  readonly file: string;
  /** Distinguishes this case from other cases of the same file. */
  readonly variant?: string;
  readonly event: string;
  readonly payload?: unknown;
  /** Examples that this example calls with `uses: ./.github/workflows/…`. */
  readonly calls?: readonly string[];
  readonly job?: string;
  readonly matrix?: string;
  /** The org whose My Domain the workflow signs in to. */
  readonly org?: TenantName;
  readonly vars?: (fixture: CaseFixture) => Readonly<Record<string, string>>;
  readonly secrets?: (fixture: CaseFixture) => Readonly<Record<string, string>>;
  /** If set, adds the org's CA certificate to /etc/ssl/certs under this file name. */
  readonly authorityFile?: string;
  /** If true, sets no proxy: /etc/hosts maps the host names of the org to this machine instead. */
  readonly noProxy?: boolean;
  /** Additional environment variables of the runner. */
  readonly env?: (fixture: CaseFixture) => Readonly<Record<string, string>>;
  /** Changes the org before the job begins. */
  readonly prepare?: (fixture: CaseFixture) => void;
  /** The repository that the workflow runs in: the sample project (default), or this repository. */
  readonly repository?: 'project' | 'own';
  /** Value of GITHUB_REPOSITORY, if it differs from the name of the repository. */
  readonly repositoryName?: string;
  /** If true, runs the real gh, which calls the simulated GitHub. */
  readonly github?: boolean;
  /** If true, copies the sf plugins from a cache, which is faster than downloading them again. */
  readonly preinstallPlugins?: boolean;
  /** Expected result of each job. */
  readonly jobs: Readonly<Record<string, 'success' | 'failure' | 'skipped'>>;
  /** Expected requests to the org, in order. Consecutive identical requests count once. */
  readonly requests: readonly string[];
  /** Strings that the log must contain. */
  readonly logIncludes?: readonly (string | RegExp)[];
  /** Files in which the token may remain, as the recipe documents. */
  readonly allowedFiles?: readonly RegExp[];
  /** True if the client contacts its registry to check for updates after the sign-in. */
  readonly checksForUpdates?: boolean;
  readonly assert?: (run: CaseRun) => void;
  /** A replacement in the text of the file that must make this case fail. */
  readonly mutation: readonly [original: string, replacement: string];
}

export interface CaseFixture {
  readonly org: Org;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly loginUrl: string;
  readonly username: string;
  /** ID of the org at `loginUrl`, with 18 characters. */
  readonly orgId: string;
  readonly folder: string;
  /** Copies of the workspaces and temporary folders, made at the end of the job. */
  readonly artifacts: string;
  /** A clone of the repository that the workflow belongs to. */
  readonly repository: string;
}

export interface CaseRun extends CaseFixture {
  readonly engine: EngineResult;
  readonly requests: readonly string[];
  readonly home: string;
}
