import type { OrgState } from '../state.ts';
import type { Tenant, User } from '../tenants.ts';

/** A setting that makes the org reject a sign-in and that an administrator can see. */
export interface Refusal {
  readonly name: string;
  /** Description in the list of refusals. */
  readonly summary: string;
  /**
   * A fault with the response to the client, if the setting alone does not make the org reject the
   * sign-in.
   */
  readonly fault?: string;
  apply(target: RefusalTarget): void;
}

export interface RefusalTarget {
  readonly state: Omit<OrgState, 'httpUrl'>;
  readonly tenant: Tenant;
  /** The user whose sign-ins are rejected. */
  readonly user: User;
}
