/** A page of Setup on which a cause can be fixed. */
type SetupPage = 'user' | 'users' | 'profile' | 'app' | 'apps' | 'myDomain' | 'history' | 'home';

interface CauseDefinition {
  readonly fix: string;
  readonly page: SetupPage;
}

const APP = 'Setup → External Client App Manager → the app →';

/**
 * All causes with their fixes, in the order in which they must be fixed: the sign-in must first reach
 * the org, then the user, the app, and the limits of the user.
 */
export const CAUSES = {
  'wrong-org': {
    fix: 'Set `login-url` in the workflow to the My Domain of the org that has the user.',
    page: 'myDomain',
  },
  'my-domain-only': {
    fix: 'Set `login-url` in the workflow to the My Domain of the org.',
    page: 'myDomain',
  },
  'org-unavailable': {
    fix: 'Setup → Company Information shows the state of the org. Contact Salesforce if it is locked.',
    page: 'home',
  },
  'user-missing': {
    fix: 'Copy the Username from Setup → Users into `username` of the workflow.',
    page: 'users',
  },
  'username-with-space': {
    fix: 'Setup → Users → the user → Edit: remove the space at the end of Username.',
    page: 'user',
  },
  'user-inactive': { fix: 'Setup → Users → the user → Edit → Active.', page: 'user' },
  'user-frozen': { fix: 'Setup → Users → the user → Unfreeze.', page: 'user' },
  'app-missing': {
    fix: 'Copy the consumer key of the right app into the workflow, or create the app in this org: npm run setup -- --org ALIAS.',
    page: 'apps',
  },
  'app-deleted': { fix: 'Create an External Client App, and use its consumer key.', page: 'apps' },
  'app-not-installed': {
    fix: 'Create an External Client App in this org, or install the package with the app.',
    page: 'apps',
  },
  'policies-missing': {
    fix: `${APP} Policies → Edit → Save. A metadata deployment needs both types of policies.`,
    page: 'app',
  },
  'app-disabled': {
    fix: `${APP} Policies → Edit: set App Status to Enabled.`,
    page: 'app',
  },
  'oauth-disabled': { fix: `${APP} Policies → Edit: enable the OAuth plugin.`, page: 'app' },
  'app-blocked': {
    fix: 'In the policies of the app, remove Block from the session policy. If the app is blocked in Setup → Connected Apps OAuth Usage, unblock it there.',
    page: 'app',
  },
  'high-assurance': {
    fix: 'In the policies of the app, remove High Assurance session required: no person can confirm the sign-in of a workflow.',
    page: 'app',
  },
  'certificate-of-other-key': {
    fix: `Upload the certificate of this run’s key: ${APP} Settings → Edit → OAuth Settings → Enable JWT Bearer Flow → Upload Files. Or store the key of the certificate in GitHub.`,
    page: 'app',
  },
  'certificate-missing': {
    fix: `${APP} Settings → Edit → OAuth Settings → Enable JWT Bearer Flow → Upload Files (Connected App: Use digital signatures).`,
    page: 'app',
  },
  'refresh-token-scope-missing': {
    fix: 'Add “Perform requests at any time (refresh_token, offline_access)” to Selected OAuth Scopes of the app.',
    page: 'app',
  },
  'api-scope-missing': {
    fix: 'Add “Manage user data via APIs (api)” to Selected OAuth Scopes of the app.',
    page: 'app',
  },
  'api-access-control': {
    fix: 'In Setup → API Access Control, or in the policies of the app, approve the app: set Permitted Users to “Admin approved users are pre-authorized”.',
    page: 'home',
  },
  'self-authorized': {
    fix: 'In the policies of the app, set Permitted Users to “Admin approved users are pre-authorized”, and select a profile or a permission set of the user.',
    page: 'app',
  },
  'nobody-selected': {
    fix: `${APP} Policies → Edit → App Policies: add a permission set of the user to Selected Permission Sets, or the profile to Selected Profiles.`,
    page: 'app',
  },
  'user-not-selected': {
    fix: 'Assign one of these permission sets to the user, or select a permission set or the profile of the user in the policies of the app.',
    page: 'user',
  },
  'assignment-expired': {
    fix: 'Setup → Users → the user → Permission Set Assignments → Edit Assignments: remove the assignment, and add it without an expiration date.',
    page: 'user',
  },
  'permission-set-needs-activation': {
    fix: 'Select a permission set without Session Activation Required in the policies of the app, and assign it to the user.',
    page: 'user',
  },
  'api-disabled': {
    fix: 'Give the user a permission set with API Enabled.',
    page: 'user',
  },
  'ip-ranges': {
    fix: 'Add the address to Setup → Profiles → the profile → Login IP Ranges, or run the job on a runner with an address in them.',
    page: 'profile',
  },
  'login-hours': {
    fix: 'Setup → Profiles → the profile → Login Hours: allow the time at which the workflow runs.',
    page: 'profile',
  },
  'profile-high-assurance': {
    fix: 'Setup → Profiles → the profile → Session Settings: set Session Security Level Required at Login to None.',
    page: 'profile',
  },
  'login-rate': { fix: 'Wait, then let the workflow sign in less often.', page: 'history' },
  'maximum-logins': {
    fix: 'Let the workflow sign in as a user with another license.',
    page: 'user',
  },
  clock: {
    fix: 'Set the clock of the runner, and rerun the job.',
    page: 'history',
  },
  'fixed-since': { fix: 'Rerun the job.', page: 'history' },
  platform: {
    fix: 'Rerun the job. If it fails again, open a case with Salesforce.',
    page: 'history',
  },
} as const satisfies Record<string, CauseDefinition>;

export type OrgCauseId = keyof typeof CAUSES;

export const CAUSE_IDS = Object.keys(CAUSES) as readonly OrgCauseId[];

/** The host for links, and the IDs of the records whose pages a link can open. */
export interface LinkTargets {
  readonly myDomain: string;
  readonly userId?: string | undefined;
  readonly profileId?: string | undefined;
  readonly appId?: string | undefined;
  readonly isConnectedApp?: boolean;
}

/** Returns the URL of this org's page on which the cause can be fixed. */
export function linkOf(id: OrgCauseId, targets: LinkTargets): string {
  const { userId, profileId, appId, isConnectedApp = false } = targets;
  const { page } = CAUSES[id];
  const apps = isConnectedApp ? 'ConnectedApplication' : 'ManageExternalClientApplication';
  const paths: Readonly<Record<SetupPage, string>> = {
    users: 'ManageUsers/home',
    user:
      userId === undefined
        ? 'ManageUsers/home'
        : `ManageUsers/page?address=%2F${userId}%3Fnoredirect%3D1%26isUserEntityOverride%3D1`,
    profile:
      profileId === undefined
        ? 'EnhancedProfiles/home'
        : `EnhancedProfiles/page?address=%2F${profileId}`,
    app: appId === undefined || isConnectedApp ? `${apps}/home` : `${apps}/${appId}/detail`,
    apps: 'ManageExternalClientApplication/home',
    myDomain: 'OrgDomain/home',
    history: 'OrgLoginHistory/home',
    home: 'SetupOneHome/home',
  };
  return `${targets.myDomain}/lightning/setup/${paths[page]}`;
}
