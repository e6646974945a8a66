/** What docs/troubleshooting.md says once, for all the messages that have it, and the values it takes as examples. */
import type { Cause } from '../src/diagnosis/catalogue/entry.ts';
import * as shared from '../src/diagnosis/catalogue/shared.ts';

/** What the texts say where a run would fill in its own values. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  'login-url': 'https://acme.my.salesforce.com',
  host: 'acme.my.salesforce.com',
  audience: 'the one that was named',
  input: 'username',
  suggested: 'https://acme.my.salesforce.com',
  myDomain: 'https://acme.my.salesforce.com',
  what: 'user info, a port, a query or a fragment',
  min: '1',
  max: '10',
  allowed: 'always, on-failure, never',
  algorithm: 'EC, RSA-PSS or another',
  bits: '1024',
  keyFingerprint: 'one value',
  certificateFingerprint: 'another',
  actual: 'one',
  expected: 'another one',
  seconds: '60',
  name: 'GITHUB_OUTPUT',
  reason: 'ENOSPC',
  issues: 'the issues page of this repository',
};

/** Causes, or cures, that stand once for all the symptoms that have them. */
interface Shared {
  readonly title: string;
  readonly causes: readonly Cause[];
}

export const SHARED: readonly Shared[] = [
  { title: 'User and login URL for different orgs', causes: shared.WRONG_ORG },
  { title: 'User not pre-authorized', causes: [shared.NOT_ON_APP] },
  { title: 'Scope refresh_token missing', causes: [shared.NO_OFFLINE_SCOPE] },
  { title: 'My Domain only', causes: [shared.MY_DOMAIN_ONLY] },
  { title: 'My Domain as audience', causes: [shared.OWN_AUDIENCE] },
  { title: 'Different certificate in the app', causes: shared.KEY_PAIR },
  { title: 'Consumer key of another app', causes: [shared.OTHER_APP] },
  { title: 'App just changed', causes: [shared.JUST_CHANGED] },
  { title: 'Connected App not installed', causes: [shared.NOT_INSTALLED] },
  { title: 'API Enabled missing', causes: [shared.API_ENABLED] },
  { title: 'API Access Control', causes: [shared.API_ACCESS] },
  { title: 'Login URL misspelled', causes: [shared.WRONG_HOST] },
  { title: 'test.salesforce.com unreliable', causes: [shared.TEST_HOST] },
  { title: 'Salesforce temporarily unavailable', causes: [shared.UNAVAILABLE] },
  { title: 'Proxy or firewall in between', causes: [shared.IN_BETWEEN] },
  { title: 'Proxy needed', causes: [shared.NEEDS_PROXY] },
  { title: 'Proxy not working', causes: [shared.BAD_PROXY] },
];

export const CURES = [
  { title: 'Store the private key', cure: shared.KEY_FILE },
  { title: 'Make a new key and certificate', cure: shared.NEW_PAIR },
];

/** What a cause says, whatever the clue by which an entry finds it. */
export const keyOf = ({ what, tell, fix, lines, where }: Cause) =>
  JSON.stringify([what, tell, fix, lines, where]);

/** The heading under which a cause stands, if it does not stand with its symptom. */
export const sharedFor = (cause: Cause) =>
  SHARED.find(({ causes }) => causes.some((it) => keyOf(it) === keyOf(cause)))?.title;
