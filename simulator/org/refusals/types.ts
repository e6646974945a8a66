import type { OrgState } from '../state.ts';
import type { Tenant, User } from '../tenants.ts';

/** A setting of the org because of which it refuses a sign-in, and which an administrator can see. */
export interface Refusal {
  readonly name: string;
  /** A sentence for the list of refusals. */
  readonly summary: string;
  /** Fault with the answer to the client, if the setting alone does not make the org refuse. */
  readonly fault?: string;
  apply(target: RefusalTarget): void;
}

export interface RefusalTarget {
  readonly state: Omit<OrgState, 'httpUrl'>;
  readonly tenant: Tenant;
  /** The user whose sign-ins are refused. */
  readonly user: User;
}
