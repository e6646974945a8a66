import { elementOf } from './metadata/components.ts';
import type { Metadata } from './metadata/metadata.ts';
import { makeId } from './salesforce-id.ts';
import type { TenantName, User, Users } from './tenants.ts';

/** Licenses, profiles and permission set assignments of every org. */
export interface Directory {
  readonly licenses: Map<string, License>;
  /** Profiles, keyed by user ID. A user without an entry has the profile of an integration user. */
  readonly profiles: Map<string, ProfileName>;
  readonly assignments: PermissionSetAssignment[];
  readonly licenseAssignments: Assignment[];
  /** Limits by profile. A profile without an entry has no limits. */
  readonly profileLimits: Map<ProfileName, ProfileLimits>;
  profileNameOf(user: User): ProfileName;
  /** Returns the profiles whose "Session Security Level Required at Login" is High Assurance. */
  highAssuranceProfiles(): readonly ProfileName[];
  /** Returns the ID of a record, which is the same on every call with the same arguments. */
  idOf(keyPrefix: string, key: string): string;
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

export interface PermissionSetAssignment extends Assignment {
  /** Time in milliseconds since the epoch. */
  readonly expires?: number;
}

/** Setup → Profiles → Login IP Ranges, Login Hours and Session Settings. */
export interface ProfileLimits {
  readonly ipRanges?: readonly IpRange[];
  /** Minutes after midnight, keyed by the name of the element, such as `mondayStart`. */
  readonly loginHours?: Readonly<Record<string, number>>;
  readonly isHighAssurance?: boolean;
}

export interface IpRange {
  readonly startAddress: string;
  readonly endAddress: string;
}

export interface PermissionSet {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly label: string;
  readonly apiEnabled: boolean;
  readonly needsActivation: boolean;
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
  const assignments: PermissionSetAssignment[] = [];
  const licenseAssignments: Assignment[] = [];
  const ids = new Map<string, string>();
  const profileLimits = new Map<ProfileName, ProfileLimits>();
  const idOf = (keyPrefix: string, key: string): string => {
    const id = ids.get(keyPrefix + key) ?? makeId(keyPrefix);
    ids.set(keyPrefix + key, id);
    return id;
  };
  const profileNameOf = ({ userId18 }: User) => profiles.get(userId18) ?? DEFAULT_PROFILE;
  const permissionSets = (tenant: TenantName): PermissionSet[] =>
    metadata.list(tenant, 'PermissionSet').map(({ fullName, xml }) => ({
      id: idOf('0PS', `${tenant}/${fullName}`),
      name: fullName,
      description: elementOf(xml, 'description'),
      label: elementOf(xml, 'label') || fullName,
      apiEnabled: /<name>ApiEnabled<\/name>/.test(xml),
      needsActivation: elementOf(xml, 'hasActivationRequired') === 'true',
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
    profileLimits,
    profileNameOf,
    profileOf: (user) => PROFILES[profileNameOf(user)],
    highAssuranceProfiles: () =>
      [...profileLimits].flatMap(([name, { isHighAssurance }]) => (isHighAssurance ? [name] : [])),
    idOf,
    permissionSets,
    usersWith(tenant, names) {
      const targetSets = permissionSets(tenant).filter(({ name }) => names.includes(name));
      const holders = assignments.filter(
        ({ targetId, expires = Number.POSITIVE_INFINITY }) =>
          expires > Date.now() && targetSets.some(({ id }) => id === targetId),
      );
      const assignees = [...users.values()].filter((user) =>
        holders.some(({ userId }) => userId === user.userId18),
      );
      return new Set(assignees.map(({ username }) => username));
    },
    removeTenant(tenant) {
      for (const list of [assignments, licenseAssignments]) {
        const kept = list.filter((assignment) => assignment.tenant !== tenant);
        list.splice(0, list.length, ...kept);
      }
    },
  };
}

function profile(license: string, apiEnabled: boolean): Profile {
  return { id: makeId('00e'), license, apiEnabled };
}
