import { FINGERPRINT_COMMAND, NEW_KEY_PAIR_COMMAND, STORE_KEY_COMMAND } from './commands.ts';
import type { Cause } from './entry.ts';

type SharedFix = Pick<Cause, 'fix' | 'snippet' | 'setupPath'>;

export const USE_SANDBOX_DOMAIN = {
  fix: 'Set `login-url` to the My Domain of the sandbox, such as https://acme--uat.sandbox.my.{domain}.',
  setupPath: 'myDomain',
} as const satisfies SharedFix;

export const USE_MY_DOMAIN = {
  fix: 'Set `login-url` to the org’s My Domain, such as {my-domain}.',
  setupPath: 'myDomain',
} as const satisfies SharedFix;

export const CHANGED_ANSWERS = {
  mentions: 'proxy-set',
  fix: 'Set `login-url` to the org’s My Domain. If it already is, find out what changes answers on the network.',
  setupPath: 'myDomain',
} as const satisfies SharedFix & Pick<Cause, 'mentions'>;

export const WRONG_ORG = [
  {
    ...USE_SANDBOX_DOMAIN,
    id: 'sandbox-user-at-production-host',
    impliedBy: 'sandbox-user-at-production-host',
    explanation: 'The user is in a sandbox, but the login URL is for production.',
  },
  {
    id: 'production-user-at-sandbox-host',
    impliedBy: 'production-user-at-sandbox-host',
    explanation: 'The user is in production, but the login URL is for a sandbox.',
    fix: 'Set `username` to the username in the sandbox, or `login-url` to the My Domain of the production org.',
    setupPath: 'users',
  },
  {
    id: 'user-of-another-sandbox',
    impliedBy: 'user-of-another-sandbox',
    explanation: 'The username and the login URL are for different sandboxes.',
    fix: 'Set `username` and `login-url` to the same sandbox.',
    setupPath: 'users',
  },
  {
    id: 'username-escaped',
    impliedBy: 'username-escaped',
    explanation: 'The username is in an escaped form, which the org does not know.',
    fix: 'Set `username` exactly as Setup shows it, for example & instead of &amp;, or + instead of %2B.',
    setupPath: 'users',
  },
] as const satisfies readonly Cause[];

/** The same causes as WRONG_ORG, but ranked by their position in the entry. */
export const POSSIBLY_WRONG_ORG = WRONG_ORG.map(({ impliedBy, ...cause }) => ({
  ...cause,
  requires: impliedBy,
}));

export const MY_DOMAIN_ONLY = {
  ...USE_MY_DOMAIN,
  id: 'my-domain-only',
  requires: 'shared-login-host',
  explanation:
    '{host} does not serve this org: it is for orgs of the other kind (production or sandbox), or the org accepts sign-ins only at its My Domain.',
  appliesIf: 'Login History shows “Restricted domain”.',
} as const satisfies Cause;

export const POSSIBLY_SHARED_HOST = {
  ...USE_MY_DOMAIN,
  id: 'shared-login-host',
  requires: 'shared-login-host',
  explanation:
    'External Client Apps often fail at the shared hosts login.{domain} and test.{domain}.',
} as const satisfies Cause;

export const SHARED_HOST = {
  ...POSSIBLY_SHARED_HOST,
  impliedBy: 'shared-login-host',
} as const satisfies Cause;

/**
 * Ranked first for every rejected sign-in if `login-url` is set to an empty value, because the
 * workflow then did not pass the value that its author intended.
 */
export const EMPTY_LOGIN_URL = {
  id: 'login-url-empty',
  impliedBy: 'login-url-empty',
  explanation: '`login-url` is empty, so the default https://login.salesforce.com was used.',
  fix: 'Check that the expression after `login-url:` has a value in this job: a variable can belong to another environment, and an output of another job is empty if GitHub found a secret in it. Or write the URL itself.',
  setupPath: 'workflow',
} as const satisfies Cause;

/** Ranked before the causes of the entry if the error code is known, but the description is not. */
export const UNKNOWN_WORDS = {
  id: 'unknown-words',
  explanation: 'Not known: this version of the action does not know these words.',
  fix: 'Find the row of {username} at the time above. Its Status may say why.',
  setupPath: 'history',
} as const satisfies Cause;

export const CERTIFICATE_EXPIRED = {
  id: 'certificate-expired',
  requires: 'certificate-expired',
  explanation:
    'The certificate has expired. Reports disagree on whether Salesforce then accepts it.',
  fix: 'Create a new key and certificate, upload server.crt to the app, and store server.key as the secret.',
  setupPath: 'certificate',
} as const satisfies Cause;

export const JUST_CHANGED = {
  id: 'changed-recently',
  explanation: 'The app, the user or the sandbox was created or changed a few minutes ago.',
  fix: 'Wait ten minutes, then rerun the job.',
} as const satisfies Cause;

