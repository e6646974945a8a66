import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { isTransientStatus, ProxyError } from './errors.ts';
import { basicCredentials } from './proxy.ts';

/**
 * Opens a connection to the target through the proxy (CONNECT, RFC 9110, section 9.3.6).
 * @returns a socket on which TLS with the target can start
 * @throws ProxyError
 */
export function openTunnel(proxy: URL, target: URL, signal: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  // `URL` omits the default port and keeps the brackets of an IPv6 address.
  const authority = `${target.hostname}:${target.port || 443}`;
  // This cannot throw, because resolveProxy only accepts credentials that can be decoded.
  const credentials = decodeURIComponent(`${proxy.username}:${proxy.password}`);
  const authorization = { 'Proxy-Authorization': `Basic ${basicCredentials(credentials)}` };
  (proxy.protocol === 'http:' ? requestHttp : requestHttps)({
    ...tlsOptions(proxy),
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    headers: { Host: authority, ...(credentials === ':' ? {} : authorization) },
    agent: false,
    signal,
  })
    .on('connect', ({ statusCode: status = 0, headers }, socket: Socket, head) => {
      const opened = status >= 200 && status < 300;
      // In TLS, the client sends the first message, so these bytes are not from the target.
      if (opened && head.length === 0) return resolve(socket);
      socket.destroy();
      reject(
        opened
          ? new ProxyError({ code: 'proxy-invalid-response', transient: true })
          : proxyStatusError(status, headers['proxy-authenticate']),
      );
    })
    .on('error', (error) => reject(proxyConnectionError(error)))
    .end();
  return promise;
}

/**
 * Returns the host to connect to and the server name for TLS. Node would derive this name from the
 * `Host` header, which contains the target. An IP address is not sent as a server name
 * (RFC 6066, section 3). Certificates are verified even if NODE_TLS_REJECT_UNAUTHORIZED is 0.
 */
export function tlsOptions({ hostname }: URL) {
  const host = hostname.replace(/[[\]]/g, '');
  return { host, servername: isIP(host) ? '' : host, rejectUnauthorized: true };
}

function proxyStatusError(status: number, challenges?: string): ProxyError {
  const schemes = authenticationSchemes(challenges);
  return new ProxyError({
    code: 'proxy-refused',
    transient: isTransientStatus(status),
    details: { status, ...(schemes ? { schemes } : {}) },
  });
}

/** Names of authentication schemes that proxies use. Only these are safe to display. */
const SCHEMES = /(?<![\w=+/-])(Basic|Bearer|Digest|Kerberos|Negotiate|NTLM)(?![\w=+/-])/gi;

/** Returns the schemes in `Proxy-Authenticate` (RFC 9110, section 11.7.1), such as `Negotiate, NTLM`. */
function authenticationSchemes(challenges = ''): string {
  const names = challenges.replace(/"[^"]*"/g, '').match(SCHEMES) ?? [];
  return [...new Set(names)].join(', ');
}

/** Maps the code of a Node error to that of a ProxyError. */
const ERROR_KINDS: readonly (readonly [RegExp, code: string, transient: boolean])[] = [
  [/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|UNREACH/, 'proxy-unreachable', true],
  [/CERT_(HAS_EXPIRED|NOT_YET)/, 'proxy-certificate-expired', false],
  [/CERT|SIGNED|UNABLE_TO/, 'proxy-certificate', false],
  [/wrong version number/, 'proxy-plain', false],
  [/EPROTO|ERR_SSL|ERR_TLS/, 'proxy-tls', false],
  [/HPE_/, 'proxy-invalid-response', true],
];

/** Keeps only the code, because the message may contain the URL of the proxy. */
function proxyConnectionError({
  code: cause = 'unknown',
  message,
}: NodeJS.ErrnoException): ProxyError {
  // Only the message shows that the proxy responded in plain HTTP.
  const [, signature = cause] = /(wrong version number)/.exec(message) ?? [];
  const kind = ERROR_KINDS.find(([pattern]) => pattern.test(signature));
  const [, code, transient] = kind ?? [signature, 'proxy-closed', true];
  return new ProxyError({ code, details: { cause }, transient });
}
