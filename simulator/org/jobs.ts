import type { Session } from './sessions.ts';
import type { TenantName } from './tenants.ts';

/** Asynchronous jobs started by clients, except deployments. */
export interface AsyncJobs {
  readonly bulkJobs: Map<string, BulkJob>;
  readonly testRuns: TestRun[];
  readonly scratchOrgs: ScratchOrg[];
  readonly packageVersions: PackageVersion[];
}

export const makeAsyncJobs = (): AsyncJobs => ({
  bulkJobs: new Map(),
  testRuns: [],
  scratchOrgs: [],
  packageVersions: [],
});

export interface BulkJob {
  readonly id: string;
  readonly kind: string;
  readonly jobRequest: Readonly<Record<string, unknown>>;
  readonly session: Session;
  csv: string;
  state: 'Open' | 'UploadComplete' | 'JobComplete' | 'Aborted';
}

export interface TestRun {
  readonly id: string;
  readonly queueItemId: string;
  readonly tenant: TenantName;
  readonly userId: string;
}

export interface ScratchOrg {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Authorization code that the CLI exchanges once for its first session in the new scratch org. */
  authCode: string | undefined;
  deleted: boolean;
}

export interface PackageVersion {
  readonly requestId: string;
  readonly id: string;
  readonly subscriberId: string;
  readonly packageId: string;
}
