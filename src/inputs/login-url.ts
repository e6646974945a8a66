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
  /** Scheme, host, and the path of an Experience Cloud site; no trailing slash. */
  readonly url: string;
  readonly kind: HostKind;
  readonly audience: string;
  readonly audienceFromInput: boolean;
  /** The org's My Domain, if the audience was derived: some orgs accept no other audience. */
  readonly fallbackAudience?: string;
}

/**
 * Validates the inputs `login-url` and `audience`, and derives the audience if it is undefined.
 * @param loginUrl a URL or a host
 * @throws InputError if an input is invalid, or no audience can be derived from the login URL
 */
export function readLoginUrl(loginUrl: string, audience: string | undefined): LoginTarget {
  const url = parseUrl(loginUrl);
  const host = url.hostname.replace(/\.$/, '');
  const loopback = isLoopback(host);

  if (url.username !== '' || url.password !== '')
    rejectLoginUrl('login-url-extra', { component: 'user info' });
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
    requireAudienceFor(host, audience);
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

/** The beginning of a login URL, up to the end of its host. */
const HOST = /^(?:https?:\/\/)?([a-z0-9.-]+)/i;

/**
 * Like `readLoginUrl`, but also rejects a host that is nearly one of Salesforce's, so that no
 * assertion is sent to it.
 * @throws InputError
 */
export async function readLoginTarget(
  loginUrl: string,
  audience: string | undefined,
): Promise<LoginTarget> {
  // Search only the part that can be valid, because the patterns take long on longer text.
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
 * A host of letters, digits, hyphens and dots. Rejects hosts that `URL` would rewrite (percent
 * encoding, letters of other alphabets), because the result would not be the host that was typed.
 */
const AUTHORITY =
  /^https?:\/\/(?:[^/?#\\]*@)?(?:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.?|\[::1\])(?::\d*)?(?:[/?#\\]|$)/i;

function parseUrl(loginUrl: string): URL {
  if (loginUrl.length > MAX_URL_LENGTH) rejectLoginUrl('login-url-format');
  const url = urlOf(loginUrl);
  return (
    url ??
    rejectLoginUrl(
      'login-url-format',
      strayCharacter(loginUrl, (text) => urlOf(text) !== undefined),
    )
  );
}

function urlOf(text: string): URL | undefined {
  const absoluteUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  return AUTHORITY.test(absoluteUrl) ? (URL.parse(absoluteUrl) ?? undefined) : undefined;
}

/**
 * Requires a URL with a scheme, because Salesforce rejects a host alone with `audience is invalid`, that
 * every parser reads in the same way, and that belongs to the login URL.
 */
function requireAudienceFor(loginHost: string, audience: string): void {
  const url = audience.length > MAX_URL_LENGTH ? null : audienceUrl(audience);
  if (url === null) {
    const details = strayCharacter(audience, (text) => audienceUrl(text) !== null);
    throw new InputError({ code: 'audience-format', input: 'audience', details });
  }
  const { host: audienceHost, hostname } = url;
  if (acceptsAudience(loginHost, hostname.replace(/\.$/, ''))) return;
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
