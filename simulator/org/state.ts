import type { App } from './app.ts';
import type { FaultInjector } from './faults/fault-injector.ts';
import type { GitHub } from './github.ts';
import type { SimRequest } from './http-message.ts';
import type { AsyncJobs } from './jobs.ts';
import type { Deployments } from './metadata/deployments.ts';
import type { Metadata } from './metadata/metadata.ts';
import type { Sessions } from './sessions.ts';
import type { SetupRecords } from './setup-records.ts';
import type { Tenant, Users } from './tenants.ts';
import type { Directory } from './users-and-licenses.ts';

/** The complete state of a running org. Tests change it through the `Org` that `startOrg` returns. */
export interface OrgState {
  readonly tenants: readonly Tenant[];
  readonly users: Users;
  readonly app: App;
  readonly sessions: Sessions;
  readonly metadata: Metadata;
  readonly directory: Directory;
  readonly deployments: Deployments;
  readonly github: GitHub;
  readonly jobs: AsyncJobs;
  readonly faults: FaultInjector;
  readonly requests: RecordedRequest[];
  readonly policy: LoginPolicy;
  readonly records: SetupRecords;
  /** URL of the plain HTTP server. */
  httpUrl: string;
  /** Current time of the org in milliseconds; the fault `skewed-clock` sets it ahead. */
  now(): number;
}

export interface LoginPolicy {
  /** Setup → My Domain → "Prevent login from login.salesforce.com". */
  preventGenericLogin: boolean;
  /** Setup → API Access Control; undefined if Salesforce Support has not enabled it. */
  adminApprovedAppsOnly: boolean | undefined;
  /** Address of every caller, which Login IP Ranges are compared with. */
  callerAddress: string;
}

export interface RecordedRequest extends SimRequest {
  readonly timestamp: number;
  /** Set if the request contained an assertion that could be decoded. */
  readonly assertion?: { readonly header: unknown; readonly claims: unknown };
  status: number | undefined;
  outcome: string;
  fault: string | undefined;
}
