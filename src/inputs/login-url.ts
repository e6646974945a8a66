import type { Details } from '../errors.ts';
import {
  audienceFor,
  type HostKind,
  isLoopback,
  isMyDomain,
  kindOf,
  myDomainBehind,
} from '../salesforce/hosts.ts';
import { InputError, type InputProblem } from './errors.ts';

export interface LoginTarget {
  /** Scheme, host, and the path of an Experience Cloud site; no trailing slash. */
  readonly url: string;
  readonly kind: HostKind;
  readonly audience: string;
  readonly audienceGiven: boolean;
  /** The org's own My Domain as audience: where none was given, some orgs take no other. */
  readonly secondAudience?: string;
}

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

  if (url.username !== '' || url.password !== '') refuse('login-url-extra', { what: 'user info' });
  if (url.search !== '') refuse('login-url-extra', { what: 'a query' });
  if (url.hash !== '') refuse('login-url-extra', { what: 'a fragment' });
  const myDomain = myDomainBehind(host);
  if (myDomain) refuse('login-url-lightning', { myDomain: `https://${myDomain}` });
  if (url.protocol === 'http:' && !loopback) refuse('login-url-http');
  if (url.port !== '' && !loopback) refuse('login-url-extra', { what: 'a port' });

  const kind = kindOf(host);
  const origin = `${url.protocol}//${host}${url.port && `:${url.port}`}`;
  const path = url.pathname.replace(/\/+$/, '');
  if (path !== '' && kind !== 'site' && kind !== 'other') {
    refuse('login-url-path', { suggested: origin });
  }
  if (!/^(\/[\w.~-]+)*$/.test(path)) refuse('login-url-form');

  const target = { url: origin + path, kind };
  if (audience !== undefined) {
    return { ...target, audience: readAudience(audience), audienceGiven: true };
  }
  const fitting = audienceFor(target.url);
  if (fitting === undefined) {
    throw new InputError({ code: 'audience-underivable', input: 'audience', details: { host } });
  }
  const derived = { ...target, audience: fitting, audienceGiven: false };
  return isMyDomain(host) ? { ...derived, secondAudience: `https://${host}` } : derived;
}

/** The address bar of a browser holds no more. */
const LONGEST = 2000;

/**
 * The host as it was typed: letters, digits, hyphens, and dots between them. What the URL parser
 * would turn into a host name (percent signs, letters of other alphabets) is not what anyone meant.
 */
const AUTHORITY =
  /^https?:\/\/(?:[^/?#\\]*@)?(?:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.?|\[::1\])(?::\d*)?(?:[/?#\\]|$)/i;

function parse(loginUrl: string): URL {
  if (loginUrl.length > LONGEST) refuse('login-url-form');
  const complete = /^[a-z][a-z0-9+.-]*:\/\//i.test(loginUrl) ? loginUrl : `https://${loginUrl}`;
  const url = AUTHORITY.test(complete) ? URL.parse(complete) : undefined;
  return url ?? refuse('login-url-form');
}

/** One URL with its scheme: Salesforce answers `audience is invalid` to a bare host. */
function readAudience(value: string): string {
  if (value.length > LONGEST || !/^https?:\/\/[^\s/]\S*$/.test(value) || !URL.canParse(value)) {
    throw new InputError({ code: 'audience-form', input: 'audience' });
  }
  return value;
}

function refuse(code: InputProblem, details: Details = {}): never {
  throw new InputError({ code, input: 'login-url', details });
}
