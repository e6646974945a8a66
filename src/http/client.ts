import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect } from 'node:tls';
import { type Details, errorCode } from '../errors.ts';
import { VERSION } from '../version.ts';
import { ProxyError, type RequestName, TransportError } from './errors.ts';
import { type ProxyConfig, requireProxyFor } from './proxy.ts';
import { openTunnel, tlsOptions } from './tunnel.ts';

export interface HttpRequest {
  readonly name: RequestName;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Total timeout in milliseconds, including the proxy and the body of the response. */
  readonly timeoutMs: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Decoded as UTF-8, and truncated to 1 MiB. */
  readonly body: string;
}

/** Sends one request. Follows no redirect and does not retry. @throws TransportError */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

const MAX_BODY_BYTES = 1024 * 1024;

/** Returns an HTTP client on top of `node:http` and `node:https` that uses the given proxy. */
export function createHttpClient(proxy: ProxyConfig): HttpClient {
  return async (request) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), request.timeoutMs);
    return send(request, proxy, abort.signal)
      .then((response) => {
        // If the body has no length, an aborted response looks complete, because the connection
        // has ended.
        abort.signal.throwIfAborted();
        return response;
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) throw wrapNodeError(error, request);
        throw transportError('timeout', request, { milliseconds: request.timeoutMs });
      })
      .finally(() => {
        clearTimeout(timer);
        // Close the socket, in case the body was not read completely.
        abort.abort();
      });
  };
}

async function send(
  request: HttpRequest,
  proxyConfig: ProxyConfig,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const { method, headers, body = '' } = request;
  const target = new URL(request.url);
  const proxy = requireProxyFor(target, proxyConfig);
  const socket = proxy && (await openTunnel(proxy, target, signal));
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  const options = {
    method,
    headers: {
      ...headers,
      'User-Agent': `salesforce-jwt-auth/${VERSION}`,
      'Content-Length': Buffer.byteLength(body),
    },
    signal,
    ...(socket
      ? { defaultPort: 443, createConnection: () => connect({ ...tlsOptions(target), socket }) }
      : // Check certificates even if NODE_TLS_REJECT_UNAUTHORIZED is 0.
        { agent: false as const, rejectUnauthorized: true }),
  };
  (target.protocol === 'http:' ? requestHttp : requestHttps)(target, options)
    .on('response', (message) => resolve(readBody(message)))
    // Without a listener for 101 (Switching Protocols), Node would never end the request.
    .on('upgrade', (message, upgraded) => {
      upgraded.destroy();
      resolve(toResponse(message, ''));
    })
    .on('error', reject)
    .end(body);
  return promise;
}

async function readBody(message: IncomingMessage): Promise<HttpResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) break;
  }
  return toResponse(message, Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8'));
}

const toResponse = ({ statusCode, headers }: IncomingMessage, body: string): HttpResponse => ({
  status: Number(statusCode),
  headers,
  body,
});

/** Errors that a retry does not fix, such as certificate and TLS errors. */
const PERMANENT_ERRORS =
  /CERT|SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|ERR_(TLS|SSL|INVALID)|EPROTO|unknown/;

function transportError(
  code: string,
  request: HttpRequest,
  details: Details = {},
  transient = !PERMANENT_ERRORS.test(code),
): TransportError {
  const { host } = new URL(request.url);
  return new TransportError({ code, request: request.name, host, transient, details });
}

/** Drops the message and the stack of Node's error: they may contain a header. */
function wrapNodeError(error: unknown, request: HttpRequest): TransportError {
  if (error instanceof ProxyError) {
    return transportError(error.code, request, error.details, error.transient);
  }
  return transportError(errorCode(error) ?? 'unknown', request);
}
