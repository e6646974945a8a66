import { makeId } from '../salesforce-id.ts';
import type { Refusal, RefusalTarget } from './types.ts';

const PERMISSION_SET = 'CI_access';

/**
 * Allows only users with a new permission set to use the app. No user has this permission set yet.
 */
function selectOnly(
  { state: { app, metadata }, tenant }: RefusalTarget,
  { hasActivationRequired = false } = {},
): void {
  metadata.put(tenant.name, {
    type: 'PermissionSet',
    fullName: PERMISSION_SET,
    xml:
      '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>CI access</label>' +
      `<hasActivationRequired>${hasActivationRequired}</hasActivationRequired></PermissionSet>`,
  });
  app.approvedUsers = new Set();
  app.selectedPermissionSets = [PERMISSION_SET];
}

function assign({ state: { directory }, tenant, user }: RefusalTarget, expires?: number): void {
  const set = directory.permissionSets(tenant.name).find(({ name }) => name === PERMISSION_SET);
  directory.assignments.push({
    id: makeId('0Pa'),
    tenant: tenant.name,
    userId: user.userId18,
    targetId: set?.id ?? '',
    ...(expires === undefined ? {} : { expires }),
  });
}

export const GRANT_REFUSALS: readonly Refusal[] = [
  {
    name: 'self-authorized',
    summary: 'The app leaves it to the users to authorize it.',
    apply({ state }) {
      state.app.permittedUsers = 'self-authorized';
    },
  },
  {
    name: 'nobody-selected',
    summary: 'The app selects no profile and no permission set.',
    apply({ state }) {
      state.app.approvedUsers = new Set();
    },
  },
  {
    name: 'profile-not-selected',
    summary: 'The app selects only another profile.',
    fault: 'not-admin-approved',
    apply: ({ state }) =>
      void Object.assign(state.app, {
        approvedUsers: new Set(),
        selectedProfiles: ['System Administrator'],
      }),
  },
  {
    name: 'permission-set-not-assigned',
    summary: 'The app selects a permission set that the user does not have.',
    fault: 'not-admin-approved',
    apply: selectOnly,
  },
  {
    name: 'permission-set-expired',
    summary: 'The assignment of the permission set has expired.',
    apply(target) {
      selectOnly(target);
      assign(target, target.state.now() - 86_400_000);
    },
  },
  {
    name: 'permission-set-not-activated',
    summary:
      'The permission set is session-based, so nothing activates it in a sign-in with a JWT.',
    apply(target) {
      selectOnly(target, { hasActivationRequired: true });
      assign(target);
    },
  },
];
