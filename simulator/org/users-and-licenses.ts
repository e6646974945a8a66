import { elementOf } from './metadata/components.ts';
import type { Metadata } from './metadata/metadata.ts';
import { makeId } from './salesforce-id.ts';
import type { TenantName, User, Users } from './tenants.ts';

/** Licenses, profiles and permission set assignments of every org. */
export interface Directory {
  readonly licenses: Map<string, License>;
  /** Profiles, keyed by user ID. A user without an entry has the profile of an integration user. */
  readonly profiles: Map<string, ProfileName>;
  readonly assignments: Assignment[];
  readonly licenseAssignments: Assignment[];
  profileOf(user: User): Profile;
  permissionSets(tenant: TenantName): readonly PermissionSet[];
  usersWith(tenant: TenantName, permissionSets: readonly string[]): Set<string>;
  /** Deletes all assignments of an org, because a sandbox refresh does not keep them. */
  removeTenant(tenant: TenantName): void;
}

export interface License {
  readonly id: string;
  readonly total: number;
  used: number;
}

export interface Profile {
  readonly id: string;
  readonly license: string;
  readonly apiEnabled: boolean;
}

export interface Assignment {
  readonly id: string;
  readonly tenant: TenantName;
  readonly userId: string;
  readonly targetId: string;
}

export interface PermissionSet {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export const PROFILES = {
  'System Administrator': profile('Salesforce', true),
  'Minimum Access - Salesforce': profile('Salesforce', false),
  'Minimum Access - API Only Integrations': profile('Salesforce Integration', true),
  'Chatter Free User': profile('Chatter Free', false),
} as const;

export type ProfileName = keyof typeof PROFILES;

/** Without this permission set license, almost no permissions can be granted to an integration user. */
export const INTEGRATION_LICENSE = {
  id: makeId('0PL'),
  name: 'SalesforceAPIIntegrationPsl',
  label: 'Salesforce API Integration',
} as const;

const DEFAULT_PROFILE: ProfileName = 'Minimum Access - API Only Integrations';

export function createUserDirectory(users: Users, metadata: Metadata): Directory {
  const profiles = new Map<string, ProfileName>();
  const assignments: Assignment[] = [];
  const licenseAssignments: Assignment[] = [];
  const ids = new Map<string, string>();
  const idOf = (name: string): string => {
    const id = ids.get(name) ?? makeId('0PS');
    ids.set(name, id);
    return id;
  };
  const permissionSets = (tenant: TenantName): PermissionSet[] =>
    metadata.list(tenant, 'PermissionSet').map(({ fullName, xml }) => ({
      id: idOf(`${tenant}/${fullName}`),
      name: fullName,
      description: elementOf(xml, 'description'),
    }));

  return {
    licenses: new Map([
      ['Salesforce', { id: makeId('100'), total: 50, used: 12 }],
      ['Salesforce Integration', { id: makeId('100'), total: 5, used: 1 }],
      ['Chatter Free', { id: makeId('100'), total: 500, used: 3 }],
    ]),
    profiles,
    assignments,
    licenseAssignments,
    profileOf: ({ userId18 }) => PROFILES[profiles.get(userId18) ?? DEFAULT_PROFILE],
    permissionSets,
    usersWith(tenant, names) {
      const targetSets = permissionSets(tenant).filter(({ name }) => names.includes(name));
      const holders = assignments.filter(({ targetId }) =>
        targetSets.some(({ id }) => id === targetId),
      );
      const assignees = [...users.values()].filter((user) =>
        holders.some(({ userId }) => userId === user.userId18),
      );
      return new Set(assignees.map(({ username }) => username));
    },
    removeTenant(tenant) {
      for (const list of [assignments, licenseAssignments]) {
        list.splice(0, list.length, ...list.filter((assignment) => assignment.tenant !== tenant));
      }
    },
  };
}

function profile(license: string, apiEnabled: boolean): Profile {
  return { id: makeId('00e'), license, apiEnabled };
}
