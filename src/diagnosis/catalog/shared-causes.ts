import { FINGERPRINT_COMMAND, NEW_KEY_PAIR_COMMAND, STORE_KEY_COMMAND } from './commands.ts';
import type { Cause } from './entry.ts';

type SharedFix = Pick<Cause, 'fix' | 'snippet' | 'setupPath'>;

export const USE_SANDBOX_DOMAIN = {
  fix: 'Set `login-url` to the My Domain of the sandbox, such as https://acme--uat.sandbox.my.salesforce.com.',
  setupPath: 'myDomain',
} as const satisfies SharedFix;

export const USE_MY_DOMAIN = {
  fix: 'Set `login-url` to the org’s My Domain, such as https://acme.my.salesforce.com.',
  setupPath: 'myDomain',
} as const satisfies SharedFix;

export const WRONG_ORG = [
  {
    ...USE_SANDBOX_DOMAIN,
    id: 'sandbox-user-at-production-host',
    requires: 'sandbox-user-at-production-host',
    promotedBy: 'sandbox-user-at-production-host',
    explanation: 'The user is in a sandbox, but the login URL is for production.',
  },
  {
    id: 'production-user-at-sandbox-host',
    requires: 'production-user-at-sandbox-host',
    promotedBy: 'production-user-at-sandbox-host',
    explanation: 'The user is in production, but the login URL is for a sandbox.',
    fix: 'Set `username` to the username in the sandbox.',
    setupPath: 'users',
  },
  {
    id: 'user-of-another-sandbox',
    requires: 'user-of-another-sandbox',
    promotedBy: 'user-of-another-sandbox',
    explanation: 'The username and the login URL are for different sandboxes.',
    fix: 'Set `username` and `login-url` to the same sandbox.',
    setupPath: 'users',
  },
] as const satisfies readonly Cause[];

export const MY_DOMAIN_ONLY = {
  ...USE_MY_DOMAIN,
  id: 'my-domain-only',
  requires: 'shared-login-host',
  explanation: 'The org accepts sign-ins only at its My Domain.',
  appliesIf: 'Login History shows “Restricted domain”, or no row for this run.',
} as const satisfies Cause;

export const SHARED_HOST = {
  ...USE_MY_DOMAIN,
  id: 'shared-login-host',
  requires: 'shared-login-host',
  promotedBy: 'shared-login-host',
  explanation:
    'External Client Apps often fail at the shared hosts login.salesforce.com and test.salesforce.com.',
} as const satisfies Cause;

export const JUST_CHANGED = {
  id: 'changed-recently',
  explanation: 'The app, the user or the sandbox was created or changed a few minutes ago.',
  fix: 'Wait ten minutes, then rerun the job.',
} as const satisfies Cause;

export const KEY_MISMATCH = [
  {
    id: 'app-has-other-certificate',
    requires: 'certificate-matched',
    promotedBy: 'certificate-matched',
    explanation: 'The app holds a different certificate, perhaps an older one.',
    fix: 'Upload the certificate from the input `certificate`, save, then open the app again to check that it is there. The form can lose an upload when it reloads.',
    setupPath: 'certificate',
  },
  {
    id: 'certificate-key-mismatch',
    requires: 'certificate-not-compared',
    promotedBy: 'certificate-not-compared',
    explanation: 'The certificate in the app does not match the private key.',
    fix: 'Upload the certificate that was created with this key. Its SHA-256 must be {fingerprint}. With the input `certificate`, the step compares them itself.',
    snippet: [FINGERPRINT_COMMAND],
    setupPath: 'certificate',
  },
] as const satisfies readonly Cause[];

export const NO_CERTIFICATE = {
  id: 'certificate-missing-in-app',
  explanation: 'The app has no certificate, or JWT Bearer Flow is off.',
  appliesIf:
    'its OAuth Settings show no certificate. A metadata deployment without `certificate` removes it.',
  fix: 'Select Enable JWT Bearer Flow (Connected App: “Use digital signatures”), upload the certificate, save, then open the app again to check that it is there.',
  setupPath: 'certificate',
} as const satisfies Cause;

export const KEY_OF_OTHER_APP = {
  id: 'consumer-key-of-another-app',
  explanation: 'The consumer key belongs to a different app from the one that has the certificate.',
  fix: 'Copy the consumer key from the app that has the certificate.',
  setupPath: 'consumerKey',
} as const satisfies Cause;

export const NOT_PREAUTHORIZED = {
  id: 'user-not-preauthorized',
  explanation: 'The app does not pre-authorize this user.',
  appliesIf:
    'Permitted Users is “All users can self-authorize”, or the app lists no profile or permission set that the user has.',
  fix: 'Set Permitted Users to “Admin approved users are pre-authorized”, and select a profile or permission set that {username} has (reportedly not one whose License is Salesforce API Integration).',
  setupPath: 'preAuthorized',
} as const satisfies Cause;

