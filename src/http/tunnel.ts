import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { ProxyError } from './proxy.ts';

/**
 * Opens a connection to the target through the proxy (CONNECT: RFC 9110, section 9.3.6).
 * @throws ProxyError
 */
export function openTunnel(proxy: URL, target: URL, signal: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  // A URL leaves out the port where it is the usual one, and keeps the brackets of an IPv6 address.
  const authority = `${target.hostname}:${target.port || 443}`;
  // A setting that cannot be decoded is refused where it is read.
  const credentials = decodeURIComponent(`${proxy.username}:${proxy.password}`);
  const header = `Basic ${Buffer.from(credentials).toString('base64')}`;
  (proxy.protocol === 'http:' ? requestHttp : requestHttps)({
    ...tlsTarget(proxy),
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    headers: { Host: authority, ...(credentials === ':' ? {} : { 'Proxy-Authorization': header }) },
    agent: false,
    signal,
  })
    .on('connect', ({ statusCode: status = 0 }, socket: Socket, head) => {
      const opened = status >= 200 && status < 300;
      // What belongs to TLS comes only after the runner has spoken.
      if (opened && head.length === 0) return resolve(socket);
      socket.destroy();
      reject(
        opened
          ? new ProxyError({ code: 'proxy-garbage', transient: true })
          : proxyStatusError(status),
      );
    })
    .on('error', (error) => reject(proxyConnectionError(error)))
    .end();
  return promise;
}

/**
 * Whom to reach, and whose certificate to ask for. Node would take that name from the header `Host`,
 * which names the target where the proxy is asked; and an address is no name.
 */
export function tlsTarget({ hostname }: URL): { host: string; servername: string } {
  const host = hostname.replace(/[[\]]/g, '');
  return { host, servername: isIP(host) ? '' : host };
}

/** Who refuses goes on refusing, unless it is busy or broken. */
function proxyStatusError(status: number): ProxyError {
  const transient = status >= 500 || status === 408 || status === 429;
  return new ProxyError({ code: 'proxy-refused', transient, details: { status } });
}

/** What goes wrong between the runner and the proxy, by the code of Node's error. */
const ERROR_KINDS: readonly (readonly [RegExp, code: string, transient: boolean])[] = [
  [/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|UNREACH/, 'proxy-unreachable', true],
  [/CERT|SIGNED|UNABLE_TO/, 'proxy-certificate', false],
  [/wrong version number/, 'proxy-plain', false],
  [/EPROTO|ERR_SSL|ERR_TLS/, 'proxy-tls', false],
  [/HPE_/, 'proxy-invalid-response', true],
];

/** Tells Node's code, not its message: that may quote the proxy's address. */
function proxyConnectionError({
  code: cause = 'unknown',
  message,
}: NodeJS.ErrnoException): ProxyError {
  // Where a proxy answers in plain HTTP, only the message says so.
  const [, signature = cause] = /(wrong version number)/.exec(message) ?? [];
  const kind = ERROR_KINDS.find(([pattern]) => pattern.test(signature));
  const [, code, transient] = kind ?? [signature, 'proxy-closed', true];
  return new ProxyError({ code, details: { cause }, transient });
}
