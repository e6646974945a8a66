export const EXTERNAL_CLIENT_APP = 'Setup → External Client App Manager → the app →';

/**
 * Paths to pages of Salesforce Setup and of GitHub's settings. If the path differs for a Connected App,
 * it is the second one.
 */
export const SETUP_PATHS = {
  policies: [
    `${EXTERNAL_CLIENT_APP} Policies → Edit → OAuth Policies`,
    'Setup → Manage Connected Apps → the app → Edit Policies',
  ],
  preAuthorized: [
    `${EXTERNAL_CLIENT_APP} Policies → Edit → OAuth Policies → Permitted Users, and App Policies → Selected Profiles or Selected Permission Sets`,
    'Setup → Manage Connected Apps → the app → Edit Policies, and Manage Profiles or Manage Permission Sets on the same page',
  ],
  selectedUsers: [
    `${EXTERNAL_CLIENT_APP} Policies → Edit → App Policies → Selected Profiles or Selected Permission Sets`,
    'Setup → Manage Connected Apps → the app → Manage Profiles or Manage Permission Sets',
  ],
  settings: [
    `${EXTERNAL_CLIENT_APP} Settings → Edit → OAuth Settings`,
    'Setup → App Manager → the app → Edit → API (Enable OAuth Settings)',
  ],
  consumerKey: [
    `${EXTERNAL_CLIENT_APP} Settings → OAuth Settings → Consumer Key and Secret`,
    'Setup → App Manager → the app → View → Manage Consumer Details',
  ],
  certificate: [
    `${EXTERNAL_CLIENT_APP} Settings → Edit → OAuth Settings → Enable JWT Bearer Flow → Upload Files`,
    'Setup → App Manager → the app → Edit → Use digital signatures → Choose File',
  ],
  usage: ['Setup → Connected Apps OAuth Usage'],
  users: ['Setup → Users'],
  profile: ['Setup → Profiles → the user’s profile'],
  ipRanges: ['Setup → Profiles → the user’s profile → Login IP Ranges'],
  permissions: ['Setup → Users → the user → Permission Set Assignments, or the user’s profile'],
  sessions: ['Setup → Session Management'],
  sessionSettings: ['Setup → Session Settings'],
  apiAccess: ['Setup → API Access Control'],
  myDomain: ['Setup → My Domain → Current My Domain URL'],
  company: ['Setup → Company Information'],
  history: ['Setup → Login History'],
  status: ['https://status.salesforce.com'],
  audience: ['the workflow file, under `with:` of this step. For the URL: Setup → My Domain'],
  workflow: ['the workflow file, under `with:` of this step'],
  job: ['the workflow file, next to `runs-on:` of this job'],
  secrets: [
    'GitHub → the repository → Settings → Environments → NAME, or Secrets and variables → Actions',
  ],
  dependabot: ['GitHub → the repository → Settings → Secrets and variables → Dependabot'],
  network: ['the proxy or firewall of your network'],
  runner: ['the environment of the runner, or `env:` of the job'],
} as const satisfies Record<string, readonly [string, string?]>;

export type SetupPathName = keyof typeof SETUP_PATHS;
