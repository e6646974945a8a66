import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import type { TenantName } from '../tenants.ts';

/** Timestamp of every record. It is constant, because nothing depends on its value. */
export const TIMESTAMP = '2026-01-01T00:00:00.000+0000';

/** Values by column name. A column may be a field of a related object, for example `Profile.Name`. */
export type TableRow = Readonly<Record<string, unknown>>;

export interface Table {
  readonly type: string;
  readonly columns: readonly string[];
  /** If set, the table exists only in this org. */
  readonly onlyIn?: TenantName;
  readonly notOnTooling?: true;
  readonly onlyOnTooling?: true;
  /** Columns that a condition may not contain. */
  readonly notFilterable?: readonly string[];
  rows(state: OrgState, session: Session): readonly TableRow[];
}