export const KEY_MISMATCH = [
  {
    id: 'app-has-other-certificate',
    impliedBy: 'certificate-matched',
    explanation: 'The app holds a different certificate, perhaps an older one.',
    fix: 'Upload the certificate from the input `certificate`, save, open the app again and check that it is there: the form can lose an upload.',
    setupPath: 'certificate',
  },
  {
    id: 'certificate-key-mismatch',
    impliedBy: 'certificate-not-compared',
    explanation: 'The certificate in the app does not match the private key.',
    fix: 'Upload the certificate that was created with this key. Its SHA-256 must be {fingerprint}.',
    snippet: [FINGERPRINT_COMMAND],
    setupPath: 'certificate',
  },
] as const satisfies readonly Cause[];

export const NO_CERTIFICATE = {
  id: 'certificate-missing-in-app',
  explanation: 'The app has no certificate, or JWT Bearer Flow is off.',
  appliesIf:
    'its OAuth Settings show no certificate. A metadata deployment without `certificate` removes it.',
  fix: 'Select Enable JWT Bearer Flow (Connected App: “Use digital signatures”), upload the certificate, save, open the app again and check that it is there.',
  setupPath: 'certificate',
} as const satisfies Cause;

export const KEY_OF_OTHER_APP = {
  id: 'consumer-key-of-another-app',
  explanation: 'The consumer key and the certificate belong to different apps.',
  fix: 'Copy the consumer key from the app that has the certificate.',
  setupPath: 'consumerKey',
} as const satisfies Cause;

const PERMISSION_SET =
  'a permission set that {username} has (reportedly not one whose License is Salesforce API Integration).';

export const NOT_PREAUTHORIZED = {
  id: 'user-not-preauthorized',
  explanation: 'The app does not pre-authorize this user.',
  appliesIf:
    'Permitted Users is “All users can self-authorize”, or the app lists no profile and no permission set that the user has.',
  fix: `Set Permitted Users to “Admin approved users are pre-authorized”, and select a profile or ${PERMISSION_SET}`,
  setupPath: 'preAuthorized',
} as const satisfies Cause;

/**
 * Applies to a message that Salesforce only returns if the app admits selected users, so Permitted
 * Users is already correct.
 */
export const NOT_SELECTED = {
  id: 'user-not-selected',
  explanation: 'The app lists no profile and no permission set that this user has.',
  fix: `Select the profile of {username}, or ${PERMISSION_SET}`,
  setupPath: 'selectedUsers',
} as const satisfies Cause;

export const NO_OFFLINE_SCOPE = {
  id: 'offline-scope-missing',
  explanation:
    'The app lacks the scope “Perform requests at any time (refresh_token, offline_access)”.',
  appliesIf: 'Selected OAuth Scopes does not list it.',
  fix: 'Add it, along with “Manage user data via APIs (api)”.',
  setupPath: 'settings',
} as const satisfies Cause;

/** The scope that Salesforce returned with the token includes neither `api` nor `full`. */
export const TOKEN_WITHOUT_API_SCOPE = {
  id: 'token-without-api-scope',
  impliedBy: 'scope-without-api',
  explanation: 'The token has no scope api, because the app does not give it.',
  fix: 'Add “Manage user data via APIs (api)” to Selected OAuth Scopes of the app, then rerun the job.',
  setupPath: 'settings',
} as const satisfies Cause;

export const NO_API_SCOPE = {
  id: 'api-scope-missing',
  refutedBy: ['scope-with-api', 'scope-without-api'],
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
  explanation: 'The app is not in this org (Setup → External Client App Manager).',
  appliesIf:
    'External Client App Manager of this org does not list it. A refresh of a sandbox replaces its apps.',
  fix: 'Create the app in this org, and use its consumer key. Or set `login-url` to the org that has the app.',
  setupPath: 'consumerKey',
} as const satisfies Cause;

export const MY_DOMAIN_AUDIENCE = {
  id: 'my-domain-audience-required',
  impliedBy: 'shared-audience-at-my-domain',
  explanation: 'The org accepts only its own My Domain as audience.',
  fix: 'Add this line:',
  snippet: ['audience: {login-url}'],
  setupPath: 'audience',
} as const satisfies Cause;

export const WRONG_HOST = {
  id: 'login-url-wrong',
  refutedBy: ['shared-login-host', 'signed-in', 'redirected-to-my-domain'],
  explanation: '`login-url` is misspelled, or the My Domain was renamed.',
  fix: 'Copy the Current My Domain URL into `login-url`.',
  setupPath: 'myDomain',
} as const satisfies Cause;

export const UNAVAILABLE = {
  id: 'salesforce-unavailable',
  mentions: 'several-attempts',
  explanation: 'Salesforce is temporarily unavailable, or the org is in maintenance.',
  fix: 'Check your instance (Setup → Company Information), then rerun the job.',
  setupPath: 'status',
} as const satisfies Cause;

