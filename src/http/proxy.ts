import { isLoopback } from '../url.ts';
import { ProxyError } from './errors.ts';

/** The proxy that the environment configures. */
export interface ProxyConfig {
  /** The environment variable that configures it; undefined if none does. */
  readonly variable?: string;
  /** Its URL; undefined if no proxy is configured, or if the value of the variable is invalid. */
  readonly url?: URL;
  /** Every encoding of the credentials that could be printed, even if the value is invalid. */
  readonly secrets: readonly string[];
  /** Hosts and domains to which requests are sent directly, in lower case. */
  readonly noProxy: readonly string[];
}

/**
 * The lowercase name takes precedence, as in curl. `http_proxy` is ignored, because only loopback
 * URLs use plain http.
 */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY'] as const;

/**
 * Reads the proxy configuration like @actions/http-client. Never throws: an invalid value is an error
 * only if a request needs the proxy.
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
 * Returns the proxy for requests to `target`, or undefined if they are sent directly. An invalid
 * value never disables the proxy: it is an error.
 * @throws ProxyError `proxy-invalid`, naming the variable
 */
export function requireProxyFor(target: URL, proxy: ProxyConfig): URL | undefined {
  const { variable, url } = proxy;
  if (variable === undefined || bypassesProxy(target, proxy)) return undefined;
  if (url === undefined) throw new ProxyError({ code: 'proxy-invalid', details: { variable } });
  return url;
}

/**
 * Returns true if the target is this machine, or `no_proxy` lists its host, with or without the port,
 * a parent domain (`acme.com`, `.acme.com` or `*.acme.com`), or `*`.
 */
export function bypassesProxy({ hostname, port }: URL, { noProxy }: ProxyConfig): boolean {
  const names = [hostname, `${hostname}:${port || 443}`];
  const matches = (item: string) =>
    item === '*' || names.some((name) => `.${name}`.endsWith(`.${item.replace(/^\*?\./, '')}`));
  return isLoopback(hostname) || noProxy.some(matches);
}

/** `URL` omits the default port, but a proxy setting without a port is often a mistake. */
export const hostAndPort = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;

/** `http://user:password@host:port`; everything but the host is optional. */
const PROXY_PATTERN =
  /^(?:(https?):\/\/)?(?:([^\s/?#]*)@)?(\[[\da-f:.]+\]|[\p{L}\p{N}._-]+)(?::([1-9]\d{0,4}))?\/?$/iu;

function parseProxyUrl(value: string): URL | undefined {
  const [, scheme = 'http', credentials = '', host, port = ''] =
    PROXY_PATTERN.exec(value.trim()) ?? [];
  if (host === undefined || safeDecode(credentials) === undefined) return undefined;
  // `URL` would read the backslash of DOMAIN\user as a slash, which ends the host.
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
 * Returns the credentials in every form: as written, decoded, encoded, and as the value of the
 * header. If there is no password, the user name is the secret.
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
