import type { InvalidResponseCode } from './errors.ts';
import { hostKind, isLoopback, isSalesforceHost } from './hosts.ts';

export type InstanceUrlResult =
  /** No trailing slash. */
  | { readonly url: string }
  /** @property host as it was found: to be made safe before it is shown */
  | { readonly code: InvalidResponseCode; readonly host?: string };

const MAX_URL_LENGTH = 2000;

/**
 * Reads the address to which a token may be sent.
 * @param loginUrl where the token came from; its own host is trusted as well
 */
export function readInstanceUrl(value: unknown, loginUrl?: string): InstanceUrlResult {
  const url = typeof value === 'string' && value.length <= MAX_URL_LENGTH ? URL.parse(value) : null;
  if (url === null || !isWellFormedInstanceUrl(url)) return { code: 'instance-url-format' };
  const { protocol, hostname, host, origin, pathname } = url;
  const isLocal = isLoopback(hostname);
  if (protocol !== 'https:' && !(isLocal && protocol === 'http:')) {
    return { code: 'instance-url-http', host };
  }
  const trusted = loginUrl === undefined ? isLocal : new URL(loginUrl).host === host;
  if (!trusted && !isSalesforceHost(hostname)) return { code: 'instance-url-foreign', host };
  return { url: origin + pathname.replace(/\/+$/, '') };
}

/**
 * Whether a shell could read nothing but an address in it: a host of letters, digits, dots and
 * hyphens, a path for a site only, a port on this machine only; no user info, query or fragment.
 */
function isWellFormedInstanceUrl({ href, protocol, host, hostname, port, pathname }: URL): boolean {
  if (href !== `${protocol}//${host}${pathname}`) return false;
  if (isLoopback(hostname)) return /^\/*$/.test(pathname);
  const path = hostKind(hostname) === 'site' ? /^(\/[\w-]*)*$/ : /^\/*$/;
  return /^[a-z0-9.-]+$/.test(hostname) && port === '' && path.test(pathname);
}
