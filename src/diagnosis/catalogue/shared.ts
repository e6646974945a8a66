import { FINGERPRINT_COMMAND, NEW_PAIR_COMMAND, STORE_KEY_COMMAND } from './commands.ts';
import type { Cause } from './entry.ts';

/** Causes that several symptoms have, and cures that several causes have. */

export const WRONG_ORG: readonly Cause[] = [
  {
    only: 'sandbox user at a production host',
    what: 'The user belongs to a sandbox, the login URL to production.',
    fix: 'Set `login-url` to the sandbox’s My Domain, like https://acme--uat.sandbox.my.salesforce.com.',
    where: 'myDomain',
  },
  {
    only: 'production user at a sandbox host',
    what: 'The user belongs to production, the login URL to a sandbox.',
    fix: 'Set `username` to the name that the user has in the sandbox.',
    where: 'users',
  },
  {
    only: 'user of another sandbox',
    what: 'The user belongs to another sandbox than the login URL.',
    fix: 'Let `username` and `login-url` name the same sandbox.',
    where: 'users',
  },
];

export const MY_DOMAIN_ONLY: Cause = {
  needs: 'generic host',
  what: 'The org can be reached through its My Domain only.',
  tell: 'Login History says “Restricted domain”, or has no row for this run.',
  fix: 'Set `login-url` to the org’s My Domain, like https://acme.my.salesforce.com.',
  where: 'myDomain',
};

export const TEST_HOST: Cause = {
  only: 'test.salesforce.com',
  what: 'The shared sandbox host fails now and then.',
  fix: 'Set `login-url` to the sandbox’s My Domain, like https://acme--uat.sandbox.my.salesforce.com.',
  where: 'myDomain',
};

export const JUST_CHANGED: Cause = {
  what: 'The app was made or changed a few minutes ago.',
  fix: 'Wait ten minutes, then run the job again.',
};

export const KEY_PAIR: readonly Cause[] = [
  {
    only: 'certificate matched',
    what: 'The app holds another certificate, perhaps an older one.',
    fix: 'Upload the certificate that the workflow gives as `certificate`, save, and look again whether it is there: an upload gets lost when the page is redrawn before saving.',
    where: 'certificate',
  },
  {
    only: 'certificate not given',
    what: 'The certificate in the app does not belong to the private key.',
    fix: 'Upload the certificate that was made together with this key. For the right one, the line below prints {fingerprint}. Give it as `certificate` too, and this step compares them itself.',
    lines: [FINGERPRINT_COMMAND],
    where: 'certificate',
  },
];

export const OTHER_APP: Cause = {
  what: 'The consumer key is that of another app than the one with the certificate.',
  fix: 'Copy the consumer key from the app that has the certificate.',
  where: 'consumerKey',
};

export const NOT_ON_APP: Cause = {
  what: 'The app does not let this user in.',
  tell: 'Permitted Users is “All users can self-authorize”, or the app lists neither the user’s profile nor a permission set of the user.',
  fix: 'Set Permitted Users to “Admin approved users are pre-authorized”, and select there a profile or permission set that {username} has (not one with the licence Salesforce API Integration).',
  where: 'policies',
};

export const NO_OFFLINE_SCOPE: Cause = {
  what: 'The app lacks the scope “Perform requests at any time (refresh_token, offline_access)”.',
  tell: 'the app’s Selected OAuth Scopes do not list it.',
  fix: 'Add that scope, and “Manage user data via APIs (api)”.',
  where: 'settings',
};

export const NOT_INSTALLED: Cause = {
  what: 'The Connected App comes from another org, and is not installed in this one or is blocked.',
  fix: 'Click Install (or Unblock) beside the app. Better: create an External Client App in this org.',
  where: 'usage',
};

export const OWN_AUDIENCE: Cause = {
  only: 'shared audience at a My Domain',
  what: 'The External Client App wants the org’s own My Domain as audience.',
  fix: 'Give the step this line:',
  lines: ['audience: {login-url}'],
  where: 'workflow',
};

export const WRONG_HOST: Cause = {
  what: '`login-url` is not where the org signs in: it is mistyped, or the My Domain was renamed.',
  fix: 'Copy the My Domain into `login-url`.',
  where: 'myDomain',
};

export const UNAVAILABLE: Cause = {
  hint: 'several attempts',
  what: 'Salesforce has a passing failure, or the org is in maintenance.',
  fix: 'Look for your instance on the status page, then run the job again.',
  where: 'status',
};

export const IN_BETWEEN: Cause = {
  when: 'proxy set',
  what: 'A proxy or firewall stands between, and answers itself or changes what passes.',
  fix: 'Let {host}, port 443, pass through it unread, or put the host into NO_PROXY.',
  where: 'runner',
};

export const BAD_PROXY: Cause = {
  only: 'proxy set',
  what: 'The proxy does not work, or its address is wrong.',
  fix: 'Check the proxy, and {proxy-variable}.',
  where: 'runner',
};

export const NEEDS_PROXY: Cause = {
  only: 'proxy not set',
  what: 'The network lets this runner out through a proxy only.',
  fix: 'Set HTTPS_PROXY.',
  where: 'runner',
};

export const API_ENABLED: Cause = {
  what: 'The user lacks the permission API Enabled.',
  fix: 'Give {username} a permission set or profile with API Enabled.',
  where: 'permissions',
};

export const API_ACCESS: Cause = {
  what: 'API Access Control is on, and does not allow the app.',
  fix: 'Allow the app there, or give the user the permission “Use Any API Client”.',
  where: 'apiAccess',
};

type Cure = Pick<Cause, 'fix' | 'lines' | 'where'>;

export const NEW_PAIR = {
  fix: 'Make a new RSA pair, upload server.crt to the app, and store server.key as the secret:',
  lines: [NEW_PAIR_COMMAND, STORE_KEY_COMMAND],
  where: 'certificate',
} as const satisfies Cure;

export const KEY_FILE = {
  fix: 'Store the private key, mostly in a file server.key. It begins with “-----BEGIN PRIVATE KEY-----” or “-----BEGIN RSA PRIVATE KEY-----”.',
  lines: [STORE_KEY_COMMAND],
  where: 'secrets',
} as const satisfies Cure;

export const CONVERT = 'Convert it, and store the result as the secret:';
