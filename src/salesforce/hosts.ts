/** Facts about Salesforce's host names. */

import { isLoopback } from '../url.ts';

export type HostKind =
  /** The host login.salesforce.com. */
  | 'login'
  /** The host test.salesforce.com. */
  | 'test'
  /** The My Domain of a production, Developer Edition or Trailhead org. */
  | 'my-domain'
  /** The My Domain of a sandbox or scratch org. */
  | 'sandbox'
  /** An Experience Cloud site. */
  | 'site'
  /** Any other host, from which no audience can be derived. */
  | 'other';

/**
 * Hosts that serve pages and files of orgs, such as c.na15.content.force.com. They have no token
 * endpoint, and anyone who can upload a file or edit a page in an org determines what they return.
 */
export const PAGE_HOST = /(^|\.)(lightning|visual|content|vf|file)\.force\.com$/;

/** An instance such as na15, from which Salesforce moves orgs away. */
export const INSTANCE_HOST = /^[a-z]{2,4}\d{1,3}s?(-api)?\.salesforce\.com$/;

/**
 * Kinds of hosts, with the suffixes that identify them. The first match is used. Each pattern only
 * matches names that Salesforce owns, which excludes login.salesforce.com.evil.example.
 * @see https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm
 */
const HOST_KINDS: readonly (readonly [RegExp, HostKind])[] = [
  [/^login\.(salesforce\.com|sfcrmproducts\.cn)$/, 'login'],
  [/^test\.(salesforce\.com|sfcrmproducts\.cn)$/, 'test'],
  [/\.(sandbox|scratch)\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'sandbox'],
  [/\.(develop|trailblaze)\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'my-domain'],
  // Hosts without enhanced domains: acme--dev.my.salesforce.com, acme--dev.cs12.my.salesforce.com.
  [/^[^.]+--[^.]+\.([^.]+\.)?my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'sandbox'],
  [/\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'my-domain'],
  [PAGE_HOST, 'other'],
  [/\.my\.site\.com$/, 'site'],
  [/\.force\.com$/, 'site'],
];

export function hostKind(host: string): HostKind {
  return HOST_KINDS.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
}

/**
 * Returns the audience that Salesforce documents for a login URL: the production audience, the
 * sandbox audience, or the URL of an Experience Cloud site. Returns undefined for any other host.
 * @param loginUrl without a trailing slash
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

/** Returns true if the host is the My Domain of any kind of org. */
export function isMyDomain(host: string): boolean {
  return /\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/.test(host);
}

/**
 * Hosts of pages that users copy from the address bar. None has a token endpoint, but each reveals the
 * My Domain, which has one.
 */
const ORG_PAGES: readonly (readonly [RegExp, string])[] = [
  [/^(.+)\.lightning\.force\.com$/, '$1.my.salesforce.com'],
  [/^(.+)\.(?:my|lightning)\.salesforce-setup\.(com|mil)$/, '$1.my.salesforce.$2'],
  // For example, acme--c.vf.force.com or acme--uat--c.sandbox.vf.force.com, where `c` is the
  // namespace of a package.
  [/^([^.]+)--[^.-]+((?:\.[^.]+)?)\.vf\.force\.com$/, '$1$2.my.salesforce.com'],
  // Hosts without enhanced domains: acme--c.na1.visual.force.com, acme--c.visualforce.com.
  [
    /^([^.]+)--[^.-]+(?:\.[^.]+)?\.(?:visual\.force|content\.force|visualforce)\.com$/,
    '$1.my.salesforce.com',
  ],
  [/^([^.]+)((?:\.[^.]+)?)\.file\.force\.com$/, '$1$2.my.salesforce.com'],
  [/^(.+)\.lightning\.crmforce\.mil$/, '$1.my.salesforce.mil'],
  [/^(.+)\.lightning\.sfcrmapps\.cn$/, '$1.my.sfcrmproducts.cn'],
];

/**
 * Returns the My Domain of the org whose pages (Lightning, Setup, Visualforce) the host serves, or
 * undefined for any other host.
 */
export function myDomainForPage(host: string): string | undefined {
  const page = ORG_PAGES.find(([pattern]) => pattern.test(host));
  return page && host.replace(...page);
}

/**
 * Returns the name of the sandbox in a My Domain, such as `uat` for
 * `acme--uat.sandbox.my.salesforce.com`.
 */
export function sandboxName(host: string): string | undefined {
  return /--([a-z0-9]+)\.(?:sandbox\.)?my\./.exec(host.toLowerCase())?.[1];
}

/** Returns true for login.salesforce.com, test.salesforce.com and every My Domain. */
export function isLoginHost(host: string): boolean {
  return !['site', 'other'].includes(hostKind(host));
}

/**
 * Returns true if an assertion for `audienceHost` may be sent to `host`. Another host could use the
 * assertion to sign in.
 */
export function acceptsAudience(host: string, audienceHost: string): boolean {
  if (isLoginHost(host)) return isLoginHost(audienceHost);
  return audienceHost === host || isLoopback(host);
}

/**
 * Returns true if only Salesforce's own code answers requests to the host, so that the response proves
 * the org. At a site or a custom domain, Apex code of the org can answer for any path
 * (Site.UrlRewriter).
 * @see
 * https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_site_urlRewriter.htm
 */
export function provesOrg(host: string): boolean {
  return isLoginHost(host) || INSTANCE_HOST.test(host) || isLoopback(host);
}

/**
 * The optional path of a site. Excludes the paths at which every site has its org's Apex REST services,
 * Visualforce pages, static resources and files, because all of them can answer for longer paths.
 */
export const SITE_PATH =
  /^(\/(?!(services|apex|apexpages|resource|servlet|sfc|sfsites)$)[\w-]+)?$/i;

/** Salesforce's domains, taken from its CLI. */
const SALESFORCE_SUFFIXES = [
  'salesforce.com',
  'salesforce.mil',
  'force.com',
  'my.site.com',
  'cloudforce.com',
  'crmforce.mil',
  'sfcrmproducts.cn',
];

/**
 * Returns true if a token may be sent to the host: it is Salesforce's and serves no pages of orgs.
 */
export function isSalesforceHost(host: string): boolean {
  return SALESFORCE_SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`)) && !PAGE_HOST.test(host);
}
