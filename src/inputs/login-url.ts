import type { Details } from '../errors.ts';
import {
  audienceFor,
  type HostKind,
  hostKind,
  isLoopback,
  isMyDomain,
  myDomainForPage,
} from '../salesforce/hosts.ts';
import { InputError, type InputErrorCode } from './errors.ts';

export interface LoginTarget {
  /** Scheme, host, and the path of an Experience Cloud site; no trailing slash. */
  readonly url: string;
  readonly kind: HostKind;
  readonly audience: string;
  readonly audienceFromInput: boolean;
  /** The org's own My Domain as audience: where none was given, some orgs take no other. */
  readonly fallbackAudience?: string;
}

/**
 * Where to ask for the token and whom the assertion is for.
 * @param loginUrl a URL or a bare host
 * @param audience the `aud` claim where the workflow gives one
 * @throws InputError when no token can be asked for there, or no audience follows from it
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
  if (path !== '' && kind !== 'site' && kind !== 'other') {
    rejectLoginUrl('login-url-path', { suggested: origin });
  }
  if (!/^(\/[\w.~-]+)*$/.test(path)) rejectLoginUrl('login-url-form');

  const target = { url: origin + path, kind };
  if (audience !== undefined) {
    return { ...target, audience: readAudience(audience), audienceFromInput: true };
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

/** The address bar of a browser holds no more. */
const MAX_URL_LENGTH = 2000;

/**
 * The host as it was typed: letters, digits, hyphens, and dots between them. What the URL parser
 * would turn into a host name (percent signs, letters of other alphabets) is not what anyone meant.
 */
const AUTHORITY =
  /^https?:\/\/(?:[^/?#\\]*@)?(?:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.?|\[::1\])(?::\d*)?(?:[/?#\\]|$)/i;

function parseUrl(loginUrl: string): URL {
  if (loginUrl.length > MAX_URL_LENGTH) rejectLoginUrl('login-url-form');
  const absoluteUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(loginUrl) ? loginUrl : `https://${loginUrl}`;
  const url = AUTHORITY.test(absoluteUrl) ? URL.parse(absoluteUrl) : undefined;
  return url ?? rejectLoginUrl('login-url-form');
}

/** One URL with its scheme: Salesforce answers `audience is invalid` to a bare host. */
function readAudience(value: string): string {
  if (
    value.length > MAX_URL_LENGTH ||
    !/^https?:\/\/[^\s/]\S*$/.test(value) ||
    !URL.canParse(value)
  ) {
    throw new InputError({ code: 'audience-form', input: 'audience' });
  }
  return value;
}

function rejectLoginUrl(code: InputErrorCode, details: Details = {}): never {
  throw new InputError({ code, input: 'login-url', details });
}
