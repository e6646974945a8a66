import type { CatalogGroup } from '../src/diagnosis/catalog/complete.ts';
import type { CatalogEntry, Cause } from '../src/diagnosis/catalog/entry.ts';
import type { EntryId } from '../src/diagnosis/catalog/index.ts';
import type { SetupPathName } from '../src/diagnosis/catalog/setup-paths.ts';
import * as shared from '../src/diagnosis/catalog/shared-causes.ts';
import { CAUSE_DOCUMENTATION } from '../src/diagnosis/catalog/sources.ts';
import type { InputName } from '../src/inputs/defaults.ts';

/** Values for the `{name}` placeholders on the page, which has no run to take values from. */
export const EXAMPLE_VALUES: Readonly<Record<string, string>> = {
  'login-url': 'https://acme.my.salesforce.com',
  host: 'acme.my.salesforce.com',
  audience: 'the audience that was sent',
  'opposite-audience': 'https://test.salesforce.com',
  flaw: 'is misspelled, is an instance or the address of a gateway, or lacks its ending',
  input: 'username',
  suggested: 'https://acme.my.site.com/partners',
  origin: 'https://acme.my.site.com',
  character: 'a line break, a tab, a blank or an invisible character',
  'redirect-host': 'acme.my.salesforce.com',
  myDomain: 'https://acme.my.salesforce.com',
  component: 'user info, a port, a query or a fragment',
  'allowed-values': 'true or false, or what the message says',
  kind: 'the certificate, a CSR, a public key, the Consumer Secret, an SFDX auth URL (force://) or something else',
  algorithm: 'EC, RSA-PSS or another',
  bits: '1024',
  audienceHost: 'login.salesforce.com',
  loginHost: 'partners.acme.com',
  keyFingerprint: 'one value',
  certificateFingerprint: 'another',
  actual: 'A',
  expected: 'B',
  seconds: '60',
  name: 'GITHUB_OUTPUT',
  reason: 'ENOSPC',
  issues: 'the issues page of this repository',
  service: 'The key service',
  missing: 'AWS_ACCESS_KEY_ID or another variable',
  action:
    'the login action, such as aws-actions/configure-aws-credentials or google-github-actions/auth,',
  variable: 'a variable, such as VAULT_ADDR or GOOGLE_APPLICATION_CREDENTIALS',
  problem: 'of another kind',
};

/** The entries in whose sections `{input}` stands for a specific input, keyed by that input. */
const EXAMPLE_INPUTS: Readonly<Partial<Record<InputName, readonly EntryId[]>>> = {
  verify: ['input-not-allowed'],
  'private-key': [
    'input-too-long',
    'not-a-private-key',
    'not-an-rsa-key',
    'key-too-short',
    'openssh-key',
    'putty-key',
    'pkcs12-file',
    'java-keystore',
    'encrypted-key-file',
    'path-instead-of-key',
    'unsupported-cipher',
    'key-damaged',
  ],
  'private-key-passphrase': ['passphrase-missing', 'passphrase-wrong'],
  certificate: ['key-in-another-input', 'not-a-certificate', 'certificate-mismatch'],
  'expected-org-id': ['not-an-org-id', 'mistyped-org-id'],
  'consumer-key': ['not-a-consumer-key'],
  'login-url': [
    'not-a-login-url',
    'login-url-near-miss',
    'login-url-not-https',
    'login-url-extra-component',
    'login-url-has-path',
    'login-url-is-org-page',
  ],
  audience: ['no-default-audience', 'not-an-audience'],
};

/** Example values for the few sections in which the defaults would be wrong. */
const EXAMPLE_OVERRIDES: Readonly<Partial<Record<EntryId, Readonly<Record<string, string>>>>> = {
  'no-default-audience': { host: 'login.acme.com' },
  'instance-url-foreign': { host: 'login.acme.com' },
  'login-url-near-miss': { suggested: 'https://acme.my.salesforce.com' },
  'key-service-unreachable': { host: 'vault.acme.com' },
  'key-service-certificate-expired': { host: 'vault.acme.com' },
  'key-service-not-https': { host: 'vault.acme.com' },
  'identity-mismatch': { actual: 'another', expected: 'one user or org' },
  'wrong-user': { actual: 'one user', expected: 'another' },
};

/** Returns the example values for an entry's section. */
export function examplesFor({ id }: CatalogEntry): typeof EXAMPLE_VALUES {
  const inputs = Object.entries(EXAMPLE_INPUTS) as [InputName, readonly string[]][];
  const input = inputs.find(([, ids]) => ids.includes(id))?.[0];
  const overrides: Readonly<Partial<Record<string, Readonly<Record<string, string>>>>> =
    EXAMPLE_OVERRIDES;
  return { ...EXAMPLE_VALUES, ...(input ? { input } : {}), ...overrides[id] };
}

