import type { TenantName } from './tenants.ts';

/** A row of Setup → Login History. */
export interface LoginRow {
  readonly id: string;
  readonly tenant: TenantName;
  readonly userId: string;
  /** Time in milliseconds since the epoch. */
  readonly time: number;
  readonly status: string;
  /** Label of the app. */
  readonly application: string;
  /** Host that the request was sent to, without a scheme. */
  readonly loginUrl: string;
  readonly sourceIp: string;
}

/** A row of Setup → View Setup Audit Trail. */
export interface AuditRow {
  readonly id: string;
  readonly tenant: TenantName;
  readonly time: number;
  readonly action: string;
  readonly display: string;
  /** Username of the administrator. */
  readonly by: string;
}

/** A token that a user once got for an app by approving it. */
export interface Approval {
  readonly tenant: TenantName;
  readonly userId: string;
  readonly appName: string;
}

/** Records about sign-ins that an administrator can read in every org. */
export interface SetupRecords {
  readonly logins: LoginRow[];
  readonly auditTrail: AuditRow[];
  readonly approvals: Approval[];
}

export const makeSetupRecords = (): SetupRecords => ({ logins: [], auditTrail: [], approvals: [] });
