import { ActionError } from '../errors.ts';
import { isLoopback } from '../salesforce/hosts.ts';

/** What is wrong with a proxy. It becomes the TransportError of the request that needs it. */
export class ProxyError extends ActionError {}

/** What the environment says of a proxy for one URL. */
export interface ProxyConfig {
  /** The variable that names a proxy; undefined where none does. */
  readonly variable?: string;
  /** Its proxy; undefined where none is named, it cannot be read, or `no_proxy` exempts the URL. */
  readonly url?: URL;
  /** Every form in which its credentials could be shown, whether or not the setting can be read. */
  readonly secrets: readonly string[];
  /** The variable holds something other than a proxy, and the URL needs one. */
  readonly invalid: boolean;
}

type ProxyEnvironment = Readonly<NodeJS.ProcessEnv>;

/** Lower case first, as curl and the toolkit have it. Plain `http` is for loopback only, which needs no proxy. */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY'] as const;

/** Finds the proxy for a URL, by the rules of every action: those of @actions/http-client. */
export function resolveProxy(target: string, env: ProxyEnvironment): ProxyConfig {
  const configured = VARIABLES.flatMap((variable) => {
    const { [variable]: setting = '' } = env;
    return setting === '' ? [] : [{ variable, setting }];
  });
  const secrets = configured.flatMap(({ setting }) => credentialForms(setting));
  const [selected] = configured;
  if (selected === undefined) return { secrets, invalid: false };
  const { variable, setting } = selected;
  if (bypassesProxy(new URL(target), env)) return { variable, secrets, invalid: false };
  const url = parseProxyUrl(setting);
  return { variable, secrets, invalid: url === undefined, ...(url ? { url } : {}) };
}

/** `no_proxy` lists hosts and domains, with a port or without; `*` is all of them. */
function bypassesProxy({ hostname, port }: URL, env: ProxyEnvironment): boolean {
  const list = env['no_proxy'] || env['NO_PROXY'] || '';
  const names = [hostname, `${hostname}:${port || 443}`];
  const matches = (item: string) =>
    item === '*' || names.some((name) => `.${name}`.endsWith(`.${item.replace(/^\./, '')}`));
  const items = list
    .toLowerCase()
    .split(',')
    .map((item) => item.trim());
  return isLoopback(hostname) || items.filter((item) => item !== '').some(matches);
}

/**
 * An unreadable setting does not permit bypassing the proxy.
 * @throws ProxyError that names the variable, never its value
 */
export function requireValidProxy({ variable = '', invalid, url }: ProxyConfig): URL | undefined {
  if (invalid) throw new ProxyError({ code: 'proxy-invalid', details: { variable } });
  return url;
}

/** `http://user:password@host:port`, of which only the host is needed. */
const PROXY_PATTERN =
  /^(?:(https?):\/\/)?(?:([^\s/?#]*)@)?(\[[\da-f:.]+\]|[\p{L}\p{N}._-]+)(?::([1-9]\d{0,4}))?\/?$/iu;

function parseProxyUrl(setting: string): URL | undefined {
  const [, scheme = 'http', credentials = '', host, port = ''] =
    PROXY_PATTERN.exec(setting.trim()) ?? [];
  if (host === undefined || safeDecode(credentials) === undefined) return undefined;
  // As in DOMAIN\\user: to a URL, it would be the slash that ends the host.
  const userInfo = credentials.replaceAll('\\', '%5C');
  return URL.parse(`${scheme}://${userInfo}@${host}:${port}`) ?? undefined;
}

/** `user:password` as it is meant; undefined where it is not percent-encoded as a whole. */
function safeDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const MIN_MASK_LENGTH = 4;

/** As they stand, decoded, encoded; and the header that carries them. Without a password, the name is the secret. */
function credentialForms(setting: string): string[] {
  const beforeHost = setting.slice(0, Math.max(0, setting.lastIndexOf('@')));
  const userInfo = beforeHost.trimStart().replace(/^[a-z][a-z\d+.-]*:\/\//i, '');
  if (userInfo === '') return [];
  const decoded = safeDecode(userInfo) ?? userInfo;
  const forms = [userInfo, decoded].flatMap((form) => {
    const [name = '', ...passwordParts] = form.split(':');
    const password = passwordParts.join(':');
    const secret = password || name;
    const header = Buffer.from(`${name}:${password}`).toString('base64');
    return [form, secret, encodeURIComponent(secret), header];
  });
  // A shorter mask would turn ordinary words into asterisks.
  return forms.filter((form) => form.length >= MIN_MASK_LENGTH);
}