/** Titles of the paths in SETUP_PATHS, for the list of paths and its anchors. */
export const SETUP_PATH_LABELS: Readonly<Record<SetupPathName, string>> = {
  policies: 'OAuth Policies',
  preAuthorized: 'Permitted users',
  selectedUsers: 'Selected users',
  settings: 'OAuth Settings',
  consumerKey: 'Consumer Key',
  certificate: 'Certificate',
  usage: 'OAuth Usage',
  users: 'Users',
  profile: 'Profile',
  ipRanges: 'Login IP Ranges',
  permissions: 'Permissions',
  sessions: 'Session Management',
  sessionSettings: 'Session Settings',
  apiAccess: 'API Access Control',
  myDomain: 'My Domain',
  company: 'Company Information',
  history: 'Login History',
  status: 'Status page',
  audience: 'Audience',
  workflow: 'Workflow',
  job: 'Job',
  secrets: 'Secrets',
  dependabot: 'Secrets of Dependabot',
  network: 'Network',
  runner: 'Runner',
};

interface GroupText {
  readonly title: string;
  readonly intro: string;
}

export const GROUP_TEXTS: Readonly<Record<CatalogGroup, GroupText>> = {
  oauthErrors: {
    title: 'Salesforce rejects the sign-in',
    intro:
      'Salesforce rejects the request, usually with HTTP 400. The headings are Salesforce’s own words, the most reported ones first.',
  },
  inputs: {
    title: 'An input is not valid',
    intro: 'Reported before the first request to Salesforce.',
  },
  connections: {
    title: 'No response',
    intro:
      'Host names, connections, proxies and TLS. These failures leave no entry in Login History.',
  },
  responses: {
    title: 'Unexpected responses',
    intro: 'Web pages, redirects, and responses to the check that `verify` makes.',
  },
  checks: {
    title: 'The sign-in succeeded, but the step failed',
    intro: 'A check failed, or a limit was exceeded.',
  },
  keyService: {
    title: 'The key service',
    intro:
      'Only with `signing-key`. The headings are the codes and words of the services. [Key services](key-services.md) has the policies that each of them needs.',
  },
  fallbacks: {
    title: 'Anything else',
    intro: 'Here the step suggests no cause, but tells you how to find it.',
  },
};

const causeDocumentation: Readonly<Partial<Record<string, { readonly name: string }>>> =
  CAUSE_DOCUMENTATION;

/**
 * Sentences about groups of causes, keyed by the name of the group. The section of an entry
 * contains only the sentence, because a run only shows the cause that matches its configuration;
 * the section with the name of the group explains all of them.
 */
export const SHARED_CAUSE_SUMMARIES: Readonly<Record<string, string>> = {
  'The user belongs to another org':
    '**The user belongs to another org than `login-url`, for example a user of a sandbox at the URL of production.** Compare the two, and correct the wrong one.',
  'Certificate and key do not match':
    '**The certificate in the app does not match the private key.** Upload the certificate that was created with this key.',
  'The scope api is missing':
    '**The app does not grant the scope “Manage user data via APIs (api)”.** Add it to the app.',
  'A proxy is required':
    '**The runner reaches the internet only through a proxy, which this step does not use.** Set `https_proxy`, or remove the host from `no_proxy`.',
  'NODE_EXTRA_CA_CERTS does not help':
    '**NODE_EXTRA_CA_CERTS is set, but its file lacks the certificate authority that signs this connection, or Node cannot read the file.** Correct the file.',
};

/** The command that the summary of a rejected sign-in contains, with example values. */
export const DIAGNOSE_COMMAND: readonly string[] = [
  'npm run setup -- --diagnose --login-url https://acme--uat.sandbox.my.salesforce.com \\',
  '  --user ci@acme.com.uat --consumer-key 3MVG9…x7Qk \\',
  '  --at 2026-11-27T03:48:45Z --fingerprint 7a39…',
];

/** Returns the heading of a cause in shared-causes.ts, or undefined for any other cause. */
export const causeName = ({ id }: Pick<Cause, 'id'>): string | undefined =>
  causeDocumentation[id]?.name;

/** Fixes that have their own section because several causes share them. */
export const SHARED_FIXES: readonly (readonly [Pick<Cause, 'fix' | 'snippet'>, name: string])[] = [
  [shared.STORE_PRIVATE_KEY, 'Store the private key'],
  [shared.NEW_KEY_PAIR, 'Create a new key pair'],
];
