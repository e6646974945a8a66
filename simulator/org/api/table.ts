import type { Session } from '../oauth/sessions.ts';
import type { OrgState } from '../state.ts';
import type { TenantName } from '../tenants.ts';

/** A column may lead to another object, like `Profile.Name`. */
export type TableRow = Readonly<Record<string, unknown>>;

export interface Table {
  readonly type: string;
  readonly columns: readonly string[];
  /** Only this org has it. */
  readonly onlyIn?: TenantName;
  rows(state: OrgState, session: Session): readonly TableRow[];
}
