import type { Org } from '../org.ts';
import type { TenantName } from '../tenants.ts';
import { APP_REFUSALS } from './app.ts';
import { GRANT_REFUSALS } from './grant.ts';
import { ORG_REFUSALS } from './org.ts';
import type { Refusal } from './types.ts';
import { USER_REFUSALS } from './user.ts';

/** All settings that make an org reject sign-ins, by name. */
export const REFUSALS: readonly Refusal[] = [
  ...USER_REFUSALS,
  ...APP_REFUSALS,
  ...GRANT_REFUSALS,
  ...ORG_REFUSALS,
];

/** Makes an org reject the sign-ins of its first user. */
export function refuseSignIns(org: Org, name: string, tenantName: TenantName = 'production'): void {
  const refusal = REFUSALS.find((candidate) => candidate.name === name);
  const tenant = org.tenants.find((candidate) => candidate.name === tenantName);
  const user = [...org.users.values()].find((candidate) => candidate.tenant === tenantName);
  if (refusal === undefined || tenant === undefined || user === undefined) {
    const names = REFUSALS.map((candidate) => candidate.name).join(', ');
    throw new RangeError(`There is no refusal named ${name}. Known refusals: ${names}.`);
  }
  refusal.apply({ state: org, tenant, user });
  if (refusal.fault !== undefined) org.faults.set(refusal.fault);
}
