/** One workflow, one event, and what must come of it. */
import type { Org } from '../../simulator/org/org.ts';
import type { TenantName } from '../../simulator/org/tenants.ts';
import type { EngineResult } from './engine.ts';

export interface ExampleCase {
  /** From the root of the repository. */
  readonly file: string;
  /** What sets this case apart from others of the same file. */
  readonly variant?: string;
  readonly event: string;
  readonly payload?: unknown;
  readonly job?: string;
  readonly matrix?: string;
  /** The org whose user signs in, at its My Domain. */
  readonly org?: TenantName;
  readonly vars?: (fixture: CaseFixture) => Readonly<Record<string, string>>;
  readonly secrets?: (fixture: CaseFixture) => Readonly<Record<string, string>>;
  /** A file that the job shall find in /etc/ssl/certs, with the authority of the org. */
  readonly authorityFile?: string;
  /** No proxy: the host names of the org lead to this machine, as they would to Salesforce. */
  readonly noProxy?: boolean;
  /** What the runner has in its environment besides. */
  readonly env?: (fixture: CaseFixture) => Readonly<Record<string, string>>;
  /** Changes the org before the job begins. */
  readonly prepare?: (fixture: CaseFixture) => void;
  /** The small project, unless it is this repository itself. */
  readonly repository?: 'project' | 'own';
  /** The plugins of sf are there from an earlier job, as on a runner of one's own: to install them anew is quick. */
  readonly preinstallPlugins?: boolean;
  /** Each job by its id: skipped where it must not run. */
  readonly jobs: Readonly<Record<string, 'success' | 'failure' | 'skipped'>>;
  /** What the org must have seen, in order; repeated requests count once. */
  readonly requests: readonly string[];
  /** What a person must be able to read in the log. */
  readonly logIncludes?: readonly (string | RegExp)[];
  /** Files that keep the token, which the recipe tells of. */
  readonly allowedFiles?: readonly RegExp[];
  /** The client asks where it came from whether there is a newer one, when it has the token. */
  readonly checksForUpdates?: boolean;
  readonly assert?: (run: CaseRun) => void;
  /** One slip in the file, and the check must see it. */
  readonly mutation: readonly [text: string, instead: string];
}

export interface CaseFixture {
  readonly org: Org;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly loginUrl: string;
  readonly username: string;
  readonly folder: string;
  /** Copies of the workspaces and temporary folders, as they were at the end of the job. */
  readonly artifacts: string;
  /** A clone of the repository that the workflow belongs to. */
  readonly repository: string;
}

export interface CaseRun extends CaseFixture {
  readonly engine: EngineResult;
  readonly requests: readonly string[];
  readonly home: string;
}