export const NO_OFFLINE_SCOPE = {
  id: 'offline-scope-missing',
  explanation:
    'The app lacks the scope “Perform requests at any time (refresh_token, offline_access)”.',
  appliesIf: 'Selected OAuth Scopes does not list it.',
  fix: 'Add it, along with “Manage user data via APIs (api)”.',
  setupPath: 'settings',
} as const satisfies Cause;

export const NO_API_SCOPE = {
  id: 'api-scope-missing',
  explanation: 'The app lacks the scope “Manage user data via APIs (api)”.',
  appliesIf: 'Selected OAuth Scopes does not list it.',
  fix: 'Add it.',
  setupPath: 'settings',
} as const satisfies Cause;

export const NOT_INSTALLED = {
  id: 'app-not-installed',
  explanation:
    'The app comes from another org and is not installed in this one, or an admin blocked it.',
  fix: 'Click Install or Unblock next to the app. Better: create an External Client App in this org.',
  setupPath: 'usage',
} as const satisfies Cause;

export const APP_NOT_IN_ORG = {
  id: 'app-not-in-org',
  mentions: 'sandbox-host',
  explanation: 'The app is not in this org.',
  appliesIf: 'External Client App Manager of this org does not list it.',
  fix: 'Create the app in this org, and use the consumer key shown there.',
  setupPath: 'consumerKey',
} as const satisfies Cause;

export const MY_DOMAIN_AUDIENCE = {
  id: 'my-domain-audience-required',
  requires: 'shared-audience-at-my-domain',
  promotedBy: 'shared-audience-at-my-domain',
  explanation: 'The org accepts only its own My Domain as audience.',
  fix: 'Set this input:',
  snippet: ['audience: {login-url}'],
  setupPath: 'audience',
} as const satisfies Cause;

export const WRONG_HOST = {
  id: 'login-url-wrong',
  explanation: '`login-url` is misspelled, or the My Domain was renamed.',
  fix: 'Copy the Current My Domain URL into `login-url`.',
  setupPath: 'myDomain',
} as const satisfies Cause;

export const UNAVAILABLE = {
  id: 'salesforce-unavailable',
  mentions: 'several-attempts',
  explanation: 'Salesforce is temporarily unavailable, or the org is in maintenance.',
  fix: 'Check the status of your instance, then rerun the job.',
  setupPath: 'status',
} as const satisfies Cause;

export const INTERCEPTION = {
  id: 'intercepted',
  explanation: 'A proxy or firewall answers instead of Salesforce, or changes the request.',
  fix: 'Exclude {host}, port 443, from inspection, or add the host to no_proxy.',
  setupPath: 'runner',
} as const satisfies Cause;

export const INTERCEPTING_PROXY = {
  ...INTERCEPTION,
  promotedBy: 'proxy-set',
} as const satisfies Cause;

export const BAD_PROXY = {
  id: 'proxy-down',
  requires: 'proxy-set',
  promotedBy: 'proxy-set',
  explanation: 'The proxy is down, or its address is wrong.',
  fix: 'Check the proxy and {proxy-variable}.',
  setupPath: 'runner',
} as const satisfies Cause;

export const NEEDS_PROXY = {
  id: 'proxy-needed',
  requires: 'proxy-not-set',
  promotedBy: 'proxy-not-set',
  explanation: 'The runner can reach the internet only through a proxy.',
  fix: 'Set https_proxy.',
  setupPath: 'runner',
} as const satisfies Cause;

export const API_ENABLED = {
  id: 'api-enabled-missing',
  explanation: 'The user lacks the permission API Enabled.',
  fix: 'Give {username} a permission set or profile with API Enabled.',
  setupPath: 'permissions',
} as const satisfies Cause;

export const API_ACCESS = {
  id: 'api-access-control',
  explanation: 'API Access Control is on and does not allow the app.',
  fix: 'Allow the app there, or give the user the permission “Use Any API Client”.',
  setupPath: 'apiAccess',
} as const satisfies Cause;

export const HIGH_ASSURANCE = {
  id: 'high-assurance-required',
  explanation:
    'The app or the user’s profile demands a High Assurance session, which no JWT sign-in can get.',
  fix: 'Set Session Security Level Required at Login to “None” in the profile, and drop High Assurance from the app’s policies.',
  setupPath: 'profile',
} as const satisfies Cause;

export const NEW_KEY_PAIR = {
  fix: 'Create a new RSA key pair, upload server.crt to the app, and store server.key as the secret:',
  snippet: [NEW_KEY_PAIR_COMMAND, STORE_KEY_COMMAND],
  setupPath: 'certificate',
} as const satisfies SharedFix;

export const STORE_PRIVATE_KEY = {
  fix: 'Store the private key, usually the file server.key. It begins with “-----BEGIN PRIVATE KEY-----” or “-----BEGIN RSA PRIVATE KEY-----”.',
  snippet: [STORE_KEY_COMMAND],
  setupPath: 'secrets',
} as const satisfies SharedFix;

export const CONVERT_AND_STORE = 'Convert it, then store the result as the secret:';
