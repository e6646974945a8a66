import { FINGERPRINT_COMMAND, NEW_PAIR_COMMAND, STORE_KEY_COMMAND } from './commands.ts';
import type { Cause } from './entry.ts';

/** Causes that several symptoms have, and fixes that several causes have. */

type Fix = Pick<Cause, 'fix' | 'lines' | 'where'>;

const SANDBOX_DOMAIN = {
  fix: 'Set `login-url` to the My Domain of the sandbox, such as https://acme--uat.sandbox.my.salesforce.com.',
  where: 'myDomain',
} as const satisfies Fix;

export const MY_DOMAIN = {
  fix: 'Set `login-url` to the org’s My Domain, such as https://acme.my.salesforce.com.',
  where: 'myDomain',
} as const satisfies Fix;

export const WRONG_ORG: readonly Cause[] = [
  {
    ...SANDBOX_DOMAIN,
    only: 'sandbox user at a production host',
    what: 'The user is in a sandbox, but the login URL is for production.',
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
  ...MY_DOMAIN,
  needs: 'generic host',
  what: 'The org accepts sign-ins only at its My Domain.',
  tell: 'Login History shows “Restricted domain”, or no row for this run.',
};

export const SHARED_HOST: Cause = {
  ...MY_DOMAIN,
  only: 'generic host',
  what: 'External Client Apps often fail at the shared hosts login.salesforce.com and test.salesforce.com.',
};

export const TEST_HOST: Cause = {
  ...SANDBOX_DOMAIN,
  only: 'test.salesforce.com',
  what: 'test.salesforce.com fails from time to time.',
};

export const JUST_CHANGED: Cause = {
  what: 'The app, the user or the sandbox was created or changed a few minutes ago.',
  fix: 'Wait ten minutes, then rerun the job.',
};

export const KEY_PAIR: readonly Cause[] = [
  {
    only: 'certificate matched',
    what: 'The app holds a different certificate, perhaps an older one.',
    fix: 'Upload the certificate from the input `certificate`, save, then open the app again to check that it is there. The form can lose an upload when it reloads.',
    where: 'certificate',
  },
  {
    only: 'certificate not given',
    what: 'The certificate in the app does not match the private key.',
    fix: 'Upload the certificate that was created with this key. Its SHA-256 must be {fingerprint}. With the input `certificate`, the step compares them itself.',
    lines: [FINGERPRINT_COMMAND],
    where: 'certificate',
  },
];

export const NO_CERTIFICATE: Cause = {
  what: 'The app has no certificate, or JWT Bearer Flow is off.',
  tell: 'its OAuth Settings show no certificate. A metadata deployment without `certificate` removes it.',
  fix: 'Select Enable JWT Bearer Flow (Connected App: “Use digital signatures”), upload the certificate, save, then open the app again to check that it is there.',
  where: 'certificate',
};

export const OTHER_APP: Cause = {
  what: 'The consumer key belongs to a different app from the one that has the certificate.',
  fix: 'Copy the consumer key from the app that has the certificate.',
  where: 'consumerKey',
};

export const NOT_ON_APP: Cause = {
  what: 'The app does not pre-authorize this user.',
  tell: 'Permitted Users is “All users can self-authorize”, or the app lists no profile or permission set that the user has.',
  fix: 'Set Permitted Users to “Admin approved users are pre-authorized”, and select a profile or permission set that {username} has (reportedly not one whose License is Salesforce API Integration).',
  where: 'preAuthorized',
};

export const NO_OFFLINE_SCOPE: Cause = {
  what: 'The app lacks the scope “Perform requests at any time (refresh_token, offline_access)”.',
  tell: 'Selected OAuth Scopes does not list it.',
  fix: 'Add it, along with “Manage user data via APIs (api)”.',
  where: 'settings',
};

export const NO_API_SCOPE: Cause = {
  what: 'The app lacks the scope “Manage user data via APIs (api)”.',
  tell: 'Selected OAuth Scopes does not list it.',
  fix: 'Add it.',
  where: 'settings',
};

export const NOT_INSTALLED: Cause = {
  what: 'The app comes from another org and is not installed in this one, or an admin blocked it.',
  fix: 'Click Install or Unblock next to the app. Better: create an External Client App in this org.',
  where: 'usage',
};

export const APP_ELSEWHERE: Cause = {
  hint: 'sandbox host',
  what: 'The app is not in this org.',
  tell: 'External Client App Manager of this org does not list it.',
  fix: 'Create the app in this org, and use the consumer key shown there.',
  where: 'consumerKey',
};

export const OWN_AUDIENCE: Cause = {
  only: 'shared audience at a My Domain',
  what: 'The org accepts only its own My Domain as audience.',
  fix: 'Set this input:',
  lines: ['audience: {login-url}'],
  where: 'audience',
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

export const BETWEEN = {
  what: 'A proxy or firewall answers instead of Salesforce, or changes the request.',
  fix: 'Exclude {host}, port 443, from inspection, or add the host to no_proxy.',
  where: 'runner',
} as const satisfies Cause;

export const IN_BETWEEN: Cause = { ...BETWEEN, when: 'proxy set' };

export const BAD_PROXY: Cause = {
  only: 'proxy set',
  what: 'The proxy is down, or its address is wrong.',
  fix: 'Check the proxy and {proxy-variable}.',
  where: 'runner',
};

export const NEEDS_PROXY: Cause = {
  only: 'proxy not set',
  what: 'The runner can reach the internet only through a proxy.',
  fix: 'Set https_proxy.',
  where: 'runner',
};

export const API_ENABLED: Cause = {
  what: 'The user lacks the permission API Enabled.',
  fix: 'Give {username} a permission set or profile with API Enabled.',
  where: 'permissions',
};

export const API_ACCESS: Cause = {
  what: 'API Access Control is on and does not allow the app.',
  fix: 'Allow the app there, or give the user the permission “Use Any API Client”.',
  where: 'apiAccess',
};

export const HIGH_ASSURANCE: Cause = {
  what: 'The app or the user’s profile demands a High Assurance session, which no JWT sign-in can get.',
  fix: 'Set Session Security Level Required at Login to “None” in the profile, and drop High Assurance from the app’s policies.',
  where: 'profile',
};

export const NEW_PAIR = {
  fix: 'Create a new RSA key pair, upload server.crt to the app, and store server.key as the secret:',
  lines: [NEW_PAIR_COMMAND, STORE_KEY_COMMAND],
  where: 'certificate',
} as const satisfies Fix;

export const KEY_FILE = {
  fix: 'Store the private key, usually the file server.key. It begins with “-----BEGIN PRIVATE KEY-----” or “-----BEGIN RSA PRIVATE KEY-----”.',
  lines: [STORE_KEY_COMMAND],
  where: 'secrets',
} as const satisfies Fix;

export const CONVERT = 'Convert it, then store the result as the secret:';
