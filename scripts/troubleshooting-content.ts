import type { CatalogGroup } from '../src/diagnosis/catalog/complete.ts';
import type { CatalogEntry, Cause } from '../src/diagnosis/catalog/entry.ts';
import type { EntryId } from '../src/diagnosis/catalog/index.ts';
import type { SetupPathName } from '../src/diagnosis/catalog/setup-paths.ts';
import * as shared from '../src/diagnosis/catalog/shared-causes.ts';
import { CAUSE_DOCUMENTATION } from '../src/diagnosis/catalog/sources.ts';
import type { InputName } from '../src/inputs/defaults.ts';

/** Replaces the `{name}` placeholders on the page, because there is no run to take values from. */
export const EXAMPLE_VALUES: Readonly<Record<string, string>> = {
  'login-url': 'https://acme.my.salesforce.com',
  host: 'acme.my.salesforce.com',
  audience: 'the one that was sent',
  'opposite-audience': 'https://test.salesforce.com',
  flaw: 'is misspelled, is an instance or the address of a gateway, or lacks its ending',
  input: 'username',
  suggested: 'https://acme.my.salesforce.com',
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

/** The entries whose sections use an input as their example, by input. */
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
    'passphrase-missing',
    'passphrase-wrong',
    'unsupported-cipher',
    'key-damaged',
  ],
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
  'instance-url-untrusted': { host: 'login.acme.com' },
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

/** Titles of the paths in SETUP_PATHS. The page describes each path once and links to it. */
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
      'The token endpoint answers, usually with HTTP 400. The titles are Salesforce’s own words, the most reported ones first.',
  },
  inputs: {
    title: 'An input is not valid',
    intro: 'Reported before the first request to Salesforce.',
  },
  connections: {
    title: 'No answer',
    intro: 'Names, connections, proxies and TLS. Login History has no row for these.',
  },
  responses: {
    title: 'Other answers',
    intro: 'Web pages, redirects, and answers to the check that `verify` makes.',
  },
  checks: {
    title: 'The sign-in succeeded, but the step failed',
    intro: 'A check failed, or a limit was exceeded.',
  },
  keyService: {
    title: 'The key service',
    intro:
      'Only with `signing-key`. The titles are the codes and words of the services. [Key services](key-services.md) has the policies that each of them needs.',
  },
  fallbacks: {
    title: 'Anything else',
    intro: 'The step suggests no cause, but explains how to find it.',
  },
};

const causeDocumentation: Readonly<Partial<Record<string, { readonly name: string }>>> =
  CAUSE_DOCUMENTATION;

/** Returns the heading of a cause that several entries share, or undefined if only one entry has it. */
export const causeName = ({ id }: Pick<Cause, 'id'>): string | undefined =>
  causeDocumentation[id]?.name;

/** Fixes that have their own section because several causes share them. */
export const SHARED_FIXES: readonly (readonly [Pick<Cause, 'fix' | 'snippet'>, name: string])[] = [
  [shared.STORE_PRIVATE_KEY, 'Store the private key'],
  [shared.NEW_KEY_PAIR, 'Create a new key pair'],
];

/** Returns the heading under which a shared fix is explained. */
export function fixName(fix: string): string | undefined {
  if (fix === shared.NOT_PREAUTHORIZED.fix) return causeName(shared.NOT_PREAUTHORIZED);
  return SHARED_FIXES.find(([sharedFix]) => sharedFix.fix === fix)?.[1];
}
