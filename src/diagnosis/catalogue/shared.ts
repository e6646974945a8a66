import { FINGERPRINT_COMMAND, NEW_PAIR_COMMAND, STORE_KEY_COMMAND } from './commands.ts';
import type { Cause } from './entry.ts';

/** Causes that several symptoms have, and cures that several causes have. */

export const WRONG_ORG: readonly Cause[] = [
  {
    only: 'sandbox user at a production host',
    what: 'The user is in a sandbox, but the login URL is for production.',
    fix: 'Set `login-url` to the My Domain of the sandbox, such as https://acme--uat.sandbox.my.salesforce.com.',
    where: 'myDomain',
  },
  {
    only: 'production user at a sandbox host',
    what: 'The user is in production, but the login URL is for a sandbox.',
    fix: 'Set `username` to the username in the sandbox.',
    where: 'users',
  },
  {
    only: 'user of another sandbox',
    what: 'The username and the login URL are for different sandboxes.',
    fix: 'Set `username` and `login-url` to the same sandbox.',
    where: 'users',
  },
];

export const MY_DOMAIN_ONLY: Cause = {
  needs: 'generic host',
  what: 'The org accepts sign-ins only at its My Domain.',
  tell: 'Login History shows “Restricted domain”, or no row for this run.',
  fix: 'Set `login-url` to the org’s My Domain, such as https://acme.my.salesforce.com.',
  where: 'myDomain',
};

export const TEST_HOST: Cause = {
  only: 'test.salesforce.com',
  what: 'test.salesforce.com fails from time to time.',
  fix: 'Set `login-url` to the My Domain of the sandbox, such as https://acme--uat.sandbox.my.salesforce.com.',
  where: 'myDomain',
};

export const JUST_CHANGED: Cause = {
  what: 'The app was created or changed a few minutes ago.',
  fix: 'Wait ten minutes, then rerun the job.',
};

export const KEY_PAIR: readonly Cause[] = [
  {
    only: 'certificate matched',
    what: 'The app has a different certificate, perhaps an older one.',
    fix: 'Upload the certificate from the input `certificate`, save, then open the app again to check that it is there. The form can lose an upload when it reloads.',
    where: 'certificate',
  },
  {
    only: 'certificate not given',
    what: 'The certificate in the app does not match the private key.',
    fix: 'Upload the certificate that was created with this key. For the right one, this command prints {fingerprint}. With the input `certificate`, the step compares them itself.',
    lines: [FINGERPRINT_COMMAND],
    where: 'certificate',
  },
];

export const OTHER_APP: Cause = {
  what: 'The consumer key is from a different app than the certificate.',
  fix: 'Copy the consumer key from the app that has the certificate.',
  where: 'consumerKey',
};

export const NOT_ON_APP: Cause = {
  what: 'The user is not pre-authorized for the app.',
  tell: 'Permitted Users is “All users can self-authorize”, or the app lists no profile or permission set of the user.',
  fix: 'Set Permitted Users to “Admin approved users are pre-authorized”, and select a profile or permission set that {username} has. A permission set with the licence Salesforce API Integration does not work.',
  where: 'policies',
};

export const NO_OFFLINE_SCOPE: Cause = {
  what: 'The app does not have the scope “Perform requests at any time (refresh_token, offline_access)”.',
  tell: 'Selected OAuth Scopes of the app does not list it.',
  fix: 'Add that scope, and “Manage user data via APIs (api)”.',
  where: 'settings',
};

export const NOT_INSTALLED: Cause = {
  what: 'The Connected App was created in another org and is not installed here, or it is blocked.',
  fix: 'Click Install (or Unblock) next to the app, or create an External Client App in this org.',
  where: 'usage',
};

export const OWN_AUDIENCE: Cause = {
  only: 'shared audience at a My Domain',
  what: 'The app accepts only the org’s My Domain as audience.',
  fix: 'Add this line to the step:',
  lines: ['audience: {login-url}'],
  where: 'workflow',
};

export const WRONG_HOST: Cause = {
  what: '`login-url` is misspelled, or the My Domain was renamed.',
  fix: 'Copy the Current My Domain URL into `login-url`.',
  where: 'myDomain',
};

export const UNAVAILABLE: Cause = {
  hint: 'several attempts',
  what: 'Salesforce is temporarily unavailable, or the org is in maintenance.',
  fix: 'Check the status of your instance, then rerun the job.',
  where: 'status',
};

export const IN_BETWEEN: Cause = {
  when: 'proxy set',
  what: 'A proxy or firewall answers instead of Salesforce, or changes the request.',
  fix: 'Exclude {host}, port 443, from inspection, or add the host to NO_PROXY.',
  where: 'runner',
};

export const BAD_PROXY: Cause = {
  only: 'proxy set',
  what: 'The proxy is down, or its address is wrong.',
  fix: 'Check the proxy and {proxy-variable}.',
  where: 'runner',
};

export const NEEDS_PROXY: Cause = {
  only: 'proxy not set',
  what: 'The runner can reach the internet only through a proxy.',
  fix: 'Set HTTPS_PROXY.',
  where: 'runner',
};

export const API_ENABLED: Cause = {
  what: 'The user does not have the permission API Enabled.',
  fix: 'Assign {username} a permission set or profile with API Enabled.',
  where: 'permissions',
};

export const API_ACCESS: Cause = {
  what: 'API Access Control is on and does not allow the app.',
  fix: 'Allow the app there, or assign the user the permission “Use Any API Client”.',
  where: 'apiAccess',
};

type Cure = Pick<Cause, 'fix' | 'lines' | 'where'>;

export const NEW_PAIR = {
  fix: 'Make a new RSA key and certificate, upload server.crt to the app, and store server.key as the secret:',
  lines: [NEW_PAIR_COMMAND, STORE_KEY_COMMAND],
  where: 'certificate',
} as const satisfies Cure;

export const KEY_FILE = {
  fix: 'Store the private key, usually the file server.key. It begins with “-----BEGIN PRIVATE KEY-----” or “-----BEGIN RSA PRIVATE KEY-----”.',
  lines: [STORE_KEY_COMMAND],
  where: 'secrets',
} as const satisfies Cure;

export const CONVERT = 'Convert it, then store the result as the secret:';
