/** What docs/troubleshooting.md says besides the catalogue, which has the texts that a run shows. */
import type { CatalogEntry, Cause } from '../src/diagnosis/catalog/entry.ts';
import type { CHAPTERS } from '../src/diagnosis/catalog/index.ts';
import type { SetupPathName } from '../src/diagnosis/catalog/setup-paths.ts';
import * as shared from '../src/diagnosis/catalog/shared-causes.ts';

/** What the texts say where a run would fill in its own values. */
export const EXAMPLE_VALUES: Readonly<Record<string, string>> = {
  'login-url': 'https://acme.my.salesforce.com',
  host: 'acme.my.salesforce.com',
  audience: 'the one that was sent',
  other: 'https://test.salesforce.com',
  input: 'username',
  suggested: 'https://acme.my.salesforce.com',
  myDomain: 'https://acme.my.salesforce.com',
  what: 'user info, a port, a query or a fragment',
  valid: 'true or false, or what the message says',
  kind: 'the certificate, a CSR, a public key, the Consumer Secret, an SFDX auth URL (force://) or something else',
  algorithm: 'EC, RSA-PSS or another',
  bits: '1024',
  keyFingerprint: 'one value',
  certificateFingerprint: 'another',
  actual: 'A',
  expected: 'B',
  seconds: '60',
  name: 'GITHUB_OUTPUT',
  reason: 'ENOSPC',
  issues: 'the issues page of this repository',
};

/** By the beginning of a problem, the input that the page takes as an example. */
const INPUT_BY_CODE_PREFIX: readonly (readonly [problem: string, input: string])[] = [
  ['not-', 'verify'],
  ['too-long', 'private-key'],
  ['contains-a-key', 'certificate'],
  ['org-id', 'expected-org-id'],
  ['key-', 'private-key'],
  ['certificate-', 'certificate'],
  ['consumer-key', 'consumer-key'],
  ['login-url', 'login-url'],
  ['audience-', 'audience'],
];

/** The examples for an entry: its own input, and a host that its text does not deny. */
export function examplesFor({ errorCodes }: CatalogEntry): typeof EXAMPLE_VALUES {
  const code = errorCodes?.[0] ?? '';
  const input = INPUT_BY_CODE_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1];
  const denied = input === 'audience' || code === 'instance-url-http';
  return {
    ...EXAMPLE_VALUES,
    ...(input === undefined ? {} : { input }),
    ...(denied ? { host: 'login.acme.com' } : {}),
    ...(code === 'wrong-user' ? { actual: 'one user', expected: 'another' } : {}),
  };
}

/** By the title of an entry, what people may search for besides the texts that it matches. */
export const SEARCH_TERMS: Readonly<Record<string, readonly string[]>> = {
  'ip restricted': ['ip restricted or invalid login hours'],
  'INVALID_SESSION_ID: Session expired or invalid': ['Bad_OAuth_Token'],
  'The token in the answer cannot be used': ['access_token', 'instance_url'],
  'The token is for a host that is not Salesforce’s': ['instance_url'],
  'The outputs could not be written': ['ENOSPC', 'EROFS', 'EDQUOT'],
  'ENOTFOUND: the host name is not known': ['getaddrinfo ENOTFOUND', 'EAI_AGAIN'],
  'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted': [
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'unable to get local issuer certificate',
    'self-signed certificate in certificate chain',
  ],
  'ECONNRESET: the connection was cut': ['socket hang up'],
  'The proxy uses plain HTTP, not TLS': ['wrong version number'],
  'The proxy did not open a connection': [
    '502 Bad Gateway',
    'tunneling socket could not be established',
  ],
  'The answer is not HTTP (HPE_…)': ['HPE_INVALID_CONSTANT', 'Parse Error'],
};

/** What the page calls a place; where it is, stands once. */
export const SETUP_PATH_LABELS: Readonly<Record<SetupPathName, string>> = {
  policies: 'OAuth Policies',
  preAuthorized: 'Permitted users',
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
  runner: 'Runner',
};

interface ChapterText {
  readonly title: string;
  readonly intro: string;
}

export const CHAPTER_TEXTS: Readonly<Record<keyof typeof CHAPTERS, ChapterText>> = {
  refusals: {
    title: 'Salesforce refuses the sign-in',
    intro:
      'The token endpoint answers, usually with HTTP 400. The titles are Salesforce’s own words, the most reported ones first.',
  },
  inputs: {
    title: 'An input is not valid',
    intro: 'Found before the step sends anything to Salesforce.',
  },
  transport: {
    title: 'No answer',
    intro: 'Names, connections, proxies and TLS. Login History has no row for these.',
  },
  answers: {
    title: 'Other answers',
    intro: 'Web pages, redirects, and answers to the check that `verify` makes.',
  },
  guards: {
    title: 'The sign-in succeeded, but the step failed',
    intro: 'A check or a limit of the workflow was not met.',
  },
  unlisted: {
    title: 'Anything else',
    intro: 'The step does not guess here, but says how to find out.',
  },
};

/** Short names for causes that several messages have: by them, a list can be read at a glance. */
const CAUSE_NAMES: readonly (readonly [Cause, string])[] = [
  [shared.API_ACCESS, 'API Access Control'],
  [shared.API_ENABLED, 'API Enabled is missing'],
  [shared.APP_NOT_IN_ORG, 'App not in this org'],
  [shared.BAD_PROXY, 'Proxy down'],
  [shared.HIGH_ASSURANCE, 'High Assurance session'],
  [shared.INTERCEPTING_PROXY, 'Proxy or firewall interferes'],
  [shared.JUST_CHANGED, 'Changed minutes ago'],
  [shared.MY_DOMAIN_ONLY, 'My Domain only'],
  [shared.NEEDS_PROXY, 'Proxy needed'],
  [shared.NO_API_SCOPE, 'Scope api is missing'],
  [shared.NO_CERTIFICATE, 'No certificate in the app'],
  [shared.NO_OFFLINE_SCOPE, 'Scope refresh_token is missing'],
  [shared.NOT_INSTALLED, 'App not installed, or blocked'],
  [shared.NOT_PREAUTHORIZED, 'User not pre-authorized'],
  [shared.KEY_OF_OTHER_APP, 'Consumer key of another app'],
  [shared.MY_DOMAIN_AUDIENCE, 'My Domain as audience'],
  [shared.SHARED_HOST, 'Shared login host'],
  [shared.UNAVAILABLE, 'Salesforce unavailable'],
  [shared.WRONG_HOST, 'Wrong login URL'],
  ...shared.KEY_MISMATCH.map((cause) => [cause, 'Certificate and key do not match'] as const),
  ...shared.WRONG_ORG.map((cause) => [cause, 'User of another org'] as const),
];

/** The short name of a cause, which is also the heading that it stands under; undefined for one of a single message. */
export function causeName({ explanation, fix }: Cause): string | undefined {
  return CAUSE_NAMES.find(([cause]) => cause.explanation === explanation && cause.fix === fix)?.[1];
}

/** Fixes that several causes have. */
export const FIX_NAMES: readonly (readonly [Pick<Cause, 'fix' | 'snippet'>, string])[] = [
  [shared.STORE_PRIVATE_KEY, 'Store the private key'],
  [shared.NEW_KEY_PAIR, 'Create a new key pair'],
];

/** Where a fix stands that others have too: its own section, or that of a cause. */
export const fixNameOf = (fix: string): string | undefined =>
  [...FIX_NAMES, [shared.NOT_PREAUTHORIZED, 'User not pre-authorized'] as const].find(
    ([sharedFix]) => sharedFix.fix === fix,
  )?.[1];
