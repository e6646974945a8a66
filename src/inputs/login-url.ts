import type { Details } from '../errors.ts';
import {
  acceptsAudience,
  audienceFor,
  type HostKind,
  hostKind,
  isLoginHost,
  isMyDomain,
  myDomainForPage,
  SITE_PATH,
} from '../salesforce/hosts.ts';
import { isLoopback, MAX_URL_LENGTH } from '../url.ts';
import { InputError, type InputErrorCode } from './errors.ts';
import { strayCharacter } from './stray-character.ts';

export interface LoginTarget {
  /** Scheme, host, and the path of an Experience Cloud site, without a trailing slash. */
  readonly url: string;
  readonly kind: HostKind;
  readonly audience: string;
  readonly audienceFromInput: boolean;
  /** The org's My Domain if the audience was derived, because some orgs accept no other audience. */
  readonly fallbackAudience?: string;
}

/**
 * Validates the inputs `login-url` and `audience`. Derives the audience if it is undefined.
 * @param loginUrl a URL or a host
 * @throws InputError if an input is invalid, or no audience can be derived from the login URL
 */
export function readLoginUrl(loginUrl: string, audience: string | undefined): LoginTarget {
  const url = parseUrl(loginUrl);
  const host = url.hostname.replace(/\.$/, '');
  const loopback = isLoopback(host);

  if (url.search !== '') rejectLoginUrl('login-url-extra', { component: 'a query' });
  if (url.hash !== '') rejectLoginUrl('login-url-extra', { component: 'a fragment' });
  const myDomain = myDomainForPage(host);
  if (myDomain) rejectLoginUrl('login-url-lightning', { myDomain: `https://${myDomain}` });
  if (url.protocol === 'http:' && !loopback) rejectLoginUrl('login-url-http');
  if (url.port !== '' && !loopback) rejectLoginUrl('login-url-extra', { component: 'a port' });

  const kind = hostKind(host);
  const origin = `${url.protocol}//${host}${url.port && `:${url.port}`}`;
  const path = url.pathname.replace(/\/+$/, '');
  const [firstSegment = ''] = /^\/[^/]+/.exec(path) ?? [];
  const sitePath = !isLoginHost(host) && SITE_PATH.test(firstSegment) ? firstSegment : '';
  if (path !== sitePath) rejectLoginUrl('login-url-path', { suggested: origin + sitePath, origin });

  const target = { url: origin + path, kind };
  if (audience !== undefined) {
    requireAudienceFor({ host, path }, audience);
    return { ...target, audience, audienceFromInput: true };
  }
  const derivedAudience = audienceFor(target.url);
  if (derivedAudience === undefined) {
    throw new InputError({ code: 'audience-underivable', input: 'audience', details: { host } });
  }
  const derivedTarget = { ...target, audience: derivedAudience, audienceFromInput: false };
  return isMyDomain(host)
    ? { ...derivedTarget, fallbackAudience: `https://${host}` }
    : derivedTarget;
}

/** Matches the beginning of a login URL, up to the end of its host. */
const HOST = /^(?:https?:\/\/)?([a-z0-9.-]+)/i;

/**
 * Does the same as `readLoginUrl`, but also rejects a host that is almost one of Salesforce's, so that
 * no assertion is sent to it.
 * @throws InputError
 */
export async function readLoginTarget(
  loginUrl: string,
  audience: string | undefined,
): Promise<LoginTarget> {
  // Search only the part that can be valid, because the patterns are slow for longer text.
  const text = loginUrl.slice(0, MAX_URL_LENGTH);
  const host = (HOST.exec(text)?.[1] ?? '').toLowerCase().replace(/\.$/, '');
  if (hostKind(host) === 'other' && !isLoopback(host)) {
    const { findNearMiss } = await import('./near-miss.ts');
    const nearMiss = findNearMiss(text);
    if (nearMiss) rejectLoginUrl('login-url-host', { ...nearMiss });
  }
  return readLoginUrl(loginUrl, audience);
}

/**
 * Matches a host of letters, digits, hyphens and dots. Hosts that `URL` would rewrite (percent
 * encoding, other alphabets) are rejected, because the result would differ from what the user typed.
 */
const AUTHORITY =
  /^https?:\/\/([^/?#\\]*@)?(?:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.?|\[::1\])(?::\d*)?(?:[/?#\\]|$)/i;

function parseUrl(loginUrl: string): URL {
  if (loginUrl.length > MAX_URL_LENGTH) rejectLoginUrl('login-url-format');
  const url = urlOf(loginUrl);
  if (!url)
    rejectLoginUrl(
      'login-url-format',
      strayCharacter(loginUrl, (text) => urlOf(text) !== undefined),
    );
  // Searches the text, because `URL` drops empty user info.
  if (AUTHORITY.exec(withScheme(loginUrl))?.[1])
    rejectLoginUrl('login-url-extra', { component: 'user info' });
  return url;
}

const withScheme = (text: string): string =>
  /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;

function urlOf(text: string): URL | undefined {
  const absoluteUrl = withScheme(text);
  return AUTHORITY.test(absoluteUrl) ? (URL.parse(absoluteUrl) ?? undefined) : undefined;
}

/**
 * Requires an audience that is a URL with a scheme, that all parsers interpret in the same way, and
 * that belongs to the login URL. Salesforce rejects a host without a scheme with `audience is
 * invalid`.
 */
function requireAudienceFor(
  { host: loginHost, path }: { readonly host: string; readonly path: string },
  audience: string,
): void {
  const url = audience.length > MAX_URL_LENGTH ? null : audienceUrl(audience);
  if (url === null) {
    const details = strayCharacter(audience, (text) => audienceUrl(text) !== null);
    throw new InputError({ code: 'audience-format', input: 'audience', details });
  }
  const { host: audienceHost, hostname, pathname } = url;
  // All sites of an org share a host, so only the path identifies a site.
  const isSameSite = hostKind(loginHost) !== 'site' || pathname.replace(/\/+$/, '') === path;
  if (isSameSite && acceptsAudience(loginHost, hostname.replace(/\.$/, ''))) return;
  if (hostKind(loginHost) === 'other')
    rejectLoginUrl('login-url-not-of-audience', { loginHost, audienceHost });
  throw new InputError({
    code: 'audience-elsewhere',
    input: 'audience',
    details: { audienceHost },
  });
}

const audienceUrl = (text: string): URL | null =>
  /^https?:\/\/[^\s/\\@][^\s\\@]*$/.test(text) ? URL.parse(text) : null;

function rejectLoginUrl(code: InputErrorCode, details: Details = {}): never {
  throw new InputError({ code, input: 'login-url', details });
}
