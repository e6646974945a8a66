import { isLoopback } from '../url.ts';
import { ProxyError } from './errors.ts';

/** The proxy configuration from the environment. */
export interface ProxyConfig {
  /** Name of the environment variable that configures the proxy. Undefined if none does. */
  readonly variable?: string;
  /** URL of the proxy. Undefined if no proxy is configured or the value of the variable is invalid. */
  readonly url?: URL;
  /** All forms of the credentials that could be printed, even if the value is invalid. */
  readonly secrets: readonly string[];
  /** Hosts and domains that bypass the proxy, in lowercase. */
  readonly noProxy: readonly string[];
}

/**
 * The lowercase name takes precedence, as in curl. `http_proxy` is ignored because only loopback URLs
 * use plain HTTP.
 */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY'] as const;

/**
 * Reads the proxy configuration as @actions/http-client does. Never throws, because an invalid value is
 * only an error if a request needs the proxy.
 */
export function resolveProxy(env: Readonly<NodeJS.ProcessEnv>): ProxyConfig {
  const configured = VARIABLES.flatMap((variable) => {
    const { [variable]: value = '' } = env;
    return value === '' ? [] : [{ variable, value }];
  });
  const secrets = configured.flatMap(({ value }) => credentialForms(value));
  const noProxy = (env['no_proxy'] || env['NO_PROXY'] || '')
    .toLowerCase()
    .split(/[\s,]+/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const [selected] = configured;
  if (selected === undefined) return { secrets, noProxy };
  const url = parseProxyUrl(selected.value);
  return { variable: selected.variable, secrets, noProxy, ...(url ? { url } : {}) };
}

/**
 * Returns the proxy for requests to `target`, or undefined if they are sent directly. An invalid value
 * causes an error instead of disabling the proxy.
 * @throws ProxyError `proxy-invalid`, naming the variable
 */
export function requireProxyFor(target: URL, proxy: ProxyConfig): URL | undefined {
  const { variable, url } = proxy;
  if (variable === undefined || bypassesProxy(target, proxy)) return undefined;
  if (url === undefined) throw new ProxyError({ code: 'proxy-invalid', details: { variable } });
  return url;
}

/**
 * Returns true if the target is this machine, or if `no_proxy` contains its host (with or without the
 * port), a parent domain (`acme.com`, `.acme.com` or `*.acme.com`), or `*`.
 */
export function bypassesProxy({ hostname, port }: URL, { noProxy }: ProxyConfig): boolean {
  const names = [hostname, `${hostname}:${port || 443}`];
  const matches = (item: string) =>
    item === '*' || names.some((name) => `.${name}`.endsWith(`.${item.replace(/^\*?\./, '')}`));
  return isLoopback(hostname) || noProxy.some(matches);
}

/** Returns `host:port` of the proxy for `target`, even if the port is the default port. */
export function proxyAddress(target: string, proxy: ProxyConfig): string | undefined {
  if (!proxy.url || bypassesProxy(new URL(target), proxy)) return undefined;
  const { hostname, port, protocol } = proxy.url;
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

/** Matches `http://user:password@host:port`. Everything except the host is optional. */
const PROXY_PATTERN =
  /^(?:(https?):\/\/)?(?:([^\s/?#]*)@)?(\[[\da-f:.]+\]|[\p{L}\p{N}._-]+)(?::([1-9]\d{0,4}))?\/?$/iu;

function parseProxyUrl(value: string): URL | undefined {
  const [, scheme = 'http', credentials = '', host, port = ''] =
    PROXY_PATTERN.exec(value.trim()) ?? [];
  if (host === undefined || safeDecode(credentials) === undefined) return undefined;
  // `URL` would treat the backslash in DOMAIN\user as a slash, which ends the host.
  const userInfo = credentials.replaceAll('\\', '%5C');
  return URL.parse(`${scheme}://${userInfo}@${host}:${port}`) ?? undefined;
}

/** Decodes percent-encoded credentials. Returns undefined if the encoding is invalid. */
function safeDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Returns the credentials in all forms: as written, decoded, encoded, and as the value of the header.
 * If there is no password, the username is the secret.
 */
function credentialForms(value: string): string[] {
  const beforeHost = value.slice(0, Math.max(0, value.lastIndexOf('@')));
  const userInfo = beforeHost.trimStart().replace(/^[a-z][a-z\d+.-]*:\/\//i, '');
  if (userInfo === '') return [];
  const decoded = safeDecode(userInfo) ?? userInfo;
  return [userInfo, decoded].flatMap((form) => {
    const [name = '', ...passwordParts] = form.split(':');
    const password = passwordParts.join(':');
    const secret = password || name;
    return [form, secret, encodeURIComponent(secret), basicCredentials(`${name}:${password}`)];
  });
}

/** Encodes `user:password` for the Basic authentication scheme (RFC 7617, section 2). */
export function basicCredentials(userInfo: string): string {
  return Buffer.from(userInfo).toString('base64');
}
