import { isLoopback, MAX_URL_LENGTH } from '../url.ts';
import type { InvalidResponseCode } from './errors.ts';
import { hostKind, isSalesforceHost, SITE_PATH } from './hosts.ts';

export type InstanceUrlResult =
  /** The URL without a trailing slash. */
  | { readonly url: string }
  /** @property host not sanitized; must be redacted before it is displayed */
  | { readonly code: InvalidResponseCode; readonly host?: string };

/**
 * Validates `instance_url`, the URL to which the token will be sent.
 * @param loginUrl the URL that issued the token, whose host is also trusted
 */
export function readInstanceUrl(value: unknown, loginUrl: string): InstanceUrlResult {
  const url = typeof value === 'string' && value.length <= MAX_URL_LENGTH ? URL.parse(value) : null;
  if (url === null || !isWellFormedInstanceUrl(url)) return { code: 'instance-url-format' };
  const { protocol, hostname, host, origin, pathname } = url;
  if (protocol !== 'https:' && !(isLoopback(hostname) && protocol === 'http:')) {
    return { code: 'instance-url-http', host };
  }
  if (URL.parse(loginUrl)?.host !== host && !isSalesforceHost(hostname))
    return { code: 'instance-url-foreign', host };
  return { url: origin + pathname.replace(/\/+$/, '') };
}

/**
 * Returns true if the URL is safe in an unquoted shell command: its host consists of letters, digits,
 * dots and hyphens, only a site may have a path, and only loopback may have a port. It has no user
 * info, query or fragment.
 */
function isWellFormedInstanceUrl({ href, protocol, host, hostname, port, pathname }: URL): boolean {
  if (href !== `${protocol}//${host}${pathname}`) return false;
  if (isLoopback(hostname)) return /^\/*$/.test(pathname);
  const path = pathname.replace(/\/+$/, '');
  const validPath = hostKind(hostname) === 'site' ? SITE_PATH : /^$/;
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.?$/.test(hostname) && port === '' && validPath.test(path);
}
