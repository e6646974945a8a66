/** What is known of the host names of Salesforce. Everything that depends on a host asks here. */

export type HostKind =
  /** login.salesforce.com */
  | 'login'
  /** test.salesforce.com */
  | 'test'
  /** A My Domain of a production, Developer Edition or Trailhead org. */
  | 'my-domain'
  /** A My Domain of a sandbox or scratch org. */
  | 'sandbox'
  /** An Experience Cloud site. */
  | 'site'
  /** None that an audience can be derived from. */
  | 'other';

/**
 * Which kind of host it is, by its registered suffix; the first row that fits decides. Only rows
 * for names that Salesforce owns: a look-alike such as login.salesforce.com.evil.example fits none.
 * @see https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm
 */
const HOST_KINDS: readonly (readonly [RegExp, HostKind])[] = [
  [/^login\.(salesforce\.com|sfcrmproducts\.cn)$/, 'login'],
  [/^test\.(salesforce\.com|sfcrmproducts\.cn)$/, 'test'],
  [/^cs\d+\.salesforce\.com$/, 'sandbox'],
  [/\.(sandbox|scratch)\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'sandbox'],
  [/\.(develop|trailblaze)\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'my-domain'],
  // Before enhanced domains: acme--dev.my.salesforce.com, acme--dev.cs12.my.salesforce.com.
  [/^[^.]+--[^.]+\.([^.]+\.)?my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'sandbox'],
  [/\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'my-domain'],
  [/\.my\.site\.com$/, 'site'],
  [/\.force\.com$/, 'site'],
];

export function hostKind(host: string): HostKind {
  return HOST_KINDS.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
}

/**
 * Salesforce documents three audiences for the JWT bearer flow: production, sandbox, or a site's URL.
 * @param loginUrl without a trailing slash
 * @returns undefined where none follows from the host
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
export function audienceFor(loginUrl: string): string | undefined {
  const { hostname } = new URL(loginUrl);
  const domain = hostname.endsWith('.sfcrmproducts.cn') ? 'sfcrmproducts.cn' : 'salesforce.com';
  switch (hostKind(hostname)) {
    case 'login':
    case 'my-domain':
      return `https://login.${domain}`;
    case 'test':
    case 'sandbox':
      return `https://test.${domain}`;
    case 'site':
      return loginUrl;
    case 'other':
      return undefined;
  }
}

/** Whether a host is an org's My Domain, of whatever kind of org. */
export function isMyDomain(host: string): boolean {
  return /\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/.test(host);
}

/**
 * Pages of an org that people copy out of the address bar. None of them answers a token request;
 * each tells the My Domain that does.
 */
const ORG_PAGES: readonly (readonly [RegExp, string])[] = [
  [/^(.+)\.lightning\.force\.com$/, '$1.my.salesforce.com'],
  [/^(.+)\.(?:my|lightning)\.salesforce-setup\.(com|mil)$/, '$1.my.salesforce.$2'],
  // acme--c.vf.force.com; acme--uat--c.sandbox.vf.force.com: the last part names a package.
  [/^([^.]+)--[^.-]+((?:\.[^.]+)?)\.vf\.force\.com$/, '$1$2.my.salesforce.com'],
  // Before enhanced domains: acme--c.na1.visual.force.com, acme--c.visualforce.com.
  [
    /^([^.]+)--[^.-]+(?:\.[^.]+)?\.(?:visual\.force|content\.force|visualforce)\.com$/,
    '$1.my.salesforce.com',
  ],
  [/^([^.]+)((?:\.[^.]+)?)\.file\.force\.com$/, '$1$2.my.salesforce.com'],
  [/^(.+)\.lightning\.crmforce\.mil$/, '$1.my.salesforce.mil'],
  [/^(.+)\.lightning\.sfcrmapps\.cn$/, '$1.my.sfcrmproducts.cn'],
];

/** The My Domain of the org whose page (Lightning, Setup, Visualforce) this host shows; undefined for any other host. */
export function myDomainForPage(host: string): string | undefined {
  const page = ORG_PAGES.find(([pattern]) => pattern.test(host));
  return page && host.replace(...page);
}

/** The sandbox that a My Domain names: `uat` for `acme--uat.sandbox.my.salesforce.com`. */
export function sandboxName(host: string): string | undefined {
  return /--([a-z0-9]+)\.(?:sandbox\.)?my\./.exec(host.toLowerCase())?.[1];
}

/** Registered suffixes of Salesforce, as its own CLI knows them. */
const SALESFORCE_SUFFIXES = [
  'salesforce.com',
  'salesforce.mil',
  'force.com',
  'my.site.com',
  'cloudforce.com',
  'crmforce.mil',
  'sfcrmproducts.cn',
];

/** Whether a token may be sent there. */
export function isSalesforceHost(host: string): boolean {
  return SALESFORCE_SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`));
}

/** Whether a host is this machine: there `http` is accepted, and no proxy stands between. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
