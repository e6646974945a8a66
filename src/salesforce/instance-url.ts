import type { AnswerProblem } from './errors.ts';
import { isLoopback, isSalesforceHost, kindOf } from './hosts.ts';

export type ReadInstanceUrl =
  /** No trailing slash. */
  | { readonly url: string }
  /** @property host as it was found: to be made safe before it is shown */
  | { readonly problem: AnswerProblem; readonly host?: string };

const LONGEST = 2000;

/**
 * Reads the address to which a token may be sent.
 * @param loginUrl where the token came from; its own host is trusted as well
 */
export function readInstanceUrl(value: unknown, loginUrl?: string): ReadInstanceUrl {
  const url = typeof value === 'string' && value.length <= LONGEST ? URL.parse(value) : null;
  if (url === null || !hasFormOfInstance(url)) return { problem: 'instance-url-form' };
  const { protocol, hostname, host, origin, pathname } = url;
  const isHere = isLoopback(hostname);
  if (protocol !== 'https:' && !(isHere && protocol === 'http:')) {
    return { problem: 'instance-url-http', host };
  }
  const trusted = loginUrl === undefined ? isHere : new URL(loginUrl).host === host;
  if (!trusted && !isSalesforceHost(hostname)) return { problem: 'instance-url-foreign', host };
  return { url: origin + pathname.replace(/\/+$/, '') };
}

/**
 * Whether a shell could read nothing but an address in it: a host of letters, digits, dots and
 * hyphens, a path for a site only, a port on this machine only; no user info, query or fragment.
 */
function hasFormOfInstance({ href, protocol, host, hostname, port, pathname }: URL): boolean {
  if (href !== `${protocol}//${host}${pathname}`) return false;
  if (isLoopback(hostname)) return /^\/*$/.test(pathname);
  const path = kindOf(hostname) === 'site' ? /^(\/[\w-]*)*$/ : /^\/*$/;
  return /^[a-z0-9.-]+$/.test(hostname) && port === '' && path.test(pathname);
}