export const INTERCEPTION = {
  id: 'intercepted',
  explanation: 'A proxy or firewall answers instead of Salesforce, or changes the request.',
  fix: 'Ask the team that runs it to allow {host} (HTTPS), and not to inspect its traffic.',
  setupPath: 'network',
} as const satisfies Cause;

export const INTERCEPTING_PROXY = {
  ...INTERCEPTION,
  promotedBy: 'proxy-set',
} as const satisfies Cause;

export const BAD_PROXY = {
  id: 'proxy-down',
  refutedBy: ['connected'],
  impliedBy: 'proxy-set',
  explanation: 'The proxy is down, or its address is wrong.',
  fix: 'Check the proxy, and the address in {proxy-variable}.',
  setupPath: 'runner',
} as const satisfies Cause;

const PROXY_NEEDED = {
  id: 'proxy-needed',
  refutedBy: ['proxy-variable-not-read', 'connected'],
  explanation: 'The runner can reach the internet only through a proxy.',
  fix: 'Set https_proxy to http://host:port, the address of the proxy. The step does not read the setting of the operating system.',
  setupPath: 'runner',
} as const satisfies Cause;

export const NEEDS_PROXY = {
  ...PROXY_NEEDED,
  impliedBy: 'proxy-not-set',
} as const satisfies Cause;

export const MAY_NEED_PROXY = {
  ...PROXY_NEEDED,
  requires: 'proxy-not-set',
} as const satisfies Cause;

export const UNREAD_PROXY = {
  id: 'proxy-variable-not-read',
  impliedBy: 'proxy-variable-not-read',
  refutedBy: ['connected'],
  explanation: 'The proxy is set in a variable that the step does not read.',
  fix: 'Set https_proxy or HTTPS_PROXY, in exactly this spelling, to http://host:port.',
  setupPath: 'runner',
} as const satisfies Cause;

export const EXEMPTED_FROM_PROXY = {
  id: 'proxy-exempted',
  requires: 'proxy-exempted',
  refutedBy: ['connected'],
  explanation: 'no_proxy exempts the host, but the runner can reach it only through the proxy.',
  fix: 'Remove the entry that matches {host} from no_proxy.',
  setupPath: 'runner',
} as const satisfies Cause;

/**
 * Applies if the workflow already sets NODE_EXTRA_CA_CERTS, so that it is not enough to suggest
 * setting it.
 */
export const UNTRUSTED_AUTHORITY = [
  {
    id: 'extra-ca-certs-unusable',
    impliedBy: 'extra-ca-certs-unusable',
    explanation: 'Node cannot use the file that NODE_EXTRA_CA_CERTS names.',
    fix: 'Set NODE_EXTRA_CA_CERTS to a PEM file with the certificate of the authority that signs the connections. To export one from a Java keystore:',
    snippet: ['keytool -exportcert -rfc -keystore cacerts -alias NAME -file authority.pem'],
    setupPath: 'runner',
  },
  {
    id: 'extra-ca-certs-without-authority',
    impliedBy: 'extra-ca-certs-without-authority',
    explanation: 'The file that NODE_EXTRA_CA_CERTS names has no certificate of an authority.',
    fix: 'Put the certificate of the authority into the file: it has CA:TRUE and, if it has a Key Usage, Certificate Sign.',
    snippet: ['openssl x509 -in FILE -noout -text'],
    setupPath: 'runner',
  },
  {
    id: 'extra-ca-certs-incomplete',
    impliedBy: 'extra-ca-certs-usable',
    explanation:
      'The file that NODE_EXTRA_CA_CERTS names lacks the authority that signs this connection, such as a TLS-inspecting proxy or firewall.',
    fix: 'Add the certificate of that authority to the file. This shows who signs the connection:',
    snippet: ['openssl s_client -connect {host}:443 -showcerts'],
    setupPath: 'runner',
  },
] as const satisfies readonly Cause[];

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

/**
 * Applies to a value that would be valid without a stray character. Each entry adds how to copy the
 * value.
 */
export const STRAY_CHARACTER = {
  requires: 'stray-character',
  explanation: '`{input}` contains {character}, which does not belong to it.',
} as const;

export const NEW_KEY_PAIR = {
  fix: 'Create a new RSA key pair, upload server.crt to the app, and store server.key as the secret:',
  snippet: [NEW_KEY_PAIR_COMMAND, STORE_KEY_COMMAND],
  setupPath: 'certificate',
} as const satisfies SharedFix;

export const STORE_PRIVATE_KEY = {
  fix: 'Store the private key, usually the file server.key. It begins with “-----BEGIN PRIVATE KEY-----” or “-----BEGIN RSA PRIVATE KEY-----”. If another tool made the key, look in its settings, or create a new pair.',
  snippet: [STORE_KEY_COMMAND],
  setupPath: 'secrets',
} as const satisfies SharedFix;

export const CONVERT_AND_STORE = 'Convert it, then store the result as the secret:';
