import { InputError } from '../errors.ts';
import type { HostKind } from '../findings.ts';

export interface LoginTarget {
  /** Scheme, host, and the path of an Experience Cloud site; no trailing slash. */
  readonly url: string;
  readonly kind: HostKind;
  readonly audience: string;
  readonly audienceGiven: boolean;
}

/**
 * Which kind of host it is, by its registered suffix; the first row that fits decides. Only rows
 * for names that Salesforce owns: a look-alike such as login.salesforce.com.evil.example fits none.
 * @see https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm
 */
const KINDS: readonly (readonly [RegExp, HostKind])[] = [
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

/**
 * Pages of an org that people copy out of the address bar. None of them answers a token request;
 * each tells the My Domain that does.
 */
const NOT_FOR_SIGN_IN: readonly (readonly [RegExp, string])[] = [
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

/**
 * Where to ask for the token and whom the assertion is for.
 * @param loginUrl a URL or a bare host
 * @param audience the `aud` claim where the workflow gives one
 * @throws InputError when no token can be asked for there, or no audience follows from it
 */
export function readLoginUrl(loginUrl: string, audience: string | undefined): LoginTarget {
  const url = parse(loginUrl);
  const host = url.hostname.replace(/\.$/, '');
  const loopback = isLoopback(host);

  if (host === '') refuse('login-url-form');
  if (url.username !== '' || url.password !== '') refuse('login-url-extra', { what: 'user info' });
  if (url.search !== '') refuse('login-url-extra', { what: 'a query' });
  if (url.hash !== '') refuse('login-url-extra', { what: 'a fragment' });
  for (const [pattern, replacement] of NOT_FOR_SIGN_IN) {
    if (pattern.test(host)) {
      refuse('login-url-lightning', { myDomain: `https://${host.replace(pattern, replacement)}` });
    }
  }
  if (url.protocol === 'http:' && !loopback) refuse('login-url-http');

  const kind = KINDS.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
  const origin = `${url.protocol}//${host}${url.port && `:${url.port}`}`;
  const path = url.pathname.replace(/\/+$/, '');
  if (path !== '' && kind !== 'site' && kind !== 'other') {
    refuse('login-url-path', { suggested: origin });
  }

  const target = { url: origin + path, kind };
  if (audience !== undefined) {
    return { ...target, audience: readAudience(audience), audienceGiven: true };
  }
  return { ...target, audience: audienceFor(kind, host, target.url), audienceGiven: false };
}

/** Whether a host is this machine: there `http` is accepted, and no proxy stands between. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Salesforce documents three audiences for the JWT bearer flow: production, sandbox, or a site's URL.
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
function audienceFor(kind: HostKind, host: string, url: string): string {
  const domain = host.endsWith('.sfcrmproducts.cn') ? 'sfcrmproducts.cn' : 'salesforce.com';
  switch (kind) {
    case 'login':
    case 'my-domain':
      return `https://login.${domain}`;
    case 'test':
    case 'sandbox':
      return `https://test.${domain}`;
    case 'site':
      return url;
    case 'other':
      throw new InputError('audience-underivable', 'audience', { host });
  }
}

const LONGEST = 2000;

function parse(loginUrl: string): URL {
  if (loginUrl.length > LONGEST) refuse('login-url-form');
  const complete = /^[a-z][a-z0-9+.-]*:\/\//i.test(loginUrl) ? loginUrl : `https://${loginUrl}`;
  const url = URL.canParse(complete) ? new URL(complete) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol)) refuse('login-url-form');
  return url;
}

/** One URL with its scheme: Salesforce answers `audience is invalid` to a bare host. */
function readAudience(value: string): string {
  if (!/^https?:\/\/[^\s/]+\S*$/.test(value) || !URL.canParse(value)) {
    throw new InputError('audience-form', 'audience');
  }
  return value;
}

function refuse(
  problem:
    | 'login-url-form'
    | 'login-url-extra'
    | 'login-url-http'
    | 'login-url-lightning'
    | 'login-url-path',
  details: Record<string, string> = {},
): never {
  throw new InputError(problem, 'login-url', details);
}
