import { makeId } from '../salesforce-id.ts';
import type { ProfileLimits } from '../users-and-licenses.ts';
import type { Refusal, RefusalTarget } from './types.ts';

const ADMINISTRATOR = 'admin@acme.com';

/** Adds a row to Setup Audit Trail, which contains the username only within its sentence. */
function audit({ state, tenant, user }: RefusalTarget, action: string, verb: string): void {
  state.records.auditTrail.push({
    id: makeId('0Ym'),
    tenant: tenant.name,
    time: state.now() - 3_600_000,
    action,
    display: `${verb} user ${user.username}`,
    by: ADMINISTRATOR,
  });
}

function rename({ state, user }: RefusalTarget, username: string): void {
  state.users.delete(user.username);
  state.users.set(username, { ...user, username });
}

const limitProfile = ({ state, user }: RefusalTarget, limits: ProfileLimits): void =>
  void state.directory.profileLimits.set(state.directory.profileNameOf(user), limits);

const CLOSED_ALL_WEEK = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].flatMap((day) => [
    [`${day}Start`, 0],
    [`${day}End`, 0],
  ]),
);

export const USER_REFUSALS: readonly Refusal[] = [
  {
    name: 'user-frozen',
    summary: 'The user is frozen.',
    apply(target) {
      target.user.frozen = true;
      audit(target, 'frozeuser', 'Froze');
    },
  },
  {
    name: 'user-inactive',
    summary: 'The user is not active.',
    apply(target) {
      target.user.active = false;
      audit(target, 'deactivateduser', 'Deactivated');
    },
  },
  {
    name: 'user-missing',
    summary: 'The org has no such user.',
    apply: ({ state, user }) => void state.users.delete(user.username),
  },
  {
    name: 'user-with-space',
    summary: 'The username in the org ends with a space.',
    apply: (target) => rename(target, `${target.user.username} `),
  },
  {
    name: 'user-with-suffix',
    summary: "The username in the org ends with a sandbox's name.",
    apply: (target) => rename(target, `${target.user.username}.full`),
  },
  {
    name: 'api-disabled',
    summary: 'Neither the profile nor a permission set of the user grants API Enabled.',
    fault: 'api-disabled',
    apply: ({ state, user }) =>
      void state.directory.profiles.set(user.userId18, 'Minimum Access - Salesforce'),
  },
  {
    name: 'ip-ranges',
    summary: "The address of the caller is outside the profile's Login IP Ranges.",
    apply: (target) =>
      limitProfile(target, {
        ipRanges: [{ startAddress: '198.51.100.0', endAddress: '198.51.100.255' }],
      }),
  },
  {
    name: 'login-hours',
    summary: "The profile's Login Hours allow no sign-in.",
    apply: (target) => limitProfile(target, { loginHours: CLOSED_ALL_WEEK }),
  },
];
